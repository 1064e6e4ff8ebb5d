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
 * Events that the sidecar has to know of.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

$observers = [
    ['eventname' => '\core\event\course_deleted', 'callback' => '\block_valo\observer\course_life::course_ended'],
    ['eventname' => '\core\event\course_module_created', 'callback' => '\block_valo\observer\course_life::activity_created'],
    ['eventname' => '\core\event\course_module_deleted', 'callback' => '\block_valo\observer\course_life::activity_deleted'],
    ['eventname' => '\core\event\course_reset_ended', 'callback' => '\block_valo\observer\course_life::course_ended'],
    ['eventname' => '\core\event\course_restored', 'callback' => '\block_valo\observer\course_life::course_restored'],
    ['eventname' => '\core\event\group_deleted', 'callback' => '\block_valo\observer\members::group_changed'],
    ['eventname' => '\core\event\group_member_added', 'callback' => '\block_valo\observer\members::group_member'],
    ['eventname' => '\core\event\group_member_removed', 'callback' => '\block_valo\observer\members::group_member'],
    ['eventname' => '\core\event\group_updated', 'callback' => '\block_valo\observer\members::group_changed'],
    ['eventname' => '\core\event\role_assigned', 'callback' => '\block_valo\observer\members::role_changed'],
    ['eventname' => '\core\event\role_unassigned', 'callback' => '\block_valo\observer\members::role_changed'],
    ['eventname' => '\core\event\user_deleted', 'callback' => '\block_valo\observer\accounts::user_deleted'],
    ['eventname' => '\core\event\user_enrolment_created', 'callback' => '\block_valo\observer\members::enrolment'],
    ['eventname' => '\core\event\user_enrolment_deleted', 'callback' => '\block_valo\observer\members::unenrolled'],
    ['eventname' => '\core\event\user_enrolment_updated', 'callback' => '\block_valo\observer\members::enrolment'],
    ['eventname' => '\core\event\user_updated', 'callback' => '\block_valo\observer\accounts::user_updated'],
    ['eventname' => '\mod_lti\event\course_module_viewed', 'callback' => '\block_valo\observer\accounts::activity_viewed'],
];
