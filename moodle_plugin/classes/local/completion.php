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
 * Ticks activities that are complete in valo.
 *
 * Only activities whose completion is ticked by hand are touched: where Moodle works completion out
 * by itself (from a grade, say), it goes on doing so.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class completion {
    /**
     * Completion.
     *
     * @param client $client the sidecar
     * @param adapter $adapter external tools
     * @param \moodle_database $db the database
     */
    public function __construct(
        /** @var client the sidecar */
        private readonly client $client,
        /** @var adapter external tools */
        private readonly adapter $adapter,
        /** @var \moodle_database the database */
        private readonly \moodle_database $db,
    ) {
        global $CFG;
        require_once($CFG->libdir . '/completionlib.php');
    }

    /**
     * Bring a course's ticks to what the sidecar says.
     *
     * @param int $courseid the course
     * @return int how many changed
     */
    public function follow(int $courseid): int {
        $course = get_course($courseid);
        $completion = new \completion_info($course);
        $ticked = $completion->is_enabled() ? $this->ticked_by_hand($courseid) : [];
        if (!$ticked) {
            return 0;
        }
        $answer = $this->client->get('/moodle/completions', ['course' => (string) $courseid]);
        $states = $this->states(array_keys($ticked));
        $changed = 0;
        foreach (array_filter((array) ($answer['completions'] ?? []), 'is_array') as $one) {
            $userid = (int) ($one['user'] ?? 0);
            $wish = !empty($one['complete']);
            foreach ($this->meant($one, $ticked) as $cm) {
                $differs = ($states["{$cm->id}-{$userid}"] ?? false) !== $wish;
                if ($differs && is_enrolled($cm->context->get_course_context(), $userid)) {
                    $completion->update_state($cm, $wish ? COMPLETION_COMPLETE : COMPLETION_INCOMPLETE, $userid);
                    $changed++;
                }
            }
        }
        return $changed;
    }

    /**
     * Our activities in a course that are ticked by hand.
     *
     * @param int $courseid the course
     * @return \cm_info[] by id
     */
    private function ticked_by_hand(int $courseid): array {
        $found = [];
        foreach ($this->adapter->in_course($courseid, connection::from_settings()->typeid) as $cm) {
            if ((int) $cm->completion === COMPLETION_TRACKING_MANUAL) {
                $found[$cm->id] = $cm;
            }
        }
        return $found;
    }

    /**
     * What is ticked now; one query.
     *
     * @param int[] $cmids activities
     * @return array<string, bool> by activity-person
     */
    private function states(array $cmids): array {
        $found = [];
        foreach ($this->db->get_records_list('course_modules_completion', 'coursemoduleid', $cmids) as $row) {
            $found["{$row->coursemoduleid}-{$row->userid}"] = (int) $row->completionstate !== COMPLETION_INCOMPLETE;
        }
        return $found;
    }

    /**
     * The activities that a line of the sidecar is about.
     *
     * @param array $one with link, or page and unit
     * @param \cm_info[] $ticked by id
     * @return \cm_info[]
     */
    private function meant(array $one, array $ticked): array {
        if (($one['link'] ?? '') !== '') {
            return array_filter($ticked, fn($cm) => (string) $cm->instance === (string) $one['link']);
        }
        $custom = $this->adapter->custom(array_map(fn($cm) => (int) $cm->instance, $ticked));
        return array_filter($ticked, function ($cm) use ($one, $custom) {
            $its = $custom[$cm->instance] ?? [];
            return ($its['page'] ?? '') === ($one['page'] ?? null) && ($its['unit'] ?? '') === ($one['unit'] ?? '');
        });
    }
}
