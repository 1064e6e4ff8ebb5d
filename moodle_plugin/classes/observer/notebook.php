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

namespace block_valo\observer;

use block_valo\local\connection;
use block_valo\local\courses;
use block_valo\local\outbox;

/**
 * Where observers write down what the sidecar has to know. Calls nobody.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class notebook {
    /**
     * Write one down.
     *
     * @param string $kind as the API names it
     * @param int $userid whom it is about
     * @param array $values the rest
     */
    public static function put(string $kind, int $userid, array $values = []): void {
        \core\di::get(outbox::class)->put($kind, $userid, $values);
    }

    /**
     * Whether the block works at all.
     *
     * @return bool
     */
    public static function is_on(): bool {
        return get_config('block_valo', 'active') && \core\di::get(connection::class)->is_complete();
    }

    /**
     * Whether what happens in a course is told.
     *
     * @param int $courseid the course
     * @return bool
     */
    public static function follows(int $courseid): bool {
        return self::is_on() && \core\di::get(courses::class)->has($courseid);
    }
}
