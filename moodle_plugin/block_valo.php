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
 * The block: a card that says what to do today.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class block_valo extends block_base {
    #[\Override]
    public function init() {
        $this->title = get_string('pluginname', 'block_valo');
    }

    #[\Override]
    public function applicable_formats() {
        return ['all' => false, 'my' => true, 'course-view' => true];
    }

    #[\Override]
    public function has_config() {
        return true;
    }

    #[\Override]
    public function instance_allow_multiple() {
        return false;
    }

    #[\Override]
    public function get_content() {
        if ($this->content !== null) {
            return $this->content;
        }
        $this->content = (object) ['text' => '', 'footer' => ''];
        if (isloggedin() && !isguestuser()) {
            $this->content->text = $this->card();
        }
        return $this->content;
    }

    /**
     * The card with the numbers that were cached, to be filled by the script. Asks nobody anything.
     *
     * @return string
     */
    private function card(): string {
        global $USER;
        $settings = get_config('block_valo');
        if (empty($settings->active)) {
            return '';
        }
        $renderer = $this->page->get_renderer('core');
        if (empty($settings->clientid)) {
            return is_siteadmin() ? $renderer->render_from_template('block_valo/unset', [
                'url' => (new moodle_url('/blocks/valo/setup.php'))->out(false),
            ]) : '';
        }
        $courseid = $this->page->course->id == SITEID ? 0 : (int) $this->page->course->id;
        $cached = (new \block_valo\local\card\shelf())->get((int) $USER->id, $courseid);
        $card = new \block_valo\output\card($cached['numbers'] ?? null, $courseid, $this->page->url->out_as_local_url(false));
        $this->page->requires->js_call_amd('block_valo/card', 'init', ["block-valo-{$courseid}", $courseid]);
        return $renderer->render_from_template('block_valo/card', $card->export_for_template($renderer));
    }
}
