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

namespace block_valo\output;

/**
 * The card as the template wants it.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class card implements \core\output\renderable, \core\output\templatable {
    /** @var string[] states of today's entry */
    private const TODAY = ['none', 'draft', 'submitted', 'returned', 'approved'];

    /**
     * A card.
     *
     * @param array|null $numbers as the sidecar gave them; null where there are none yet
     * @param int $courseid of which course; 0 for the dashboard
     * @param string $returnurl where somebody without scripts comes back to
     * @param bool $answered whether the sidecar was asked already
     */
    public function __construct(
        /** @var array|null as the sidecar gave them */
        private readonly ?array $numbers,
        /** @var int of which course */
        private readonly int $courseid,
        /** @var string where somebody without scripts comes back to */
        private readonly string $returnurl = '',
        /** @var bool whether the sidecar was asked already */
        private readonly bool $answered = false,
    ) {
    }

    #[\Override]
    public function export_for_template(\core\output\renderer_base $output): array {
        $numbers = $this->numbers;
        $roles = $numbers === null ? [] : array_filter([
            'learner' => $this->learner($numbers['learner'] ?? null),
            'coach' => $this->coach($numbers['coach'] ?? null),
            'officer' => $this->officer($numbers['officer'] ?? null),
        ]);
        return $roles + [
            'id' => "block-valo-{$this->courseid}",
            'waiting' => $numbers === null && !$this->answered,
            'silent' => $numbers === null && $this->answered,
            'newcomer' => $numbers !== null && !$roles,
            'openurl' => $this->url('diary'),
            'refreshurl' => (new \moodle_url('/blocks/valo/open.php', [
                'courseid' => $this->courseid,
                'refresh' => 1,
                'returnurl' => $this->returnurl,
                'sesskey' => sesskey(),
            ]))->out(false),
        ];
    }

    /**
     * A learner's part.
     *
     * @param array|null $found numbers
     * @return array|null
     */
    private function learner(?array $found): ?array {
        if ($found === null) {
            return null;
        }
        $today = in_array($found['today'] ?? '', self::TODAY, true) ? $found['today'] : 'none';
        $at = strtotime((string) ($found['last_answer_at'] ?? ''));
        $lamps = (int) ($found['lamps'] ?? 0);
        return [
            'today' => get_string("card_today_{$today}", 'block_valo'),
            'answer' => $at ? get_string('card_answer', 'block_valo', $this->day($at)) : '',
            'lamps' => $lamps ? get_string('card_lamps', 'block_valo', ['lit' => (int) ($found['lit'] ?? 0), 'all' => $lamps]) : '',
            'lit' => (int) ($found['lit'] ?? 0),
            'all' => $lamps,
            'button' => get_string($today === 'none' ? 'card_write' : 'card_open', 'block_valo'),
            'url' => $this->url('diary'),
        ];
    }

    /**
     * A day as people say it.
     *
     * @param int $at seconds
     * @return string
     */
    private function day(int $at): string {
        return userdate($at, get_string('strftimedaydate', 'langconfig'));
    }

    /**
     * A coach's part.
     *
     * @param array|null $found numbers
     * @return array|null
     */
    private function coach(?array $found): ?array {
        if ($found === null) {
            return null;
        }
        $help = (int) ($found['help'] ?? 0);
        $days = $found['oldest_days'] ?? null;
        return [
            'count' => $this->counted('card_waiting', (int) ($found['waiting'] ?? 0)),
            'help' => $help ? $this->counted('card_help', $help) : '',
            'oldest' => $days === null || !$days ? '' : $this->counted('card_oldest', (int) $days),
            'url' => $this->url('desk'),
        ];
    }

    /**
     * A records officer's part.
     *
     * @param array|null $found numbers
     * @return array|null
     */
    private function officer(?array $found): ?array {
        return $found === null ? null : [
            'count' => $this->counted('card_proposals', (int) ($found['proposals'] ?? 0)),
            'url' => $this->url('proposals'),
        ];
    }

    /**
     * A sentence with a number: none, one, or several.
     *
     * @param string $sentence the sentence's name
     * @param int $number how many
     * @return string
     */
    private function counted(string $sentence, int $number): string {
        $which = [0 => '_none', 1 => '_one'][$number] ?? '_many';
        return get_string($sentence . $which, 'block_valo', $number);
    }

    /**
     * The way into valo.
     *
     * @param string $page diary, desk or proposals
     * @return string
     */
    private function url(string $page): string {
        return (new \moodle_url('/blocks/valo/open.php', ['courseid' => $this->courseid, 'page' => $page]))->out(false);
    }
}
