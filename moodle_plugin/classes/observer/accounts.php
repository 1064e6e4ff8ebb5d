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

use block_valo\local\card\shelf;
use block_valo\local\connection;
use block_valo\local\erasures;
use block_valo\local\lti\adapter;
use block_valo\local\people;

/**
 * What people do and what happens to them on the whole site.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class accounts {
    /**
     * Somebody opened an activity. If it is ours, remember them, and do not show them the card of before.
     *
     * @param \core\event\base $event the event
     */
    public static function activity_viewed(\core\event\base $event): void {
        if (notebook::follows((int) $event->courseid) && !isguestuser($event->userid)) {
            $typeid = \core\di::get(connection::class)->typeid;
            if (\core\di::get(adapter::class)->is_ours((int) $event->objectid, $typeid)) {
                \core\di::get(people::class)->saw((int) $event->userid, (int) $event->courseid);
                \core\di::get(shelf::class)->age((int) $event->userid, (int) $event->courseid);
            }
        }
    }

    /**
     * An account was deleted. Noted while the block is switched off too: the erasure is the law's, not ours.
     *
     * @param \core\event\user_deleted $event the event
     */
    public static function user_deleted(\core\event\user_deleted $event): void {
        $connected = \core\di::get(connection::class)->is_complete();
        if ($connected && \core\di::get(people::class)->knows((int) $event->objectid)) {
            notebook::put('user_deleted', (int) $event->objectid);
            \core\di::get(erasures::class)->ask((int) $event->objectid, 0, 'deleted');
        }
    }

    /**
     * An account was changed; only whether it is suspended is told.
     *
     * @param \core\event\user_updated $event the event
     */
    public static function user_updated(\core\event\user_updated $event): void {
        if (notebook::is_on() && \core\di::get(people::class)->knows((int) $event->objectid)) {
            $user = $event->get_record_snapshot('user', $event->objectid);
            notebook::put('user_updated', (int) $event->objectid, ['suspended' => (bool) $user->suspended]);
        }
    }
}
