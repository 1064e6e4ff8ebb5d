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
 * What demonstrations look like in calendars.
 *
 * The learner's own calendar says what and where. The course's calendar says only that there is a
 * demonstration that day: who demonstrates is nobody else's business. The sidecar knows days, not
 * hours: a day is the learner's own day, and the site's for the course.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class demonstrations {
    /** @var string how the sidecar writes a day */
    private const DAY = '/^\d{4}-\d\d-\d\d$/';

    /**
     * The events that should be there.
     *
     * @param int $courseid the course
     * @param array[] $demonstrations the sidecar's
     * @param \stdClass[] $people accounts, by id
     * @return array[] values of events, by the sidecar's id or by course and days
     */
    public static function events(int $courseid, array $demonstrations, array $people): array {
        $found = [];
        foreach ($demonstrations as $one) {
            $user = $people[(int) ($one['user'] ?? 0)] ?? null;
            $days = [(string) ($one['starts_on'] ?? ''), (string) ($one['ends_on'] ?? '')];
            if (!$user || $user->deleted || count(preg_grep(self::DAY, $days)) < 2) {
                continue;
            }
            $found[(string) $one['id']] = self::own($one, $user, $days);
            $found["{$courseid}:" . implode('/', $days)] ??= self::shared($courseid, $days);
        }
        return $found;
    }

    /**
     * The learner's own event.
     *
     * @param array $one the sidecar's
     * @param \stdClass $user the learner
     * @param string[] $days the first and the last
     * @return array
     */
    private static function own(array $one, \stdClass $user, array $days): array {
        $title = words::pick($one['title'] ?? [], $user->lang);
        return [
            'eventtype' => 'user',
            'userid' => (int) $user->id,
            'courseid' => 0,
            'name' => get_string_manager()->get_string('calendar_own', 'block_valo', $title, $user->lang),
            'description' => s((string) ($one['place'] ?? '')),
        ] + self::span($days, \core_date::get_user_timezone_object($user));
    }

    /**
     * The course's event; it names nobody.
     *
     * @param int $courseid the course
     * @param string[] $days the first and the last
     * @return array
     */
    private static function shared(int $courseid, array $days): array {
        return [
            'eventtype' => 'course',
            'userid' => (int) get_admin()->id,
            'courseid' => $courseid,
            'name' => get_string('calendar_course', 'block_valo'),
            'description' => '',
        ] + self::span($days, \core_date::get_server_timezone_object());
    }

    /**
     * From the first minute of the first day to the last of the last: Moodle has no word for a whole day.
     *
     * @param string[] $days the first and the last
     * @param \DateTimeZone $zone whose days they are
     * @return array{timestart: int, timeduration: int}
     */
    private static function span(array $days, \DateTimeZone $zone): array {
        $start = (new \DateTimeImmutable("{$days[0]} 00:00:00", $zone))->getTimestamp();
        $end = (new \DateTimeImmutable("{$days[1]} 23:59:59", $zone))->getTimestamp();
        return ['timestart' => $start, 'timeduration' => max(0, $end - $start)];
    }
}
