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
 * What the block remembers of one sidecar; another sidecar counts its ids anew.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class memory {
    /**
     * Forget all of it: what was carried out, how far evidence was read, days in the calendar.
     */
    public static function forget(): void {
        global $DB;
        $DB->delete_records('block_valo_seen');
        unset_config('evidencecursor', 'block_valo');
        self::forget_days();
    }

    /**
     * Take all our days off the calendar.
     */
    public static function forget_days(): void {
        global $DB;
        $days = $DB->get_fieldset_select('block_valo_day', 'eventid', '1 = 1');
        foreach (array_chunk($days, 500) as $some) {
            $DB->delete_records_list('event', 'id', $some);
        }
        $DB->delete_records('block_valo_day');
    }
}
