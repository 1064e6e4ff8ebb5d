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
 * Remembers what of the sidecar's was carried out, so that each is once.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class seen {
    /** @var int how long it is remembered, in seconds */
    private const KEPT = 90 * 24 * 60 * 60;

    /**
     * A memory.
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
     * Those of these that were carried out before.
     *
     * @param string $stream notices or evidence
     * @param string[] $ids the sidecar's ids
     * @return array<string, bool> by id
     */
    public function among(string $stream, array $ids): array {
        if (!$ids) {
            return [];
        }
        [$in, $params] = $this->db->get_in_or_equal($ids, SQL_PARAMS_NAMED);
        $select = "stream = :stream AND itemid {$in}";
        $found = $this->db->get_fieldset_select('block_valo_seen', 'itemid', $select, ['stream' => $stream] + $params);
        return array_fill_keys($found, true);
    }

    /**
     * Carry something out and remember it: both, or neither.
     *
     * @param string $stream notices or evidence
     * @param string $id the sidecar's id
     * @param \Closure $act what is to be done
     */
    public function once(string $stream, string $id, \Closure $act): void {
        $transaction = $this->db->start_delegated_transaction();
        $this->db->insert_record('block_valo_seen', (object) [
            'stream' => $stream,
            'itemid' => $id,
            'timecreated' => $this->clock->time(),
        ]);
        $act();
        $transaction->allow_commit();
    }

    /**
     * Forget what is old. Evidence is kept: it is read anew from the beginning whenever competencies come.
     */
    public function tidy(): void {
        $before = $this->clock->time() - self::KEPT;
        $this->db->delete_records_select('block_valo_seen', "timecreated < ? AND stream <> 'evidence'", [$before]);
    }
}
