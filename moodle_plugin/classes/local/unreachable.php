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
 * No answer came. The reason is one of the constants.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class unreachable extends \RuntimeException {
    /** @var string Moodle's own list of blocked hosts and ports forbids the address */
    public const BLOCKED = 'blocked';
    /** @var string the name of the host is not known */
    public const NO_HOST = 'nohost';
    /** @var string nobody listens there */
    public const NOBODY = 'nobody';
    /** @var string the answer took too long */
    public const SLOW = 'slow';
    /** @var string the certificate is not trusted */
    public const CERTIFICATE = 'certificate';
    /** @var string an answer that is not valo's */
    public const STRANGE = 'strange';
    /** @var string the sidecar was out of reach a moment ago and is left alone for a while */
    public const RESTING = 'resting';
    /** @var string anything else */
    public const OTHER = 'other';

    /**
     * Why there was no answer.
     *
     * @param string $reason one of the constants
     * @param string $detail for the log
     */
    public function __construct(
        /** @var string one of the constants */
        public readonly string $reason,
        string $detail = '',
    ) {
        parent::__construct(trim("unreachable: {$reason} {$detail}"));
    }
}
