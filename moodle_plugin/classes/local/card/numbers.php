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

namespace block_valo\local\card;

use block_valo\local\client;
use block_valo\local\no_key;
use block_valo\local\refused;
use block_valo\local\unreachable;

/**
 * The numbers of a card: fresh ones from the sidecar, or the last ones.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class numbers {
    /** @var int numbers of this age are asked for anew, in seconds */
    public const FRESH = 60;

    /**
     * Numbers.
     *
     * @param client $client the sidecar
     * @param shelf $shelf the last ones
     * @param \core\clock $clock what time it is
     */
    public function __construct(
        /** @var client the sidecar */
        private readonly client $client,
        /** @var shelf the last ones */
        private readonly shelf $shelf,
        /** @var \core\clock what time it is */
        private readonly \core\clock $clock,
    ) {
    }

    /**
     * The numbers of a person.
     *
     * @param int $userid whose
     * @param int $courseid of which course; 0 for the dashboard
     * @return array|null null where there are none and the sidecar does not answer
     */
    public function of(int $userid, int $courseid): ?array {
        $now = $this->clock->time();
        $last = $this->shelf->get($userid, $courseid);
        if (($last && $now - $last['at'] < self::FRESH) || $this->shelf->is_resting($now)) {
            return $last['numbers'] ?? null;
        }
        try {
            $found = $this->ask($userid, $courseid);
        } catch (unreachable | no_key $error) {
            $this->shelf->rest($now);
            return $last['numbers'] ?? null;
        } catch (refused $error) {
            if ($error->is_passing()) {
                $this->shelf->rest($now);
            }
            return $last['numbers'] ?? null;
        }
        $this->shelf->put($userid, $courseid, $found, $now);
        return $found;
    }

    /**
     * Ask the sidecar.
     *
     * @param int $userid whose
     * @param int $courseid of which course; 0 for the dashboard
     * @return array only the numbers that the card shows
     */
    private function ask(int $userid, int $courseid): array {
        $query = ['user' => (string) $userid, 'course' => $courseid ? (string) $courseid : ''];
        $found = $this->client->get('/moodle/card', $query, client::PERSON_WAITS);
        $parts = [];
        foreach (['learner', 'coach', 'officer'] as $part) {
            $parts[$part] = is_array($found[$part] ?? null) ? array_filter($found[$part], 'is_scalar') : null;
        }
        return $parts;
    }
}
