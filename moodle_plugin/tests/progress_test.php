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

use block_valo\local\calendar;
use block_valo\local\competencies;
use block_valo\local\completion;
use block_valo\local\evidence;
use core_competency\api;

/**
 * Demonstration days, ticks, competencies and evidence.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \block_valo\local\calendar
 * @covers     \block_valo\local\completion
 * @covers     \block_valo\local\demonstrations
 * @covers     \block_valo\local\competencies
 * @covers     \block_valo\local\evidence
 * @covers     \block_valo\local\frameworks
 * @covers     \block_valo\local\scales
 * @covers     \block_valo\task\follow_progress
 * @covers     \block_valo\task\sync_competencies
 */
final class progress_test extends \advanced_testcase {
    use fixtures\connected;

    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
        $this->setAdminUser();
        $this->connect();
    }

    /**
     * A demonstration.
     *
     * @param string $id its id
     * @param int $user the learner
     * @param string $day when
     * @return array
     */
    private static function demonstration(string $id, int $user, string $day): array {
        $title = ['fi' => 'Runkotyöt', 'sv' => 'Stomme', 'en' => 'Framing'];
        return [
            'id' => $id,
            'user' => (string) $user,
            'title' => $title,
            'starts_on' => $day,
            'ends_on' => $day,
            'place' => '<Pihatie> 1',
        ];
    }

    /**
     * A day comes, moves and goes; the course's calendar names nobody.
     */
    public function test_days(): void {
        global $DB;
        [$course] = $this->course();
        $user = $this->getDataGenerator()->create_and_enrol($course);
        $calendar = \core\di::get(calendar::class);
        $first = self::demonstration('d1', (int) $user->id, '2026-12-01');
        $moved = self::demonstration('d1', (int) $user->id, '2026-12-03');
        foreach ([[$first], [$first], [$moved], []] as $list) {
            $this->sidecar->answer('GET /moodle/demonstrations', ['demonstrations' => $list]);
        }
        $calendar->follow((int) $course->id);
        $own = $DB->get_record('event', ['eventtype' => 'user', 'userid' => $user->id], '*', MUST_EXIST);
        $this->assertSame('Your demonstration: Framing', $own->name);
        $this->assertSame('&lt;Pihatie&gt; 1', $own->description);
        $shared = $DB->get_record('event', ['eventtype' => 'course', 'courseid' => $course->id], '*', MUST_EXIST);
        $this->assertSame('Demonstration day', $shared->name);
        $sink = $this->redirectEvents();
        $calendar->follow((int) $course->id);
        $this->assertSame([], $sink->get_events(), 'nothing new, nothing written');
        $sink->close();
        $calendar->follow((int) $course->id);
        $then = $DB->get_field('event', 'timestart', ['id' => $own->id]);
        $this->assertEquals(usergetmidnight(strtotime('2026-12-03T12:00')), $then);
        $this->assertSame(1, $DB->count_records('event', ['eventtype' => 'course', 'courseid' => $course->id]));
        $calendar->follow((int) $course->id);
        $this->assertSame(0, $DB->count_records('event', ['userid' => $user->id]));
        $this->assertSame(0, $DB->count_records('block_valo_day'));
    }

    /**
     * A day is the learner's own, wherever that is, and the site's for the course; also when the clocks change.
     */
    public function test_days_in_time_zones(): void {
        global $DB;
        $this->setTimezone('Europe/Helsinki');
        [$course] = $this->course();
        $here = $this->getDataGenerator()->create_and_enrol($course, 'student', ['timezone' => '99']);
        $away = $this->getDataGenerator()->create_and_enrol($course, 'student', ['timezone' => 'America/New_York']);
        $this->sidecar->answer('GET /moodle/demonstrations', ['demonstrations' => [
            self::demonstration('d1', (int) $here->id, '2027-03-28'),
            ['ends_on' => '2027-03-29'] + self::demonstration('d2', (int) $away->id, '2027-03-28'),
            self::demonstration('d3', (int) $away->id, 'soon'),
        ]]);
        \core\di::get(calendar::class)->follow((int) $course->id);
        $found = [];
        foreach ($DB->get_records('event', null, 'id', 'id, userid, eventtype, timestart, timeduration') as $one) {
            $end = (int) $one->timestart + (int) $one->timeduration;
            $found[] = [$one->eventtype, gmdate('c', (int) $one->timestart), gmdate('c', $end)];
        }
        $this->assertEqualsCanonicalizing([
            ['user', '2027-03-27T22:00:00+00:00', '2027-03-28T20:59:59+00:00'],
            ['course', '2027-03-27T22:00:00+00:00', '2027-03-28T20:59:59+00:00'],
            ['user', '2027-03-28T04:00:00+00:00', '2027-03-30T03:59:59+00:00'],
            ['course', '2027-03-27T22:00:00+00:00', '2027-03-29T20:59:59+00:00'],
        ], $found);
    }

    /**
     * Ticks follow both ways, by link or by page; automatic completion is left alone.
     */
    public function test_ticks(): void {
        [$course, $diary] = $this->course(['completion' => COMPLETION_TRACKING_MANUAL]);
        $auto = $this->getDataGenerator()->create_module('lti', [
            'course' => $course->id,
            'typeid' => $this->type->id,
            'completion' => COMPLETION_TRACKING_AUTOMATIC,
            'completionview' => 1,
        ]);
        $user = $this->getDataGenerator()->create_and_enrol($course);
        $line = ['user' => (string) $user->id, 'page' => 'diary', 'unit' => '', 'link' => ''];
        $by = fn(array $more) => ['completions' => [$more + $line]];
        $this->sidecar->answer('GET /moodle/completions', $by(['complete' => true]));
        $this->sidecar->answer('GET /moodle/completions', $by(['complete' => true, 'link' => (string) $diary->id]));
        $this->sidecar->answer('GET /moodle/completions', $by(['complete' => true, 'link' => (string) $auto->id]));
        $this->sidecar->answer('GET /moodle/completions', $by(['complete' => false]));
        $completion = \core\di::get(completion::class);
        $states = [];
        foreach ([1, 0, 0, 1] as $changed) {
            $this->assertSame($changed, $completion->follow((int) $course->id));
            $info = new \completion_info($course);
            $cm = (object) ['id' => $diary->cmid, 'course' => $course->id];
            $states[] = (int) $info->get_data($cm, false, $user->id)->completionstate;
        }
        $this->assertSame([1, 1, 1, 0], $states);
    }

    /**
     * A qualification.
     *
     * @return array
     */
    private static function qualification(): array {
        $word = fn($text) => ['fi' => $text, 'sv' => "{$text} sv", 'en' => "{$text} en"];
        $values = array_map($word, ['ei vielä', 'tyydyttävä', 'hyvä', 'kiitettävä']);
        $scale = ['idnumber' => 'scale-u', 'name' => $word('Asteikko'), 'values' => $values, 'proficient' => 1];
        return ['frameworks' => [[
            'idnumber' => 'valo-1',
            'name' => $word('Rakennusala'),
            'description' => $word('Perustutkinto'),
            'scale' => ['idnumber' => 'scale-f', 'values' => array_map($word, ['ei vielä', 'näytetty']), 'proficient' => 1],
            'competencies' => [
                ['idnumber' => 'unit-1', 'parent' => '', 'kind' => 'unit', 'name' => $word(str_repeat('Pitkä nimi ', 15)),
                    'description' => $word('Tutkinnon osa'), 'scale' => $scale],
                ['idnumber' => 'unit-1-r1', 'parent' => 'unit-1', 'kind' => 'requirement', 'name' => $word('mittaa'),
                    'description' => []],
            ],
        ]]];
    }

    /**
     * Framework, competencies, scale and ties; a second run makes nothing twice and brings changes.
     */
    public function test_competencies(): void {
        global $DB;
        [$course, $activity] = $this->course();
        $changed = self::qualification();
        $changed['frameworks'][0]['competencies'][1]['name']['fi'] = 'mittaa tarkasti';
        $changed['frameworks'][0]['competencies'][1]['name']['en'] = 'measures exactly';
        $this->sidecar->answer('GET /moodle/qualification', self::qualification());
        $this->sidecar->answer('GET /moodle/qualification', self::qualification());
        $this->sidecar->answer('GET /moodle/qualification', $changed);
        $follow = fn() => \core\di::get(competencies::class)->follow((int) $course->id);
        $follow();
        $follow();
        $framework = $DB->get_record('competency_framework', ['idnumber' => 'valo-1'], '*', MUST_EXIST);
        $this->assertSame(2, $DB->count_records('competency'));
        $unit = $DB->get_record('competency', ['idnumber' => 'unit-1'], '*', MUST_EXIST);
        $below = $DB->get_record('competency', ['idnumber' => 'unit-1-r1'], '*', MUST_EXIST);
        $this->assertSame($unit->id, $below->parentid);
        $this->assertLessThanOrEqual(100, \core_text::strlen($unit->shortname));
        $this->assertStringContainsString('<p lang="fi">Tutkinnon osa</p><p lang="sv">Tutkinnon osa sv</p>', $unit->description);
        $this->assertNotEquals($framework->scaleid, $unit->scaleid);
        $scale = $DB->get_field('scale', 'scale', ['id' => $unit->scaleid]);
        $this->assertSame('ei vielä en,tyydyttävä en,hyvä en,kiitettävä en', $scale);
        $this->assertSame(2, count(api::list_course_competencies($course->id)));
        $this->assertSame(1, $DB->count_records('competency_modulecomp', ['cmid' => $activity->cmid]));
        $follow();
        $this->assertSame('measures exactly', $DB->get_field('competency', 'shortname', ['id' => $below->id]));
        $this->assertSame(2, $DB->count_records('competency'));
    }

    /**
     * Evidence is written once, shows a link, and asks for a rating without giving one.
     */
    public function test_evidence(): void {
        global $DB;
        [$course] = $this->course();
        $user = $this->getDataGenerator()->create_and_enrol($course);
        $this->sidecar->answer('GET /moodle/qualification', self::qualification());
        \core\di::get(competencies::class)->follow((int) $course->id);
        $one = ['id' => 'entry:1:2', 'user' => (string) $user->id, 'course' => (string) $course->id, 'competency' => 'unit-1-r1',
            'kind' => 'evidence', 'at' => '2026-11-24T10:00:00+00:00'];
        $unknown = ['id' => 'entry:1:3', 'competency' => 'no such'] + $one;
        $this->sidecar->answer('GET /moodle/evidence', ['evidence' => [$one, $unknown], 'cursor' => 'c1', 'more' => false]);
        $this->sidecar->answer('GET /moodle/evidence', ['evidence' => [$one], 'cursor' => 'c2', 'more' => false]);
        $evidence = \core\di::get(evidence::class);
        $this->assertSame(1, $evidence->pull());
        $this->assertSame(0, $evidence->pull());
        $this->assertStringContainsString('since=c1', $this->sidecar->to('GET /moodle/evidence')[1]['url']);
        $row = $DB->get_record('competency_evidence', ['descidentifier' => 'evidence_entry'], '*', MUST_EXIST);
        $this->assertStringContainsString('/blocks/valo/open.php', $row->url);
        $this->assertNull($row->grade);
        $state = $DB->get_record('competency_usercomp', ['userid' => $user->id], '*', MUST_EXIST);
        $this->assertEquals(\core_competency\user_competency::STATUS_WAITING_FOR_REVIEW, $state->status);
        $this->assertNull($state->grade);
    }

    /**
     * Work that was approved before its competency came is not lost, and nothing is written twice, however old.
     */
    public function test_evidence_before_competencies(): void {
        global $DB;
        [$course] = $this->course();
        $user = $this->getDataGenerator()->create_and_enrol($course);
        $one = ['id' => 'entry:1:2', 'user' => (string) $user->id, 'course' => (string) $course->id, 'competency' => 'unit-1-r1',
            'kind' => 'evidence', 'at' => '2026-11-24T10:00:00+00:00'];
        $this->sidecar->answer('GET /moodle/evidence', ['evidence' => [$one], 'cursor' => 'c1', 'more' => false]);
        $this->sidecar->answer('GET /moodle/qualification', self::qualification());
        $evidence = \core\di::get(evidence::class);
        $this->assertSame(0, $evidence->pull());
        \core\di::get(competencies::class)->follow((int) $course->id);
        $this->assertSame(1, $evidence->pull());
        $this->assertStringNotContainsString('since', $this->sidecar->to('GET /moodle/evidence')[1]['url']);
        \core\di::get(competencies::class)->follow((int) $course->id);
        $this->assertSame(0, $evidence->pull());
        $this->assertStringContainsString('since=c1', $this->sidecar->to('GET /moodle/evidence')[2]['url']);
        $DB->set_field('block_valo_seen', 'timecreated', 1);
        \core\di::get(local\seen::class)->tidy();
        evidence::read_anew();
        $this->assertSame(0, $evidence->pull());
        $this->assertSame(1, $DB->count_records('competency_evidence', ['descidentifier' => 'evidence_entry']));
    }

    /**
     * Competencies that are switched off are no error.
     */
    public function test_off(): void {
        [$course] = $this->course();
        set_config('enabled', 0, 'core_competency');
        \core\di::get(competencies::class)->follow((int) $course->id);
        $this->assertSame(0, \core\di::get(evidence::class)->pull());
        $this->assertSame([], $this->sidecar->calls);
    }

    /**
     * The tasks visit each course.
     */
    public function test_tasks(): void {
        [$course] = $this->course(['completion' => COMPLETION_TRACKING_MANUAL]);
        $this->sidecar->answer('GET /moodle/demonstrations', ['demonstrations' => []]);
        $this->sidecar->answer('GET /moodle/completions', ['completions' => []]);
        $this->sidecar->answer('GET /moodle/evidence', ['evidence' => [], 'cursor' => '', 'more' => false]);
        $this->sidecar->answer('GET /moodle/qualification', ['frameworks' => []]);
        (new task\follow_progress())->execute();
        (new task\sync_competencies())->execute();
        $this->assertCount(4, $this->sidecar->calls);
        $this->assertStringContainsString("course={$course->id}", $this->sidecar->calls[0]['url']);
    }
}
