<?php
// This file is part of Moodle - http://moodle.org/
//
// Moodle is free software: you can redistribute it and/or modify
// it under the terms of the GNU General Public License as published by
// the Free Software Foundation, either version 3 of the License, or
// (at your option) any later version.
//
// Moodle is distributed in the hope that it will be useful,
// but WITHOUT ANY WARRANTY; without even the implied warranty of
// MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the
// GNU General Public License for more details.
//
// You should have received a copy of the GNU General Public License
// along with Moodle.  If not, see <http://www.gnu.org/licenses/>.

namespace block_valo\local;

/**
 * Brings the sidecar's notices into Moodle's notifications, each once.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class notices {
    /** @var string[] the kinds that have a provider in db/messages.php */
    private const KINDS = ['answer', 'approved', 'demonstration', 'help', 'proposal', 'reminder', 'waiting'];
    /** @var int how many batches one run takes at most */
    private const ROUNDS = 50;
    /** @var int how many a batch holds */
    private const BATCH = 100;

    /**
     * Notices.
     *
     * @param client $client the sidecar
     * @param seen $seen what was done before
     * @param people $people who gets them
     */
    public function __construct(
        /** @var client the sidecar */
        private readonly client $client,
        /** @var seen what was done before */
        private readonly seen $seen,
        /** @var people who gets them */
        private readonly people $people,
    ) {
    }

    /**
     * Pull all that wait.
     *
     * @return int how many became notifications
     */
    public function pull(): int {
        $sent = 0;
        for ($round = 0; $round < self::ROUNDS; $round++) {
            $answer = $this->client->get('/moodle/notices', ['limit' => self::BATCH]);
            $batch = array_filter((array) ($answer['notices'] ?? []), fn($one) => is_array($one) && !empty($one['id']));
            if (!$batch) {
                break;
            }
            $sent += $this->deliver($batch);
            $this->client->post('/moodle/notices/ack', ['ids' => array_values(array_map(fn($one) => (string) $one['id'], $batch))]);
            if (empty($answer['more'])) {
                break;
            }
        }
        return $sent;
    }

    /**
     * Send those of a batch that were not sent before.
     *
     * @param array[] $batch notices
     * @return int how many were sent
     */
    private function deliver(array $batch): int {
        $before = $this->seen->among('notices', array_map(fn($one) => (string) $one['id'], $batch));
        $people = $this->people->named_in($batch);
        $sent = 0;
        foreach ($batch as $one) {
            $user = $people[(int) ($one['user'] ?? 0)] ?? null;
            if (isset($before[$one['id']]) || !$user || $user->deleted || $user->suspended) {
                continue;
            }
            $this->seen->once('notices', (string) $one['id'], fn() => message_send($this->message($one, $user)));
            $before[$one['id']] = true;
            $sent++;
        }
        return $sent;
    }

    /**
     * A notice as Moodle's message.
     *
     * @param array $notice the sidecar's
     * @param \stdClass $user who gets it
     * @return \core\message\message
     */
    private function message(array $notice, \stdClass $user): \core\message\message {
        $text = words::pick($notice['text'] ?? [], $user->lang);
        $subject = words::pick($notice['subject'] ?? [], $user->lang);
        $message = new \core\message\message();
        $message->component = 'block_valo';
        $message->name = in_array($notice['kind'] ?? '', self::KINDS, true) ? $notice['kind'] : 'other';
        $message->userfrom = \core_user::get_noreply_user();
        $message->userto = $user;
        $message->subject = $subject !== '' ? $subject : 'valo';
        $message->fullmessage = $text;
        $message->fullmessageformat = FORMAT_PLAIN;
        $message->fullmessagehtml = text_to_html(s($text), false, false, true);
        $message->smallmessage = $message->subject;
        $message->notification = 1;
        $message->courseid = $this->course((int) ($notice['course'] ?? 0));
        $message->contexturl = $this->address($notice);
        $message->contexturlname = 'valo';
        return $message;
    }

    /**
     * The course, if it is still there.
     *
     * @param int $courseid as the sidecar knows it
     * @return int
     */
    private function course(int $courseid): int {
        return $courseid && \context_course::instance($courseid, IGNORE_MISSING) ? $courseid : SITEID;
    }

    /**
     * Where the notice leads: the sidecar's own address, else the way from the card.
     *
     * @param array $notice the sidecar's
     * @return string
     */
    private function address(array $notice): string {
        $url = (string) ($notice['url'] ?? '');
        if ($url !== '' && str_starts_with($url, $this->client->connection->baseurl . '/')) {
            return $url;
        }
        return (new \moodle_url('/blocks/valo/open.php', ['courseid' => (int) ($notice['course'] ?? 0)]))->out(false);
    }
}
