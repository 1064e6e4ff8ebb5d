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

namespace block_valo\form;

defined('MOODLE_INTERNAL') || die();

require_once($CFG->libdir . '/formslib.php');

/**
 * Asks how a new course is called, where it goes and in which language its texts are.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class course_form extends \moodleform {
    #[\Override]
    protected function definition(): void {
        $form = $this->_form;
        $languages = \block_valo\local\template::languages();
        $form->addElement('text', 'fullname', get_string('fullnamecourse'), ['size' => 50, 'maxlength' => 254]);
        $form->setType('fullname', PARAM_TEXT);
        $form->addRule('fullname', get_string('required'), 'required', null, 'client');
        $form->setDefault('fullname', get_string('template', 'block_valo'));
        $form->addElement('select', 'category', get_string('coursecategory'), $this->_customdata['categories']);
        $form->addElement('select', 'language', get_string('newcourse_language', 'block_valo'), $languages);
        $mine = substr(current_language(), 0, 2);
        $form->setDefault('language', isset($languages[$mine]) ? $mine : 'en');
        $this->add_action_buttons(false, get_string('newcourse_make', 'block_valo'));
    }
}
