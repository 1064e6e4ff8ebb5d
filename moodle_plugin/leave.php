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
 * Asks whether the tool goes too, before the block forgets the sidecar or is uninstalled.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

require_once('../../config.php');

use block_valo\local\connection;
use block_valo\local\setup\connector;

require_login(null, false);
require_capability('moodle/site:config', context_system::instance());
$answer = optional_param('tool', '', PARAM_ALPHA);
$uninstall = optional_param('uninstall', 0, PARAM_BOOL);
$back = new moodle_url('/blocks/valo/setup.php');
$url = new moodle_url('/blocks/valo/leave.php', ['uninstall' => $uninstall]);
$PAGE->set_url($url);
$PAGE->set_context(context_system::instance());
$PAGE->set_pagelayout('admin');
$title = $uninstall ? get_string('uninstalling', 'core_plugin', ['name' => get_string('pluginname', 'block_valo')])
    : get_string('leave', 'block_valo');
$PAGE->set_title($title);
$PAGE->set_heading(get_string('pluginname', 'block_valo'));

if (in_array($answer, ['keep', 'remove'], true) && data_submitted()) {
    require_sesskey();
    if ($uninstall) {
        set_config('whenuninstalled', $answer, 'block_valo');
        $again = ['uninstall' => 'block_valo', 'confirm' => 1, 'sesskey' => sesskey()];
        redirect(new moodle_url('/admin/plugins.php', $again));
    }
    \core\di::get(connector::class)->leave(\core\di::get(connection::class), $answer === 'remove');
    redirect($back, get_string('leave_done', 'block_valo'), null, \core\output\notification::NOTIFY_SUCCESS);
}

echo $OUTPUT->header();
echo $OUTPUT->heading($title);
echo html_writer::tag('p', get_string('leave_question', 'block_valo'));
$keep = get_string('leave_keep', 'block_valo');
$remove = get_string('leave_remove', 'block_valo');
echo $OUTPUT->single_button(new moodle_url($url, ['tool' => 'keep']), $keep, 'post', ['type' => 'primary']);
echo $OUTPUT->single_button(new moodle_url($url, ['tool' => 'remove']), $remove, 'post');
echo html_writer::tag('p', html_writer::link($back, get_string('cancel')), ['class' => 'mt-3']);
echo $OUTPUT->footer();
