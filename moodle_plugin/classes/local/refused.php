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
 * The sidecar answered, and said no.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class refused extends \RuntimeException {
    /**
     * What it said.
     *
     * @param int $status the HTTP status
     * @param string $errorcode the sidecar's stable code
     * @param string $sentence a sentence for a person
     * @param string $reference the sidecar's log has it too
     */
    public function __construct(
        /** @var int the HTTP status */
        public readonly int $status,
        /** @var string the sidecar's stable code */
        public readonly string $errorcode,
        /** @var string a sentence for a person */
        public readonly string $sentence,
        /** @var string the sidecar's log has it too */
        public readonly string $reference,
    ) {
        parent::__construct("refused: {$status} {$errorcode} {$reference}");
    }

    /**
     * Whether the same call may be taken later.
     *
     * @return bool
     */
    public function is_passing(): bool {
        return $this->status >= 500 || $this->status === 429 || $this->status === 408;
    }
}
