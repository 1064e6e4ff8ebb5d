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

use block_valo\local\client;
use block_valo\local\refused;
use block_valo\local\transport;
use block_valo\local\unreachable;

/**
 * What has to be right between this Moodle and the sidecar.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class sidecar_checks {
    /** @var int seconds by which the clocks may differ */
    private const DRIFT = 10;

    /** @var array|null what the sidecar says of itself, once it was asked */
    public ?array $tool = null;

    /**
     * Checks.
     *
     * @param client $client knows the sidecar's address
     * @param transport $transport to fetch the sidecar's keys as Moodle will
     * @param \core\clock $clock what time it is
     */
    public function __construct(
        /** @var client knows the sidecar's address */
        private readonly client $client,
        /** @var transport to fetch the sidecar's keys */
        private readonly transport $transport,
        /** @var \core\clock what time it is */
        private readonly \core\clock $clock,
    ) {
    }

    /**
     * Those that need no registration: address, clock, keys.
     *
     * @return finding[] one where the sidecar does not answer, else three
     */
    public function before(): array {
        try {
            $this->tool = $this->client->tool();
        } catch (unreachable | refused $error) {
            return [finding::from_error('address', $error, $this->client->connection->baseurl)];
        }
        return [finding::good('address'), $this->clock(), $this->keys()];
    }

    /**
     * The signed call and, for it, the sidecar's fetch of this Moodle's keys: the way there and back.
     *
     * @return finding
     */
    public function signed(): finding {
        try {
            $this->client->get('/moodle/ping');
            return finding::good('signed');
        } catch (unreachable | refused | \block_valo\local\no_key $error) {
            return finding::from_error('signed', $error, $this->client->connection->baseurl);
        }
    }

    /**
     * Launches and signed calls live a minute, so the clocks must agree.
     *
     * @return finding
     */
    private function clock(): finding {
        $drift = (int) $this->tool['now'] - $this->clock->time();
        return abs($drift) <= self::DRIFT ? finding::good('clock') : finding::bad('clock', 'clock_off', (string) $drift);
    }

    /**
     * Moodle verifies the tool by its keys; it fetches them itself, past its list of blocked hosts.
     *
     * @return finding
     */
    private function keys(): finding {
        $url = (string) $this->tool['key_set_url'];
        try {
            $found = $this->transport->send('GET', $url, [], null, 5)->json();
        } catch (unreachable $error) {
            return finding::from_error('keys', $error, $url);
        }
        return empty($found['keys']) ? finding::bad('keys', 'keys_missing', $url) : finding::good('keys');
    }
}
