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
 * Makes a course to start from, and on wish a backup of it to restore elsewhere in this Moodle.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

define('CLI_SCRIPT', true);

require(__DIR__ . '/../../../config.php');
require_once($CFG->libdir . '/clilib.php');

[$options, $unknown] = cli_get_params([
    'name' => '',
    'shortname' => '',
    'category' => 0,
    'lang' => $CFG->lang,
    'backup' => '',
    'help' => false,
], ['h' => 'help']);
if ($unknown || $options['help']) {
    cli_writeln('Makes a hidden course with diary, papers, the coach\'s desk and guidance.

--name=NAME        the course\'s name
--shortname=NAME   its short name; a new one unless given
--category=ID      where; the first category unless given
--lang=fi|sv|en    language of the texts, as far as this Moodle has it; the site\'s unless given
--backup=FOLDER    also write a backup (.mbz) into an existing folder');
    exit($unknown ? 1 : 0);
}
if (!\block_valo\local\connection::from_settings()->is_complete()) {
    cli_error(get_string('card_unset', 'block_valo'));
}
\core\session\manager::set_user(get_admin());
if (!isset(\block_valo\local\template::languages()[$options['lang']])) {
    cli_error("--lang: one of " . implode(', ', array_keys(\block_valo\local\template::languages())));
}
$name = $options['name'] ?: get_string_manager()->get_string('template', 'block_valo', null, $options['lang']);
$category = $options['category'] ?: core_course_category::get_default()->id;
$shortname = $options['shortname'] ?: \block_valo\local\template::shortname();
try {
    $course = \core\di::get(\block_valo\local\template::class)->make((int) $category, $name, $shortname, $options['lang']);
} catch (\RuntimeException $error) {
    cli_error(\block_valo\local\setup\finding::from_error('signed', $error, '')->text());
}
cli_writeln((new moodle_url('/course/view.php', ['id' => $course->id]))->out(false));
if ($options['backup']) {
    require_once($CFG->dirroot . '/backup/util/includes/backup_includes.php');
    $backup = new backup_controller(
        backup::TYPE_1COURSE,
        $course->id,
        backup::FORMAT_MOODLE,
        backup::INTERACTIVE_NO,
        backup::MODE_GENERAL,
        get_admin()->id
    );
    $backup->get_plan()->get_setting('users')->set_value(0);
    $backup->execute_plan();
    $file = $backup->get_results()['backup_destination'];
    $target = rtrim($options['backup'], '/') . "/{$shortname}.mbz";
    if (!$file->copy_content_to($target)) {
        cli_error("could not write {$target}");
    }
    $backup->destroy();
    cli_writeln($target);
}
