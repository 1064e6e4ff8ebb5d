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

/**
 * Bridge between Moodle's callbacks and the block's classes.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

/**
 * An activity is about to be deleted.
 *
 * @param stdClass|cm_info $cm the activity
 */
function block_valo_pre_course_module_delete($cm): void {
    \block_valo\observer\course_life::activity_leaves($cm);
}

/**
 * Checks for the site's status report.
 *
 * @return \core\check\check[]
 */
function block_valo_status_checks(): array {
    return [
        new \block_valo\check\connection(),
        new \block_valo\check\contact(),
        new \block_valo\check\queue(),
    ];
}
