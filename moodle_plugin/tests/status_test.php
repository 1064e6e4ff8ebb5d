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

defined('MOODLE_INTERNAL') || die();

require_once(dirname(__DIR__) . '/tests/fixtures/connected.php');

use block_valo\local\outbox;
use block_valo\local\unreachable;
use core\check\result;

/**
 * Status checks, and what is left after uninstalling.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \block_valo\check\connection
 * @covers     \block_valo\check\contact
 * @covers     \block_valo\check\queue
 * @covers     \block_valo\hook_callbacks
 */
final class status_test extends \advanced_testcase {
    use fixtures\connected;

    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
        $this->setAdminUser();
    }

    /**
     * Moodle's status report finds them.
     */
    public function test_listed(): void {
        $found = array_filter(\core\check\manager::get_status_checks(), fn($one) => $one->get_component() === 'block_valo');
        $this->assertCount(3, $found);
        foreach ($found as $one) {
            $this->assertNotEmpty($one->get_name());
            $this->assertNotNull($one->get_action_link());
        }
    }

    /**
     * Not connected; connected; silent.
     */
    public function test_connection(): void {
        $check = fn() => (new check\connection())->get_result();
        $this->assertSame(result::NA, $check()->get_status());
        $this->connect();
        $this->sidecar->answer('GET /moodle/status', ['state' => 'active']);
        $this->assertSame(result::OK, $check()->get_status());
        $this->assertSame(local\client::PERSON_WAITS, $this->sidecar->calls[0]['seconds']);
        \core\di::reset_container();
        $this->fake_sidecar();
        $this->sidecar->silent('GET /moodle/status', unreachable::NOBODY);
        $this->assertSame(result::ERROR, $check()->get_status());
        $this->assertStringContainsString('Nobody answers at https://valo.test', $check()->get_summary());
        \core\di::reset_container();
        $this->fake_sidecar();
        $unknown = ['code' => 'LTI-PLATFORM', 'message' => 'Unknown.', 'reference' => 'AB'];
        $this->sidecar->answer('GET /moodle/status', $unknown, 401);
        $this->sidecar->answer('GET /moodle/status', ['code' => 'E-OTHER', 'message' => 'Not now.'], 403);
        $this->assertStringContainsString('Ask the operator of valo for a new set-up link', $check()->get_summary());
        $this->assertSame('valo says: Not now. (HTTP 403, E-OTHER)', $check()->get_summary());
    }

    /**
     * Never, long ago, now.
     */
    public function test_contact(): void {
        $this->connect();
        $states = [];
        foreach ([0, time() - HOURSECS, time()] as $last) {
            set_config('lastcontact', $last, 'block_valo');
            $states[] = (new check\contact())->get_result()->get_status();
        }
        $this->assertSame([result::WARNING, result::WARNING, result::OK], $states);
    }

    /**
     * Empty, waiting, waiting long, refused.
     */
    public function test_queue(): void {
        global $DB;
        $this->connect();
        $outbox = \core\di::get(outbox::class);
        $state = fn() => (new check\queue())->get_result()->get_status();
        $this->assertSame(result::OK, $state());
        $outbox->put('course_reset', 0, []);
        $this->assertSame(result::OK, $state());
        $DB->set_field('block_valo_outbox', 'timecreated', time() - 2 * HOURSECS);
        $this->assertSame(result::WARNING, $state());
        $outbox->refused((int) $DB->get_field('block_valo_outbox', 'id', []), 'E-KIND');
        $this->assertSame(result::ERROR, $state());
    }

    /**
     * A key of the sidecar, once entered, takes the place of the signature.
     */
    public function test_credentials(): void {
        $this->connect();
        $this->assertInstanceOf(local\signed_call::class, \core\di::get(local\credentials::class));
        set_config('apikey', ' valo_x ', 'block_valo');
        \core\di::reset_container();
        $found = \core\di::get(local\credentials::class)->headers(local\connection::from_settings());
        $this->assertContains('Authorization: Bearer valo_x', $found);
    }

    /**
     * A site outside developer mode compiles the container; what we put into it must let it.
     */
    public function test_compiled_container(): void {
        $builder = new \DI\ContainerBuilder();
        $builder->useAutowiring(true);
        $builder->enableCompilation(make_request_directory(), 'block_valo_container_' . random_string(8));
        $builder->addDefinitions([
            \core\clock::class => fn() => new \core\system_clock(),
            \moodle_database::class => fn() => $GLOBALS['DB'],
        ]);
        hook_callbacks::di_configuration(new \core\hook\di_configuration($builder));
        $container = $builder->build();
        $this->assertInstanceOf(local\signed_call::class, $container->get(local\credentials::class));
        $this->assertInstanceOf(local\client::class, $container->get(local\client::class));
        set_config('apikey', 'valo_x', 'block_valo');
        $this->assertInstanceOf(local\api_key::class, $container->make(local\credentials::class));
    }

    /**
     * Uninstalling keeps or removes the tool as was said, and takes our days off the calendar.
     */
    public function test_uninstall(): void {
        global $CFG, $DB;
        require_once($CFG->dirroot . '/blocks/valo/db/uninstall.php');
        require_once($CFG->dirroot . '/calendar/lib.php');
        foreach (['ask' => true, 'keep' => true, 'remove' => false] as $wish => $stays) {
            $this->connect();
            set_config('whenuninstalled', $wish, 'block_valo');
            $day = (object) ['eventtype' => 'site', 'name' => 'x', 'timestart' => 1, 'courseid' => SITEID];
            $event = \calendar_event::create($day, false);
            $DB->insert_record('block_valo_day', (object) [
                'remoteid' => $wish,
                'courseid' => 1,
                'userid' => 0,
                'eventid' => $event->id,
                'fingerprint' => '',
            ]);
            xmldb_block_valo_uninstall();
            $this->assertSame($stays, $DB->record_exists('lti_types', ['id' => $this->type->id]), $wish);
            $this->assertFalse($DB->record_exists('event', ['id' => $event->id]));
        }
    }
}
