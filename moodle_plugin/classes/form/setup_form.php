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

namespace block_valo\form;

defined('MOODLE_INTERNAL') || die();

require_once($CFG->libdir . '/formslib.php');

/**
 * Asks an administrator for the sidecar's address and invitation.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class setup_form extends \moodleform {
    #[\Override]
    protected function definition(): void {
        $form = $this->_form;
        $form->addElement('text', 'address', get_string('setup_address', 'block_valo'), ['size' => 60]);
        $form->setType('address', PARAM_RAW_TRIMMED);
        $form->addRule('address', get_string('required'), 'required', null, 'client');
        $form->addHelpButton('address', 'setup_address', 'block_valo');
        $form->addElement('text', 'invite', get_string('setup_invite', 'block_valo'), ['size' => 60, 'autocomplete' => 'off']);
        $form->setType('invite', PARAM_RAW_TRIMMED);
        $form->addHelpButton('invite', 'setup_invite', 'block_valo');
        $this->add_action_buttons(false, get_string('setup_connect', 'block_valo'));
    }

    /**
     * Show the address alone: an invitation that was used is of no use any more.
     *
     * @param string $address the sidecar's
     */
    public function forget_invite(string $address): void {
        $this->_form->getElement('address')->setValue($address);
        $this->_form->getElement('invite')->setValue('');
    }

    #[\Override]
    public function validation($data, $files): array {
        $errors = parent::validation($data, $files);
        if (\block_valo\local\setup\link::read($data['address'])->address === '') {
            $errors['address'] = get_string('finding:address_strange', 'block_valo');
        }
        return $errors;
    }
}
