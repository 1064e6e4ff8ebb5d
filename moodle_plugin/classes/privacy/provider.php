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

namespace block_valo\privacy;

use block_valo\local\calendar;
use block_valo\local\erasures;
use core_privacy\local\metadata\collection;
use core_privacy\local\request\approved_contextlist;
use core_privacy\local\request\approved_userlist;
use core_privacy\local\request\contextlist;
use core_privacy\local\request\userlist;
use core_privacy\local\request\writer;

/**
 * What the block keeps and sends out, and how it is exported and erased.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class provider implements
    \core_privacy\local\metadata\provider,
    \core_privacy\local\request\core_userlist_provider,
    \core_privacy\local\request\plugin\provider {
    #[\Override]
    public static function get_metadata(collection $collection): collection {
        $tables = [
            'block_valo_person' => ['userid', 'courseid', 'timecreated'],
            'block_valo_outbox' => ['userid', 'kind', 'payload', 'timecreated'],
            'block_valo_day' => ['userid', 'courseid', 'remoteid', 'eventid'],
            'block_valo_erasure' => ['userid', 'courseid', 'reason', 'state', 'answer', 'timecreated', 'timedone'],
        ];
        foreach ($tables as $table => $fields) {
            $said = array_combine($fields, array_map(fn($field) => "privacy:metadata:{$field}", $fields));
            $collection->add_database_table($table, $said, "privacy:metadata:{$table}");
        }
        $collection->add_external_location_link('valo', [
            'userid' => 'privacy:metadata:valo:userid',
            'courses' => 'privacy:metadata:valo:courses',
            'groups' => 'privacy:metadata:valo:groups',
            'suspended' => 'privacy:metadata:valo:suspended',
        ], 'privacy:metadata:valo');
        $collection->add_subsystem_link('core_message', [], 'privacy:metadata:messages');
        $collection->add_subsystem_link('core_calendar', [], 'privacy:metadata:calendar');
        $collection->add_subsystem_link('core_competency', [], 'privacy:metadata:competency');
        return $collection;
    }

    #[\Override]
    public static function get_contexts_for_userid(int $userid): contextlist {
        $contexts = new contextlist();
        $contexts->add_from_sql('
            SELECT ctx.id
              FROM {context} ctx
              JOIN {block_valo_person} p ON p.courseid = ctx.instanceid AND ctx.contextlevel = :course
             WHERE p.userid = :person', ['course' => CONTEXT_COURSE, 'person' => $userid]);
        $contexts->add_from_sql('
            SELECT ctx.id
              FROM {context} ctx
             WHERE ctx.contextlevel = :user AND ctx.instanceid = :id AND (
                   EXISTS (SELECT 1 FROM {block_valo_person} p WHERE p.userid = :one)
                OR EXISTS (SELECT 1 FROM {block_valo_outbox} o WHERE o.userid = :two)
                OR EXISTS (SELECT 1 FROM {block_valo_day} d WHERE d.userid = :three)
                OR EXISTS (SELECT 1 FROM {block_valo_erasure} e WHERE e.userid = :four))', [
            'user' => CONTEXT_USER,
            'id' => $userid,
            'one' => $userid,
            'two' => $userid,
            'three' => $userid,
            'four' => $userid,
        ]);
        return $contexts;
    }

    #[\Override]
    public static function get_users_in_context(userlist $userlist): void {
        $context = $userlist->get_context();
        if ($context->contextlevel == CONTEXT_COURSE) {
            $params = ['course' => $context->instanceid];
            $userlist->add_from_sql('userid', 'SELECT userid FROM {block_valo_person} WHERE courseid = :course', $params);
        } else if ($context->contextlevel == CONTEXT_USER) {
            foreach (['person', 'outbox', 'day', 'erasure'] as $table) {
                $params = ['person' => $context->instanceid];
                $userlist->add_from_sql('userid', "SELECT userid FROM {block_valo_{$table}} WHERE userid = :person", $params);
            }
        }
    }

    #[\Override]
    public static function export_user_data(approved_contextlist $contextlist): void {
        global $DB;
        $user = $contextlist->get_user();
        $here = [get_string('pluginname', 'block_valo')];
        foreach ($contextlist->get_contexts() as $context) {
            if ($context->contextlevel == CONTEXT_COURSE) {
                $row = $DB->get_record('block_valo_person', ['userid' => $user->id, 'courseid' => $context->instanceid]);
                if ($row) {
                    $since = \core_privacy\local\request\transform::datetime($row->timecreated);
                    writer::with_context($context)->export_data($here, (object) ['knownsince' => $since]);
                }
            } else if ($context->contextlevel == CONTEXT_USER && $context->instanceid == $user->id) {
                person_export::write($context, $user, $here);
            }
        }
    }

    #[\Override]
    public static function delete_data_for_all_users_in_context(\context $context): void {
        global $DB;
        if ($context->contextlevel == CONTEXT_COURSE) {
            $people = $DB->get_fieldset_select('block_valo_person', 'userid', 'courseid = ?', [$context->instanceid]);
            foreach ($people as $userid) {
                self::erase((int) $userid, (int) $context->instanceid, 'expired');
            }
        } else if ($context->contextlevel == CONTEXT_USER) {
            self::erase((int) $context->instanceid, 0, 'expired');
        }
    }

    #[\Override]
    public static function delete_data_for_user(approved_contextlist $contextlist): void {
        $userid = (int) $contextlist->get_user()->id;
        $courses = [];
        foreach ($contextlist->get_contexts() as $context) {
            if ($context->contextlevel == CONTEXT_USER && $context->instanceid == $userid) {
                self::erase($userid, 0, 'request');
                return;
            }
            if ($context->contextlevel == CONTEXT_COURSE) {
                $courses[] = (int) $context->instanceid;
            }
        }
        foreach ($courses as $courseid) {
            self::erase($userid, $courseid, 'request');
        }
    }

    #[\Override]
    public static function delete_data_for_users(approved_userlist $userlist): void {
        $context = $userlist->get_context();
        foreach ($userlist->get_userids() as $userid) {
            if ($context->contextlevel == CONTEXT_COURSE) {
                self::erase((int) $userid, (int) $context->instanceid, 'request');
            } else if ($context->contextlevel == CONTEXT_USER && $context->instanceid == $userid) {
                self::erase((int) $userid, 0, 'request');
            }
        }
    }

    /**
     * Erase here at once, and ask the sidecar by a task that is repeated until it succeeds.
     *
     * @param int $userid whose
     * @param int $courseid of which course; 0 for everything
     * @param string $reason request or expired
     */
    private static function erase(int $userid, int $courseid, string $reason): void {
        global $DB;
        \core\di::get(calendar::class)->forget($userid, $courseid);
        if (!$courseid) {
            $DB->delete_records('block_valo_outbox', ['userid' => $userid]);
        }
        \core\di::get(erasures::class)->ask($userid, $courseid, $reason);
    }
}
