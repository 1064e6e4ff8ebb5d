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
 * Status check: when did a task last reach the sidecar?
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class contact extends check {
    #[\Override]
    public function get_name(): string {
        return get_string('check_contact', 'block_valo');
    }

    #[\Override]
    public function get_action_link(): ?\action_link {
        return new \action_link(new \moodle_url('/blocks/valo/setup.php'), get_string('setup_open', 'block_valo'));
    }

    #[\Override]
    public function get_result(): result {
        if (!\block_valo\local\connection::from_settings()->is_complete()) {
            return new result(result::NA, get_string('card_unset', 'block_valo'));
        }
        $last = (int) get_config('block_valo', 'lastcontact');
        $never = get_string('check_contact_never', 'block_valo');
        $said = $last ? get_string('check_contact_at', 'block_valo', userdate($last)) : $never;
        $late = \core\di::get(\core\clock::class)->time() - $last > 30 * MINSECS;
        return new result($late ? result::WARNING : result::OK, $said);
    }
}
