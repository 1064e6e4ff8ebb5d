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

use block_valo\local\doors;
use block_valo\local\template;

/**
 * The course to start from.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \block_valo\local\template
 * @covers     \block_valo\local\lti\adapter
 * @covers     \block_valo\form\course_form
 */
final class template_test extends \advanced_testcase {
    use fixtures\connected;

    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
        $this->setAdminUser();
        $this->connect();
        $this->sidecar->answer('GET /moodle/content', ['items' => self::items()]);
    }

    /**
     * Activities of ours in a course, by the page that they open.
     *
     * @param int $courseid the course
     * @return \stdClass[] rows of `lti`
     */
    private static function activities(int $courseid): array {
        global $DB;
        $found = [];
        foreach ($DB->get_records('lti', ['course' => $courseid], 'id') as $row) {
            $found[str_replace('page=', '', trim($row->instructorcustomparameters))] = $row;
        }
        return $found;
    }

    /**
     * Guidance and three activities, each opening its page; hidden until a teacher shows it.
     */
    public function test_make(): void {
        global $DB;
        $course = \core\di::get(template::class)->make(1, 'Start', 'start', 'en');
        $this->assertEquals(0, $DB->get_field('course', 'visible', ['id' => $course->id]));
        $modinfo = get_fast_modinfo($course);
        $this->assertCount(3, $modinfo->get_cms());
        $this->assertSame('Your work diary', $modinfo->get_section_info(1)->name);
        $this->assertStringContainsString('Two sentences and a photo', $modinfo->get_section_info(1)->summary);
        $doors = \core\di::get(doors::class);
        $user = $this->getDataGenerator()->create_and_enrol($course, 'editingteacher');
        $names = ['diary' => 'Work diary', 'paper' => 'Demonstration papers', 'desk' => "Coach's desk"];
        foreach ($names as $page => $name) {
            $url = $doors->find((int) $user->id, (int) $course->id, $page)[0]['url'];
            $this->assertSame($name, $modinfo->get_cm((int) $url->get_param('id'))->name);
        }
        $made = self::activities((int) $course->id);
        $this->assertSame(['diary', 'paper', 'desk'], array_keys($made));
        foreach ($made as $page => $row) {
            $this->assertEquals($this->type->id, $row->typeid);
            $this->assertEquals($page === 'diary' ? 1 : 0, $row->instructorchoiceacceptgrades);
        }
        $this->check_column($made['diary']);
    }

    /**
     * The diary's column in the gradebook is the one that Deep Linking described.
     *
     * @param \stdClass $diary a row of `lti`
     */
    private function check_column(\stdClass $diary): void {
        global $DB;
        $column = $DB->get_record('grade_items', ['itemmodule' => 'lti', 'iteminstance' => $diary->id], '*', MUST_EXIST);
        $this->assertEquals(20, $column->grademax);
        $link = $DB->get_record('ltiservice_gradebookservices', ['gradeitemid' => $column->id], '*', MUST_EXIST);
        $this->assertSame('diary', $link->resourceid);
        $this->assertSame('diary', $link->tag);
        $this->assertEquals($this->type->id, $link->typeid);
        $this->assertSame(1, $DB->count_records('grade_items', ['courseid' => $diary->course, 'itemmodule' => 'lti']));
    }

    /**
     * The texts are in the language that was chosen, if Moodle has it.
     */
    public function test_language(): void {
        global $CFG;
        $this->assertSame(['en'], array_keys(template::languages()));
        foreach (['fi', 'de'] as $code) {
            make_writable_directory("{$CFG->langotherroot}/{$code}");
            file_put_contents("{$CFG->langotherroot}/{$code}/langconfig.php", "<?php \$string['thislanguage'] = '{$code}';");
        }
        get_string_manager()->reset_caches();
        $this->assertEqualsCanonicalizing(['en', 'fi'], array_keys(template::languages()));
        $course = \core\di::get(template::class)->make(1, 'Alku', 'alku', 'fi');
        $this->assertSame('Työpäiväkirja', get_fast_modinfo($course)->get_section_info(1)->name);
        $this->assertStringEndsWith('?language=fi', $this->sidecar->to('GET /moodle/content')[0]['url']);
    }

    /**
     * Where the sidecar does not answer, no half course is left behind.
     */
    public function test_silence(): void {
        global $DB;
        $before = $DB->count_records('course');
        $this->fake_sidecar();
        try {
            \core\di::get(template::class)->make(1, 'Start', 'start', 'en');
            $this->fail('made a course of nothing');
        } catch (local\unreachable $error) {
            $this->assertSame($before, $DB->count_records('course'));
        }
    }

    /**
     * A backup opens where it is restored: in the same Moodle, and in one where the tool has another id.
     */
    public function test_restore(): void {
        $course = \core\di::get(template::class)->make(1, 'Start', 'start', 'en');
        $backup = $this->backup((int) $course->id);
        $this->check_restored($backup);
        \core\di::get(local\lti\adapter::class)->remove((int) $this->type->id);
        $old = $this->type->id;
        $this->connect();
        $this->assertNotEquals($old, $this->type->id);
        $this->check_restored($backup);
    }

    /**
     * What is not ours is left alone.
     */
    public function test_adopt(): void {
        global $DB;
        $course = $this->getDataGenerator()->create_course();
        $make = fn(string $url) => (int) $this->getDataGenerator()->create_module('lti', [
            'course' => $course->id,
            'toolurl' => $url,
            'typeid' => 0,
        ])->id;
        $ours = $make('https://valo.test/lti/launch');
        $other = $make('https://other.test/lti/launch');
        $DB->set_field('lti', 'typeid', null, ['id' => $ours]);
        $adapter = \core\di::get(local\lti\adapter::class);
        $this->assertSame(1, $adapter->adopt((int) $course->id, (int) $this->type->id));
        $this->assertSame(0, $adapter->adopt((int) $course->id, (int) $this->type->id));
        $this->assertEquals($this->type->id, $DB->get_field('lti', 'typeid', ['id' => $ours]));
        $this->assertEquals(0, $DB->get_field('lti', 'typeid', ['id' => $other]));
    }

    /**
     * The form takes a name and a language, and needs the name.
     */
    public function test_form(): void {
        $values = ['fullname' => 'Start', 'category' => 1, 'language' => 'en'];
        form\course_form::mock_submit($values);
        $form = new form\course_form(null, ['categories' => [1 => 'One']]);
        $this->assertSame('en', $form->get_data()->language);
        $this->assertSame('Start', $form->get_data()->fullname);
        form\course_form::mock_submit(['fullname' => ''] + $values);
        $this->assertNull((new form\course_form(null, ['categories' => [1 => 'One']]))->get_data());
    }

    /**
     * Back a course up without people.
     *
     * @param int $courseid the course
     * @return string the folder in temp/backup
     */
    private function backup(int $courseid): string {
        global $CFG, $USER;
        require_once($CFG->dirroot . '/backup/util/includes/backup_includes.php');
        $CFG->backup_file_logger_level = \backup::LOG_NONE;
        $controller = new \backup_controller(
            \backup::TYPE_1COURSE,
            $courseid,
            \backup::FORMAT_MOODLE,
            \backup::INTERACTIVE_NO,
            \backup::MODE_IMPORT,
            $USER->id
        );
        $controller->execute_plan();
        $folder = $controller->get_backupid();
        $controller->destroy();
        return $folder;
    }

    /**
     * Restore into a new course and look at it.
     *
     * @param string $folder in temp/backup
     */
    private function check_restored(string $folder): void {
        global $CFG, $USER;
        require_once($CFG->dirroot . '/backup/util/includes/restore_includes.php');
        $copy = "{$folder}-" . random_string(5);
        $temp = make_backup_temp_directory('');
        mkdir("{$temp}/{$copy}");
        $this->copy_folder("{$temp}/{$folder}", "{$temp}/{$copy}");
        $courseid = \restore_dbops::create_new_course('Restored', $copy, 1);
        $controller = new \restore_controller(
            $copy,
            $courseid,
            \backup::INTERACTIVE_NO,
            \backup::MODE_GENERAL,
            $USER->id,
            \backup::TARGET_NEW_COURSE
        );
        $this->assertTrue($controller->execute_precheck());
        $controller->execute_plan();
        $controller->destroy();
        $made = self::activities($courseid);
        $this->assertEqualsCanonicalizing(['diary', 'paper', 'desk'], array_keys($made));
        foreach ($made as $row) {
            $this->assertEquals($this->type->id, $row->typeid);
        }
        $this->check_column($made['diary']);
        $this->assertContains($courseid, \core\di::get(local\courses::class)->all());
    }

    /**
     * Copy a folder with all below it.
     *
     * @param string $from a folder
     * @param string $to a folder
     */
    private function copy_folder(string $from, string $to): void {
        $all = new \RecursiveIteratorIterator(
            new \RecursiveDirectoryIterator($from, \FilesystemIterator::SKIP_DOTS),
            \RecursiveIteratorIterator::SELF_FIRST
        );
        foreach ($all as $one) {
            $target = "{$to}/" . $all->getSubPathname();
            $one->isDir() ? mkdir($target) : copy($one->getPathname(), $target);
        }
    }
}
