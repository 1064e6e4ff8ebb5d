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

// NOTE: no MOODLE_INTERNAL test here, this file may be required by behat before including /config.php.

require_once(__DIR__ . '/../../../../lib/behat/behat_base.php');

use block_valo\local\connection;
use block_valo\local\lti\adapter;

/**
 * Steps of the block.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class behat_block_valo extends behat_base {
    /**
     * Connects the block to the sidecar of tests/fixtures.
     *
     * @Given valo is connected
     */
    public function valo_is_connected(): void {
        global $CFG;
        set_config('curlsecurityblockedhosts', '');
        set_config('curlsecurityallowedport', '');
        $address = "{$CFG->wwwroot}/blocks/valo/tests/fixtures/sidecar.php";
        $type = \core\di::get(adapter::class)->create([
            'name' => 'valo',
            'login_url' => "{$address}/lti/login",
            'launch_url' => "{$address}/lti/launch",
            'key_set_url' => "{$address}/lti/jwks.json",
        ]);
        (new connection($address, "{$address}/api/v1", $CFG->wwwroot, $type->clientid, (int) $type->id))->save();
    }
}
