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

use block_valo\local\lti\adapter;
use block_valo\local\transport;

/**
 * What has to be right in this Moodle, whatever the sidecar.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class site_checks {
    /** @var int cron has to have run within this time, in seconds */
    private const CRON_WITHIN = 15 * 60;
    /** @var string a small page of the block that says what arrived */
    private const ECHO = '/blocks/valo/echo.php';

    /**
     * Checks.
     *
     * @param transport $transport to call this Moodle from itself
     * @param adapter $adapter external tools
     * @param \core\clock $clock what time it is
     */
    public function __construct(
        /** @var transport to call this Moodle from itself */
        private readonly transport $transport,
        /** @var adapter external tools */
        private readonly adapter $adapter,
        /** @var \core\clock what time it is */
        private readonly \core\clock $clock,
    ) {
    }

    /**
     * All of them.
     *
     * @return finding[]
     */
    public function run(): array {
        return [$this->active(), $this->https(), $this->key(), $this->cron(), ...$this->web_server()];
    }

    /**
     * Switched off, the block is silent: no card, no messages.
     *
     * @return finding
     */
    public function active(): finding {
        return get_config('block_valo', 'active') ? finding::good('active') : finding::bad('active', 'active_off');
    }

    /**
     * Browsers open a tool in a frame over https only.
     *
     * @return finding
     */
    public function https(): finding {
        global $CFG;
        $secure = str_starts_with($CFG->wwwroot, 'https://');
        return $secure ? finding::good('https') : finding::warning('https', 'https_missing', $CFG->wwwroot);
    }

    /**
     * Without a key this Moodle can neither launch nor sign.
     *
     * @return finding
     */
    public function key(): finding {
        return $this->adapter->signing_key()['key'] ? finding::good('key') : finding::bad('key', 'way_nokey');
    }

    /**
     * Messages arrive by cron.
     *
     * @return finding
     */
    public function cron(): finding {
        $last = (int) get_config('tool_task', 'lastcronstart');
        if (!$last) {
            return finding::bad('cron', 'cron_never');
        }
        $minutes = intdiv($this->clock->time() - $last, 60);
        $late = $this->clock->time() - $last > self::CRON_WITHIN;
        return $late ? finding::warning('cron', 'cron_late', (string) $minutes) : finding::good('cron');
    }

    /**
     * Grades come to `services.php/…` with an Authorization header: both must get through.
     *
     * @return finding[]
     */
    public function web_server(): array {
        global $CFG;
        try {
            $headers = ['Authorization: Bearer valo-echo'];
            $reply = $this->transport->send('GET', $CFG->wwwroot . self::ECHO . '/path', $headers, null, 5);
            $found = $reply->json() ?? [];
        } catch (\block_valo\local\unreachable $error) {
            return [finding::warning('pathinfo', 'pathinfo_unknown', $CFG->wwwroot)];
        }
        return [
            ($found['path'] ?? '') === '/path' ? finding::good('pathinfo') : finding::bad('pathinfo', 'pathinfo_missing'),
            ($found['header'] ?? false) ? finding::good('header') : finding::bad('header', 'header_missing'),
        ];
    }
}
