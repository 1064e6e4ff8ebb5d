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
 */
final class template_test extends \advanced_testcase {
    use fixtures\connected;

    /**
     * Guidance and three activities, each opening its page; hidden until a teacher shows it.
     */
    public function test_make(): void {
        global $DB;
        $this->resetAfterTest();
        $this->setAdminUser();
        $this->connect();
        $course = \core\di::get(template::class)->make(1, 'Start', 'start');
        $this->assertEquals(0, $DB->get_field('course', 'visible', ['id' => $course->id]));
        $modinfo = get_fast_modinfo($course);
        $this->assertCount(4, $modinfo->get_instances_of('label'));
        $this->assertSame('Your work diary', $modinfo->get_section_info(1)->name);
        $doors = \core\di::get(doors::class);
        $user = $this->getDataGenerator()->create_and_enrol($course, 'editingteacher');
        $names = ['diary' => 'Work diary', 'paper' => 'Demonstration papers', 'desk' => "Coach's desk"];
        foreach ($names as $page => $name) {
            $url = $doors->find((int) $user->id, (int) $course->id, $page)[0]['url'];
            $cm = $modinfo->get_cm((int) $url->get_param('id'));
            $this->assertSame($name, $cm->name);
            $graded = $DB->get_field('lti', 'instructorchoiceacceptgrades', ['id' => $cm->instance]);
            $this->assertEquals($page === 'diary' ? 1 : 0, $graded);
            $this->assertEquals($this->type->id, $DB->get_field('lti', 'typeid', ['id' => $cm->instance]));
        }
    }
}
