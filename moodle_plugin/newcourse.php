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

/**
 * Makes a course to start from, for whom may make courses.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

require_once('../../config.php');

use block_valo\form\course_form;
use block_valo\local\setup\finding;
use block_valo\local\template;

require_login(null, false);
$connection = \core\di::get(\block_valo\local\connection::class);
$categories = core_course_category::make_categories_list('moodle/course:create');
if (!$categories) {
    throw new required_capability_exception(context_system::instance(), 'moodle/course:create', 'nopermissions', '');
}
$url = new moodle_url('/blocks/valo/newcourse.php');
$PAGE->set_url($url);
$PAGE->set_context(context_system::instance());
$PAGE->set_pagelayout('standard');
$PAGE->set_title(get_string('newcourse', 'block_valo'));
$PAGE->set_heading(get_string('pluginname', 'block_valo'));

$form = new course_form($url, ['categories' => $categories]);
$problem = $connection->is_complete() ? '' : get_string('card_unset', 'block_valo');
if (!$problem && ($data = $form->get_data()) && isset($categories[$data->category])) {
    $values = [(int) $data->category, $data->fullname, template::shortname(), $data->language];
    try {
        $course = \core\di::get(template::class)->make(...$values);
    } catch (\RuntimeException $error) {
        $problem = finding::from_error('signed', $error, $connection->baseurl)->text();
    }
    if (!$problem) {
        $here = context_course::instance($course->id);
        if (!empty($CFG->creatornewroleid) && !is_viewing($here, null, 'moodle/role:assign')) {
            // As Moodle's own form does: who may only make courses would not get into this one.
            enrol_try_internal_enrol($course->id, $USER->id, $CFG->creatornewroleid);
        }
        $there = new moodle_url('/course/view.php', ['id' => $course->id]);
        redirect($there, get_string('newcourse_done', 'block_valo'), null, \core\output\notification::NOTIFY_SUCCESS);
    }
}

echo $OUTPUT->header();
echo $OUTPUT->heading(get_string('newcourse', 'block_valo'));
if ($problem) {
    echo $OUTPUT->notification($problem, \core\output\notification::NOTIFY_ERROR, false);
}
echo html_writer::tag('p', get_string('newcourse_intro', 'block_valo'));
$form->display();
echo $OUTPUT->footer();
