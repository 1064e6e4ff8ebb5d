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

namespace block_valo\local\lti;

/**
 * The one place that knows Moodle's functions for external tools.
 *
 * They may move to core_ltix in a later Moodle; then only this file changes.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class adapter {
    /**
     * An adapter.
     *
     * @param \moodle_database $db the database
     */
    public function __construct(
        /** @var \moodle_database the database */
        private readonly \moodle_database $db,
    ) {
    }

    /**
     * Whether this Moodle has external tools where we know them.
     *
     * @return bool
     */
    public function is_here(): bool {
        global $CFG;
        return file_exists($CFG->dirroot . '/mod/lti/locallib.php');
    }

    /**
     * The key with which this Moodle signs launches.
     *
     * @return array ['key' => PEM, 'kid' => id], empty strings where there is none
     */
    public function signing_key(): array {
        $class = '\\mod_lti\\local\\ltiopenid\\jwks_helper';
        $found = class_exists($class) ? $class::get_private_key() : [];
        return ['key' => (string) ($found['key'] ?? ''), 'kid' => (string) ($found['kid'] ?? '')];
    }

    /**
     * Addresses of this Moodle that a tool has to know.
     *
     * @return array<string, string>
     */
    public function addresses(): array {
        global $CFG;
        return [
            'issuer' => $CFG->wwwroot,
            'auth_login_url' => $CFG->wwwroot . '/mod/lti/auth.php',
            'auth_token_url' => $CFG->wwwroot . '/mod/lti/token.php',
            'key_set_url' => $CFG->wwwroot . '/mod/lti/certs.php',
        ];
    }

    /**
     * The site's LTI 1.3 tool with this launch address, whoever made it.
     *
     * @param string $launchurl the tool's launch address
     * @return \stdClass|null the row, with `id` and `clientid`
     */
    public function find(string $launchurl): ?\stdClass {
        $this->load();
        foreach (lti_get_tools_by_url($launchurl, null) as $type) {
            if ($type->baseurl === $launchurl && $type->ltiversion === LTI_VERSION_1P3) {
                return $type;
            }
        }
        return null;
    }

    /**
     * A tool by its row.
     *
     * @param int $typeid its id
     * @return \stdClass|null
     */
    public function get(int $typeid): ?\stdClass {
        $this->load();
        return lti_get_type($typeid) ?: null;
    }

    /**
     * Make the tool.
     *
     * @param array $tool what the sidecar says of itself
     * @return \stdClass the new row
     */
    public function create(array $tool): \stdClass {
        $this->load();
        $type = (object) ['state' => LTI_TOOL_STATE_CONFIGURED, 'coursevisible' => LTI_COURSEVISIBLE_ACTIVITYCHOOSER];
        return lti_get_type(lti_add_type($type, tool_settings::of($tool)));
    }

    /**
     * Bring an existing tool to what the sidecar says now, and switch it on.
     *
     * @param \stdClass $type the row
     * @param array $tool what the sidecar says of itself
     * @return \stdClass the row as it is now
     */
    public function update(\stdClass $type, array $tool): \stdClass {
        $this->load();
        $type->state = LTI_TOOL_STATE_CONFIGURED;
        lti_update_type($type, tool_settings::of($tool));
        return lti_get_type($type->id);
    }

    /**
     * Remove the tool. Activities made with it no longer open.
     *
     * @param int $typeid its id
     */
    public function remove(int $typeid): void {
        $this->load();
        lti_delete_type($typeid);
    }

    /**
     * Courses that have an activity of the tool.
     *
     * @param int $typeid the tool
     * @return int[]
     */
    public function courses(int $typeid): array {
        return array_map('intval', $this->db->get_fieldset_sql(
            'SELECT DISTINCT course FROM {lti} WHERE typeid = :typeid',
            ['typeid' => $typeid]
        ));
    }

    /**
     * What a new activity of the tool holds: Moodle's own reading of an item of Deep Linking.
     *
     * @param int $typeid the tool
     * @param array $item an `ltiResourceLink` of Deep Linking 2.0
     * @return array values for add_moduleinfo()
     */
    public function from_item(int $typeid, array $item): array {
        $this->load();
        $items = lti_convert_content_items(json_encode([$item]));
        $read = lti_tool_configuration_from_content_item($typeid, 'ContentItemSelection', LTI_VERSION_1P3, '', $items);
        $values = (array) $read;
        unset($values['introeditor'], $values['selectcontentindicator'], $values['grade_modgrade_point']);
        return [
            'typeid' => $typeid,
            'intro' => s($read->introeditor['text']),
            'introformat' => FORMAT_HTML,
            'grade' => $read->grade_modgrade_point ?? 0,
            'showtitlelaunch' => 0,
            'showdescriptionlaunch' => 0,
        ] + $values;
    }

    /**
     * Take activities that came with a backup from another Moodle: there the tool has another id.
     *
     * @param int $courseid the course
     * @param int $typeid the tool
     * @return int how many
     */
    public function adopt(int $courseid, int $typeid): int {
        $ours = $this->get($typeid)->baseurl ?? '';
        $alone = $this->db->get_records_select(
            'lti',
            'course = :course AND (typeid IS NULL OR typeid = 0)',
            ['course' => $courseid],
            '',
            'id, toolurl'
        );
        $found = array_filter($alone, fn($row) => $ours !== '' && $row->toolurl === $ours);
        foreach (array_keys($found) as $id) {
            $this->db->set_field('lti', 'typeid', $typeid, ['id' => $id]);
        }
        return count($found);
    }

    /**
     * Whether an activity is one of the tool's.
     *
     * @param int $instanceid the activity's row (`lti.id`)
     * @param int $typeid the tool
     * @return bool
     */
    public function is_ours(int $instanceid, int $typeid): bool {
        return $this->db->record_exists('lti', ['id' => $instanceid, 'typeid' => $typeid]);
    }

    /**
     * Whether a course module is an activity of the tool's.
     *
     * @param int $cmid the course module
     * @param int $typeid the tool
     * @return bool
     */
    public function is_our_module(int $cmid, int $typeid): bool {
        return $this->db->record_exists_sql("
            SELECT 1
              FROM {course_modules} cm
              JOIN {modules} m ON m.id = cm.module AND m.name = 'lti'
              JOIN {lti} l ON l.id = cm.instance
             WHERE cm.id = :cmid AND l.typeid = :typeid", ['cmid' => $cmid, 'typeid' => $typeid]);
    }

    /**
     * Activities of the tool in a course, in the order of the course, those that a person may open.
     *
     * @param int $courseid the course
     * @param int $typeid the tool
     * @param int $userid the person
     * @return \cm_info[]
     */
    public function activities(int $courseid, int $typeid, int $userid): array {
        return array_values(array_filter($this->in_course($courseid, $typeid, $userid), fn($cm) => $cm->uservisible));
    }

    /**
     * All activities of the tool in a course, in the order of the course.
     *
     * @param int $courseid the course
     * @param int $typeid the tool
     * @param int $userid as whom to look; 0 for the current user
     * @return \cm_info[]
     */
    public function in_course(int $courseid, int $typeid, int $userid = 0): array {
        $ours = $this->db->get_records_menu('lti', ['course' => $courseid, 'typeid' => $typeid], '', 'id, typeid');
        $all = $ours ? get_fast_modinfo($courseid, $userid)->get_cms() : [];
        return array_values(array_filter($all, fn($cm) => $cm->modname === 'lti' && isset($ours[$cm->instance])));
    }

    /**
     * The custom parameters that activities carry, as Deep Linking made them.
     *
     * @param int[] $instanceids rows of `lti`
     * @return array<int, array<string, string>> by row: name => value
     */
    public function custom(array $instanceids): array {
        $rows = $instanceids ? $this->db->get_records_list('lti', 'id', $instanceids, '', 'id, instructorcustomparameters') : [];
        return array_map(fn($row) => self::pairs((string) $row->instructorcustomparameters), $rows);
    }

    /**
     * Lines `name=value`.
     *
     * @param string $lines any
     * @return array<string, string>
     */
    private static function pairs(string $lines): array {
        $found = [];
        foreach (preg_split('/[\r\n;]+/', $lines) as $line) {
            [$name, $value] = array_map('trim', explode('=', $line, 2)) + ['', ''];
            $found[$name] = $value;
        }
        unset($found['']);
        return $found;
    }

    /**
     * Load Moodle's functions.
     */
    private function load(): void {
        global $CFG;
        require_once($CFG->dirroot . '/mod/lti/locallib.php');
    }
}
