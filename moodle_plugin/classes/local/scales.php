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
 * The sidecar's scales among the site's.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class scales {
    /**
     * Scales.
     *
     * @param \moodle_database $db the database
     */
    public function __construct(
        /** @var \moodle_database the database */
        private readonly \moodle_database $db,
    ) {
    }

    /**
     * Moodle's scale for one of the sidecar's, made if it is not there.
     *
     * @param array $scale idnumber, name, values, proficient
     * @return array scaleid and scaleconfiguration
     */
    public function of(array $scale): array {
        $idnumber = (string) ($scale['idnumber'] ?? 'shown');
        $values = array_map(fn($one) => str_replace(',', ' ', words::site($one)), (array) ($scale['values'] ?? []));
        $values = count($values) > 1 ? $values : [get_string('scale_no', 'block_valo'), get_string('scale_yes', 'block_valo')];
        $id = (int) get_config('block_valo', "scale_{$idnumber}");
        if (!$id || !$this->db->record_exists('scale', ['id' => $id])) {
            $id = $this->new_scale(words::site($scale['name'] ?? []) ?: 'valo', $values);
            set_config("scale_{$idnumber}", $id, 'block_valo');
        }
        $configuration = [['scaleid' => (string) $id]];
        $passing = min((int) ($scale['proficient'] ?? count($values) - 1), count($values) - 1);
        foreach ($values as $n => $value) {
            $configuration[] = [
                'id' => $n + 1,
                'scaledefault' => (int) ($n === $passing),
                'proficient' => (int) ($n >= $passing),
            ];
        }
        return ['scaleid' => $id, 'scaleconfiguration' => json_encode($configuration)];
    }

    /**
     * A new scale of the site.
     *
     * @param string $name its name
     * @param string[] $values lowest first
     * @return int its id
     */
    private function new_scale(string $name, array $values): int {
        global $CFG;
        require_once($CFG->libdir . '/gradelib.php');
        $scale = new \grade_scale([
            'name' => $name,
            'scale' => implode(',', $values),
            'courseid' => 0,
            'userid' => 0,
            'description' => '',
        ], false);
        return (int) $scale->insert('block_valo');
    }
}
