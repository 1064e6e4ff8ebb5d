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

namespace block_valo;

use block_valo\local\api_key;
use block_valo\local\connection;
use block_valo\local\credentials;
use block_valo\local\lti\adapter;
use block_valo\local\moodle_transport;
use block_valo\local\signed_call;
use block_valo\local\transport;

/**
 * Answers to Moodle's hooks.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class hook_callbacks {
    /**
     * Tell Moodle's container how to make what the block's services are given.
     *
     * Outside developer mode Moodle compiles the container, and that refuses closures with `self`, for the whole site.
     *
     * @param \core\hook\di_configuration $hook the hook
     */
    public static function di_configuration(\core\hook\di_configuration $hook): void {
        $hook->add_definition(transport::class, fn() => new moodle_transport());
        $hook->add_definition(connection::class, fn() => connection::from_settings());
        $hook->add_definition(credentials::class, function (adapter $adapter, \core\clock $clock): credentials {
            $key = trim((string) get_config('block_valo', 'apikey'));
            return $key === '' ? new signed_call($adapter->signing_key(...), $clock) : new api_key($key);
        });
    }
}
