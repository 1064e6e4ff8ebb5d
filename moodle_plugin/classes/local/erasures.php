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
 * Asks the sidecar to erase, and keeps what it answered.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class erasures {
    /** @var string the table */
    private const TABLE = 'block_valo_erasure';
    /** @var int how long an answer is kept, in seconds */
    private const KEPT = 365 * 24 * 60 * 60;

    /**
     * Erasures.
     *
     * @param \moodle_database $db the database
     * @param client $client the sidecar
     * @param people $people who opened valo
     * @param \core\clock $clock what time it is
     */
    public function __construct(
        /** @var \moodle_database the database */
        private readonly \moodle_database $db,
        /** @var client the sidecar */
        private readonly client $client,
        /** @var people who opened valo */
        private readonly people $people,
        /** @var \core\clock what time it is */
        private readonly \core\clock $clock,
    ) {
    }

    /**
     * Write down that somebody's data is to be erased, and let a task do it until it succeeds.
     *
     * @param int $userid whose
     * @param int $courseid of which course; 0 for everything
     * @param string $reason request, deleted or expired
     */
    public function ask(int $userid, int $courseid, string $reason): void {
        $key = ['userid' => $userid, 'courseid' => $courseid, 'state' => 'waiting'];
        if ($this->db->record_exists(self::TABLE, $key)) {
            return;
        }
        $id = $this->db->insert_record(self::TABLE, (object) ($key + [
            'reason' => $reason,
            'timecreated' => $this->clock->time(),
        ]));
        $this->people->forget($userid, $courseid);
        $task = new \block_valo\task\erase();
        $task->set_custom_data(['id' => $id]);
        \core\task\manager::queue_adhoc_task($task);
    }

    /**
     * Carry one out.
     *
     * @param int $id the row
     * @return bool false where the sidecar needs more time
     * @throws unreachable
     * @throws refused
     */
    public function carry_out(int $id): bool {
        $row = $this->db->get_record(self::TABLE, ['id' => $id]);
        if (!$row || $row->state === 'done') {
            return true;
        }
        $answer = $this->client->post('/moodle/privacy/erasures', [
            'id' => get_config('block_valo', 'installation') . "-erasure-{$row->id}",
            'user' => (string) $row->userid,
            'course' => $row->courseid ? (string) $row->courseid : '',
            'reason' => $row->reason,
        ]);
        if (($answer['state'] ?? '') !== 'done') {
            return false;
        }
        $kept = ['erased' => (array) ($answer['erased'] ?? []), 'kept' => (array) ($answer['kept'] ?? [])];
        $this->db->update_record(self::TABLE, (object) [
            'id' => $row->id,
            'state' => 'done',
            'answer' => json_encode($kept, JSON_UNESCAPED_UNICODE),
            'timedone' => $this->clock->time(),
        ]);
        $this->tell((int) $row->userid, $kept);
        return true;
    }

    /**
     * What was answered for a person, in words.
     *
     * @param int $userid whose
     * @param string $language in which language
     * @return \stdClass[] each with state, erased, kept, timecreated, timedone
     */
    public function answers(int $userid, string $language): array {
        $rows = $this->db->get_records(self::TABLE, ['userid' => $userid], 'id');
        return array_values(array_map(function ($row) use ($language) {
            $answer = json_decode((string) $row->answer, true) ?: [];
            return (object) [
                'state' => $row->state,
                'timecreated' => \core_privacy\local\request\transform::datetime($row->timecreated),
                'erased' => self::sentences($answer['erased'] ?? [], $language),
                'kept' => self::sentences($answer['kept'] ?? [], $language),
            ];
        }, $rows));
    }

    /**
     * How many wait.
     *
     * @return int
     */
    public function waiting(): int {
        return $this->db->count_records(self::TABLE, ['state' => 'waiting']);
    }

    /**
     * Forget old answers.
     */
    public function tidy(): void {
        $this->db->delete_records_select(
            self::TABLE,
            "state = 'done' AND timedone < ?",
            [$this->clock->time() - self::KEPT]
        );
    }

    /**
     * Tell the person what was erased and what the law makes us keep, if the account is still there.
     *
     * @param int $userid whose
     * @param array $answer erased and kept
     */
    private function tell(int $userid, array $answer): void {
        $user = \core_user::get_user($userid);
        if (!$user || $user->deleted || $user->suspended) {
            return;
        }
        $erased = self::sentences($answer['erased'], $user->lang);
        $kept = self::sentences($answer['kept'], $user->lang);
        $strings = get_string_manager();
        $say = fn(string $name) => $strings->get_string($name, 'block_valo', null, $user->lang);
        $lines = [$say('erasure_done'), ...$erased, ...($kept ? [$say('erasure_kept'), ...$kept] : [])];
        $message = new \core\message\message();
        $message->component = 'block_valo';
        $message->name = 'other';
        $message->userfrom = \core_user::get_noreply_user();
        $message->userto = $user;
        $message->subject = $say('erasure_subject');
        $message->fullmessage = implode("\n", $lines);
        $message->fullmessageformat = FORMAT_PLAIN;
        $message->fullmessagehtml = text_to_html(s($message->fullmessage), false, false, true);
        $message->smallmessage = $message->subject;
        $message->notification = 1;
        message_send($message);
    }

    /**
     * Lines such as `- Papers: the law asks to keep them for ten years`.
     *
     * @param array $parts each with what, count or why
     * @param string $language in which language
     * @return string[]
     */
    private static function sentences(array $parts, string $language): array {
        return array_map(function ($part) use ($language) {
            $why = words::pick($part['why'] ?? [], $language);
            $more = $why !== '' ? ": {$why}" : (isset($part['count']) ? " ({$part['count']})" : '');
            return '- ' . words::pick($part['what'] ?? [], $language) . $more;
        }, array_values(array_filter($parts, 'is_array')));
    }
}
