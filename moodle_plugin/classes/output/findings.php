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

use block_valo\local\setup\finding;

/**
 * The list of what the checks found.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class findings implements \core\output\renderable, \core\output\templatable {
    /**
     * A list.
     *
     * @param finding[] $found in order
     */
    public function __construct(
        /** @var finding[] in order */
        private readonly array $found,
    ) {
    }

    /**
     * Whether nothing stands in the way.
     *
     * @return bool
     */
    public function is_green(): bool {
        return !array_filter($this->found, fn($one) => $one->state === finding::BAD);
    }

    #[\Override]
    public function export_for_template(\core\output\renderer_base $output): array {
        return [
            'green' => $this->is_green(),
            'findings' => array_map(fn($one) => [
                'name' => get_string("check:{$one->check}", 'block_valo'),
                'text' => $one->text(),
                'state' => get_string("state:{$one->state}", 'block_valo'),
                'isok' => $one->state === finding::GOOD,
                'iswarning' => $one->state === finding::WARNING,
                'iserror' => $one->state === finding::BAD,
            ], $this->found),
        ];
    }
}
