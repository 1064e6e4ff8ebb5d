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

namespace block_valo\local\lti;

/**
 * What Moodle is told of the tool. Only the adapter asks: it has loaded Moodle's constants before.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class tool_settings {
    /**
     * The tool's settings, in Moodle's names (prefixes decide where they go).
     *
     * @param array $tool what the sidecar says of itself
     * @return \stdClass
     */
    public static function of(array $tool): \stdClass {
        $custom = [];
        foreach ($tool['custom'] ?? [] as $name => $value) {
            $custom[] = "{$name}={$value}";
        }
        return (object) [
            'lti_typename' => $tool['name'],
            'lti_description' => (string) ($tool['description'] ?? ''),
            'lti_toolurl' => $tool['launch_url'],
            'lti_ltiversion' => LTI_VERSION_1P3,
            'lti_keytype' => LTI_JWK_KEYSET,
            'lti_publickeyset' => $tool['key_set_url'],
            'lti_initiatelogin' => $tool['login_url'],
            'lti_redirectionuris' => $tool['launch_url'],
            'lti_customparameters' => implode("\n", $custom),
            'lti_coursevisible' => LTI_COURSEVISIBLE_ACTIVITYCHOOSER,
            'lti_launchcontainer' => LTI_LAUNCH_CONTAINER_EMBED_NO_BLOCKS,
            'lti_contentitem' => 1,
            'lti_toolurl_ContentItemSelectionRequest' => $tool['launch_url'],
            'lti_sendname' => LTI_SETTING_ALWAYS,
            'lti_sendemailaddr' => LTI_SETTING_NEVER,
            'lti_acceptgrades' => LTI_SETTING_DELEGATE,
            'lti_organizationid_default' => LTI_DEFAULT_ORGID_SITEID,
            'lti_icon' => (string) ($tool['logo_url'] ?? ''),
            'lti_secureicon' => (string) ($tool['logo_url'] ?? ''),
            'lti_forcessl' => 0,
            'ltiservice_gradesynchronization' => 2,
            'ltiservice_memberships' => 1,
            'ltiservice_toolsettings' => 0,
        ];
    }
}
