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
 * The set-up page for the site administrator.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

require_once('../../config.php');
require_once($CFG->libdir . '/adminlib.php');

use block_valo\form\setup_form;
use block_valo\local\connection;
use block_valo\local\setup\connector;
use block_valo\local\setup\link;

require_login(null, false);
require_capability('moodle/site:config', context_system::instance());
$url = new moodle_url('/blocks/valo/setup.php');
$PAGE->set_url($url);
$PAGE->set_context(context_system::instance());
$PAGE->set_pagelayout('admin');
$PAGE->set_title(get_string('setup', 'block_valo'));
$PAGE->set_heading(get_string('pluginname', 'block_valo'));

$connection = \core\di::get(connection::class);
$form = new setup_form($url);
$form->set_data(['address' => $connection->baseurl]);
$found = null;
$outbox = \core\di::get(\block_valo\local\outbox::class);
if (optional_param('retry', 0, PARAM_BOOL) && data_submitted()) {
    require_sesskey();
    $outbox->retry();
    redirect($url, get_string('outbox_again', 'block_valo'));
}
if ($data = $form->get_data()) {
    $link = link::read($data->address, $data->invite);
    $found = \core\di::get(connector::class)->connect($link);
    \core\di::reset_container();
    $connection = connection::from_settings();
    if ($connection->is_complete() && $connection->baseurl === $link->address) {
        $form->forget_invite($connection->baseurl);
    }
} else if ($connection->is_complete() && optional_param('check', 0, PARAM_BOOL)) {
    require_sesskey();
    $found = \core\di::get(connector::class)->look($connection);
}

echo $OUTPUT->header();
echo $OUTPUT->heading(get_string('setup', 'block_valo'));
echo $OUTPUT->render_from_template('block_valo/setup', [
    'connected' => $connection->is_complete(),
    'address' => $connection->baseurl,
    'checkurl' => (new moodle_url($url, ['check' => 1, 'sesskey' => sesskey()]))->out(false),
    'courseurl' => (new moodle_url('/blocks/valo/newcourse.php'))->out(false),
    'leaveurl' => (new moodle_url('/blocks/valo/leave.php'))->out(false),
    'failed' => array_values(array_map(fn($row) => [
        'kind' => $row->kind,
        'reason' => $row->reason,
        'at' => userdate($row->timecreated),
    ], $outbox->failed())),
    'anyfailed' => (bool) $outbox->failed(1),
    'retryurl' => $url->out(false),
    'sesskey' => sesskey(),
    'result' => $found === null ? false : (new \block_valo\output\findings($found))->export_for_template($OUTPUT),
]);
$form->display();
echo $OUTPUT->footer();
