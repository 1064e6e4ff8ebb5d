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
 * Calls the sidecar's API. Every call has a time limit.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class client {
    /** @var int seconds that a person may have to wait */
    public const PERSON_WAITS = 3;
    /** @var int seconds that a task may wait */
    public const TASK_WAITS = 20;
    /** @var string where the API begins */
    private const API = '/api/v1';

    /**
     * A client.
     *
     * @param connection $connection which sidecar
     * @param credentials $credentials how a call is shown to be ours
     * @param transport $transport the way out
     */
    public function __construct(
        /** @var connection which sidecar */
        public readonly connection $connection,
        /** @var credentials how a call is shown to be ours */
        private readonly credentials $credentials,
        /** @var transport the way out */
        private readonly transport $transport,
    ) {
    }

    /**
     * Ask.
     *
     * @param string $path below /api/v1, with a slash in front
     * @param array $query names and values; empty ones are left out
     * @param int $seconds the time limit
     * @return array the answer
     * @throws unreachable
     * @throws refused
     */
    public function get(string $path, array $query = [], int $seconds = self::TASK_WAITS): array {
        $query = http_build_query(array_filter($query, fn($value) => $value !== ''), '', '&');
        return $this->call('GET', $path . ($query === '' ? '' : "?{$query}"), null, $seconds, true);
    }

    /**
     * Tell.
     *
     * @param string $path below /api/v1, with a slash in front
     * @param array $body becomes JSON
     * @param int $seconds the time limit
     * @return array the answer
     * @throws unreachable
     * @throws refused
     */
    public function post(string $path, array $body, int $seconds = self::TASK_WAITS): array {
        return $this->call('POST', $path, self::json($body), $seconds, true);
    }

    /**
     * What the sidecar says of itself; asks without a signature.
     *
     * @return array
     * @throws unreachable
     * @throws refused
     */
    public function tool(): array {
        $found = $this->call('GET', '/tool', null, self::TASK_WAITS, false);
        foreach (['name', 'login_url', 'launch_url', 'key_set_url', 'audience', 'now'] as $name) {
            if (!isset($found[$name])) {
                throw new unreachable(unreachable::STRANGE, $name);
            }
        }
        return $found;
    }

    /**
     * Tell the sidecar of this Moodle; the invitation in the body is the permission.
     *
     * @param array $body see the API's PlatformIn
     * @return array
     * @throws unreachable
     * @throws refused
     */
    public function register(array $body): array {
        return $this->call('POST', '/platforms', self::json($body), self::TASK_WAITS, false);
    }

    /**
     * One call.
     *
     * @param string $method GET or POST
     * @param string $path below /api/v1
     * @param string|null $body JSON
     * @param int $seconds the time limit
     * @param bool $signed whether it is shown to be ours
     * @return array
     */
    private function call(string $method, string $path, ?string $body, int $seconds, bool $signed): array {
        $headers = ['Accept: application/json', 'Accept-Language: ' . $this->language()];
        $headers = array_merge($headers, $body === null ? [] : ['Content-Type: application/json']);
        $headers = array_merge($headers, $signed ? $this->signed_headers() : []);
        $url = $this->connection->baseurl . self::API . $path;
        return $this->transport->send($method, $url, $headers, $body, $seconds)->understood();
    }

    /**
     * What shows that a call is ours, and of which release.
     *
     * @return string[] header lines
     */
    private function signed_headers(): array {
        $release = $this->connection->release;
        $said = $release === '' ? [] : ["X-Valo-Block: {$release}"];
        return array_merge($said, $this->credentials->headers($this->connection));
    }

    /**
     * JSON with whole addresses and letters.
     *
     * @param array $body any
     * @return string
     */
    private static function json(array $body): string {
        return json_encode($body, JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE);
    }

    /**
     * The language in which sentences are wanted.
     *
     * @return string
     */
    private function language(): string {
        return function_exists('current_language') ? str_replace('_', '-', current_language()) : 'en';
    }
}
