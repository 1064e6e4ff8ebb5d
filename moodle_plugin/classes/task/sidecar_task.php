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

namespace block_valo\task;

use block_valo\local\connection;

/**
 * A scheduled task that talks to the sidecar; does nothing while valo is not connected.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
abstract class sidecar_task extends \core\task\scheduled_task {
    /** @var int how exact the time of the last contact is, in seconds: writing it empties a cache */
    private const CONTACT_STEP = 300;

    #[\Override]
    public function execute(): void {
        if (!get_config('block_valo', 'active') || !\core\di::get(connection::class)->is_complete()) {
            return;
        }
        $this->work();
        $now = \core\di::get(\core\clock::class)->time();
        if ($now - (int) get_config('block_valo', 'lastcontact') >= self::CONTACT_STEP) {
            set_config('lastcontact', $now, 'block_valo');
        }
    }

    /**
     * Do something for each course that uses valo. One that is refused does not hold up the others.
     *
     * @param \Closure $work given the course's id
     */
    protected function each_course(\Closure $work): void {
        foreach (\core\di::get(\block_valo\local\courses::class)->all() as $courseid) {
            try {
                $work($courseid);
            } catch (\block_valo\local\refused $error) {
                mtrace("block_valo: course {$courseid}: {$error->getMessage()}");
            }
        }
    }

    /**
     * What the task does.
     */
    abstract protected function work(): void;
}
