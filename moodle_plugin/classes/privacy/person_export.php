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

namespace block_valo\privacy;

use block_valo\local\client;
use block_valo\local\connection;
use block_valo\local\erasures;
use core_privacy\local\request\writer;

/**
 * A person's own, from the block and from the sidecar, in an export.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class person_export {
    /**
     * All of a person's, from the sidecar too. Throws where it does not answer: an export with a hole is none.
     *
     * @param \context $context the person's
     * @param \stdClass $user the person
     * @param string[] $here where it goes in the export
     */
    public static function write(\context $context, \stdClass $user, array $here): void {
        global $DB;
        $writer = writer::with_context($context);
        $waiting = $DB->get_records('block_valo_outbox', ['userid' => $user->id], 'id', 'id, kind, payload, timecreated');
        $answers = \core\di::get(erasures::class)->answers((int) $user->id, $user->lang);
        if ($waiting || $answers) {
            $data = (object) ['notyetsent' => array_values($waiting), 'erasures' => $answers];
            $writer->export_data([...$here, get_string('privacy:block', 'block_valo')], $data);
        }
        if (!\core\di::get(connection::class)->is_complete()) {
            return;
        }
        $answer = \core\di::get(client::class)->get('/moodle/privacy/export', ['user' => (string) $user->id]);
        foreach (array_filter((array) ($answer['files'] ?? []), 'is_array') as $file) {
            $path = array_map('strval', array_values((array) ($file['path'] ?? [])));
            $writer->export_data([...$here, ...$path], (object) ($file['data'] ?? []));
        }
    }
}
