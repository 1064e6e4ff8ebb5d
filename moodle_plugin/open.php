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
 * The way from a card into valo: finds the activity. With `refresh`, fills the card without a script.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

require_once('../../config.php');

use block_valo\local\card\numbers;
use block_valo\local\doors;

$courseid = optional_param('courseid', 0, PARAM_INT);
$page = optional_param('page', 'diary', PARAM_ALPHA);
$thing = optional_param('go', '', PARAM_NOTAGS);
require_login($courseid ?: null, false);
if (isguestuser()) {
    throw new \moodle_exception('noguest');
}
$PAGE->set_url('/blocks/valo/open.php', ['courseid' => $courseid, 'page' => $page]);
$PAGE->set_pagelayout('standard');
if (!$courseid) {
    $PAGE->set_context(context_user::instance($USER->id));
}

if (optional_param('refresh', 0, PARAM_BOOL)) {
    require_sesskey();
    \core\session\manager::write_close();
    \core\di::get(numbers::class)->of((int) $USER->id, $courseid);
    $return = optional_param('returnurl', '', PARAM_LOCALURL);
    redirect(new moodle_url($return ?: '/my/'));
}

$found = \core\di::get(doors::class)->find((int) $USER->id, $courseid, $page);
if ($thing !== '' && $found) {
    \core\di::get(doors::class)->aim((int) $USER->id, $thing);
}
if (count($found) === 1) {
    redirect($found[0]['url']);
}

$PAGE->set_title(get_string('pluginname', 'block_valo'));
$PAGE->set_heading(get_string('pluginname', 'block_valo'));
echo $OUTPUT->header();
echo $OUTPUT->render_from_template('block_valo/doors', [
    'any' => (bool) $found,
    'doors' => array_map(fn($one) => ['name' => $one['name'], 'url' => $one['url']->out(false)], $found),
]);
echo $OUTPUT->footer();
