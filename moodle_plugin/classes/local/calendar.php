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
 * Keeps the demonstration days of a course in Moodle's calendar.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class calendar {
    /** @var string the table that ties the sidecar's days to events */
    private const TABLE = 'block_valo_day';

    /**
     * A calendar.
     *
     * @param client $client the sidecar
     * @param people $people whose days they are
     * @param \moodle_database $db the database
     */
    public function __construct(
        /** @var client the sidecar */
        private readonly client $client,
        /** @var people whose days they are */
        private readonly people $people,
        /** @var \moodle_database the database */
        private readonly \moodle_database $db,
    ) {
        global $CFG;
        require_once($CFG->dirroot . '/calendar/lib.php');
    }

    /**
     * Bring a course's days to what the sidecar says.
     *
     * @param int $courseid the course
     */
    public function follow(int $courseid): void {
        $answer = $this->client->get('/moodle/demonstrations', ['course' => (string) $courseid]);
        $days = array_filter((array) ($answer['demonstrations'] ?? []), 'is_array');
        $wanted = demonstrations::events($courseid, $days, $this->people->named_in($days));
        $here = $this->db->get_records(self::TABLE, ['courseid' => $courseid], '', 'remoteid, id, eventid, fingerprint');
        foreach (array_diff_key($here, $wanted) as $row) {
            $this->remove($row);
        }
        foreach ($wanted as $remoteid => $event) {
            $fingerprint = sha1(json_encode($event));
            $row = $here[$remoteid] ?? null;
            if ($row === null || $row->fingerprint !== $fingerprint) {
                $this->write((string) $remoteid, $courseid, $event, $row, $fingerprint);
            }
        }
    }

    /**
     * Take a person's days off the calendar.
     *
     * @param int $userid whose
     * @param int $courseid of which course; 0 for all
     */
    public function forget(int $userid, int $courseid = 0): void {
        $key = ['userid' => $userid] + ($courseid ? ['courseid' => $courseid] : []);
        foreach ($this->db->get_records(self::TABLE, $key) as $row) {
            $this->remove($row);
        }
    }

    /**
     * Make or change an event.
     *
     * @param string $remoteid the sidecar's id
     * @param int $courseid the course
     * @param array $values of the event
     * @param \stdClass|null $row what stands there already
     * @param string $fingerprint of the values
     */
    private function write(string $remoteid, int $courseid, array $values, ?\stdClass $row, string $fingerprint): void {
        $values = (object) ($values + ['format' => FORMAT_HTML, 'visible' => 1, 'type' => CALENDAR_EVENT_TYPE_STANDARD]);
        $there = $row && $this->db->record_exists('event', ['id' => $row->eventid]);
        if ($there) {
            $event = \calendar_event::load($row->eventid);
            $event->update($values, false);
        } else {
            $event = \calendar_event::create($values, false);
        }
        $kept = (object) [
            'remoteid' => $remoteid,
            'courseid' => $courseid,
            'userid' => $values->eventtype === 'user' ? $values->userid : 0,
            'eventid' => $event->id,
            'fingerprint' => $fingerprint,
        ];
        if ($row) {
            $kept->id = $row->id;
            $this->db->update_record(self::TABLE, $kept);
        } else {
            $this->db->insert_record(self::TABLE, $kept);
        }
    }

    /**
     * Take an event off.
     *
     * @param \stdClass $row what stands there
     */
    private function remove(\stdClass $row): void {
        if ($this->db->record_exists('event', ['id' => $row->eventid])) {
            \calendar_event::load($row->eventid)->delete();
        }
        $this->db->delete_records(self::TABLE, ['id' => $row->id]);
    }
}
