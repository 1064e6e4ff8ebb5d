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

use block_valo\local\moodle_transport;
use block_valo\local\transport;
use block_valo\local\unreachable;

/**
 * The way out through Moodle's own curl.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \block_valo\local\moodle_transport
 * @covers     \block_valo\local\unreachable
 */
final class transport_test extends \advanced_testcase {
    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
        set_config('curlsecurityblockedhosts', '');
        set_config('curlsecurityallowedport', '');
    }

    /**
     * Why a call brought no answer.
     *
     * @param string $url where to
     * @return string one of unreachable's constants
     */
    private static function reason(string $url): string {
        try {
            (new moodle_transport())->send('GET', $url, [], null, 3);
        } catch (unreachable $error) {
            return $error->reason;
        }
        return '';
    }

    /**
     * An answer comes with its status and as it was sent.
     */
    public function test_answer(): void {
        \curl::mock_response('{"ok": true}');
        $reply = (new moodle_transport())->send('POST', 'https://valo.test/api/v1/x', ['A: b'], '{}', 3);
        $this->assertSame(['ok' => true], $reply->json());
    }

    /**
     * Moodle's own list of blocked hosts and ports holds.
     */
    public function test_blocked(): void {
        set_config('curlsecurityblockedhosts', '127.0.0.1');
        $this->assertSame(unreachable::BLOCKED, self::reason('http://127.0.0.1:1/'));
        set_config('curlsecurityblockedhosts', '');
        set_config('curlsecurityallowedport', '443');
        $this->assertSame(unreachable::BLOCKED, self::reason('http://127.0.0.1:1/'));
    }

    /**
     * Nobody who listens, and no such host.
     */
    public function test_nobody(): void {
        $this->assertSame(unreachable::NOBODY, self::reason('http://127.0.0.1:1/'));
        $this->assertSame(unreachable::NO_HOST, self::reason('https://valo.invalid/'));
        set_config('curlsecurityblockedhosts', '10.0.0.0/8');
        $this->assertSame(unreachable::NO_HOST, self::reason('https://valo.invalid/'), 'Moodle itself says: blocked');
    }

    /**
     * An answer that is far too long is none.
     */
    public function test_long(): void {
        \curl::mock_response(str_repeat('x', transport::LARGEST + 1));
        $this->assertSame(unreachable::STRANGE, self::reason('https://valo.test/'));
    }
}
