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
 * Whom valo knows from which course: who opened it, and who was told of.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class people {
    /** @var string the table */
    private const TABLE = 'block_valo_person';

    /**
     * People.
     *
     * @param \moodle_database $db the database
     * @param \core\clock $clock what time it is
     */
    public function __construct(
        /** @var \moodle_database the database */
        private readonly \moodle_database $db,
        /** @var \core\clock what time it is */
        private readonly \core\clock $clock,
    ) {
    }

    /**
     * Somebody opened valo.
     *
     * @param int $userid who
     * @param int $courseid from which course
     */
    public function saw(int $userid, int $courseid): void {
        $key = ['userid' => $userid, 'courseid' => $courseid];
        if (!$this->db->record_exists(self::TABLE, $key)) {
            try {
                $this->db->insert_record(self::TABLE, (object) ($key + ['timecreated' => $this->clock->time()]), false);
            } catch (\dml_write_exception $error) {
                // Two windows at once: the other one wrote it.
                return;
            }
        }
    }

    /**
     * Valo is told of these people. It reads their names from the course's member list, though they may never open it.
     *
     * @param array[] $pairs each [person, course]; accounts that are deleted are left out
     */
    public function told_of(array $pairs): void {
        $ids = array_unique(array_column($pairs, 0));
        $accounts = $ids ? $this->db->get_records_list('user', 'id', $ids, '', 'id, deleted') : [];
        $here = $ids ? $this->db->get_records_list(self::TABLE, 'userid', $ids, '', 'id, userid, courseid') : [];
        $known = array_fill_keys(array_map(fn($row) => "{$row->userid}-{$row->courseid}", $here), true);
        $new = [];
        foreach ($pairs as [$userid, $courseid]) {
            if (!isset($known["{$userid}-{$courseid}"]) && empty($accounts[$userid]->deleted ?? true)) {
                $row = ['userid' => $userid, 'courseid' => $courseid, 'timecreated' => $this->clock->time()];
                $new["{$userid}-{$courseid}"] = (object) $row;
            }
        }
        $this->db->insert_records(self::TABLE, array_values($new));
    }

    /**
     * Whether valo knows somebody, or is about to.
     *
     * @param int $userid who
     * @return bool
     */
    public function knows(int $userid): bool {
        return $this->db->record_exists(self::TABLE, ['userid' => $userid])
            || $this->db->record_exists('block_valo_outbox', ['userid' => $userid]);
    }

    /**
     * Forget somebody.
     *
     * @param int $userid who
     * @param int $courseid in which course; 0 for all
     */
    public function forget(int $userid, int $courseid = 0): void {
        $this->db->delete_records(self::TABLE, ['userid' => $userid] + ($courseid ? ['courseid' => $courseid] : []));
    }

    /**
     * The accounts that items of the sidecar name.
     *
     * @param array[] $items each with `user`
     * @return \stdClass[] rows of `user`, by id
     */
    public function named_in(array $items): array {
        $ids = array_unique(array_map(fn($one) => (int) ($one['user'] ?? 0), $items));
        return $ids ? $this->db->get_records_list('user', 'id', $ids) : [];
    }
}
