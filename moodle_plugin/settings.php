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
 * Settings.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

if ($ADMIN->fulltree) {
    $settings->add(new admin_setting_heading(
        'block_valo/connection',
        get_string('setup', 'block_valo'),
        html_writer::link(
            new moodle_url('/blocks/valo/setup.php'),
            get_string('setup_open', 'block_valo'),
            ['class' => 'btn btn-primary']
        )
    ));
    $active = new admin_setting_configcheckbox(
        'block_valo/active',
        get_string('setting_active', 'block_valo'),
        get_string('setting_active_desc', 'block_valo'),
        1
    );
    $active->set_updatedcallback([\block_valo\task\announce_course::class, 'queue_all']);
    $settings->add($active);
    $settings->add(new admin_setting_configpasswordunmask(
        'block_valo/apikey',
        get_string('setting_apikey', 'block_valo'),
        get_string('setting_apikey_desc', 'block_valo'),
        ''
    ));
    $settings->add(new admin_setting_configselect(
        'block_valo/whenuninstalled',
        get_string('setting_whenuninstalled', 'block_valo'),
        get_string('setting_whenuninstalled_desc', 'block_valo'),
        'ask',
        [
            'ask' => get_string('setting_whenuninstalled_ask', 'block_valo'),
            'keep' => get_string('setting_whenuninstalled_keep', 'block_valo'),
            'remove' => get_string('setting_whenuninstalled_remove', 'block_valo'),
        ]
    ));
}
