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

namespace block_valo\local;

use block_valo\fixtures\fake_transport;

// phpcs:ignore moodle.Files.MoodleInternal.MoodleInternalGlobalState -- this test also runs without Moodle.
require_once(__DIR__ . '/../fixtures/fake_transport.php');

/**
 * Calls to the sidecar.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \block_valo\local\client
 * @covers     \block_valo\local\api_key
 * @covers     \block_valo\local\reply
 */
final class client_test extends \basic_testcase {
    /** @var fake_transport the sidecar */
    private fake_transport $sidecar;
    /** @var client the block's side */
    private client $client;

    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->sidecar = new fake_transport();
        $connection = new connection('https://valo.test', 'https://valo.test/api/v1', 'https://moodle.test', 'client7', 7);
        $this->client = new client($connection, new api_key('valo_secret'), $this->sidecar);
    }

    /**
     * Query, time limit and key travel; empty values do not.
     */
    public function test_get(): void {
        $this->sidecar->answer('GET /moodle/card', ['learner' => null]);
        $found = $this->client->get('/moodle/card', ['user' => '5', 'course' => ''], 3);
        $this->assertSame(['learner' => null], $found);
        [$call] = $this->sidecar->calls;
        $this->assertSame('https://valo.test/api/v1/moodle/card?user=5', $call['url']);
        $this->assertSame(3, $call['seconds']);
        $this->assertContains('Authorization: Bearer valo_secret', $call['headers']);
        $this->assertContains('X-Valo-Issuer: https://moodle.test', $call['headers']);
        $this->assertContains('X-Valo-Client: client7', $call['headers']);
    }

    /**
     * The sidecar's operator sees which release of the block calls.
     */
    public function test_release(): void {
        $connection = new connection('https://valo.test', 'x', 'https://moodle.test', 'client7', 7, '2026112900');
        $this->sidecar->answer('GET /moodle/ping', []);
        (new client($connection, new api_key('valo_secret'), $this->sidecar))->get('/moodle/ping');
        $this->assertContains('X-Valo-Block: 2026112900', $this->sidecar->calls[0]['headers']);
    }

    /**
     * A posted body is JSON.
     */
    public function test_post(): void {
        $this->sidecar->answer('POST /moodle/events', ['accepted' => [], 'refused' => []]);
        $this->client->post('/moodle/events', ['events' => [['id' => 'ä']]]);
        [$call] = $this->sidecar->calls;
        $this->assertSame(['events' => [['id' => 'ä']]], $call['body']);
        $this->assertContains('Content-Type: application/json', $call['headers']);
    }

    /**
     * Before registration nothing is signed.
     */
    public function test_unsigned(): void {
        $this->sidecar->answer('POST /platforms', ['state' => 'waiting'], 201);
        $this->client->register(['invite' => 'i']);
        $this->assertStringNotContainsString('Authorization', implode("\n", $this->sidecar->calls[0]['headers']));
    }

    /**
     * A refusal keeps the sidecar's sentence, code and reference.
     */
    public function test_refused(): void {
        $said = ['code' => 'E-1', 'message' => 'No.', 'reference' => 'AB-12', 'errors' => ['user' => ['Who?']]];
        $this->sidecar->answer('GET /moodle/ping', $said, 403);
        try {
            $this->client->get('/moodle/ping');
            $this->fail('no refusal');
        } catch (refused $error) {
            $this->assertSame([403, 'E-1', 'No. Who?', 'AB-12'], [
                $error->status, $error->errorcode, $error->sentence, $error->reference,
            ]);
            $this->assertFalse($error->is_passing());
        }
    }

    /**
     * What may be tried again.
     */
    public function test_passing(): void {
        foreach ([429 => true, 500 => true, 503 => true, 401 => false, 404 => false] as $status => $passing) {
            $this->assertSame($passing, (new refused($status, '', '', ''))->is_passing());
        }
    }

    /**
     * A page of somebody else's is not an answer; nor is a redirect.
     */
    public function test_strange(): void {
        foreach ([new reply(200, '<html>'), new reply(302, ''), new reply(200, '"text"'), new reply(200, '[1, 2]')] as $reply) {
            $transport = $this->createMock(transport::class);
            $transport->method('send')->willReturn($reply);
            $client = new client($this->client->connection, new api_key('k'), $transport);
            try {
                $client->get('/moodle/ping');
                $this->fail('taken as an answer');
            } catch (unreachable $error) {
                $this->assertSame(unreachable::STRANGE, $error->reason);
            }
        }
    }

    /**
     * A sidecar that says too little of itself is none.
     */
    public function test_tool(): void {
        $this->sidecar->answer('GET /tool', ['name' => 'x']);
        $this->expectException(unreachable::class);
        $this->client->tool();
    }
}
