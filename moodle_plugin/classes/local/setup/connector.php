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
use block_valo\local\transport;
use block_valo\task\announce_course;

/**
 * Sets the block up: checks, makes the tool, tells the sidecar, checks the way there and back.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class connector {
    /**
     * A connector.
     *
     * @param adapter $adapter external tools
     * @param transport $transport the way out
     * @param credentials $credentials how calls are shown to be ours
     * @param registrar $registrar tells the sidecar
     * @param site_checks $sitechecks checks of this Moodle
     * @param \core\clock $clock what time it is
     */
    public function __construct(
        /** @var adapter external tools */
        private readonly adapter $adapter,
        /** @var transport the way out */
        private readonly transport $transport,
        /** @var credentials how calls are shown to be ours */
        private readonly credentials $credentials,
        /** @var registrar tells the sidecar */
        private readonly registrar $registrar,
        /** @var site_checks checks of this Moodle */
        private readonly site_checks $sitechecks,
        /** @var \core\clock what time it is */
        private readonly \core\clock $clock,
    ) {
    }

    /**
     * Set up, or say what is in the way. May be repeated: an existing tool is taken, not made again.
     *
     * @param link $link where the sidecar is, and the invitation
     * @return finding[] the last one tells of the signed call where all went well
     */
    public function connect(link $link): array {
        if ($link->address === '') {
            return [finding::bad('address', 'address_strange')];
        }
        $checks = $this->checks($this->connection($link->address));
        $found = $checks->before();
        if ($this->is_stopped($found)) {
            return $found;
        }
        $type = $this->tool($checks->tool);
        $connection = $this->connection($link->address, (string) $checks->tool['audience'], $type);
        $found[] = finding::good('tool');
        $told = $this->registrar->tell($connection, $link);
        $found[] = $told;
        if ($told->state === finding::BAD) {
            return $found;
        }
        if ($connection->save()) {
            // A tool that was here before has courses already.
            announce_course::queue_all();
        }
        return [...$found, ...$this->sitechecks->run(), $this->checks($connection)->signed()];
    }

    /**
     * How things stand, without changing anything.
     *
     * @param connection $connection the one in use
     * @return finding[]
     */
    public function look(connection $connection): array {
        $checks = $this->checks($connection);
        $found = $checks->before();
        $found[] = $this->adapter->get($connection->typeid) ? finding::good('tool') : finding::bad('tool', 'tool_gone');
        $found = [...$found, ...$this->sitechecks->run()];
        return $checks->tool === null ? $found : [...$found, $checks->signed()];
    }

    /**
     * Forget the sidecar. What was written there stays there.
     *
     * @param connection $connection the one in use
     * @param bool $removetool whether the tool goes too; its activities no longer open then
     */
    public function leave(connection $connection, bool $removetool): void {
        if ($removetool && $connection->typeid) {
            $this->adapter->remove($connection->typeid);
        }
        connection::forget();
    }

    /**
     * Take the tool that is there, or make one.
     *
     * @param array $tool what the sidecar says of itself
     * @return \stdClass the tool's row
     */
    private function tool(array $tool): \stdClass {
        $type = $this->adapter->find((string) $tool['launch_url']);
        return $type ? $this->adapter->update($type, $tool) : $this->adapter->create($tool);
    }

    /**
     * Whether a finding forbids to go on.
     *
     * @param finding[] $found so far
     * @return bool
     */
    private function is_stopped(array $found): bool {
        return (bool) array_filter($found, fn($one) => $one->state === finding::BAD);
    }

    /**
     * A connection to this address.
     *
     * @param string $address the sidecar's
     * @param string $audience whom signed calls are for
     * @param \stdClass|null $type the tool's row
     * @return connection
     */
    private function connection(string $address, string $audience = '', ?\stdClass $type = null): connection {
        global $CFG;
        return new connection($address, $audience, $CFG->wwwroot, (string) ($type->clientid ?? ''), (int) ($type->id ?? 0));
    }

    /**
     * A client for it.
     *
     * @param connection $connection where to
     * @return client
     */
    private function client(connection $connection): client {
        return new client($connection, $this->credentials, $this->transport);
    }

    /**
     * Checks for it.
     *
     * @param connection $connection where to
     * @return sidecar_checks
     */
    private function checks(connection $connection): sidecar_checks {
        return new sidecar_checks($this->client($connection), $this->transport, $this->clock);
    }
}
