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
 * Which sidecar this Moodle belongs to, and as whom.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class connection {
    /** @var string[] names of the settings that hold a connection */
    private const SETTINGS = ['baseurl', 'audience', 'clientid', 'typeid'];

    /**
     * A connection.
     *
     * @param string $baseurl the sidecar's address, no slash at the end; empty: not set up
     * @param string $audience whom the signed calls are meant for
     * @param string $issuer this Moodle, as the sidecar knows it
     * @param string $clientid the tool's client id in this Moodle
     * @param int $typeid the tool's row in this Moodle
     * @param string $release of the block; told for the eyes of the sidecar's operator
     */
    public function __construct(
        /** @var string the sidecar's address */
        public readonly string $baseurl,
        /** @var string whom the signed calls are meant for */
        public readonly string $audience,
        /** @var string this Moodle */
        public readonly string $issuer,
        /** @var string the tool's client id */
        public readonly string $clientid,
        /** @var int the tool's row */
        public readonly int $typeid,
        /** @var string of the block */
        public readonly string $release = '',
    ) {
    }

    /**
     * The one that the settings hold. Costs no query: Moodle caches settings.
     *
     * @return self
     */
    public static function from_settings(): self {
        global $CFG;
        $found = get_config('block_valo');
        return new self(
            (string) ($found->baseurl ?? ''),
            (string) ($found->audience ?? ''),
            $CFG->wwwroot,
            (string) ($found->clientid ?? ''),
            (int) ($found->typeid ?? 0),
            (string) ($found->version ?? ''),
        );
    }

    /**
     * Keep it in the settings. Another sidecar than before counts anew.
     *
     * @return bool whether it is another one
     */
    public function save(): bool {
        $before = self::from_settings();
        $isanother = $before->baseurl !== $this->baseurl || $before->clientid !== $this->clientid;
        if ($isanother) {
            memory::forget();
        }
        foreach (self::SETTINGS as $name) {
            set_config($name, $this->$name, 'block_valo');
        }
        return $isanother;
    }

    /**
     * Forget it.
     */
    public static function forget(): void {
        foreach (self::SETTINGS as $name) {
            unset_config($name, 'block_valo');
        }
    }

    /**
     * Whether the set-up was finished.
     *
     * @return bool
     */
    public function is_complete(): bool {
        return $this->baseurl !== '' && $this->audience !== '' && $this->clientid !== '' && $this->typeid > 0;
    }
}
