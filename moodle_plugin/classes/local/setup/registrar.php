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
use block_valo\local\connection;
use block_valo\local\credentials;
use block_valo\local\lti\adapter;
use block_valo\local\no_key;
use block_valo\local\refused;
use block_valo\local\transport;
use block_valo\local\unreachable;

/**
 * Tells the sidecar who this Moodle is.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class registrar {
    /**
     * A registrar.
     *
     * @param adapter $adapter external tools
     * @param transport $transport the way out
     * @param credentials $credentials how calls are shown to be ours
     */
    public function __construct(
        /** @var adapter external tools */
        private readonly adapter $adapter,
        /** @var transport the way out */
        private readonly transport $transport,
        /** @var credentials how calls are shown to be ours */
        private readonly credentials $credentials,
    ) {
    }

    /**
     * Tell the sidecar who we are. Without an invitation a sidecar that knows us already will do.
     *
     * @param connection $connection the new one
     * @param link $link holds the invitation
     * @return finding
     */
    public function tell(connection $connection, link $link): finding {
        try {
            (new client($connection, $this->credentials, $this->transport))->register([
                'invite' => $link->invite,
                'client_id' => $connection->clientid,
                'deployment_id' => (string) $connection->typeid,
                'product' => 'moodle',
            ] + $this->adapter->addresses());
            return finding::good('registered');
        } catch (unreachable | refused $error) {
            return $this->is_known($connection) ? finding::good('registered')
                : finding::from_error('registered', $error, $connection->baseurl);
        }
    }

    /**
     * Whether the sidecar takes our signed calls already: an invitation is good once only.
     *
     * @param connection $connection the new one
     * @return bool
     */
    private function is_known(connection $connection): bool {
        try {
            (new client($connection, $this->credentials, $this->transport))->get('/moodle/ping');
            return true;
        } catch (unreachable | refused | no_key $error) {
            return false;
        }
    }
}
