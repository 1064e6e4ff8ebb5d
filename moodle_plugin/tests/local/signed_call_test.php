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

/**
 * The token that a call carries.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \block_valo\local\signed_call
 */
final class signed_call_test extends \basic_testcase {
    /** @var int what time it is in these tests */
    private const NOW = 1795000000;

    /**
     * A clock that stands.
     *
     * @return \core\clock
     */
    private function clock(): \core\clock {
        $clock = $this->createMock(\core\clock::class);
        $clock->method('time')->willReturn(self::NOW);
        return $clock;
    }

    /**
     * A connection.
     *
     * @return connection
     */
    private function connection(): connection {
        return new connection('https://valo.test', 'https://valo.test/api/v1', 'https://moodle.test', 'client7', 7);
    }

    /**
     * A part of a token.
     *
     * @param string $part encoded
     * @return array
     */
    private function decoded(string $part): array {
        return json_decode(base64_decode(strtr($part, '-_', '+/')), true);
    }

    /**
     * The sidecar can verify it, and it is what the sidecar asks for.
     */
    public function test_token(): void {
        $private = openssl_pkey_new(['private_key_bits' => 2048]);
        openssl_pkey_export($private, $pem);
        $signer = new signed_call(fn() => ['key' => $pem, 'kid' => 'k1'], $this->clock());

        [$header] = $signer->headers($this->connection());

        $this->assertStringStartsWith('Authorization: Bearer ', $header);
        [$head, $claims, $signature] = explode('.', substr($header, strlen('Authorization: Bearer ')));
        $this->assertSame(['typ' => 'valo-plugin+jwt', 'alg' => 'RS256', 'kid' => 'k1'], $this->decoded($head));
        $claims = $this->decoded($claims);
        $this->assertSame('https://moodle.test', $claims['iss']);
        $this->assertSame('client7', $claims['sub']);
        $this->assertSame('https://valo.test/api/v1', $claims['aud']);
        $this->assertSame([self::NOW, self::NOW + 60], [$claims['iat'], $claims['exp']]);
        $this->assertSame(['iss', 'sub', 'aud', 'iat', 'exp', 'jti'], array_keys($claims));
        $public = openssl_pkey_get_details($private)['key'];
        $signed = substr($header, strlen('Authorization: Bearer '), -strlen(".{$signature}"));
        $raw = base64_decode(strtr($signature, '-_', '+/'));
        $this->assertSame(1, openssl_verify($signed, $raw, $public, OPENSSL_ALGO_SHA256));
    }

    /**
     * Each call has an id of its own.
     */
    public function test_ids_differ(): void {
        $private = openssl_pkey_new(['private_key_bits' => 2048]);
        openssl_pkey_export($private, $pem);
        $signer = new signed_call(fn() => ['key' => $pem, 'kid' => 'k1'], $this->clock());
        $ids = [];
        foreach ([1, 2] as $unused) {
            $ids[] = $this->decoded(explode('.', $signer->token($this->connection()))[1])['jti'];
        }
        $this->assertNotSame($ids[0], $ids[1]);
    }

    /**
     * Without a key, or with a broken one, there is a clear error.
     */
    public function test_no_key(): void {
        foreach ([[], ['key' => '', 'kid' => ''], ['key' => 'nonsense', 'kid' => 'k1']] as $key) {
            try {
                (new signed_call(fn() => $key, $this->clock()))->token($this->connection());
                $this->fail('a token without a key');
            } catch (no_key $error) {
                $this->assertNotEmpty($error->getMessage());
            }
        }
    }
}
