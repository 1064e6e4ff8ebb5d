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
use core_competency\api;

/**
 * Units and requirements of a qualification as competencies of courses and activities.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class competencies {
    /**
     * Competencies.
     *
     * @param client $client the sidecar
     * @param adapter $adapter external tools
     * @param frameworks $frameworks qualifications
     * @param \moodle_database $db the database
     */
    public function __construct(
        /** @var client the sidecar */
        private readonly client $client,
        /** @var adapter external tools */
        private readonly adapter $adapter,
        /** @var frameworks qualifications */
        private readonly frameworks $frameworks,
        /** @var \moodle_database the database */
        private readonly \moodle_database $db,
    ) {
    }

    /**
     * Bring a course's competencies to what the sidecar says. Switched off on the site: nothing happens.
     *
     * @param int $courseid the course
     */
    public function follow(int $courseid): void {
        if (!api::is_enabled()) {
            return;
        }
        $activities = $this->adapter->in_course($courseid, $this->client->connection->typeid);
        $custom = $this->adapter->custom(array_map(fn($cm) => (int) $cm->instance, $activities));
        $units = array_unique(array_filter(array_map(fn($its) => $its['unit'] ?? '', $custom)));
        $answer = $this->client->get('/moodle/qualification', ['course' => (string) $courseid, 'units' => implode(',', $units)]);
        foreach (array_filter((array) ($answer['frameworks'] ?? []), 'is_array') as $one) {
            $this->tie($courseid, $activities, $custom, $this->frameworks->of($one));
        }
        if ($this->frameworks->grew) {
            evidence::read_anew();
            $this->frameworks->grew = false;
        }
    }

    /**
     * Tie competencies to a course and to our activities in it.
     *
     * @param int $courseid the course
     * @param \cm_info[] $activities ours
     * @param array $custom what each activity carries
     * @param array $competencies each with its unit's idnumber
     */
    private function tie(int $courseid, array $activities, array $custom, array $competencies): void {
        $tied = $this->db->get_records_menu('competency_coursecomp', ['courseid' => $courseid], '', 'competencyid, id');
        foreach ($competencies as [$competency, $unit]) {
            if (!isset($tied[$competency->get('id')])) {
                api::add_competency_to_course($courseid, $competency->get('id'));
            }
            foreach ($activities as $cm) {
                $of = $custom[$cm->instance]['unit'] ?? '';
                if ($competency->get('idnumber') === $unit && ($of === '' || $of === $unit)) {
                    api::add_competency_to_course_module($cm->id, $competency->get('id'));
                }
            }
        }
    }
}
