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

use block_valo\local\lti\adapter;

/**
 * Finds the activities by which a person gets into valo.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class doors {
    /**
     * Doors.
     *
     * @param courses $courses those that use valo
     * @param adapter $adapter external tools
     * @param connection $connection knows the tool
     * @param client $client the sidecar
     */
    public function __construct(
        /** @var courses those that use valo */
        private readonly courses $courses,
        /** @var adapter external tools */
        private readonly adapter $adapter,
        /** @var connection knows the tool */
        private readonly connection $connection,
        /** @var client the sidecar */
        private readonly client $client,
    ) {
    }

    /**
     * One door a course: the activity made for this page, else the first one.
     *
     * @param int $userid who wants in
     * @param int $courseid of which course; 0 for all of the person's
     * @param string $page diary, desk or proposals
     * @return array<int, array{name: string, url: \moodle_url}>
     */
    public function find(int $userid, int $courseid, string $page): array {
        $wanted = $courseid ? [$courseid] : array_keys(enrol_get_all_users_courses($userid, true));
        $found = [];
        foreach (array_intersect($this->courses->all(), $wanted) as $one) {
            $activity = $this->best($this->adapter->activities($one, $this->connection->typeid, $userid), $page);
            if ($activity) {
                $name = format_string(get_course($one)->fullname, true, ['context' => \context_course::instance($one)]);
                $found[] = ['name' => $name, 'url' => $activity->url];
            }
        }
        return $found;
    }

    /**
     * Tell the sidecar at what thing the person's next launch begins; without an answer it begins as usual.
     *
     * @param int $userid who wants in
     * @param string $thing as the sidecar named it, such as entry:12
     */
    public function aim(int $userid, string $thing): void {
        try {
            $this->client->post('/moodle/open', ['user' => (string) $userid, 'go' => $thing], client::PERSON_WAITS);
        } catch (unreachable | refused | no_key $error) {
            debugging("block_valo: {$error->getMessage()}", DEBUG_DEVELOPER);
        }
    }

    /**
     * The activity that was made for a page, else the first one.
     *
     * @param \cm_info[] $activities of a course
     * @param string $page diary, desk or proposals
     * @return \cm_info|null
     */
    private function best(array $activities, string $page): ?\cm_info {
        $pages = $this->adapter->custom(array_map(fn($cm) => (int) $cm->instance, $activities));
        foreach ($activities as $cm) {
            if (($pages[$cm->instance]['page'] ?? '') === $page) {
                return $cm;
            }
        }
        return $activities[0] ?? null;
    }
}
