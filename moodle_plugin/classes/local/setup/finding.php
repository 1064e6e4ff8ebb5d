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

namespace block_valo\local\setup;

/**
 * What one check of the set-up found, as the name of a sentence.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class finding {
    /** @var string all is well */
    public const GOOD = 'ok';
    /** @var string it works, but should be looked at */
    public const WARNING = 'warning';
    /** @var string it does not work */
    public const BAD = 'error';
    /** @var string the sidecar's code for a Moodle that it does not know */
    private const UNKNOWN = 'LTI-PLATFORM';

    /**
     * A finding.
     *
     * @param string $check what was looked at: address, clock, keys …
     * @param string $state good, warning or bad
     * @param string $sentence name of the sentence in the language file, without `finding:`
     * @param string|array $details put into the sentence
     */
    public function __construct(
        /** @var string what was looked at */
        public readonly string $check,
        /** @var string good, warning or bad */
        public readonly string $state,
        /** @var string name of the sentence */
        public readonly string $sentence,
        /** @var string|array put into the sentence */
        public readonly string|array $details = '',
    ) {
    }

    /**
     * Nothing to do.
     *
     * @param string $check what was looked at
     * @return self
     */
    public static function good(string $check): self {
        return new self($check, self::GOOD, "{$check}_ok");
    }

    /**
     * Works, but look at it.
     *
     * @param string $check what was looked at
     * @param string $sentence name of the sentence
     * @param string|array $details put into it
     * @return self
     */
    public static function warning(string $check, string $sentence, string|array $details = ''): self {
        return new self($check, self::WARNING, $sentence, $details);
    }

    /**
     * Does not work.
     *
     * @param string $check what was looked at
     * @param string $sentence name of the sentence
     * @param string|array $details put into it
     * @return self
     */
    public static function bad(string $check, string $sentence, string|array $details = ''): self {
        return new self($check, self::BAD, $sentence, $details);
    }

    /**
     * What was looked at, and what to do, in the reader's language.
     *
     * @return string
     */
    public function text(): string {
        return get_string("finding:{$this->sentence}", 'block_valo', $this->details ?: null);
    }

    /**
     * A trouble on the way to the sidecar, as a finding.
     *
     * @param string $check what was looked at
     * @param \RuntimeException $error unreachable, refused or no_key
     * @param string $address the address that was called
     * @return self
     */
    public static function from_error(string $check, \RuntimeException $error, string $address): self {
        if ($error instanceof \block_valo\local\unreachable) {
            return self::bad($check, "way_{$error->reason}", ['address' => $address, 'host' => self::host($address)]);
        }
        if ($error instanceof \block_valo\local\refused && $error->errorcode === self::UNKNOWN) {
            return self::bad($check, 'way_unknown', trim("{$error->errorcode} {$error->reference}"));
        }
        if ($error instanceof \block_valo\local\refused) {
            return self::bad($check, 'way_refused', [
                'status' => $error->status,
                'sentence' => $error->sentence,
                'code' => trim("{$error->errorcode} {$error->reference}"),
            ]);
        }
        return self::bad($check, 'way_nokey');
    }

    /**
     * Host and port of an address, as Moodle's list of blocked hosts wants them.
     *
     * @param string $address any
     * @return string
     */
    private static function host(string $address): string {
        $parts = parse_url($address) ?: [];
        return ($parts['host'] ?? '') . (isset($parts['port']) ? ":{$parts['port']}" : '');
    }
}
