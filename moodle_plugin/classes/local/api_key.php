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
 * The fallback where signing does not work: a key that the sidecar's operator gave out.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class api_key implements credentials {
    /**
     * A key.
     *
     * @param string $key as the operator gave it
     */
    public function __construct(
        /** @var string as the operator gave it */
        private readonly string $key,
    ) {
    }

    #[\Override]
    public function headers(connection $connection): array {
        return [
            'Authorization: Bearer ' . $this->key,
            'X-Valo-Issuer: ' . $connection->issuer,
            'X-Valo-Client: ' . $connection->clientid,
        ];
    }
}
