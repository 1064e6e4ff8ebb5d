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

use block_valo\external\get_card;
use block_valo\local\card\numbers;
use block_valo\local\card\shelf;
use block_valo\local\client;
use block_valo\local\doors;
use block_valo\local\unreachable;

/**
 * The card, from the skeleton to the numbers.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \block_valo\external\get_card
 * @covers     \block_valo\local\card\numbers
 * @covers     \block_valo\local\card\shelf
 * @covers     \block_valo\local\doors
 * @covers     \block_valo\local\courses
 * @covers     \block_valo\output\card
 * @covers     \block_valo
 */
final class card_test extends \advanced_testcase {
    use fixtures\connected;

    /** @var array a learner's numbers */
    private const LEARNER = [
        'learner' => ['lamps' => 12, 'lit' => 3, 'half' => 2, 'returned' => 0, 'today' => 'none', 'last_answer_at' => null],
        'coach' => null,
        'officer' => null,
    ];
    /** @var array a coach's and officer's numbers */
    private const COACH = [
        'learner' => null,
        'coach' => ['waiting' => 4, 'help' => 1, 'oldest_days' => 2],
        'officer' => ['proposals' => 1],
    ];

    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
        $this->setAdminUser();
        $this->connect();
    }

    /**
     * The block's content on a course page.
     *
     * @param \stdClass $course the course
     * @return string
     */
    private function content(\stdClass $course): string {
        global $CFG;
        require_once($CFG->libdir . '/blocklib.php');
        $page = new \moodle_page();
        $page->set_course($course);
        $page->set_url('/course/view.php', ['id' => $course->id]);
        $block = block_instance('valo');
        $block->page = $page;
        return $block->get_content()->text;
    }

    /**
     * A person in a course.
     *
     * @param \stdClass $course the course
     * @param string $role their role
     * @return \stdClass
     */
    private function person(\stdClass $course, string $role = 'student'): \stdClass {
        $user = $this->getDataGenerator()->create_and_enrol($course, $role);
        $this->setUser($user);
        return $user;
    }

    /**
     * First a skeleton, filled by a call, then the numbers that were cached; three seconds at most.
     */
    public function test_learner(): void {
        [$course] = $this->course();
        $user = $this->person($course);
        $this->assertStringContainsString('aria-busy="true"', $this->content($course));
        $this->assertSame([], $this->sidecar->calls, 'drawing a page calls nobody');

        $this->sidecar->answer('GET /moodle/card', self::LEARNER);
        $found = \core_external\external_api::clean_returnvalue(get_card::execute_returns(), get_card::execute((int) $course->id));
        $this->assertTrue($found['answered']);
        $this->assertStringContainsString('3 of 12 lamps are lit', $found['html']);
        $this->assertStringContainsString('Tell about the day', $found['html']);
        [$call] = $this->sidecar->calls;
        $this->assertStringContainsString("user={$user->id}&course={$course->id}", $call['url']);
        $this->assertSame(client::PERSON_WAITS, $call['seconds']);

        $again = $this->content($course);
        $this->assertStringContainsString('3 of 12 lamps are lit', $again);
        $this->assertStringNotContainsString('aria-busy', $again);
        $this->assertStringContainsString('<noscript>', $again);
    }

    /**
     * Coach and officer see what waits, in words that fit the number.
     */
    public function test_coach(): void {
        [$course] = $this->course();
        $this->person($course, 'editingteacher');
        $this->sidecar->answer('GET /moodle/card', self::COACH);
        $html = get_card::execute((int) $course->id)['html'];
        foreach (['4 entries wait', 'One person asks for help', 'longest wait is 2 days', 'One proposal waits'] as $words) {
            $this->assertStringContainsString($words, $html);
        }
        $this->assertStringNotContainsString('lamps', $html);
    }

    /**
     * Each state of the day has a sentence; the last answer its day.
     */
    public function test_states(): void {
        global $PAGE;
        $said = [];
        foreach (['none', 'draft', 'submitted', 'returned', 'approved', 'unheard of'] as $today) {
            $numbers = ['today' => $today, 'last_answer_at' => '2026-11-23T10:00:00+00:00'] + self::LEARNER['learner'];
            $card = (new output\card(['learner' => $numbers], 0))->export_for_template($PAGE->get_renderer('core'));
            $said[] = $card['learner']['today'];
            $this->assertStringContainsString('23 November', $card['learner']['answer']);
        }
        $this->assertCount(5, array_unique($said));
    }

    /**
     * Somebody who never opened valo is told what will be here.
     */
    public function test_newcomer(): void {
        [$course] = $this->course();
        $this->person($course);
        $this->sidecar->answer('GET /moodle/card', ['learner' => null, 'coach' => null, 'officer' => null]);
        $this->assertStringContainsString('once you have opened it', get_card::execute((int) $course->id)['html']);
    }

    /**
     * After a call that failed, the sidecar is left alone for a minute; the last numbers stay.
     */
    public function test_silence(): void {
        $clock = $this->mock_clock_with_frozen(1795000000);
        [$course] = $this->course();
        $user = $this->person($course);
        $this->sidecar->silent('GET /moodle/card', unreachable::SLOW);
        $numbers = \core\di::get(numbers::class);
        $this->assertNull($numbers->of((int) $user->id, 0));
        $this->assertNull($numbers->of((int) $user->id, 0));
        $this->assertCount(1, $this->sidecar->calls);
        $html = get_card::execute((int) $course->id)['html'];
        $this->assertStringContainsString('does not answer right now', $html);

        $clock->bump(shelf::REST + 1);
        $this->fake_sidecar();
        $this->sidecar->answer('GET /moodle/card', self::LEARNER);
        $numbers = new numbers(
            new client($this->connection(), \core\di::get(local\credentials::class), $this->sidecar),
            new shelf(),
            $clock
        );
        $this->assertSame(12, $numbers->of((int) $user->id, 0)['learner']['lamps']);
        $numbers->of((int) $user->id, 0);
        $this->assertCount(1, $this->sidecar->calls, 'fresh numbers are not asked for again');
        $clock->bump(numbers::FRESH);
        $numbers->of((int) $user->id, 0);
        $this->assertCount(2, $this->sidecar->calls);
    }

    /**
     * The connection of the settings.
     *
     * @return local\connection
     */
    private function connection(): local\connection {
        return local\connection::from_settings();
    }

    /**
     * The card costs no query, and little time.
     */
    public function test_cost(): void {
        global $DB, $PAGE;
        [$course] = $this->course();
        $user = $this->person($course);
        (new shelf())->put((int) $user->id, (int) $course->id, self::LEARNER, time());
        $PAGE->set_url('/my/');
        $this->content($course);
        $page = new \moodle_page();
        $page->set_course($course);
        $page->set_url('/course/view.php', ['id' => $course->id]);
        $block = block_instance('valo');
        $block->page = $page;
        $page->get_renderer('core');
        $reads = $DB->perf_get_queries();
        $start = microtime(true);
        $this->assertStringContainsString('3 of 12', $block->get_content()->text);
        $this->assertLessThan(0.02, microtime(true) - $start);
        $this->assertSame(0, $DB->perf_get_queries() - $reads);
    }

    /**
     * Nothing for strangers to the course, for guests, or while switched off.
     */
    public function test_closed(): void {
        [$course] = $this->course();
        $this->person($course);
        set_config('active', 0, 'block_valo');
        $this->assertSame('', $this->content($course));
        $this->assertSame('', get_card::execute((int) $course->id)['html']);
        set_config('active', 1, 'block_valo');
        $this->setGuestUser();
        $this->assertSame('', $this->content($course));
        $this->setUser($this->getDataGenerator()->create_user());
        $this->expectException(\require_login_exception::class);
        get_card::execute((int) $course->id);
    }

    /**
     * Before the set-up only the administrator sees the way to it.
     */
    public function test_unset(): void {
        [$course] = $this->course();
        local\connection::forget();
        $this->assertStringContainsString('setup.php', $this->content($course));
        $this->person($course);
        $this->assertSame('', $this->content($course));
    }

    /**
     * The way in: the activity made for the page, else the first; hidden ones not.
     */
    public function test_doors(): void {
        [$course, $diary] = $this->course();
        $desk = $this->getDataGenerator()->create_module('lti', [
            'course' => $course->id,
            'typeid' => $this->type->id,
            'instructorcustomparameters' => "page=desk\nunit=1",
        ]);
        $user = $this->person($course);
        $doors = \core\di::get(doors::class);
        $id = fn($found) => (int) $found[0]['url']->get_param('id');
        $this->assertSame((int) $diary->cmid, $id($doors->find((int) $user->id, (int) $course->id, 'diary')));
        $this->assertSame((int) $desk->cmid, $id($doors->find((int) $user->id, 0, 'desk')));
        $this->assertSame((int) $diary->cmid, $id($doors->find((int) $user->id, 0, 'proposals')));
        set_coursemodule_visible($diary->cmid, 0);
        rebuild_course_cache($course->id, true);
        $this->assertSame((int) $desk->cmid, $id($doors->find((int) $user->id, 0, 'diary')));
        $this->setAdminUser();
        $this->connect();
        $this->assertSame([], \core\di::get(doors::class)->find((int) $user->id, 0, 'diary'), 'another tool, other courses');
        $stranger = $this->getDataGenerator()->create_user();
        $this->assertSame([], $doors->find((int) $stranger->id, 0, 'diary'));
    }

    /**
     * A link to a piece of evidence says where the next launch begins; a silent sidecar stops nobody.
     */
    public function test_aim(): void {
        $this->sidecar->answer('POST /moodle/open', ['remembered' => true])->silent('POST /moodle/open');
        \core\di::get(doors::class)->aim(5, 'entry:12');
        $this->assertSame(['user' => '5', 'go' => 'entry:12'], $this->sidecar->to('POST /moodle/open')[0]['body']);
        \core\di::get(doors::class)->aim(5, 'entry:12');
        $this->assertDebuggingCalled();
    }
}
