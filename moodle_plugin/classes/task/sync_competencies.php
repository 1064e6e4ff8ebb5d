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

/**
 * Brings the requirements of each course's qualification into Moodle's competencies.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class sync_competencies extends sidecar_task {
    #[\Override]
    public function get_name(): string {
        return get_string('task_sync_competencies', 'block_valo');
    }

    #[\Override]
    protected function work(): void {
        $this->each_course(function (int $courseid): void {
            \core\di::get(\block_valo\local\competencies::class)->follow($courseid);
        });
    }
}
