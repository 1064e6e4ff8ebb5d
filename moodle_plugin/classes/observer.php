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

namespace block_valo;

use block_valo\local\connection;
use block_valo\local\courses;
use block_valo\local\erasures;
use block_valo\local\lti\adapter;
use block_valo\local\outbox;
use block_valo\local\people;

/**
 * Writes down what the sidecar has to know. Calls nobody.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class observer {
    /** @var array<string, bool> what of ours is being deleted: afterwards nobody could tell */
    private static array $leaving = [];

    /**
     * Somebody opened an activity; remember them, if it is ours.
     *
     * @param \core\event\base $event the event
     */
    public static function activity_viewed(\core\event\base $event): void {
        if (self::follows((int) $event->courseid) && !isguestuser($event->userid)) {
            $typeid = \core\di::get(connection::class)->typeid;
            if (\core\di::get(adapter::class)->is_ours((int) $event->objectid, $typeid)) {
                \core\di::get(people::class)->saw((int) $event->userid, (int) $event->courseid);
            }
        }
    }

    /**
     * An account was deleted.
     *
     * @param \core\event\user_deleted $event the event
     */
    public static function user_deleted(\core\event\user_deleted $event): void {
        if (self::is_on() && \core\di::get(people::class)->knows((int) $event->objectid)) {
            self::put('user_deleted', (int) $event->objectid);
            \core\di::get(erasures::class)->ask((int) $event->objectid, 0, 'deleted');
        }
    }

    /**
     * An account was changed; only whether it is suspended is told.
     *
     * @param \core\event\user_updated $event the event
     */
    public static function user_updated(\core\event\user_updated $event): void {
        if (self::is_on() && \core\di::get(people::class)->knows((int) $event->objectid)) {
            $user = $event->get_record_snapshot('user', $event->objectid);
            self::put('user_updated', (int) $event->objectid, ['suspended' => (bool) $user->suspended]);
        }
    }

    /**
     * Somebody was enrolled, or their enrolment changed.
     *
     * @param \core\event\base $event created or updated
     */
    public static function enrolment(\core\event\base $event): void {
        if (!self::follows((int) $event->courseid)) {
            return;
        }
        $row = $event->get_record_snapshot('user_enrolments', $event->objectid);
        $created = $event instanceof \core\event\user_enrolment_created;
        self::put($created ? 'enrolled' : 'enrolment_changed', (int) $event->relateduserid, [
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
        if ($last && self::follows((int) $event->courseid)) {
            self::put('unenrolled', (int) $event->relateduserid, ['course' => (string) $event->courseid]);
        }
    }

    /**
     * A role in a course was given or taken.
     *
     * @param \core\event\base $event assigned or unassigned
     */
    public static function role_changed(\core\event\base $event): void {
        if ($event->contextlevel == CONTEXT_COURSE && self::follows((int) $event->courseid)) {
            self::put('role_changed', (int) $event->relateduserid, ['course' => (string) $event->courseid]);
        }
    }

    /**
     * Somebody joined or left a group.
     *
     * @param \core\event\base $event added or removed
     */
    public static function group_member(\core\event\base $event): void {
        if (self::follows((int) $event->courseid)) {
            $joined = $event instanceof \core\event\group_member_added;
            self::put($joined ? 'group_joined' : 'group_left', (int) $event->relateduserid, self::group($event));
        }
    }

    /**
     * A group got another name, or is gone.
     *
     * @param \core\event\base $event updated or deleted
     */
    public static function group_changed(\core\event\base $event): void {
        if (self::follows((int) $event->courseid)) {
            $gone = $event instanceof \core\event\group_deleted;
            self::put($gone ? 'group_deleted' : 'group_changed', 0, self::group($event));
        }
    }

    /**
     * A course was restored or copied.
     *
     * @param \core\event\course_restored $event the event
     */
    public static function course_restored(\core\event\course_restored $event): void {
        if (self::is_on()) {
            \core\di::get(adapter::class)->adopt((int) $event->objectid, \core\di::get(connection::class)->typeid);
        }
        courses::forget();
        if (self::follows((int) $event->objectid)) {
            $from = (int) ($event->other['originalcourseid'] ?? 0);
            $here = !empty($event->other['samesite']) && $from && $from !== (int) $event->objectid;
            if ($here) {
                self::put('course_copied', 0, ['course' => (string) $event->objectid, 'from_course' => (string) $from]);
            }
            task\announce_course::queue((int) $event->objectid);
        }
    }

    /**
     * A course was reset or deleted.
     *
     * @param \core\event\base $event reset or deleted
     */
    public static function course_ended(\core\event\base $event): void {
        $courseid = (int) $event->courseid;
        if (isset(self::$leaving["course-{$courseid}"]) || self::follows($courseid)) {
            $gone = $event instanceof \core\event\course_deleted;
            self::put($gone ? 'course_deleted' : 'course_reset', 0, ['course' => (string) $courseid]);
        }
        if ($event instanceof \core\event\course_deleted) {
            courses::forget();
        }
    }

    /**
     * An activity came. If it is the course's first of ours, the sidecar learns who is there.
     *
     * @param \core\event\course_module_created $event the event
     */
    public static function activity_created(\core\event\course_module_created $event): void {
        if (($event->other['modulename'] ?? '') !== 'lti' || !self::is_on()) {
            return;
        }
        $known = self::follows((int) $event->courseid);
        courses::forget();
        if (!$known && self::follows((int) $event->courseid)) {
            task\announce_course::queue((int) $event->courseid);
        }
    }

    /**
     * An activity went.
     *
     * @param \core\event\course_module_deleted $event the event
     */
    public static function activity_deleted(\core\event\course_module_deleted $event): void {
        if (isset(self::$leaving["activity-{$event->objectid}"])) {
            self::put('link_deleted', 0, ['course' => (string) $event->courseid, 'link' => (string) $event->other['instanceid']]);
            courses::forget();
        }
    }

    /**
     * An activity is about to go; remember that it was ours.
     *
     * @param \stdClass|\cm_info $cm the activity
     */
    public static function activity_leaves($cm): void {
        if (self::follows((int) $cm->course)) {
            $typeid = \core\di::get(connection::class)->typeid;
            if (\core\di::get(adapter::class)->is_our_module((int) $cm->id, $typeid)) {
                self::$leaving["activity-{$cm->id}"] = true;
            }
        }
    }

    /**
     * A course is about to go; remember that it used valo.
     *
     * @param \core_course\hook\before_course_deleted $hook the hook
     */
    public static function course_leaves(\core_course\hook\before_course_deleted $hook): void {
        if (self::follows((int) $hook->course->id)) {
            self::$leaving["course-{$hook->course->id}"] = true;
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

    /**
     * Write one down.
     *
     * @param string $kind as the API names it
     * @param int $userid whom it is about
     * @param array $values the rest
     */
    private static function put(string $kind, int $userid, array $values = []): void {
        \core\di::get(outbox::class)->put($kind, $userid, $values);
    }

    /**
     * Whether the block works at all.
     *
     * @return bool
     */
    private static function is_on(): bool {
        return get_config('block_valo', 'active') && \core\di::get(connection::class)->is_complete();
    }

    /**
     * Whether what happens in a course is told.
     *
     * @param int $courseid the course
     * @return bool
     */
    private static function follows(int $courseid): bool {
        return self::is_on() && \core\di::get(courses::class)->has($courseid);
    }
}
