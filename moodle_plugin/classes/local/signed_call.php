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
 * Signs calls with this Moodle's own LTI key.
 *
 * The token is no launch: own type, own audience, no LTI claim, one minute, an id that is used once.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class signed_call implements credentials {
    /** @var string the token's type; the sidecar takes no other */
    public const TYPE = 'valo-plugin+jwt';
    /** @var int how long a token lives, in seconds */
    public const LIFE = 60;

    /**
     * A signer.
     *
     * @param \Closure $key gives ['key' => PEM, 'kid' => id]
     * @param \core\clock $clock what time it is
     */
    public function __construct(
        /** @var \Closure gives key and key id */
        private readonly \Closure $key,
        /** @var \core\clock what time it is */
        private readonly \core\clock $clock,
    ) {
    }

    #[\Override]
    public function headers(connection $connection): array {
        return ['Authorization: Bearer ' . $this->token($connection)];
    }

    /**
     * A new token.
     *
     * @param connection $connection to which sidecar
     * @return string
     * @throws no_key where this Moodle has none
     */
    public function token(connection $connection): string {
        ['key' => $pem, 'kid' => $kid] = ($this->key)() + ['key' => '', 'kid' => ''];
        $private = $pem ? openssl_pkey_get_private($pem) : false;
        if (!$private || !$kid) {
            throw new no_key('this Moodle has no LTI key');
        }
        $now = $this->clock->time();
        $signed = self::part(['typ' => self::TYPE, 'alg' => 'RS256', 'kid' => $kid]) . '.' . self::part([
            'iss' => $connection->issuer,
            'sub' => $connection->clientid,
            'aud' => $connection->audience,
            'iat' => $now,
            'exp' => $now + self::LIFE,
            'jti' => bin2hex(random_bytes(16)),
        ]);
        openssl_sign($signed, $signature, $private, OPENSSL_ALGO_SHA256);
        return $signed . '.' . self::encoded($signature);
    }

    /**
     * One part of a token.
     *
     * @param array $values what it says
     * @return string
     */
    private static function part(array $values): string {
        return self::encoded(json_encode($values, JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR));
    }

    /**
     * Base64 for addresses (RFC 7515).
     *
     * @param string $bytes any
     * @return string
     */
    private static function encoded(string $bytes): string {
        return rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
    }
}
