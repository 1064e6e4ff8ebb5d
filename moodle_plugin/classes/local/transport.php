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
 * The way out: one HTTP call, with a time limit.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
interface transport {
    /** @var int the longest answer that is read, in bytes */
    public const LARGEST = 8 * 1024 * 1024;

    /**
     * Call an address. Redirects are not followed.
     *
     * @param string $method GET or POST
     * @param string $url the whole address
     * @param string[] $headers whole header lines
     * @param string|null $body what is posted
     * @param int $seconds how long the call may take in all
     * @return reply any answer, whatever its status
     * @throws unreachable where there was no answer
     */
    public function send(string $method, string $url, array $headers, ?string $body, int $seconds): reply;
}
