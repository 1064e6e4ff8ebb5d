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
 * Before the block goes.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use block_valo\local\connection;
use block_valo\local\lti\adapter;

/**
 * Remove the tool if the administrator said so; ask an administrator in a browser who did not say.
 *
 * @return bool
 */
function xmldb_block_valo_uninstall(): bool {
    global $DB;
    $connection = connection::from_settings();
    $wish = get_config('block_valo', 'whenuninstalled') ?: 'ask';
    if ($connection->typeid && $wish === 'ask' && !CLI_SCRIPT && !PHPUNIT_TEST) {
        // Nothing of the block is gone yet: Moodle calls this first.
        redirect(new moodle_url('/blocks/valo/leave.php', ['uninstall' => 1]));
    }
    if ($connection->typeid && $wish === 'remove') {
        (new adapter($DB))->remove($connection->typeid);
    }
    \block_valo\local\memory::forget_days();
    return true;
}
