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

namespace block_valo\local\setup;

/**
 * What an administrator pastes: the sidecar's address and invitation, or the whole set-up link.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class link {
    /**
     * Address and invitation.
     *
     * @param string $address scheme, host and folder, no slash at the end; empty where it is no address
     * @param string $invite the one-time invitation; may be empty
     */
    private function __construct(
        /** @var string scheme, host and folder */
        public readonly string $address,
        /** @var string the one-time invitation */
        public readonly string $invite,
    ) {
    }

    /**
     * Read what was pasted. A whole link (`…/lti/register?invite=…`) holds both.
     *
     * @param string $address an address or a link
     * @param string $invite an invitation, or empty
     * @return self
     */
    public static function read(string $address, string $invite = ''): self {
        $address = trim($address);
        $parts = parse_url(str_contains($address, '://') ? $address : "https://{$address}") ?: [];
        parse_str($parts['query'] ?? '', $query);
        $inside = is_string($query['invite'] ?? null) ? $query['invite'] : '';
        return new self(self::base($parts), trim($invite) !== '' ? trim($invite) : trim($inside));
    }

    /**
     * The address without what only a link has.
     *
     * @param array $parts of the address
     * @return string
     */
    private static function base(array $parts): string {
        if (!in_array($parts['scheme'] ?? '', ['http', 'https'], true) || empty($parts['host'])) {
            return '';
        }
        $port = isset($parts['port']) ? ":{$parts['port']}" : '';
        $folder = preg_replace('~/(lti/register|api/v1(/.*)?)$~', '', rtrim($parts['path'] ?? '', '/'));
        return strtolower("{$parts['scheme']}://{$parts['host']}{$port}") . rtrim($folder, '/');
    }
}
