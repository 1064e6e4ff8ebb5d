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

namespace block_valo\external;

use block_valo\local\card\numbers;
use core_external\external_api;
use core_external\external_function_parameters;
use core_external\external_single_structure;
use core_external\external_value;

/**
 * The card of the person who asks, filled.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class get_card extends external_api {
    /**
     * What it takes.
     *
     * @return external_function_parameters
     */
    public static function execute_parameters(): external_function_parameters {
        return new external_function_parameters([
            'courseid' => new external_value(PARAM_INT, 'The course; 0 for the dashboard', VALUE_DEFAULT, 0),
        ]);
    }

    /**
     * Ask the sidecar, for three seconds at most.
     *
     * @param int $courseid the course; 0 for the dashboard
     * @return array
     */
    public static function execute(int $courseid = 0): array {
        global $PAGE, $USER;
        ['courseid' => $courseid] = self::validate_parameters(self::execute_parameters(), ['courseid' => $courseid]);
        $context = $courseid ? \context_course::instance($courseid) : \context_user::instance($USER->id);
        self::validate_context($context);
        if (isguestuser() || !get_config('block_valo', 'active')) {
            return ['answered' => false, 'html' => ''];
        }
        $renderer = $PAGE->get_renderer('core');
        \core\session\manager::write_close();
        $found = \core\di::get(numbers::class)->of((int) $USER->id, $courseid);
        $card = new \block_valo\output\card($found, $courseid, '', true);
        $html = $renderer->render_from_template('block_valo/card_body', $card->export_for_template($renderer));
        return ['answered' => $found !== null, 'html' => $html];
    }

    /**
     * What it gives.
     *
     * @return external_single_structure
     */
    public static function execute_returns(): external_single_structure {
        return new external_single_structure([
            'answered' => new external_value(PARAM_BOOL, 'Whether there are numbers'),
            'html' => new external_value(PARAM_RAW, 'The inside of the card'),
        ]);
    }
}
