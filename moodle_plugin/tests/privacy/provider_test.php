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

defined('MOODLE_INTERNAL') || die();

require_once(dirname(__DIR__, 2) . '/tests/fixtures/connected.php');

use block_valo\fixtures\connected;
use block_valo\local\connection;
use block_valo\local\outbox;
use block_valo\local\people;
use block_valo\local\unreachable;
use core_privacy\local\request\approved_contextlist;
use core_privacy\local\request\approved_userlist;
use core_privacy\local\request\userlist;
use core_privacy\local\request\writer;

/**
 * Export and erasure, through to the sidecar.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \block_valo\privacy\provider
 * @covers     \block_valo\privacy\person_export
 * @covers     \block_valo\local\erasures
 * @covers     \block_valo\task\erase
 */
final class provider_test extends \core_privacy\tests\provider_testcase {
    use connected;

    /** @var \stdClass the person */
    private \stdClass $user;
    /** @var \stdClass their course */
    private \stdClass $place;

    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
        $this->setAdminUser();
        $this->connect();
        [$this->place] = $this->course();
        $this->user = $this->getDataGenerator()->create_and_enrol($this->place);
        \core\di::get(people::class)->saw((int) $this->user->id, (int) $this->place->id);
    }

    /**
     * The person's own and the course's context.
     *
     * @return int[] ids
     */
    private function contexts(): array {
        return [
            (int) \context_course::instance($this->place->id)->id,
            (int) \context_user::instance($this->user->id)->id,
        ];
    }

    /**
     * Each field that is named has words, and each table that holds people is named.
     */
    public function test_metadata(): void {
        $items = provider::get_metadata(new \core_privacy\local\metadata\collection('block_valo'))->get_collection();
        $tables = [];
        foreach ($items as $item) {
            $this->assertTrue(get_string_manager()->string_exists($item->get_summary(), 'block_valo'), $item->get_summary());
            foreach ($item->get_privacy_fields() ?? [] as $field => $name) {
                $this->assertTrue(get_string_manager()->string_exists($name, 'block_valo'), "{$field}: {$name}");
            }
            $tables[] = $item->get_name();
        }
        foreach (['block_valo_person', 'block_valo_outbox', 'block_valo_day', 'block_valo_erasure', 'valo'] as $name) {
            $this->assertContains($name, $tables);
        }
    }

    /**
     * Who is where.
     */
    public function test_contexts(): void {
        $found = array_map('intval', provider::get_contexts_for_userid((int) $this->user->id)->get_contextids());
        $this->assertEqualsCanonicalizing($this->contexts(), $found);
        $stranger = $this->getDataGenerator()->create_user();
        $this->assertSame([], provider::get_contexts_for_userid((int) $stranger->id)->get_contextids());
        foreach ($this->contexts() as $id) {
            $list = new userlist(\context::instance_by_id($id), 'block_valo');
            provider::get_users_in_context($list);
            $this->assertEquals([$this->user->id], $list->get_userids());
        }
    }

    /**
     * The export holds what the sidecar has, and what waits here.
     */
    public function test_export(): void {
        $file = ['path' => ['Diary', '2026-11-24'], 'data' => ['text' => 'A good day']];
        $this->sidecar->answer('GET /moodle/privacy/export', ['person' => true, 'files' => [$file]]);
        \core\di::get(outbox::class)->put('user_updated', (int) $this->user->id, ['suspended' => false]);
        provider::export_user_data(new approved_contextlist($this->user, 'block_valo', $this->contexts()));
        $writer = writer::with_context(\context_user::instance($this->user->id));
        $this->assertSame('A good day', $writer->get_data(['valo', 'Diary', '2026-11-24'])->text);
        $this->assertCount(1, array_filter(
            $writer->get_data(['valo', 'The block'])->notyetsent,
            fn($row) => $row->kind === 'user_updated'
        ));
        $course = writer::with_context(\context_course::instance($this->place->id));
        $this->assertNotEmpty($course->get_data(['valo'])->knownsince);
    }

    /**
     * Where the sidecar does not answer, the export fails: Moodle must not call it complete.
     */
    public function test_export_with_hole(): void {
        $this->sidecar->silent('GET /moodle/privacy/export');
        $this->expectException(unreachable::class);
        provider::export_user_data(new approved_contextlist($this->user, 'block_valo', $this->contexts()));
    }

    /**
     * Erasure: here at once, there by a task that is repeated until the sidecar has done it.
     */
    public function test_erasure(): void {
        global $DB;
        $kept = [['what' => ['en' => 'Assessments'], 'why' => ['en' => 'the law asks for ten years']]];
        $erased = [['what' => ['en' => 'Diary entries'], 'count' => 7]];
        $this->sidecar->silent('POST /moodle/privacy/erasures');
        $this->sidecar->answer('POST /moodle/privacy/erasures', ['state' => 'waiting']);
        $this->sidecar->answer('POST /moodle/privacy/erasures', ['state' => 'done', 'erased' => $erased, 'kept' => $kept]);
        \core\di::get(outbox::class)->put('user_updated', (int) $this->user->id, ['suspended' => false]);
        provider::delete_data_for_user(new approved_contextlist($this->user, 'block_valo', $this->contexts()));
        provider::delete_data_for_user(new approved_contextlist($this->user, 'block_valo', $this->contexts()));
        $this->assertSame(0, $DB->count_records('block_valo_person'));
        $this->assertSame(0, $DB->count_records('block_valo_outbox', ['userid' => $this->user->id]));
        $tasks = \core\task\manager::get_adhoc_tasks(\block_valo\task\erase::class);
        $this->assertCount(1, $tasks, 'asked twice, done once');
        $task = reset($tasks);
        foreach ([unreachable::class, \moodle_exception::class] as $error) {
            try {
                $task->execute();
                $this->fail('the task has to be repeated');
            } catch (\Exception $thrown) {
                $this->assertInstanceOf($error, $thrown);
            }
        }
        $sink = $this->redirectMessages();
        $task->execute();
        $task->execute();
        $calls = $this->sidecar->to('POST /moodle/privacy/erasures');
        $this->assertCount(3, $calls);
        $this->assertCount(1, array_unique(array_column(array_column($calls, 'body'), 'id')), 'one id, so once');
        $expected = ['user' => (string) $this->user->id, 'course' => '', 'reason' => 'request'];
        $this->assertSame($expected, array_slice($calls[2]['body'], 1));
        [$message] = $sink->get_messages();
        $this->assertStringContainsString('Diary entries (7)', $message->fullmessage);
        $this->assertStringContainsString('Assessments: the law asks for ten years', $message->fullmessage);
        $answers = \core\di::get(\block_valo\local\erasures::class)->answers((int) $this->user->id, 'en');
        $this->assertSame(['- Assessments: the law asks for ten years'], $answers[0]->kept);
    }

    /**
     * Of one course only; of several people; of a whole course.
     */
    public function test_scopes(): void {
        global $DB;
        $asked = fn() => array_values(array_map(
            fn($row) => [(int) $row->userid, (int) $row->courseid, $row->reason],
            $DB->get_records('block_valo_erasure', [], 'id')
        ));
        [$course, $user] = [(int) $this->place->id, (int) $this->user->id];
        $context = \context_course::instance($course);
        provider::delete_data_for_user(new approved_contextlist($this->user, 'block_valo', [$context->id]));
        $this->assertSame([[$user, $course, 'request']], $asked());
        $DB->delete_records('block_valo_erasure');
        provider::delete_data_for_users(new approved_userlist($context, 'block_valo', [$user]));
        $this->assertSame([[$user, $course, 'request']], $asked());
        $DB->delete_records('block_valo_erasure');
        \core\di::get(people::class)->saw($user, $course);
        provider::delete_data_for_all_users_in_context($context);
        $this->assertSame([[$user, $course, 'expired']], $asked());
    }

    /**
     * While not connected, an export holds what is here.
     */
    public function test_not_connected(): void {
        connection::forget();
        \core\di::reset_container();
        $this->fake_sidecar();
        provider::export_user_data(new approved_contextlist($this->user, 'block_valo', $this->contexts()));
        $this->assertSame([], $this->sidecar->calls);
    }
}
