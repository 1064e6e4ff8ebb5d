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
 * Status check: which messages wait or were refused?
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class queue extends check {
    #[\Override]
    public function get_name(): string {
        return get_string('check_queue', 'block_valo');
    }

    #[\Override]
    public function get_action_link(): ?\action_link {
        return new \action_link(new \moodle_url('/blocks/valo/setup.php'), get_string('setup_open', 'block_valo'));
    }

    #[\Override]
    public function get_result(): result {
        $found = \core\di::get(\block_valo\local\outbox::class)->counts();
        $found['erasures'] = \core\di::get(\block_valo\local\erasures::class)->waiting();
        $said = get_string('check_queue_counts', 'block_valo', $found);
        if ($found['failed']) {
            return new result(result::ERROR, $said, get_string('check_queue_failed', 'block_valo'));
        }
        $old = $found['waiting'] && \core\di::get(\core\clock::class)->time() - $found['since'] > HOURSECS;
        return new result($old ? result::WARNING : result::OK, $said);
    }
}
