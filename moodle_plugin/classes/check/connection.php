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

namespace block_valo\check;

use core\check\check;
use core\check\result;

/**
 * Status check: does the sidecar answer a signed call?
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class connection extends check {
    #[\Override]
    public function get_name(): string {
        return get_string('check_connection', 'block_valo');
    }

    #[\Override]
    public function get_action_link(): ?\action_link {
        return new \action_link(new \moodle_url('/blocks/valo/setup.php'), get_string('setup_open', 'block_valo'));
    }

    #[\Override]
    public function get_result(): result {
        $connection = \block_valo\local\connection::from_settings();
        if (!$connection->is_complete()) {
            return new result(result::NA, get_string('card_unset', 'block_valo'));
        }
        try {
            $client = \core\di::get(\block_valo\local\client::class);
            $client->get('/moodle/status', [], \block_valo\local\client::PERSON_WAITS);
        } catch (\RuntimeException $error) {
            $found = \block_valo\local\setup\finding::from_error('signed', $error, $connection->baseurl);
            return new result(result::ERROR, $found->text());
        }
        return new result(result::OK, get_string('setup_connected', 'block_valo', $connection->baseurl));
    }
}
