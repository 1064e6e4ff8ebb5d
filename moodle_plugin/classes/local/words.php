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
 * Picks a language from what the sidecar says in several.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class words {
    /**
     * The words in a language, else in another.
     *
     * @param mixed $texts by language: fi, sv, en
     * @param string $language as Moodle writes it, for example sv or sv_fi
     * @return string
     */
    public static function pick(mixed $texts, string $language): string {
        $texts = array_filter(is_array($texts) ? $texts : [], fn($text) => is_string($text) && $text !== '');
        foreach ([substr($language, 0, 2), 'fi', 'en', 'sv'] as $one) {
            if (isset($texts[$one])) {
                return $texts[$one];
            }
        }
        return (string) (reset($texts) ?: '');
    }

    /**
     * The words in the site's language, where something is the same for everybody.
     *
     * @param mixed $texts by language: fi, sv, en
     * @return string
     */
    public static function site(mixed $texts): string {
        global $CFG;
        return trim(self::pick($texts, $CFG->lang));
    }
}
