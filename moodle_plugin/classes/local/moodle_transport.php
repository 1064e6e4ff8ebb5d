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
 * The way out through Moodle's own curl: its proxy and its list of blocked hosts hold.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class moodle_transport implements transport {
    /** @var array<int, string> curl's numbers for what a person can mend */
    private const REASONS = [
        CURLE_COULDNT_RESOLVE_HOST => unreachable::NO_HOST,
        CURLE_COULDNT_CONNECT => unreachable::NOBODY,
        CURLE_OPERATION_TIMEOUTED => unreachable::SLOW,
        CURLE_SSL_PEER_CERTIFICATE => unreachable::CERTIFICATE,
        CURLE_SSL_CACERT => unreachable::CERTIFICATE,
        CURLE_SSL_CONNECT_ERROR => unreachable::CERTIFICATE,
    ];

    #[\Override]
    public function send(string $method, string $url, array $headers, ?string $body, int $seconds): reply {
        global $CFG;
        require_once($CFG->libdir . '/filelib.php');
        if ((new \core\files\curl_security_helper())->url_is_blocked($url)) {
            throw new unreachable(self::has_address($url) ? unreachable::BLOCKED : unreachable::NO_HOST);
        }
        $curl = new \curl();
        $curl->setHeader($headers);
        $options = $this->options($seconds);
        $answer = $method === 'POST' ? $curl->post($url, (string) $body, $options) : $curl->get($url, [], $options);
        if ($curl->get_errno()) {
            throw new unreachable(self::REASONS[$curl->get_errno()] ?? unreachable::OTHER, (string) $curl->get_errno());
        }
        if (strlen((string) $answer) > self::LARGEST) {
            throw new unreachable(unreachable::STRANGE, 'too long');
        }
        return new reply((int) ($curl->get_info()['http_code'] ?? 0), (string) $answer);
    }

    /**
     * Whether the host of an address is known. Moodle calls an unknown one blocked, which misleads who mistyped it.
     *
     * @param string $url where to
     * @return bool
     */
    private static function has_address(string $url): bool {
        $host = trim((string) parse_url($url, PHP_URL_HOST), '[]');
        return filter_var($host, FILTER_VALIDATE_IP) || gethostbynamel($host) !== false;
    }

    /**
     * Options of one call.
     *
     * @param int $seconds the time limit
     * @return array
     */
    private function options(int $seconds): array {
        return [
            'CURLOPT_TIMEOUT' => $seconds,
            'CURLOPT_CONNECTTIMEOUT' => min(2, $seconds),
            'CURLOPT_FOLLOWLOCATION' => 0,
            'CURLOPT_MAXFILESIZE' => self::LARGEST,
        ];
    }
}
