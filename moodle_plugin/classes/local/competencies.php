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
use core_competency\competency;
use core_competency\competency_framework;

/**
 * Units and requirements of a qualification as Moodle's competencies.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class competencies {
    /** @var int the longest name that Moodle takes */
    private const NAME = 100;

    /**
     * Competencies.
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
            $this->tie($courseid, $activities, $custom, $this->framework($one));
        }
    }

    /**
     * A framework with its competencies, made or brought up to date.
     *
     * @param array $one the sidecar's
     * @return array{0: competency, 1: string}[] competencies with the unit's idnumber that each belongs to
     */
    private function framework(array $one): array {
        $framework = competency_framework::get_record(['idnumber' => $one['idnumber']]) ?: null;
        $values = [
            'shortname' => $this->name($one['name'] ?? []),
            'description' => $this->both($one['description'] ?? []),
        ];
        if ($framework === null) {
            $framework = api::create_framework((object) ($values + $this->scale($one['scale'] ?? []) + [
                'idnumber' => $one['idnumber'],
                'descriptionformat' => FORMAT_HTML,
                'contextid' => \context_system::instance()->id,
                'visible' => true,
                'taxonomies' => 'competency',
            ]));
        } else if ($this->differs($framework, $values)) {
            api::update_framework((object) (['id' => $framework->get('id')] + $values));
        }
        return $this->fill($framework, array_filter((array) ($one['competencies'] ?? []), 'is_array'));
    }

    /**
     * The framework's competencies, parents first.
     *
     * @param competency_framework $framework made before
     * @param array[] $wanted the sidecar's
     * @return array{0: competency, 1: string}[]
     */
    private function fill(competency_framework $framework, array $wanted): array {
        $here = [];
        foreach (competency::get_records(['competencyframeworkid' => $framework->get('id')]) as $one) {
            $here[$one->get('idnumber')] = $one;
        }
        $found = $units = [];
        foreach ($wanted as $one) {
            $idnumber = (string) $one['idnumber'];
            $parent = (string) ($one['parent'] ?? '');
            $units[$idnumber] = $units[$parent] ?? $idnumber;
            $here[$idnumber] = $this->competency($framework, $one, $here[$idnumber] ?? null, $here[$parent] ?? null);
            $found[] = [$here[$idnumber], $units[$idnumber]];
        }
        return $found;
    }

    /**
     * One competency, made or brought up to date.
     *
     * @param competency_framework $framework it belongs to
     * @param array $one the sidecar's
     * @param competency|null $there what is there already
     * @param competency|null $parent above it
     * @return competency
     */
    private function competency(
        competency_framework $framework,
        array $one,
        ?competency $there,
        ?competency $parent
    ): competency {
        $values = [
            'shortname' => $this->name($one['name'] ?? []),
            'description' => $this->both(($one['description'] ?? []) ?: ($one['name'] ?? [])),
        ];
        if ($there === null) {
            $scale = empty($one['scale']) ? [] : $this->scale($one['scale']);
            return api::create_competency((object) ($values + $scale + [
                'idnumber' => (string) $one['idnumber'],
                'descriptionformat' => FORMAT_HTML,
                'competencyframeworkid' => $framework->get('id'),
                'parentid' => $parent ? $parent->get('id') : 0,
            ]));
        }
        if ($this->differs($there, $values)) {
            api::update_competency((object) (['id' => $there->get('id')] + $values));
            $there->read();
        }
        return $there;
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

    /**
     * Moodle's scale for one of the sidecar's, made if it is not there.
     *
     * @param array $scale idnumber, name, values, proficient
     * @return array scaleid and scaleconfiguration
     */
    private function scale(array $scale): array {
        $idnumber = (string) ($scale['idnumber'] ?? 'shown');
        $values = array_map(fn($one) => str_replace(',', ' ', $this->words($one)), (array) ($scale['values'] ?? []));
        $values = count($values) > 1 ? $values : [get_string('scale_no', 'block_valo'), get_string('scale_yes', 'block_valo')];
        $id = (int) get_config('block_valo', "scale_{$idnumber}");
        if (!$id || !$this->db->record_exists('scale', ['id' => $id])) {
            $id = $this->new_scale($this->words($scale['name'] ?? []) ?: 'valo', $values);
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

    /**
     * A name that Moodle takes, in the site's language.
     *
     * @param mixed $texts by language
     * @return string
     */
    private function name(mixed $texts): string {
        $name = $this->words($texts);
        return \core_text::strlen($name) <= self::NAME ? $name : \core_text::substr($name, 0, self::NAME - 1) . '…';
    }

    /**
     * Words in the site's language.
     *
     * @param mixed $texts by language
     * @return string
     */
    private function words(mixed $texts): string {
        global $CFG;
        return trim(words::pick($texts, $CFG->lang));
    }

    /**
     * Words in Finnish and in Swedish.
     *
     * @param mixed $texts by language
     * @return string HTML
     */
    private function both(mixed $texts): string {
        $parts = [];
        foreach (['fi', 'sv'] as $language) {
            $text = is_array($texts) ? trim((string) ($texts[$language] ?? '')) : '';
            if ($text !== '') {
                $parts[] = \html_writer::tag('p', s($text), ['lang' => $language]);
            }
        }
        return implode('', $parts);
    }

    /**
     * Whether something of ours changed.
     *
     * @param \core\persistent $there what is there
     * @param array $values what should be
     * @return bool
     */
    private function differs(\core\persistent $there, array $values): bool {
        foreach ($values as $name => $value) {
            if ((string) $there->get($name) !== (string) $value) {
                return true;
            }
        }
        return false;
    }
}
