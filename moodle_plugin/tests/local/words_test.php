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

use block_valo\local\setup\link;

/**
 * Small readers: languages, and what an administrator pastes.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \block_valo\local\words
 * @covers     \block_valo\local\setup\link
 */
final class words_test extends \basic_testcase {
    /**
     * Texts, language, what is picked.
     *
     * @return array<string, array>
     */
    public static function texts(): array {
        return [
            'own language' => [['fi' => 'a', 'sv' => 'b', 'en' => 'c'], 'sv', 'b'],
            'a dialect' => [['fi' => 'a', 'sv' => 'b'], 'sv_fi', 'b'],
            'another language' => [['fi' => 'a', 'sv' => 'b'], 'de', 'a'],
            'an empty one' => [['fi' => '', 'sv' => 'b'], 'fi', 'b'],
            'none' => [[], 'fi', ''],
            'nonsense' => ['text', 'fi', ''],
        ];
    }

    /**
     * Words are never left out where there are some.
     *
     * @dataProvider texts
     * @param mixed $texts by language
     * @param string $language wanted
     * @param string $expected picked
     */
    public function test_pick(mixed $texts, string $language, string $expected): void {
        $this->assertSame($expected, words::pick($texts, $language));
    }

    /**
     * What is pasted, address, invitation.
     *
     * @return array<string, array>
     */
    public static function links(): array {
        return [
            'link' => ['https://valo.test/lti/register?invite=abc', '', 'https://valo.test', 'abc'],
            'link with port' => [' http://127.0.0.1:8080/lti/register?invite=abc ', '', 'http://127.0.0.1:8080', 'abc'],
            'address' => ['https://valo.test/', 'abc', 'https://valo.test', 'abc'],
            'no scheme' => ['valo.test', 'abc', 'https://valo.test', 'abc'],
            'in a folder' => ['https://school.test/valo/lti/register?invite=x', '', 'https://school.test/valo', 'x'],
            'the API' => ['https://valo.test/api/v1/tool', '', 'https://valo.test', ''],
            'own invitation wins' => ['https://valo.test/lti/register?invite=old', 'new', 'https://valo.test', 'new'],
            'another scheme' => ['ftp://valo.test', '', '', ''],
            'nothing' => ['', '', '', ''],
            'list as invitation' => ['https://valo.test/?invite[]=x', '', 'https://valo.test', ''],
        ];
    }

    /**
     * One field is enough.
     *
     * @dataProvider links
     * @param string $pasted in the first field
     * @param string $invite in the second
     * @param string $address expected
     * @param string $expected expected invitation
     */
    public function test_link(string $pasted, string $invite, string $address, string $expected): void {
        $link = link::read($pasted, $invite);
        $this->assertSame([$address, $expected], [$link->address, $link->invite]);
    }
}
