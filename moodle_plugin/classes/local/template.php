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
 * Makes a course to start from: guidance in our own words, and the activities that Deep Linking places.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class template {
    /** @var array<string, string[]> sections: pages of valo below their guidance, by the name of the string */
    private const SECTIONS = [
        'template_start' => [],
        'template_diary' => ['diary'],
        'template_papers' => ['paper'],
        'template_coach' => ['desk'],
    ];

    /**
     * A maker.
     *
     * @param client $client the sidecar
     * @param adapter $adapter external tools
     * @param \moodle_database $db the database
     */
    public function __construct(
        /** @var client the sidecar */
        private readonly client $client,
        /** @var adapter external tools */
        private readonly adapter $adapter,
        /** @var \moodle_database the database */
        private readonly \moodle_database $db,
    ) {
        global $CFG;
        require_once($CFG->dirroot . '/course/lib.php');
        require_once($CFG->dirroot . '/course/modlib.php');
    }

    /**
     * Make the course, hidden until a teacher shows it. Nothing is made where the sidecar does not answer.
     *
     * @param int $categoryid where
     * @param string $fullname its name
     * @param string $shortname its short name
     * @param string $language of its texts: one of languages()
     * @return \stdClass the course
     * @throws unreachable
     * @throws refused
     */
    public function make(int $categoryid, string $fullname, string $shortname, string $language): \stdClass {
        $items = $this->items($language);
        $course = create_course(self::course($categoryid, $fullname, $shortname));
        course_create_sections_if_missing($course, range(0, count(self::SECTIONS) - 1));
        foreach (array_keys(self::SECTIONS) as $number => $name) {
            $said = fn(string $string) => get_string_manager()->get_string($string, 'block_valo', null, $language);
            course_update_section($course, get_fast_modinfo($course)->get_section_info($number), [
                'name' => $said($name),
                'summary' => \html_writer::tag('p', s($said("{$name}_text"))),
                'summaryformat' => FORMAT_HTML,
            ]);
            $this->place($course, $number, array_intersect_key($items, array_flip(self::SECTIONS[$name])));
        }
        return $course;
    }

    /**
     * The course itself, hidden, with sections and completion, without a forum for news.
     *
     * @param int $categoryid where
     * @param string $fullname its name
     * @param string $shortname its short name
     * @return \stdClass values for create_course()
     */
    private static function course(int $categoryid, string $fullname, string $shortname): \stdClass {
        return (object) [
            'category' => $categoryid,
            'fullname' => $fullname,
            'shortname' => $shortname,
            'format' => 'topics',
            'numsections' => count(self::SECTIONS) - 1,
            'enablecompletion' => 1,
            'newsitems' => 0,
            'visible' => 0,
        ];
    }

    /**
     * Languages that both our texts and this Moodle have.
     *
     * @return array<string, string> names by code
     */
    public static function languages(): array {
        $here = get_string_manager()->get_list_of_translations();
        return array_intersect_key($here, array_flip(['fi', 'sv', 'en']));
    }

    /**
     * A short name that no course has yet.
     *
     * @return string
     */
    public static function shortname(): string {
        return 'valo-' . bin2hex(random_bytes(3));
    }

    /**
     * What Deep Linking would place.
     *
     * @param string $language of its names
     * @return array[] items by page
     */
    private function items(string $language): array {
        $answer = $this->client->get('/moodle/content', ['language' => $language], client::PERSON_WAITS);
        $items = array_filter((array) ($answer['items'] ?? []), 'is_array');
        return array_combine(array_map(fn($item) => (string) ($item['custom']['page'] ?? ''), $items), $items);
    }

    /**
     * Put valo's activities into a section.
     *
     * @param \stdClass $course the course
     * @param int $number the section's
     * @param array[] $items activities by page
     */
    private function place(\stdClass $course, int $number, array $items): void {
        foreach ($items as $page => $item) {
            $values = $this->adapter->from_item($this->client->connection->typeid, $item);
            $ticked = $page === 'desk' ? COMPLETION_TRACKING_NONE : COMPLETION_TRACKING_MANUAL;
            $this->add($course, $number, ['completion' => $ticked] + $values);
        }
    }

    /**
     * Put an activity into a section.
     *
     * @param \stdClass $course the course
     * @param int $section its number
     * @param array $values its own
     */
    private function add(\stdClass $course, int $section, array $values): void {
        add_moduleinfo((object) ($values + [
            'modulename' => 'lti',
            'module' => $this->db->get_field('modules', 'id', ['name' => 'lti'], MUST_EXIST),
            'section' => $section,
            'visible' => 1,
            'visibleoncoursepage' => 1,
            'cmidnumber' => '',
            'groupmode' => 0,
            'groupingid' => 0,
            'availability' => null,
        ]), $course);
    }
}
