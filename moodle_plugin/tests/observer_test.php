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

defined('MOODLE_INTERNAL') || die();

require_once(dirname(__DIR__) . '/tests/fixtures/connected.php');

use block_valo\local\courses;
use block_valo\local\people;

/**
 * What happens in Moodle is written down, and only written down.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \block_valo\observer\accounts
 * @covers     \block_valo\observer\course_life
 * @covers     \block_valo\observer\members
 * @covers     \block_valo\observer\notebook
 * @covers     \block_valo\local\people
 * @covers     \block_valo\local\courses
 * @covers     \block_valo\task\announce_course
 */
final class observer_test extends \advanced_testcase {
    use fixtures\connected;

    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
        $this->setAdminUser();
        $this->connect();
    }

    #[\Override]
    protected function tearDown(): void {
        $calls = $this->sidecar->calls;
        parent::tearDown();
        $this->assertSame([], $calls, 'an observer calls nobody');
    }

    /**
     * Kinds in the outbox.
     *
     * @return string[]
     */
    private function kinds(): array {
        return array_column($this->outbox(), 0);
    }

    /**
     * Enrolments, roles and groups of a course that uses valo.
     */
    public function test_enrolment(): void {
        global $DB;
        [$course] = $this->course();
        $user = $this->getDataGenerator()->create_user();
        $plugin = enrol_get_plugin('manual');
        $instance = $DB->get_record('enrol', ['courseid' => $course->id, 'enrol' => 'manual']);
        $role = $DB->get_field('role', 'id', ['shortname' => 'student']);
        $plugin->enrol_user($instance, $user->id, $role, 0, 1800000000);
        $plugin->update_user_enrol($instance, $user->id, ENROL_USER_SUSPENDED);
        $plugin->unenrol_user($instance, $user->id);
        $found = $this->outbox();
        $this->assertSame(['enrolled', 'role_changed', 'enrolment_changed', 'role_changed', 'unenrolled'], array_column($found, 0));
        $this->assertSame([(int) $user->id], array_values(array_unique(array_column($found, 1))));
        $course = (string) $course->id;
        $this->assertSame(['course' => $course, 'suspended' => false, 'ends_at' => 1800000000], $found[0][2]);
        $this->assertTrue($found[2][2]['suspended']);
    }

    /**
     * Groups travel with their name.
     */
    public function test_groups(): void {
        [$course] = $this->course();
        $user = $this->getDataGenerator()->create_and_enrol($course);
        $before = count($this->kinds());
        $group = $this->getDataGenerator()->create_group(['courseid' => $course->id, 'name' => 'Päivi']);
        groups_add_member($group, $user);
        $group->name = 'Päivi ja Leo';
        groups_update_group($group);
        groups_remove_member($group, $user);
        groups_delete_group($group);
        $found = array_slice($this->outbox(), $before);
        $this->assertSame(['group_joined', 'group_changed', 'group_left', 'group_deleted'], array_column($found, 0));
        $this->assertSame(['id' => (string) $group->id, 'name' => 'Päivi'], $found[0][2]['group']);
        $this->assertSame('Päivi ja Leo', $found[1][2]['group']['name']);
    }

    /**
     * Courses without valo are nobody's business, nor is anything while not connected.
     */
    public function test_elsewhere(): void {
        $course = $this->getDataGenerator()->create_course();
        $user = $this->getDataGenerator()->create_and_enrol($course);
        $user->suspended = 1;
        user_update_user($user, false);
        delete_course($course, false);
        delete_user($user);
        $this->assertSame([], $this->outbox());
        [$course] = $this->course();
        local\connection::forget();
        \core\di::reset_container();
        $this->fake_sidecar();
        $this->getDataGenerator()->create_and_enrol($course);
        $this->assertSame([], $this->outbox());
    }

    /**
     * Opening an activity of ours makes a person known; then their account is followed.
     */
    public function test_person(): void {
        global $DB;
        [$course, $activity] = $this->course();
        $elsewhere = ['course' => $course->id, 'typeid' => 0, 'toolurl' => 'https://x.test'];
        $other = $this->getDataGenerator()->create_module('lti', $elsewhere);
        $user = $this->getDataGenerator()->create_and_enrol($course);
        $before = count($this->kinds());
        $this->setUser($user);
        $shelf = new local\card\shelf();
        $shelf->put((int) $user->id, 0, ['learner' => ['today' => 'none']], time());
        foreach ([$other, $activity, $activity] as $one) {
            $event = \mod_lti\event\course_module_viewed::create([
                'objectid' => $one->id,
                'context' => \context_module::instance($one->cmid),
            ]);
            $event->trigger();
            $this->assertSame($one === $other ? 0 : 1, $DB->count_records('block_valo_person'));
            $this->assertSame($one === $other, $shelf->get((int) $user->id, 0)['at'] > 0, 'the card of before is old now');
        }
        $this->assertTrue(\core\di::get(people::class)->knows((int) $user->id));
        $this->setAdminUser();
        $user->suspended = 1;
        user_update_user($user, false);
        delete_user($DB->get_record('user', ['id' => $user->id]));
        $found = array_slice($this->outbox(), $before);
        $this->assertContains(['user_updated', (int) $user->id, ['suspended' => true]], $found);
        $this->assertContains(['user_deleted', (int) $user->id, []], $found);
        $this->assertSame('deleted', $DB->get_field('block_valo_erasure', 'reason', ['userid' => $user->id]));
        $this->assertCount(1, \core\task\manager::get_adhoc_tasks(task\erase::class));
    }

    /**
     * The first activity in a course announces who is there; later ones do not.
     */
    public function test_announcement(): void {
        $course = $this->getDataGenerator()->create_course();
        $user = $this->getDataGenerator()->create_and_enrol($course);
        $group = $this->getDataGenerator()->create_group(['courseid' => $course->id, 'name' => 'G']);
        groups_add_member($group, $user);
        $this->assertSame([], $this->outbox());
        foreach ([1, 2] as $unused) {
            $this->getDataGenerator()->create_module('lti', ['course' => $course->id, 'typeid' => $this->type->id]);
        }
        $this->assertCount(1, \core\task\manager::get_adhoc_tasks(task\announce_course::class));
        $this->runAdhocTasks(task\announce_course::class);
        $this->assertSame(['enrolled', 'group_joined'], $this->kinds());
    }

    /**
     * Somebody of whom valo was not told yet is deleted: valo is asked to erase what it read from the member list.
     */
    public function test_deleted_before_told(): void {
        global $DB;
        [$course] = $this->course();
        $user = $this->getDataGenerator()->create_and_enrol($course);
        delete_user($user);
        $kinds = $this->kinds();
        $this->assertContains('unenrolled', $kinds);
        $this->assertSame('user_deleted', end($kinds));
        $another = $this->getDataGenerator()->create_and_enrol($course);
        set_config('active', 0, 'block_valo');
        delete_user($another);
        $this->assertSame(1, $DB->count_records('block_valo_erasure', ['userid' => $another->id]), 'switched off or not');
        $this->assertSame(1, $DB->count_records('block_valo_erasure', ['userid' => $user->id, 'courseid' => 0]));
    }

    /**
     * Switched on again, the block tells of the courses anew: it missed what happened meanwhile.
     */
    public function test_switched_on_again(): void {
        global $CFG, $DB;
        require_once($CFG->libdir . '/adminlib.php');
        $this->course();
        $DB->delete_records('task_adhoc');
        $settings = admin_get_root(true, true)->locate('blocksettingvalo')->settings;
        foreach ([['1', '0', 0], ['0', '1', 1]] as [$before, $after, $tasks]) {
            $settings->block_valoactive->write_setting($after);
            $settings->block_valoactive->post_write_settings($before);
            $this->assertCount($tasks, \core\task\manager::get_adhoc_tasks(task\announce_course::class));
        }
    }

    /**
     * Delete an activity, as each Moodle does.
     *
     * @param \stdClass $course the course
     * @param int $cmid the activity
     */
    private static function delete_activity(\stdClass $course, int $cmid): void {
        $actions = \core_courseformat\formatactions::cm($course);
        method_exists($actions, 'delete') ? $actions->delete($cmid) : course_delete_module($cmid);
    }

    /**
     * Resets, deletions and activities that go.
     */
    public function test_ends(): void {
        [$course, $activity] = $this->course();
        self::delete_activity($course, (int) $activity->cmid);
        $this->assertSame('link_deleted', $this->outbox()[0][0]);
        $this->assertSame((string) $activity->id, $this->outbox()[0][2]['link']);
        [$course] = $this->course();
        reset_course_userdata((object) ['id' => $course->id, 'reset_start_date' => 0, 'reset_start_date_old' => 0]);
        $this->assertContains('course_reset', $this->kinds());
        courses::forget();
        delete_course($course, false);
        $this->assertContains('course_deleted', $this->kinds());
    }

    /**
     * A copy is told with the course that it came from.
     */
    public function test_copy(): void {
        global $CFG, $USER;
        require_once($CFG->dirroot . '/backup/util/includes/backup_includes.php');
        require_once($CFG->dirroot . '/backup/util/includes/restore_includes.php');
        [$course] = $this->course();
        $CFG->backup_file_logger_level = \backup::LOG_NONE;
        $backup = new \backup_controller(
            \backup::TYPE_1COURSE,
            $course->id,
            \backup::FORMAT_MOODLE,
            \backup::INTERACTIVE_NO,
            \backup::MODE_IMPORT,
            $USER->id
        );
        $backupid = $backup->get_backupid();
        $backup->execute_plan();
        $backup->destroy();
        $new = \restore_dbops::create_new_course('Copy', 'copy', $course->category);
        $restore = new \restore_controller(
            $backupid,
            $new,
            \backup::INTERACTIVE_NO,
            \backup::MODE_GENERAL,
            $USER->id,
            \backup::TARGET_NEW_COURSE
        );
        $restore->execute_precheck();
        $restore->execute_plan();
        $restore->destroy();
        $this->assertContains(
            ['course_copied', 0, ['course' => (string) $new, 'from_course' => (string) $course->id]],
            $this->outbox()
        );
    }
}
