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
 * Sends the outbox, in order, each once.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class sender {
    /** @var int how many a batch holds */
    public const BATCH = 1000;
    /** @var int how long one run may last, in seconds */
    private const RUN = 50;
    /** @var string[] kinds that say which role the person has */
    private const WITH_ROLE = ['enrolled', 'group_joined', 'group_left', 'role_changed'];
    /** @var string[] kinds by which valo gets to know a person of a course */
    private const COMES = ['enrolled', 'enrolment_changed', 'group_joined', 'role_changed'];
    /** @var string[] archetypes that lead others */
    private const LEADERS = ['teacher', 'editingteacher', 'manager', 'coursecreator'];

    /**
     * A sender.
     *
     * @param client $client the sidecar
     * @param outbox $outbox what waits
     * @param people $people whom valo knows
     * @param \moodle_database $db the database
     * @param \core\clock $clock what time it is
     */
    public function __construct(
        /** @var client the sidecar */
        private readonly client $client,
        /** @var outbox what waits */
        private readonly outbox $outbox,
        /** @var people whom valo knows */
        private readonly people $people,
        /** @var \moodle_database the database */
        private readonly \moodle_database $db,
        /** @var \core\clock what time it is */
        private readonly \core\clock $clock,
    ) {
    }

    /**
     * Send what waits, until nothing does or the time is up. Stops where the sidecar does not answer.
     *
     * @return int how many the sidecar took
     * @throws unreachable
     * @throws refused where it refused a whole batch
     */
    public function send(): int {
        $end = $this->clock->time() + self::RUN;
        $sent = 0;
        while ($this->clock->time() < $end && ($rows = $this->outbox->first(self::BATCH))) {
            [$taken, $refused] = $this->told($rows);
            $sent += count($taken);
            if (!$taken && !$refused) {
                throw new unreachable(unreachable::STRANGE, 'nothing taken');
            }
        }
        return $sent;
    }

    /**
     * Tell one batch and settle it.
     *
     * @param \stdClass[] $rows by id
     * @return array{0: int[], 1: int[]} taken and refused rows
     */
    private function told(array $rows): array {
        $prefix = get_config('block_valo', 'installation') . '-';
        $roles = $this->roles($rows);
        $events = array_map(fn($row) => $this->event($row, $prefix, $roles), array_values($rows));
        $this->people->told_of($this->comers($rows));
        $answer = $this->client->post('/moodle/events', ['events' => $events]);
        $strip = fn($id) => (int) substr((string) $id, strlen($prefix));
        $taken = array_values(array_intersect(array_map($strip, (array) ($answer['accepted'] ?? [])), array_keys($rows)));
        $refused = [];
        $transaction = $this->db->start_delegated_transaction();
        $this->outbox->taken($taken);
        foreach ((array) ($answer['refused'] ?? []) as $one) {
            $id = $strip($one['id'] ?? '');
            if (isset($rows[$id])) {
                $this->outbox->refused($id, trim(($one['code'] ?? '') . ' ' . ($one['message'] ?? '')));
                $refused[] = $id;
            }
        }
        $transaction->allow_commit();
        return [$taken, $refused];
    }

    /**
     * A row as the API wants it.
     *
     * @param \stdClass $row of the outbox
     * @param string $prefix this installation's name
     * @param array $roles by person and course
     * @return array
     */
    private function event(\stdClass $row, string $prefix, array $roles): array {
        $values = json_decode($row->payload, true) ?: [];
        $event = ['id' => $prefix . $row->id, 'kind' => $row->kind, 'at' => (int) $row->timecreated] + $values;
        if ($row->userid) {
            $event['user'] = (string) $row->userid;
        }
        if (in_array($row->kind, self::WITH_ROLE, true)) {
            $event['role'] = isset($roles["{$row->userid}-" . ($values['course'] ?? '')]) ? 'teacher' : 'learner';
        }
        return $event;
    }

    /**
     * Whom valo gets to know by a batch, and from which course.
     *
     * @param \stdClass[] $rows of the outbox
     * @return array[] each [person, course]
     */
    private function comers(array $rows): array {
        $come = array_filter($rows, fn($row) => in_array($row->kind, self::COMES, true));
        return array_map(fn($row) => [(int) $row->userid, (int) (json_decode($row->payload)->course ?? 0)], $come);
    }

    /**
     * Who of a batch leads others in which course; one query.
     *
     * @param \stdClass[] $rows of the outbox
     * @return array<string, bool> by person-course
     */
    private function roles(array $rows): array {
        $rows = array_filter($rows, fn($row) => in_array($row->kind, self::WITH_ROLE, true));
        if (!$rows) {
            return [];
        }
        [$in, $params] = $this->db->get_in_or_equal(array_unique(array_column($rows, 'userid')), SQL_PARAMS_NAMED, 'u');
        [$of, $more] = $this->db->get_in_or_equal(self::LEADERS, SQL_PARAMS_NAMED, 'a');
        $found = $this->db->get_records_sql("
            SELECT ra.id, ra.userid, ctx.instanceid
              FROM {role_assignments} ra
              JOIN {role} r ON r.id = ra.roleid
              JOIN {context} ctx ON ctx.id = ra.contextid AND ctx.contextlevel = :level
             WHERE ra.userid {$in} AND r.archetype {$of}", ['level' => CONTEXT_COURSE] + $params + $more);
        $leads = [];
        foreach ($found as $one) {
            $leads["{$one->userid}-{$one->instanceid}"] = true;
        }
        return $leads;
    }
}
