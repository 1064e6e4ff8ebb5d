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
 * Fills the card once the page is there.
 *
 * @module     block_valo/card
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

import {call as fetchMany} from 'core/ajax';

/**
 * Ask for the card and put it in the place of the skeleton. On trouble the card stays as it is.
 *
 * @param {string} id of the card's element
 * @param {number} courseid of the course; 0 on the dashboard
 * @returns {Promise<void>}
 */
export const init = async(id, courseid) => {
    const card = document.getElementById(id);
    if (!card) {
        return;
    }
    try {
        const [asked] = fetchMany([{methodname: 'block_valo_get_card', args: {courseid}}]);
        const answer = await asked;
        if (answer.html && !card.contains(document.activeElement)) {
            card.innerHTML = answer.html;
        }
    } catch (error) {
        window.console.warn('block_valo', error);
    }
    card.removeAttribute('aria-busy');
};
