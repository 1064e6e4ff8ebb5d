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

use block_valo\local\connection;
use block_valo\local\lti\adapter;
use block_valo\local\setup\connector;
use block_valo\local\setup\finding;
use block_valo\local\setup\link;
use block_valo\local\setup\site_checks;
use block_valo\task\announce_course;

/**
 * Set-up: checks, tool, registration.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \block_valo\local\setup\connector
 * @covers     \block_valo\local\setup\registrar
 * @covers     \block_valo\local\setup\site_checks
 * @covers     \block_valo\local\setup\sidecar_checks
 * @covers     \block_valo\local\setup\finding
 * @covers     \block_valo\local\lti\adapter
 * @covers     \block_valo\local\lti\tool_settings
 * @covers     \block_valo\local\connection
 * @covers     \block_valo\output\findings
 */
final class setup_test extends \advanced_testcase {
    use fixtures\connected;

    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
        $this->setAdminUser();
        $this->fake_sidecar();
        set_config('lastcronstart', time(), 'tool_task');
    }

    /**
     * A sidecar where all is well.
     */
    private function good_sidecar(): void {
        $this->sidecar->answer('GET /tool', self::described());
        $this->sidecar->answer('GET /lti/jwks.json', ['keys' => [['kid' => 'a']]]);
        $this->sidecar->answer('POST /platforms', ['issuer' => 'x', 'client_id' => 'y', 'state' => 'waiting'], 201);
        $this->sidecar->answer('GET /moodle/ping', ['now' => time()]);
        $this->sidecar->answer('GET /blocks/valo/echo.php/path', ['path' => '/path', 'header' => true]);
        $this->sidecar->answer('GET /moodle/blocks/valo/echo.php/path', ['path' => '/path', 'header' => true]);
    }

    /**
     * Connect with a link.
     *
     * @return array<string, finding> by check
     */
    private function connected(): array {
        $found = \core\di::get(connector::class)->connect(link::read('https://valo.test/lti/register?invite=abc'));
        return array_column(array_map(fn($one) => ['check' => $one->check, 'finding' => $one], $found), 'finding', 'check');
    }

    /**
     * One link makes the tool, tells the sidecar and remembers the connection.
     */
    public function test_connect(): void {
        global $CFG, $DB;
        $this->good_sidecar();
        $found = $this->connected();
        foreach ($found as $check => $one) {
            $this->assertNotSame(finding::BAD, $one->state, $check . ': ' . $one->text());
        }
        $this->assertArrayHasKey('signed', $found);
        $type = $DB->get_record('lti_types', ['tooldomain' => 'valo.test'], '*', MUST_EXIST);
        $this->assertSame('1.3.0', $type->ltiversion);
        $this->assertEquals(LTI_TOOL_STATE_CONFIGURED, $type->state);
        $config = $DB->get_records_menu('lti_types_config', ['typeid' => $type->id], '', 'name, value');
        $this->assertSame('https://valo.test/lti/jwks.json', $config['publickeyset']);
        $this->assertSame('https://valo.test/lti/login', $config['initiatelogin']);
        $this->assertSame('group_ids=$Moodle.Person.userGroupIds', $config['customparameters']);
        $this->assertEquals(0, $config['sendemailaddr']);
        $this->assertEquals(2, $config['ltiservice_gradesynchronization']);
        [$told] = $this->sidecar->to('POST /platforms');
        $this->assertSame('abc', $told['body']['invite']);
        $this->assertSame($CFG->wwwroot, $told['body']['issuer']);
        $this->assertSame($type->clientid, $told['body']['client_id']);
        $this->assertSame((string) $type->id, $told['body']['deployment_id']);
        $this->assertSame("{$CFG->wwwroot}/mod/lti/certs.php", $told['body']['key_set_url']);
        $this->assertTrue(connection::from_settings()->is_complete());
    }

    /**
     * Courses of a tool that was here before the block are announced.
     */
    public function test_courses_of_before(): void {
        $this->good_sidecar();
        $type = \core\di::get(adapter::class)->create(self::described());
        $course = $this->getDataGenerator()->create_course();
        $this->getDataGenerator()->create_module('lti', ['course' => $course->id, 'typeid' => $type->id]);
        $this->connected();
        [$task] = array_values(\core\task\manager::get_adhoc_tasks(announce_course::class));
        $this->assertEquals($course->id, $task->get_custom_data()->courseid);
    }

    /**
     * A second time takes the tool that is there, and an invitation that was used is no trouble.
     */
    public function test_again(): void {
        global $DB;
        $this->good_sidecar();
        $this->connected();
        $first = $DB->get_record('lti_types', ['tooldomain' => 'valo.test'], '*', MUST_EXIST);
        \core\di::reset_container();
        $this->fake_sidecar();
        $this->sidecar->answer('GET /tool', ['description' => 'Another'] + self::described());
        $this->sidecar->answer('GET /lti/jwks.json', ['keys' => [['kid' => 'a']]]);
        $this->sidecar->answer('POST /platforms', ['code' => 'E-INVITE', 'message' => 'Used.'], 403);
        $this->sidecar->answer('GET /moodle/ping', ['now' => time()]);
        $found = \core\di::get(connector::class)->connect(link::read('https://valo.test', 'abc'));
        $this->assertSame(['signed', finding::GOOD], [end($found)->check, end($found)->state]);
        $this->assertSame([], \core\task\manager::get_adhoc_tasks(announce_course::class), 'the same sidecar knows them');
        $now = $DB->get_records('lti_types', ['tooldomain' => 'valo.test']);
        $this->assertSame([(int) $first->id], array_keys($now));
        $this->assertSame('Another', reset($now)->description);
        $this->assertSame($first->clientid, reset($now)->clientid);
    }

    /**
     * A refused registration leaves Moodle unconnected, with the sidecar's sentence.
     */
    public function test_refused(): void {
        $this->sidecar->answer('GET /tool', self::described());
        $this->sidecar->answer('GET /lti/jwks.json', ['keys' => [['kid' => 'a']]]);
        $this->sidecar->answer('POST /platforms', ['code' => 'E-INVITE', 'message' => 'The invitation is old.'], 403);
        $this->sidecar->answer('GET /moodle/ping', ['code' => 'E-1', 'message' => 'Who?'], 401);
        $found = $this->connected();
        $this->assertSame(finding::BAD, $found['registered']->state);
        $this->assertStringContainsString('The invitation is old.', $found['registered']->text());
        $this->assertFalse(connection::from_settings()->is_complete());
    }

    /**
     * Nothing is made where the sidecar does not answer, or its clock is off; the words say what to do.
     */
    public function test_stopped(): void {
        global $DB;
        $reasons = [
            'blocked' => 'blocks calls to valo.test',
            'nobody' => 'Nobody answers',
            'nohost' => 'is not known',
            'slow' => 'did not answer in time',
            'certificate' => 'certificate of valo.test',
            'strange' => 'it is not valo',
            'other' => 'failed',
        ];
        foreach ($reasons as $reason => $words) {
            $this->fake_sidecar();
            $this->sidecar->silent('GET /tool', $reason);
            $found = $this->connected();
            $this->assertSame(['address'], array_keys($found));
            $this->assertStringContainsString($words, $found['address']->text());
            \core\di::reset_container();
        }
        $this->fake_sidecar();
        $this->sidecar->answer('GET /tool', ['now' => time() + 500] + self::described());
        $this->sidecar->answer('GET /lti/jwks.json', []);
        $found = $this->connected();
        $this->assertSame([finding::BAD, finding::BAD], [$found['clock']->state, $found['keys']->state]);
        $this->assertFalse($DB->record_exists('lti_types', ['tooldomain' => 'valo.test']));
    }

    /**
     * What a web server drops is seen.
     */
    public function test_web_server(): void {
        foreach ([[true, 'ok'], [false, 'error']] as [$header, $state]) {
            $this->fake_sidecar();
            foreach (['/blocks', '/moodle/blocks'] as $path) {
                $this->sidecar->answer("GET {$path}/valo/echo.php/path", ['path' => '', 'header' => $header]);
            }
            $checks = new \block_valo\local\setup\site_checks(
                $this->sidecar,
                \core\di::get(adapter::class),
                \core\di::get(\core\clock::class)
            );
            [$path, $found] = $checks->web_server();
            $this->assertSame(finding::BAD, $path->state);
            $this->assertSame($state, $found->state);
        }
    }

    /**
     * A block that is switched off says so; a new one is on.
     */
    public function test_active(): void {
        $checks = \core\di::get(\block_valo\local\setup\site_checks::class);
        $this->assertSame(finding::GOOD, $checks->active()->state);
        set_config('active', 0, 'block_valo');
        $this->assertSame(finding::BAD, $checks->active()->state);
    }

    /**
     * Cron: never, late, well.
     */
    public function test_cron(): void {
        $checks = \core\di::get(\block_valo\local\setup\site_checks::class);
        $states = [];
        foreach ([0, time() - 3600, time()] as $last) {
            set_config('lastcronstart', $last, 'tool_task');
            $states[] = $checks->cron()->state;
        }
        $this->assertSame([finding::BAD, finding::WARNING, finding::GOOD], $states);
    }

    /**
     * Leaving keeps the tool, or removes it.
     */
    public function test_leave(): void {
        global $DB;
        foreach ([false, true] as $remove) {
            $this->connect();
            \core\di::get(connector::class)->leave(connection::from_settings(), $remove);
            $this->assertFalse(connection::from_settings()->is_complete());
            $this->assertSame(!$remove, $DB->record_exists('lti_types', ['id' => $this->type->id]));
        }
    }

    /**
     * Another sidecar counts its ids anew; the same one does not.
     */
    public function test_another_sidecar(): void {
        global $DB;
        $this->connect();
        \core\di::get(\block_valo\local\seen::class)->once('notices', '1', fn() => null);
        set_config('evidencecursor', 'c1', 'block_valo');
        connection::from_settings()->save();
        $this->assertSame(1, $DB->count_records('block_valo_seen'));
        (new connection('https://other.test', 'a', 'x', 'other', 7))->save();
        $this->assertSame(0, $DB->count_records('block_valo_seen'));
        $this->assertFalse(get_config('block_valo', 'evidencecursor'));
    }

    /**
     * Every sentence that a finding may name is there, in each language.
     */
    public function test_sentences(): void {
        global $CFG;
        $names = [];
        foreach (glob("{$CFG->dirroot}/blocks/valo/classes/local/setup/*.php") as $file) {
            preg_match_all("~finding::(?:bad|warning)\\('\\w+', '(\\w+)'~", file_get_contents($file), $found);
            $names = array_merge($names, $found[1]);
        }
        $reasons = (new \ReflectionClass(\block_valo\local\unreachable::class))->getConstants();
        $names = array_merge($names, array_map(fn($reason) => "way_{$reason}", array_values(array_filter($reasons, 'is_string'))));
        $this->assertGreaterThan(12, count($names));
        foreach ($names as $name) {
            $this->assertTrue(get_string_manager()->string_exists("finding:{$name}", 'block_valo'), $name);
        }
    }

    /**
     * The three languages have the same sentences with the same places for values, sorted.
     */
    public function test_languages(): void {
        global $CFG;
        $all = [];
        foreach (['en', 'fi', 'sv'] as $language) {
            $string = [];
            include("{$CFG->dirroot}/blocks/valo/lang/{$language}/block_valo.php");
            $sorted = array_keys($string);
            sort($sorted, SORT_STRING);
            $this->assertSame($sorted, array_keys($string), $language);
            $all[$language] = array_map(function ($text) {
                preg_match_all('~\{\$a[^}]*\}~', $text, $places);
                sort($places[0]);
                return array_unique($places[0]);
            }, $string);
        }
        $this->assertEquals($all['en'], $all['fi']);
        $this->assertEquals($all['en'], $all['sv']);
    }
}
