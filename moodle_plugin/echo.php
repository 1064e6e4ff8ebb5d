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

/**
 * Says whether a path behind the file name and an Authorization header arrive; for the set-up's check.
 *
 * It reads no database and knows nobody; it repeats nothing but a fixed word.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

define('NO_MOODLE_COOKIES', true);
define('NO_DEBUG_DISPLAY', true);
// phpcs:ignore moodle.Files.RequireLogin.Missing -- holds nothing of anybody, and is called by this Moodle itself.
require_once('../../config.php');

$header = $_SERVER['HTTP_AUTHORIZATION'] ?? $_SERVER['REDIRECT_HTTP_AUTHORIZATION'] ?? '';
if ($header === '' && function_exists('getallheaders')) {
    $header = array_change_key_case(getallheaders())['authorization'] ?? '';
}
header('Content-Type: application/json');
header('Cache-Control: no-store');
echo json_encode([
    'path' => ($_SERVER['PATH_INFO'] ?? '') === '/path' ? '/path' : '',
    'header' => $header === 'Bearer valo-echo',
]);
