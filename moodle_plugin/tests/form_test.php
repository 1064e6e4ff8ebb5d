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

use block_valo\form\setup_form;
use block_valo\local\memory;

/**
 * The set-up form, and what is forgotten with a sidecar.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \block_valo\form\setup_form
 * @covers     \block_valo\local\memory
 */
final class form_test extends \advanced_testcase {
    /**
     * An address is asked for; what is none is said to be none.
     */
    public function test_form(): void {
        $this->resetAfterTest();
        $this->setAdminUser();
        foreach (['' => false, 'ftp://valo.test' => false, 'https://valo.test' => true] as $address => $good) {
            setup_form::mock_submit(['address' => $address, 'invite' => '']);
            $this->assertSame($good, (new setup_form())->get_data() !== null, $address);
        }
    }

    /**
     * A used invitation is not shown again; the address is.
     */
    public function test_forget_invite(): void {
        $this->resetAfterTest();
        $this->setAdminUser();
        setup_form::mock_submit(['address' => 'https://valo.test', 'invite' => 'secret-invite']);
        $form = new setup_form();
        $this->assertStringContainsString('secret-invite', $form->render());
        $form->forget_invite('https://valo.test');
        $this->assertStringNotContainsString('secret-invite', $form->render());
        $this->assertStringContainsString('https://valo.test', $form->render());
    }

    /**
     * Another sidecar counts anew: nothing of the old one's numbers or days stays; others' events do.
     */
    public function test_memory(): void {
        global $CFG, $DB;
        require_once($CFG->dirroot . '/calendar/lib.php');
        $this->resetAfterTest();
        $this->setAdminUser();
        $day = ['eventtype' => 'site', 'name' => 'x', 'timestart' => 1, 'courseid' => SITEID];
        [$ours, $other] = [\calendar_event::create((object) $day, false), \calendar_event::create((object) $day, false)];
        $row = ['remoteid' => 'a', 'courseid' => 1, 'userid' => 0, 'eventid' => $ours->id, 'fingerprint' => ''];
        $DB->insert_record('block_valo_day', (object) $row);
        $DB->insert_record('block_valo_seen', (object) ['stream' => 'notices', 'itemid' => '1', 'timecreated' => 1]);
        set_config('evidencecursor', '7', 'block_valo');
        memory::forget();
        $this->assertSame(0, $DB->count_records('block_valo_seen') + $DB->count_records('block_valo_day'));
        $this->assertFalse(get_config('block_valo', 'evidencecursor'));
        $this->assertSame([(int) $other->id], array_map('intval', array_keys($DB->get_records('event'))));
    }
}
