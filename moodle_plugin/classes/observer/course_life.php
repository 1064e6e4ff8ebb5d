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
use block_valo\local\lti\adapter;
use block_valo\task\announce_course;

/**
 * Courses and activities of ours that come, are copied, reset or deleted.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class course_life {
    /** @var array<string, bool> what of ours is being deleted: afterwards nobody could tell */
    private static array $leaving = [];

    /**
     * A course was restored or copied.
     *
     * @param \core\event\course_restored $event the event
     */
    public static function course_restored(\core\event\course_restored $event): void {
        if (notebook::is_on()) {
            \core\di::get(adapter::class)->adopt((int) $event->objectid, \core\di::get(connection::class)->typeid);
        }
        courses::forget();
        if (notebook::follows((int) $event->objectid)) {
            $from = (int) ($event->other['originalcourseid'] ?? 0);
            $here = !empty($event->other['samesite']) && $from && $from !== (int) $event->objectid;
            if ($here) {
                notebook::put('course_copied', 0, ['course' => (string) $event->objectid, 'from_course' => (string) $from]);
            }
            announce_course::queue((int) $event->objectid);
        }
    }

    /**
     * A course was reset or deleted.
     *
     * @param \core\event\base $event reset or deleted
     */
    public static function course_ended(\core\event\base $event): void {
        $courseid = (int) $event->courseid;
        if (isset(self::$leaving["course-{$courseid}"]) || notebook::follows($courseid)) {
            $gone = $event instanceof \core\event\course_deleted;
            notebook::put($gone ? 'course_deleted' : 'course_reset', 0, ['course' => (string) $courseid]);
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
        if (($event->other['modulename'] ?? '') !== 'lti' || !notebook::is_on()) {
            return;
        }
        $known = notebook::follows((int) $event->courseid);
        courses::forget();
        if (!$known && notebook::follows((int) $event->courseid)) {
            announce_course::queue((int) $event->courseid);
        }
    }

    /**
     * An activity went.
     *
     * @param \core\event\course_module_deleted $event the event
     */
    public static function activity_deleted(\core\event\course_module_deleted $event): void {
        if (isset(self::$leaving["activity-{$event->objectid}"])) {
            notebook::put('link_deleted', 0, [
                'course' => (string) $event->courseid,
                'link' => (string) $event->other['instanceid'],
            ]);
            courses::forget();
        }
    }

    /**
     * An activity is about to go; remember that it was ours.
     *
     * @param \stdClass|\cm_info $cm the activity
     */
    public static function activity_leaves($cm): void {
        if (notebook::follows((int) $cm->course)) {
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
        if (notebook::follows((int) $hook->course->id)) {
            self::$leaving["course-{$hook->course->id}"] = true;
        }
    }
}
