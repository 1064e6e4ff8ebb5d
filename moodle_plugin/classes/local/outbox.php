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
 * What happened in Moodle and has to be told to the sidecar.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class outbox {
    /** @var string the table */
    private const TABLE = 'block_valo_outbox';

    /**
     * An outbox.
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
     * Write one down. The only thing that observers do.
     *
     * @param string $kind as the API names it
     * @param int $userid whom it is about; 0 for nobody
     * @param array $values course, group, link …
     */
    public function put(string $kind, int $userid, array $values): void {
        $this->db->insert_record(self::TABLE, $this->row($kind, $userid, $values), false);
    }

    /**
     * Write many down.
     *
     * @param array[] $events each [kind, userid, values]
     */
    public function put_all(array $events): void {
        foreach (array_chunk($events, 500) as $some) {
            $this->db->insert_records(self::TABLE, array_map(fn($one) => $this->row(...$one), $some));
        }
    }

    /**
     * The first that wait, in order.
     *
     * @param int $most how many
     * @return \stdClass[] rows, by id
     */
    public function first(int $most): array {
        return $this->db->get_records(self::TABLE, ['failed' => 0], 'id', '*', 0, $most);
    }

    /**
     * The sidecar took these.
     *
     * @param int[] $ids rows
     */
    public function taken(array $ids): void {
        if ($ids) {
            $this->db->delete_records_list(self::TABLE, 'id', $ids);
        }
    }

    /**
     * The sidecar will not take this one; an administrator sees it.
     *
     * @param int $id the row
     * @param string $reason what it said
     */
    public function refused(int $id, string $reason): void {
        $this->db->update_record(self::TABLE, (object) [
            'id' => $id,
            'failed' => 1,
            'reason' => \core_text::substr($reason, 0, 255),
        ]);
    }

    /**
     * How many wait, how many were refused, and since when the first waits.
     *
     * @return array{waiting: int, failed: int, since: int}
     */
    public function counts(): array {
        return [
            'waiting' => $this->db->count_records(self::TABLE, ['failed' => 0]),
            'failed' => $this->db->count_records(self::TABLE, ['failed' => 1]),
            'since' => (int) $this->db->get_field(self::TABLE, 'MIN(timecreated)', ['failed' => 0]),
        ];
    }

    /**
     * The refused ones, the newest first.
     *
     * @param int $most how many
     * @return \stdClass[] rows
     */
    public function failed(int $most = 50): array {
        return $this->db->get_records(self::TABLE, ['failed' => 1], 'id DESC', 'id, kind, reason, timecreated', 0, $most);
    }

    /**
     * Try the refused ones again.
     */
    public function retry(): void {
        $this->db->set_field(self::TABLE, 'failed', 0, ['failed' => 1]);
    }

    /**
     * A row.
     *
     * @param string $kind as the API names it
     * @param int $userid whom it is about
     * @param array $values the rest
     * @return \stdClass
     */
    private function row(string $kind, int $userid, array $values): \stdClass {
        return (object) [
            'kind' => $kind,
            'userid' => $userid,
            'payload' => json_encode($values, JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE),
            'timecreated' => $this->clock->time(),
            'failed' => 0,
            'reason' => null,
        ];
    }
}
