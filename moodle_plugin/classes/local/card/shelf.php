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

/**
 * The last numbers of each card, and whether the sidecar is left alone for a while. No query.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class shelf {
    /** @var int how long the sidecar is left alone after a call that failed, in seconds */
    public const REST = 60;

    /**
     * The last numbers.
     *
     * @param int $userid whose
     * @param int $courseid of which course; 0 for the dashboard
     * @return array|null ['at' => seconds, 'numbers' => array]
     */
    public function get(int $userid, int $courseid): ?array {
        return $this->cards()->get("u{$userid}c{$courseid}") ?: null;
    }

    /**
     * Keep numbers.
     *
     * @param int $userid whose
     * @param int $courseid of which course; 0 for the dashboard
     * @param array $numbers as the sidecar gave them
     * @param int $now what time it is
     */
    public function put(int $userid, int $courseid, array $numbers, int $now): void {
        $this->cards()->set("u{$userid}c{$courseid}", ['at' => $now, 'numbers' => $numbers]);
    }

    /**
     * Let a person's numbers count as old: they are in valo now, and come back with others.
     *
     * @param int $userid whose
     * @param int $courseid the course; the dashboard's card ages too
     */
    public function age(int $userid, int $courseid): void {
        foreach ([0, $courseid] as $one) {
            $last = $this->get($userid, $one);
            if ($last) {
                $this->put($userid, $one, $last['numbers'], 0);
            }
        }
    }

    /**
     * Leave the sidecar alone for a while.
     *
     * @param int $now what time it is
     */
    public function rest(int $now): void {
        $this->site()->set('restuntil', $now + self::REST);
    }

    /**
     * Whether it is left alone.
     *
     * @param int $now what time it is
     * @return bool
     */
    public function is_resting(int $now): bool {
        return (int) $this->site()->get('restuntil') > $now;
    }

    /**
     * The cache of cards.
     *
     * @return \core_cache\cache
     */
    private function cards() {
        return \cache::make('block_valo', 'card');
    }

    /**
     * The cache of the site.
     *
     * @return \core_cache\cache
     */
    private function site() {
        return \cache::make('block_valo', 'site');
    }
}
