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
use block_valo\local\lti\adapter;
use block_valo\local\outbox;

/**
 * Writes down who is enrolled and grouped in a course that has just begun to use valo.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class announce_course extends \core\task\adhoc_task {
    /**
     * Do it soon, once.
     *
     * @param int $courseid the course
     */
    public static function queue(int $courseid): void {
        $task = new self();
        $task->set_custom_data(['courseid' => $courseid]);
        \core\task\manager::queue_adhoc_task($task, true);
    }

    /**
     * All courses that use valo: it was connected just now, or the block was switched on again and missed what happened.
     */
    public static function queue_all(): void {
        $typeid = connection::from_settings()->typeid;
        if ($typeid && get_config('block_valo', 'active')) {
            array_map(self::queue(...), \core\di::get(adapter::class)->courses($typeid));
        }
    }

    #[\Override]
    public function execute(): void {
        global $DB;
        $courseid = (int) $this->get_custom_data()->courseid;
        $events = [];
        $enrolled = $DB->get_records_sql('
            SELECT ue.id, ue.userid, ue.status, ue.timeend
              FROM {user_enrolments} ue
              JOIN {enrol} e ON e.id = ue.enrolid
             WHERE e.courseid = ? ORDER BY ue.id', [$courseid]);
        foreach ($enrolled as $one) {
            $events[] = ['enrolled', (int) $one->userid, [
                'course' => (string) $courseid,
                'suspended' => (int) $one->status !== ENROL_USER_ACTIVE,
                'ends_at' => (int) $one->timeend ?: null,
            ]];
        }
        $members = $DB->get_records_sql('
            SELECT gm.id, gm.userid, g.id AS groupid, g.name
              FROM {groups_members} gm
              JOIN {groups} g ON g.id = gm.groupid
             WHERE g.courseid = ? ORDER BY gm.id', [$courseid]);
        foreach ($members as $one) {
            $group = ['id' => (string) $one->groupid, 'name' => $one->name];
            $events[] = ['group_joined', (int) $one->userid, ['course' => (string) $courseid, 'group' => $group]];
        }
        \core\di::get(outbox::class)->put_all($events);
    }
}
