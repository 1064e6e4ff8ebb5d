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

use core_competency\api;
use core_competency\competency;

/**
 * Approved evidence and assessed demonstrations as evidence of Moodle's competencies.
 *
 * It shows in the learner's learning plan, with a link, and asks the teacher to rate. It rates nothing.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class evidence {
    /** @var int how many batches one run takes at most */
    private const ROUNDS = 50;

    /**
     * Evidence.
     *
     * @param client $client the sidecar
     * @param seen $seen what was done before
     */
    public function __construct(
        /** @var client the sidecar */
        private readonly client $client,
        /** @var seen what was done before */
        private readonly seen $seen,
    ) {
    }

    /**
     * Read all evidence once more: some of it may have come before the competency that it shows. Each is written once.
     */
    public static function read_anew(): void {
        unset_config('evidencecursor', 'block_valo');
    }

    /**
     * Take what is new.
     *
     * @return int how many became evidence
     */
    public function pull(): int {
        if (!api::is_enabled()) {
            return 0;
        }
        $count = 0;
        for ($round = 0; $round < self::ROUNDS; $round++) {
            $since = (string) get_config('block_valo', 'evidencecursor');
            $answer = $this->client->get('/moodle/evidence', ['since' => $since, 'limit' => 100]);
            $batch = array_filter((array) ($answer['evidence'] ?? []), fn($one) => is_array($one) && !empty($one['id']));
            $count += $this->write($batch);
            $cursor = (string) ($answer['cursor'] ?? '');
            if ($cursor === '' || $cursor === $since) {
                break;
            }
            set_config('evidencecursor', $cursor, 'block_valo');
            if (empty($answer['more'])) {
                break;
            }
        }
        return $count;
    }

    /**
     * Write those that were not written before.
     *
     * @param array[] $batch the sidecar's
     * @return int how many
     */
    private function write(array $batch): int {
        $before = $this->seen->among('evidence', array_map(fn($one) => (string) $one['id'], $batch));
        $count = 0;
        foreach ($batch as $one) {
            $competency = competency::get_record(['idnumber' => (string) ($one['competency'] ?? '')]);
            $user = \core_user::get_user((int) ($one['user'] ?? 0));
            if (isset($before[$one['id']]) || !$competency || !$user || $user->deleted) {
                continue;
            }
            $this->seen->once('evidence', (string) $one['id'], fn() => $this->add($one, $user, $competency));
            $before[$one['id']] = true;
            $count++;
        }
        return $count;
    }

    /**
     * One piece of evidence.
     *
     * @param array $one the sidecar's
     * @param \stdClass $user the learner
     * @param competency $competency what it shows
     */
    private function add(array $one, \stdClass $user, competency $competency): void {
        $courseid = (int) ($one['course'] ?? 0);
        $context = ($courseid ? \context_course::instance($courseid, IGNORE_MISSING) : null) ?: \context_user::instance($user->id);
        $demonstration = ($one['kind'] ?? '') === 'demonstration';
        $page = $demonstration ? 'paper' : 'diary';
        $at = strtotime((string) ($one['at'] ?? ''));
        api::add_evidence(
            $user->id,
            $competency,
            $context->id,
            \core_competency\evidence::ACTION_LOG,
            $demonstration ? 'evidence_demonstration' : 'evidence_entry',
            'block_valo',
            $at ? userdate($at, get_string('strftimedate', 'langconfig')) : '',
            true,
            new \moodle_url('/blocks/valo/open.php', [
                'courseid' => $courseid,
                'page' => $page,
                'go' => (string) ($one['go'] ?? ''),
            ])
        );
    }
}
