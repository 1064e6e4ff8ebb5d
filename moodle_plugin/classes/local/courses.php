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

use block_valo\local\lti\adapter;

/**
 * Which courses use valo. Remembered, so that most pages ask no database.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class courses {
    /** @var string the name in the cache */
    private const KEY = 'courses';

    /**
     * Courses.
     *
     * @param adapter $adapter external tools
     * @param connection $connection knows the tool
     */
    public function __construct(
        /** @var adapter external tools */
        private readonly adapter $adapter,
        /** @var connection knows the tool */
        private readonly connection $connection,
    ) {
    }

    /**
     * Ids of the courses that have an activity of ours.
     *
     * @return int[]
     */
    public function all(): array {
        if (!$this->connection->is_complete()) {
            return [];
        }
        $cache = \cache::make('block_valo', 'site');
        $kept = $cache->get(self::KEY);
        if (!is_array($kept) || ($kept['typeid'] ?? 0) !== $this->connection->typeid) {
            $found = $this->adapter->courses($this->connection->typeid);
            $kept = ['typeid' => $this->connection->typeid, 'courses' => $found];
            $cache->set(self::KEY, $kept);
        }
        return $kept['courses'];
    }

    /**
     * Whether a course is one of them.
     *
     * @param int $courseid the course
     * @return bool
     */
    public function has(int $courseid): bool {
        return in_array($courseid, $this->all(), true);
    }

    /**
     * Look anew next time: an activity came or went.
     */
    public static function forget(): void {
        \cache::make('block_valo', 'site')->delete(self::KEY);
    }
}
