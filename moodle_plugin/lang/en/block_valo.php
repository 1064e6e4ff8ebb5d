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
 * English strings.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

$string['cachedef_card'] = 'The last numbers of each card';
$string['cachedef_site'] = 'Courses that use valo';
$string['calendar_course'] = 'Demonstration day';
$string['calendar_own'] = 'Your demonstration: {$a}';
$string['card_answer'] = 'Last answer: {$a}';
$string['card_desk'] = 'Open the coach\'s desk';
$string['card_help_many'] = '{$a} people ask for help.';
$string['card_help_none'] = 'Nobody asks for help.';
$string['card_help_one'] = 'One person asks for help.';
$string['card_lamps'] = '{$a->lit} of {$a->all} lamps are lit';
$string['card_newcomer'] = 'Here you see your day in valo, once you have opened it.';
$string['card_officer'] = 'Open the proposals';
$string['card_oldest_many'] = 'The longest wait is {$a} days.';
$string['card_oldest_none'] = 'Nobody has waited long.';
$string['card_oldest_one'] = 'The longest wait is one day.';
$string['card_open'] = 'Open the diary';
$string['card_proposals_many'] = '{$a} proposals wait for you.';
$string['card_proposals_none'] = 'No proposals wait.';
$string['card_proposals_one'] = 'One proposal waits for you.';
$string['card_refresh'] = 'Show today\'s numbers';
$string['card_silent'] = 'valo does not answer right now. Your words are safe there.';
$string['card_today_approved'] = 'Your coach approved today\'s entry.';
$string['card_today_draft'] = 'You have begun today\'s entry.';
$string['card_today_none'] = 'How was your day? Tell about it.';
$string['card_today_returned'] = 'Your coach would like to know a little more.';
$string['card_today_submitted'] = 'Today\'s entry is with your coach.';
$string['card_unset'] = 'valo is not connected yet.';
$string['card_waiting_many'] = '{$a} entries wait for you.';
$string['card_waiting_none'] = 'No entries wait for you.';
$string['card_waiting_one'] = 'One entry waits for you.';
$string['card_write'] = 'Tell about the day';
$string['check:active'] = 'Block switched on';
$string['check:address'] = 'Address of valo';
$string['check:clock'] = 'Clocks';
$string['check:cron'] = 'Cron';
$string['check:header'] = 'Authorization header';
$string['check:https'] = 'https';
$string['check:key'] = 'Moodle\'s LTI key';
$string['check:keys'] = 'Keys of valo';
$string['check:pathinfo'] = 'Web server';
$string['check:registered'] = 'Registration at valo';
$string['check:signed'] = 'The way there and back';
$string['check:tool'] = 'Tool in Moodle';
$string['check_connection'] = 'valo: connection';
$string['check_contact'] = 'valo: last contact';
$string['check_contact_at'] = 'A task last reached valo on {$a}.';
$string['check_contact_never'] = 'No task has reached valo yet. Does cron run?';
$string['check_queue'] = 'valo: messages';
$string['check_queue_counts'] = 'Waiting: {$a->waiting}. Refused: {$a->failed}. Erasures waiting: {$a->erasures}.';
$string['check_queue_failed'] = 'valo did not take these. The set-up page shows why and can send them again.';
$string['doors_choose'] = 'In which course do you want to open valo?';
$string['doors_none'] = 'None of your courses has valo yet. Your teacher can add it to the course.';
$string['erasure_done'] = 'Your data was erased from valo:';
$string['erasure_kept'] = 'The law asks to keep these:';
$string['erasure_subject'] = 'Your data in valo was erased';
$string['erasure_waiting'] = 'valo needs more time to erase. The task tries again by itself.';
$string['evidence_demonstration'] = 'A demonstration was assessed in valo ({$a}).';
$string['evidence_entry'] = 'The coach approved work that shows this, in valo ({$a}).';
$string['finding:active_off'] = 'The block is switched off: the card stays empty and no messages travel. Switch it on in the block\'s settings: "The block works".';
$string['finding:active_ok'] = 'The block is switched on.';
$string['finding:address_ok'] = 'valo answers.';
$string['finding:address_strange'] = 'This is not an address. It begins with https:// and looks like https://valo.example.org.';
$string['finding:clock_off'] = 'The clocks differ by {$a} seconds. Launches are good for a minute only: switch on time synchronisation (NTP) on both servers.';
$string['finding:clock_ok'] = 'The clocks of Moodle and valo agree.';
$string['finding:cron_late'] = 'Cron last ran {$a} minutes ago. It should run every minute.';
$string['finding:cron_never'] = 'Cron has never run. Without it no messages arrive and nothing is sent. Let the server run admin/cli/cron.php every minute.';
$string['finding:cron_ok'] = 'Cron runs.';
$string['finding:header_missing'] = 'The web server drops the Authorization header, so grades would not arrive. With Apache, add: CGIPassAuth On (or SetEnvIf Authorization "(.*)" HTTP_AUTHORIZATION=$1).';
$string['finding:header_ok'] = 'The web server lets the Authorization header through.';
$string['finding:https_missing'] = 'Moodle\'s address is {$a}. Browsers show a tool inside Moodle over https only; http is for trying out on one machine.';
$string['finding:https_ok'] = 'Moodle is used over https.';
$string['finding:key_ok'] = 'Moodle has a key to sign with.';
$string['finding:keys_missing'] = 'There are no keys at {$a}. Ask the operator of valo to run "./valo check".';
$string['finding:keys_ok'] = 'Moodle can read the keys of valo.';
$string['finding:pathinfo_missing'] = 'The web server does not pass on paths behind file names (PATH_INFO), so grades and member lists would not work. See "slash arguments" in Moodle\'s installation guide for your web server.';
$string['finding:pathinfo_ok'] = 'The web server passes on paths behind file names.';
$string['finding:pathinfo_unknown'] = 'Moodle cannot call its own address {$a}, so the web server was not checked. If a grade sent by valo arrives, all is well.';
$string['finding:registered_ok'] = 'valo knows this Moodle.';
$string['finding:signed_ok'] = 'A signed call reached valo, and valo could read the keys of this Moodle.';
$string['finding:tool_gone'] = 'The tool is no longer in Moodle. Connect anew below: it is made again. Activities of the old tool must be tied to the new one.';
$string['finding:tool_ok'] = 'The tool is in Moodle and is offered in the activity chooser.';
$string['finding:way_blocked'] = 'Moodle blocks calls to {$a->host}. Look at "cURL blocked hosts list" and "cURL allowed ports list" under Site administration, Security, HTTP security.';
$string['finding:way_certificate'] = 'The certificate of {$a->host} is not trusted by this server. It may have expired, or lack its chain.';
$string['finding:way_nobody'] = 'Nobody answers at {$a->address}. Is valo running, and does the firewall let this server through?';
$string['finding:way_nohost'] = 'The name {$a->host} is not known. Is the address written right?';
$string['finding:way_nokey'] = 'This Moodle has no LTI key. Open Site administration, Plugins, External tool, Manage tools once: Moodle then makes it.';
$string['finding:way_other'] = 'The call to {$a->address} failed. Try again; if it goes on, ask the operator of valo.';
$string['finding:way_refused'] = 'valo says: {$a->sentence} (HTTP {$a->status}, {$a->code})';
$string['finding:way_resting'] = 'valo was out of reach a moment ago. Try again in a minute.';
$string['finding:way_slow'] = '{$a->host} did not answer in time. Does a firewall stop the call?';
$string['finding:way_strange'] = 'Something answers at {$a->address}, but it is not valo. Is the address right?';
$string['finding:way_unknown'] = 'valo does not know this Moodle. Ask the operator of valo for a new set-up link and connect anew with it. ({$a})';
$string['leave'] = 'Disconnect valo';
$string['leave_done'] = 'valo is disconnected.';
$string['leave_keep'] = 'Keep the tool';
$string['leave_question'] = 'Shall the tool stay in Moodle? If it stays, activities with valo open as before. If it is removed, they no longer open. What people wrote in valo stays in valo either way.';
$string['leave_remove'] = 'Remove the tool';
$string['messageprovider:answer'] = 'valo: your coach answered';
$string['messageprovider:approved'] = 'valo: an entry was approved';
$string['messageprovider:demonstration'] = 'valo: a demonstration day or its assessment';
$string['messageprovider:help'] = 'valo: somebody asks for help';
$string['messageprovider:other'] = 'valo: other messages';
$string['messageprovider:proposal'] = 'valo: proposals wait';
$string['messageprovider:reminder'] = 'valo: reminders';
$string['messageprovider:waiting'] = 'valo: entries wait';
$string['newcourse'] = 'Make a course to start from';
$string['newcourse_done'] = 'The course is ready. Only teachers see it until you show it: Settings › Course visibility.';
$string['newcourse_intro'] = 'The course holds guidance for trainees and coaches, the work diary, the demonstration papers and the coach\'s desk. You may change everything afterwards.';
$string['newcourse_language'] = 'Language of the texts';
$string['newcourse_make'] = 'Make the course';
$string['outbox_again'] = 'They will be sent again within a minute.';
$string['outbox_failed'] = 'valo did not take these';
$string['outbox_retry'] = 'Send again';
$string['pluginname'] = 'valo';
$string['privacy:block'] = 'The block';
$string['privacy:metadata:answer'] = 'What valo erased and what the law keeps';
$string['privacy:metadata:block_valo_day'] = 'Demonstration days that stand in the calendar';
$string['privacy:metadata:block_valo_erasure'] = 'Erasures asked of valo';
$string['privacy:metadata:block_valo_outbox'] = 'What happened in Moodle and has not been told to valo yet';
$string['privacy:metadata:block_valo_person'] = 'Whom valo knows from which course';
$string['privacy:metadata:calendar'] = 'Demonstration days are written into the calendar.';
$string['privacy:metadata:competency'] = 'Approved work becomes evidence of competencies.';
$string['privacy:metadata:courseid'] = 'The course';
$string['privacy:metadata:eventid'] = 'The event in the calendar';
$string['privacy:metadata:kind'] = 'What happened';
$string['privacy:metadata:messages'] = 'Notices of valo are sent as notifications.';
$string['privacy:metadata:payload'] = 'Details: course, group, times';
$string['privacy:metadata:reason'] = 'Why it was asked';
$string['privacy:metadata:remoteid'] = 'The demonstration in valo';
$string['privacy:metadata:state'] = 'Whether it was done';
$string['privacy:metadata:timecreated'] = 'When it was written down';
$string['privacy:metadata:timedone'] = 'When it was done';
$string['privacy:metadata:userid'] = 'The person';
$string['privacy:metadata:valo'] = 'The work diary valo, in which the person writes. Names reach it by the tool itself (External tool).';
$string['privacy:metadata:valo:courses'] = 'Enrolments and roles in courses that use valo';
$string['privacy:metadata:valo:groups'] = 'Groups in those courses';
$string['privacy:metadata:valo:suspended'] = 'Whether the account is suspended or deleted';
$string['privacy:metadata:valo:userid'] = 'The person\'s id in Moodle';
$string['scale_no'] = 'Not yet';
$string['scale_yes'] = 'Shown';
$string['setting_active'] = 'The block works';
$string['setting_active_desc'] = 'Switched off, the card is empty, nothing is sent to valo and no messages are fetched; only requests about personal data go on. Hiding the block alone does not stop that.';
$string['setting_apikey'] = 'API key of valo';
$string['setting_apikey_desc'] = 'Leave this empty: calls are signed with this Moodle\'s own key. Only where that cannot work, ask the operator of valo for a key.';
$string['setting_whenuninstalled'] = 'When the block is uninstalled';
$string['setting_whenuninstalled_ask'] = 'Ask';
$string['setting_whenuninstalled_desc'] = 'The tool in Moodle opens the activities. Without it they no longer open. On the command line nobody can be asked: there, "ask" keeps it.';
$string['setting_whenuninstalled_keep'] = 'Keep the tool';
$string['setting_whenuninstalled_remove'] = 'Remove the tool';
$string['setup'] = 'Connect valo';
$string['setup_address'] = 'Set-up link or address of valo';
$string['setup_address_help'] = 'The link looks like https://valo.example.org/lti/register?invite=… It holds both the address and the invitation. It is good once, for seven days.';
$string['setup_again'] = 'Connect anew';
$string['setup_check'] = 'Check again';
$string['setup_connect'] = 'Connect and check';
$string['setup_connected'] = 'This Moodle is connected to {$a}.';
$string['setup_green'] = 'valo is connected. The checks found nothing that stands in the way.';
$string['setup_intro'] = 'Paste the set-up link that the operator of valo gave you. This page then makes the tool in Moodle, tells valo of this Moodle and checks that everything works. There are no addresses to copy.';
$string['setup_invite'] = 'One-time invitation';
$string['setup_invite_help'] = 'Leave this empty if you pasted the whole link, or if valo knows this Moodle already.';
$string['setup_open'] = 'Open the set-up page';
$string['setup_todo'] = 'Not everything works yet. Below you see what to do.';
$string['state:error'] = 'To do';
$string['state:ok'] = 'Good';
$string['state:warning'] = 'Look at this';
$string['task_follow_progress'] = 'Bring progress from valo';
$string['task_pull_notices'] = 'Fetch messages from valo';
$string['task_send_outbox'] = 'Tell valo what happened in Moodle';
$string['task_sync_competencies'] = 'Bring requirements into the competencies';
$string['template'] = 'Working life, step by step';
$string['template_coach'] = 'For coaches';
$string['template_coach_text'] = 'Here the entries of your trainees wait, the longest wait first. A few words are enough: say what went well and what comes next.';
$string['template_diary'] = 'Your work diary';
$string['template_diary_text'] = 'Tell about your day after work. Two sentences and a photo are enough. Your coach reads it and answers.';
$string['template_papers'] = 'The demonstration';
$string['template_papers_text'] = 'The days of your diary grow into your papers. When the lamps are lit, you plan the demonstration together with your coach.';
$string['template_start'] = 'Welcome';
$string['template_start_text'] = 'In this course you learn at work. You write a short diary, and you see which skills you have shown already.';
$string['valo:addinstance'] = 'Add the valo block to a page';
$string['valo:myaddinstance'] = 'Add the valo block to the Dashboard';
