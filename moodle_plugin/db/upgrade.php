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
 * Upgrade steps.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

/**
 * Bring the block's tables from an older version to this one.
 *
 * @param int $oldversion the version that is installed
 * @return bool
 */
function xmldb_block_valo_upgrade(int $oldversion): bool {
    global $DB;
    $typeid = (int) get_config('block_valo', 'typeid');
    if ($oldversion < 2026113000) {
        // The block did not note of whom it told valo: courses are announced once more, and it does.
        $courses = $typeid ? $DB->get_fieldset_sql('SELECT DISTINCT course FROM {lti} WHERE typeid = ?', [$typeid]) : [];
        foreach ($courses as $courseid) {
            \block_valo\task\announce_course::queue((int) $courseid);
        }
        upgrade_block_savepoint(true, 2026113000, 'valo');
    }
    return true;
}
