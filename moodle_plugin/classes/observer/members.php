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

/**
 * Who comes to a course and leaves it, with which role and in which group.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class members {
    /**
     * Somebody was enrolled, or their enrolment changed.
     *
     * @param \core\event\base $event created or updated
     */
    public static function enrolment(\core\event\base $event): void {
        if (!notebook::follows((int) $event->courseid)) {
            return;
        }
        $row = $event->get_record_snapshot('user_enrolments', $event->objectid);
        $created = $event instanceof \core\event\user_enrolment_created;
        notebook::put($created ? 'enrolled' : 'enrolment_changed', (int) $event->relateduserid, [
            'course' => (string) $event->courseid,
            'suspended' => (int) $row->status !== ENROL_USER_ACTIVE,
            'ends_at' => (int) $row->timeend ?: null,
        ]);
    }

    /**
     * An enrolment ended.
     *
     * @param \core\event\user_enrolment_deleted $event the event
     */
    public static function unenrolled(\core\event\user_enrolment_deleted $event): void {
        $last = !empty($event->other['userenrolment']['lastenrol']);
        if ($last && notebook::follows((int) $event->courseid)) {
            notebook::put('unenrolled', (int) $event->relateduserid, ['course' => (string) $event->courseid]);
        }
    }

    /**
     * A role in a course was given or taken.
     *
     * @param \core\event\base $event assigned or unassigned
     */
    public static function role_changed(\core\event\base $event): void {
        if ($event->contextlevel == CONTEXT_COURSE && notebook::follows((int) $event->courseid)) {
            notebook::put('role_changed', (int) $event->relateduserid, ['course' => (string) $event->courseid]);
        }
    }

    /**
     * Somebody joined or left a group.
     *
     * @param \core\event\base $event added or removed
     */
    public static function group_member(\core\event\base $event): void {
        if (notebook::follows((int) $event->courseid)) {
            $joined = $event instanceof \core\event\group_member_added;
            notebook::put($joined ? 'group_joined' : 'group_left', (int) $event->relateduserid, self::group($event));
        }
    }

    /**
     * A group got another name, or is gone.
     *
     * @param \core\event\base $event updated or deleted
     */
    public static function group_changed(\core\event\base $event): void {
        if (notebook::follows((int) $event->courseid)) {
            $gone = $event instanceof \core\event\group_deleted;
            notebook::put($gone ? 'group_deleted' : 'group_changed', 0, self::group($event));
        }
    }

    /**
     * The group of an event.
     *
     * @param \core\event\base $event about a group
     * @return array
     */
    private static function group(\core\event\base $event): array {
        $group = $event->get_record_snapshot('groups', $event->objectid);
        return [
            'course' => (string) $event->courseid,
            'group' => ['id' => (string) $event->objectid, 'name' => (string) ($group->name ?? '')],
        ];
    }
}
