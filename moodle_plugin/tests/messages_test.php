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

use block_valo\local\notices;
use block_valo\local\outbox;
use block_valo\local\sender;
use block_valo\local\unreachable;

/**
 * Notices in, events out: each once.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \block_valo\local\notices
 * @covers     \block_valo\local\seen
 * @covers     \block_valo\local\outbox
 * @covers     \block_valo\local\sender
 * @covers     \block_valo\task\pull_notices
 * @covers     \block_valo\task\send_outbox
 * @covers     \block_valo\task\sidecar_task
 */
final class messages_test extends \advanced_testcase {
    use fixtures\connected;

    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
        $this->setAdminUser();
        $this->connect();
    }

    /**
     * A notice.
     *
     * @param string $id its id
     * @param int $user who gets it
     * @param array $more values
     * @return array
     */
    private static function notice(string $id, int $user, array $more = []): array {
        return $more + [
            'id' => $id,
            'user' => (string) $user,
            'kind' => 'answer',
            'course' => '',
            'subject' => ['fi' => 'Valmentaja vastasi', 'sv' => 'Svar', 'en' => 'An answer'],
            'text' => ['fi' => 'Lue <b>vastaus</b>.', 'sv' => 'Läs.', 'en' => 'Read <b>it</b>.'],
            'at' => '2026-11-24T10:00:00+00:00',
            'url' => 'https://valo.test/n/abc',
        ];
    }

    /**
     * A notice becomes a notification of its kind, in the person's language, with a link, once.
     */
    public function test_notice(): void {
        global $DB;
        [$course] = $this->course();
        $user = $this->getDataGenerator()->create_user();
        $DB->set_field('user', 'lang', 'sv', ['id' => $user->id]);
        $sink = $this->redirectMessages();
        $batch = [self::notice('1', (int) $user->id, ['course' => (string) $course->id, 'kind' => 'demonstration'])];
        $this->sidecar->answer('GET /moodle/notices', ['notices' => $batch, 'more' => false]);
        $this->sidecar->answer('POST /moodle/notices/ack', ['acknowledged' => 1]);
        (new task\pull_notices())->execute();
        (new task\pull_notices())->execute();
        $messages = $sink->get_messages();
        $this->assertCount(1, $messages, 'a notice that comes twice is sent once');
        [$message] = $messages;
        $this->assertSame('block_valo', $message->component);
        $this->assertSame('demonstration', $message->eventtype);
        $this->assertSame('Svar', $message->subject);
        $this->assertSame('https://valo.test/n/abc', $message->contexturl);
        $this->assertEquals($user->id, $message->useridto);
        $this->assertSame(['ids' => ['1']], $this->sidecar->to('POST /moodle/notices/ack')[1]['body']);
        $this->assertNotEmpty(get_config('block_valo', 'lastcontact'));
        $this->expectOutputRegex('~1 notices.*0 notices~s');
    }

    /**
     * What the sidecar says is text; kinds that we do not know are "other"; foreign links are not followed.
     */
    public function test_careful(): void {
        $user = $this->getDataGenerator()->create_user();
        $sink = $this->redirectMessages();
        $batch = [self::notice('1', (int) $user->id, ['kind' => 'new kind', 'url' => 'https://evil.test/'])];
        $this->sidecar->answer('GET /moodle/notices', ['notices' => $batch, 'more' => false]);
        $this->sidecar->answer('POST /moodle/notices/ack', ['acknowledged' => 1]);
        \core\di::get(notices::class)->pull();
        [$message] = $sink->get_messages();
        $this->assertSame('other', $message->eventtype);
        $this->assertStringContainsString('&lt;b&gt;', $message->fullmessagehtml);
        $this->assertStringContainsString('/blocks/valo/open.php', $message->contexturl);
    }

    /**
     * Notices for people who are gone are acknowledged, not sent.
     */
    public function test_gone(): void {
        $gone = $this->getDataGenerator()->create_user(['suspended' => 1]);
        $sink = $this->redirectMessages();
        $batch = [self::notice('1', (int) $gone->id), self::notice('2', 999999)];
        $this->sidecar->answer('GET /moodle/notices', ['notices' => $batch, 'more' => false]);
        $this->sidecar->answer('POST /moodle/notices/ack', ['acknowledged' => 2]);
        $this->assertSame(0, \core\di::get(notices::class)->pull());
        $this->assertSame([], $sink->get_messages());
        $this->assertSame(['1', '2'], $this->sidecar->to('POST /moodle/notices/ack')[0]['body']['ids']);
    }

    /**
     * Batches follow each other.
     */
    public function test_batches(): void {
        $user = $this->getDataGenerator()->create_user();
        $this->redirectMessages();
        $this->sidecar->answer('GET /moodle/notices', ['notices' => [self::notice('1', (int) $user->id)], 'more' => true]);
        $this->sidecar->answer('GET /moodle/notices', ['notices' => [self::notice('2', (int) $user->id)], 'more' => false]);
        $this->sidecar->answer('POST /moodle/notices/ack', ['acknowledged' => 1]);
        $this->assertSame(2, \core\di::get(notices::class)->pull());
    }

    /**
     * Answer a batch of events: all are taken.
     *
     * @return \Closure
     */
    private static function takes_all(): \Closure {
        return fn($body) => ['accepted' => array_column($body['events'], 'id'), 'refused' => []];
    }

    /**
     * Events go in order, with this installation's name, and are gone when taken.
     */
    public function test_send(): void {
        global $DB;
        $outbox = \core\di::get(outbox::class);
        [$course] = $this->course();
        $coach = $this->getDataGenerator()->create_and_enrol($course, 'teacher');
        $learner = $this->getDataGenerator()->create_and_enrol($course, 'student');
        $DB->delete_records('block_valo_outbox');
        $group = ['course' => (string) $course->id, 'group' => ['id' => '1', 'name' => 'Äiti']];
        $outbox->put('group_joined', (int) $coach->id, $group);
        $outbox->put('group_joined', (int) $learner->id, $group);
        $outbox->put('course_reset', 0, ['course' => (string) $course->id]);
        $this->sidecar->compute('POST /moodle/events', self::takes_all());
        $this->assertSame(3, \core\di::get(sender::class)->send());
        $events = $this->sidecar->to('POST /moodle/events')[0]['body']['events'];
        $this->assertSame(['group_joined', 'group_joined', 'course_reset'], array_column($events, 'kind'));
        $this->assertSame(['teacher', 'learner'], array_column($events, 'role'));
        $this->assertSame('Äiti', $events[0]['group']['name']);
        $this->assertArrayNotHasKey('user', $events[2]);
        $this->assertStringStartsWith(get_config('block_valo', 'installation') . '-', $events[0]['id']);
        $this->assertSame(0, $DB->count_records('block_valo_outbox'));
    }

    /**
     * Of whom valo was told, valo knows, once: a request about them has to reach it though they never open it.
     */
    public function test_told(): void {
        global $DB;
        [$course] = $this->course();
        $learner = $this->getDataGenerator()->create_and_enrol($course, 'student');
        $gone = $this->getDataGenerator()->create_and_enrol($course, 'student');
        $DB->set_field('user', 'deleted', 1, ['id' => $gone->id]);
        $this->sidecar->compute('POST /moodle/events', self::takes_all());
        \core\di::get(sender::class)->send();
        \core\di::get(outbox::class)->put('role_changed', (int) $learner->id, ['course' => (string) $course->id]);
        \core\di::get(outbox::class)->put('unenrolled', (int) $learner->id, ['course' => '7']);
        \core\di::get(sender::class)->send();
        $found = $DB->get_records_menu('block_valo_person', [], '', 'userid, courseid');
        $this->assertEquals([$learner->id => $course->id], $found);
        $DB->delete_records('block_valo_outbox');
        delete_user($learner);
        $this->assertContains('user_deleted', array_column($this->outbox(), 0));
        $this->assertSame('deleted', $this->only_row('block_valo_erasure')->reason);
    }

    /**
     * A refused event is kept for the administrator and does not hold up the others.
     */
    public function test_refused(): void {
        $outbox = \core\di::get(outbox::class);
        $outbox->put('strange', 0, []);
        $outbox->put('course_reset', 0, ['course' => '7']);
        $this->sidecar->compute('POST /moodle/events', fn($body) => [
            'accepted' => [$body['events'][1]['id']],
            'refused' => [['id' => $body['events'][0]['id'], 'code' => 'E-KIND', 'message' => 'Unknown kind.']],
        ]);
        $this->assertSame(1, \core\di::get(sender::class)->send());
        $this->assertSame(['waiting' => 0, 'failed' => 1, 'since' => 0], $outbox->counts());
        $this->assertSame('E-KIND Unknown kind.', $this->only_row('block_valo_outbox')->reason);
        $this->assertSame(['strange'], array_column($outbox->failed(), 'kind'));
        $outbox->retry();
        $this->assertSame(1, $outbox->counts()['waiting']);
    }

    /**
     * The only row of a table.
     *
     * @param string $table its name
     * @return \stdClass
     */
    private function only_row(string $table): \stdClass {
        global $DB;
        return $DB->get_record($table, [], '*', MUST_EXIST);
    }

    /**
     * Without an answer nothing is lost, and the task fails so that Moodle repeats it.
     */
    public function test_silence(): void {
        $outbox = \core\di::get(outbox::class);
        $outbox->put('course_reset', 0, ['course' => '7']);
        $this->sidecar->silent('POST /moodle/events');
        try {
            (new task\send_outbox())->execute();
            $this->fail('the task has to fail');
        } catch (unreachable $error) {
            $this->assertSame(1, $outbox->counts()['waiting']);
        }
        $this->assertEmpty(get_config('block_valo', 'lastcontact'));
    }

    /**
     * While switched off, or not connected, tasks do nothing.
     */
    public function test_off(): void {
        \core\di::get(outbox::class)->put('course_reset', 0, ['course' => '7']);
        set_config('active', 0, 'block_valo');
        $tasks = [new task\send_outbox(), new task\pull_notices(), new task\follow_progress(), new task\sync_competencies()];
        foreach ($tasks as $one) {
            $one->execute();
            $this->assertNotEmpty($one->get_name());
        }
        $this->assertSame([], $this->sidecar->calls);
    }

    /**
     * Ten thousand rows within a minute, with room.
     */
    public function test_many(): void {
        $outbox = \core\di::get(outbox::class);
        $events = [];
        for ($n = 1; $n <= 10000; $n++) {
            $events[] = ['role_changed', $n, ['course' => '7']];
        }
        $outbox->put_all($events);
        $this->sidecar->compute('POST /moodle/events', self::takes_all());
        $start = microtime(true);
        $this->assertSame(10000, \core\di::get(sender::class)->send());
        $this->assertLessThan(20, microtime(true) - $start);
        $this->assertSame(10, count($this->sidecar->calls));
    }
}
