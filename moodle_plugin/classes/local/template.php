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

namespace block_valo\local;

use block_valo\local\lti\adapter;

/**
 * Makes a course to start from: guidance, diary, papers and the coach's desk, in our own words.
 *
 * The activities are what Deep Linking would make, so they may be changed or replaced in the course.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class template {
    /** @var array<int, array{0: string, 1: array<string, string>}> sections: name, and activities by page */
    private const SECTIONS = [
        ['template_start', ['text' => 'template_start_text']],
        ['template_diary', ['text' => 'template_diary_text', 'diary' => 'template_diary_activity']],
        ['template_papers', ['text' => 'template_papers_text', 'paper' => 'template_papers_activity']],
        ['template_coach', ['text' => 'template_coach_text', 'desk' => 'template_coach_activity']],
    ];

    /**
     * A maker.
     *
     * @param connection $connection knows the tool
     * @param adapter $adapter external tools
     */
    public function __construct(
        /** @var connection knows the tool */
        private readonly connection $connection,
        /** @var adapter external tools */
        private readonly adapter $adapter,
    ) {
        global $CFG;
        require_once($CFG->dirroot . '/course/lib.php');
        require_once($CFG->dirroot . '/course/modlib.php');
    }

    /**
     * Make the course, hidden until a teacher shows it.
     *
     * @param int $categoryid where
     * @param string $fullname its name
     * @param string $shortname its short name
     * @return \stdClass the course
     */
    public function make(int $categoryid, string $fullname, string $shortname): \stdClass {
        $course = create_course((object) [
            'category' => $categoryid,
            'fullname' => $fullname,
            'shortname' => $shortname,
            'format' => 'topics',
            'numsections' => count(self::SECTIONS) - 1,
            'enablecompletion' => 1,
            'visible' => 0,
        ]);
        course_create_sections_if_missing($course, range(0, count(self::SECTIONS) - 1));
        foreach (self::SECTIONS as $number => [$name, $activities]) {
            $section = get_fast_modinfo($course)->get_section_info($number);
            course_update_section($course, $section, ['name' => get_string($name, 'block_valo')]);
            foreach ($activities as $page => $string) {
                $this->add($course, $number, $page, get_string($string, 'block_valo'));
            }
        }
        return $course;
    }

    /**
     * Put an activity into a section.
     *
     * @param \stdClass $course the course
     * @param int $section its number
     * @param string $page text, diary, paper or desk
     * @param string $words the text, or the activity's name
     */
    private function add(\stdClass $course, int $section, string $page, string $words): void {
        global $DB;
        $module = $page === 'text' ? 'label' : 'lti';
        $values = $page === 'text' ? $this->text($words) : $this->activity($page, $words);
        add_moduleinfo((object) ($values + [
            'modulename' => $module,
            'module' => $DB->get_field('modules', 'id', ['name' => $module], MUST_EXIST),
            'section' => $section,
            'visible' => 1,
            'visibleoncoursepage' => 1,
            'cmidnumber' => '',
            'groupmode' => 0,
            'groupingid' => 0,
            'availability' => null,
            'completion' => COMPLETION_TRACKING_NONE,
        ]), $course);
    }

    /**
     * A text on the course page.
     *
     * @param string $words one paragraph a line
     * @return array
     */
    private function text(string $words): array {
        $paragraphs = array_map(fn($line) => \html_writer::tag('p', s($line)), array_filter(explode("\n", $words)));
        return ['intro' => implode('', $paragraphs), 'introformat' => FORMAT_HTML];
    }

    /**
     * An activity that opens a page of valo.
     *
     * @param string $page diary, paper or desk
     * @param string $name of the activity
     * @return array
     */
    private function activity(string $page, string $name): array {
        $graded = $page === 'diary' ? 1 : 0;
        return $this->adapter->activity_values($this->connection->typeid, $page, $name, (bool) $graded) + [
            'intro' => '',
            'introformat' => FORMAT_HTML,
            'completion' => $page === 'desk' ? COMPLETION_TRACKING_NONE : COMPLETION_TRACKING_MANUAL,
        ];
    }
}
