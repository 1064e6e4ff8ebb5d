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
 * An answer over HTTP.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class reply {
    /**
     * What came.
     *
     * @param int $status the HTTP status
     * @param string $body the body as it came
     */
    public function __construct(
        /** @var int the HTTP status */
        public readonly int $status,
        /** @var string the body as it came */
        public readonly string $body,
    ) {
    }

    /**
     * The body as an object.
     *
     * @return array|null null for anything that is not a JSON object
     */
    public function json(): ?array {
        $found = json_decode($this->body, true, 64);
        return is_array($found) && (!array_is_list($found) || $found === []) ? $found : null;
    }

    /**
     * The answer, or why there is none.
     *
     * @return array
     * @throws unreachable
     * @throws refused
     */
    public function understood(): array {
        $found = $this->json();
        if ($this->status >= 200 && $this->status < 300 && $found !== null) {
            return $found;
        }
        if ($this->status < 400) {
            throw new unreachable(unreachable::STRANGE, (string) $this->status);
        }
        throw new refused(
            $this->status,
            substr((string) ($found['code'] ?? ''), 0, 60),
            self::sentence($found ?? []),
            substr((string) ($found['reference'] ?? ''), 0, 60),
        );
    }

    /**
     * What the sidecar says to a person.
     *
     * @param array $found the answer
     * @return string
     */
    private static function sentence(array $found): string {
        $said = is_string($found['message'] ?? null) ? [$found['message']] : [];
        foreach (is_array($found['errors'] ?? null) ? $found['errors'] : [] as $sentences) {
            $said = array_merge($said, array_filter((array) $sentences, 'is_string'));
        }
        return implode(' ', $said);
    }
}
