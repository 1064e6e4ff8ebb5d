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
 * First settings.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

/**
 * Give this installation a name of its own: the ids of its messages begin with it. And switch it on: an
 * administrator who leaves Moodle's page of new settings without saving would have a block that stays silent.
 *
 * @return bool
 */
function xmldb_block_valo_install(): bool {
    set_config('installation', bin2hex(random_bytes(6)), 'block_valo');
    set_config('active', 1, 'block_valo');
    return true;
}
