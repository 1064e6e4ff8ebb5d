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

use core_competency\api;
use core_competency\competency;
use core_competency\competency_framework;

/**
 * Qualifications as Moodle's competency frameworks, found again by their idnumber.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class frameworks {
    /** @var int the longest name that Moodle takes */
    private const NAME = 100;

    /** @var bool whether a competency came that was not here before */
    public bool $grew = false;

    /**
     * Frameworks.
     *
     * @param scales $scales the site's
     */
    public function __construct(
        /** @var scales the site's */
        private readonly scales $scales,
    ) {
    }

    /**
     * A framework with its competencies, made or brought up to date.
     *
     * @param array $one the sidecar's
     * @return array{0: competency, 1: string}[] competencies with the unit's idnumber that each belongs to
     */
    public function of(array $one): array {
        $framework = competency_framework::get_record(['idnumber' => $one['idnumber']]) ?: null;
        $values = [
            'shortname' => $this->name($one['name'] ?? []),
            'description' => $this->both($one['description'] ?? []),
        ];
        if ($framework === null) {
            $framework = api::create_framework((object) ($values + $this->scales->of($one['scale'] ?? []) + [
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
            $this->grew = true;
            $scale = empty($one['scale']) ? [] : $this->scales->of($one['scale']);
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
     * A name that Moodle takes, in the site's language.
     *
     * @param mixed $texts by language
     * @return string
     */
    private function name(mixed $texts): string {
        $name = words::site($texts);
        return \core_text::strlen($name) <= self::NAME ? $name : \core_text::substr($name, 0, self::NAME - 1) . '…';
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
