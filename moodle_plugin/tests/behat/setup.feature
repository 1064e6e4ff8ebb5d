@block @block_valo
Feature: Connecting valo
  In order to use valo in Moodle
  As an administrator
  I need a page that connects it and says in words what to do

  Background:
    Given I log in as "admin"
    And I am on site homepage

  Scenario: An address that is none
    Given I visit "/blocks/valo/setup.php"
    When I set the field "Set-up link or address of valo" to "ftp://valo.example.org"
    And I press "Connect and check"
    Then I should see "This is not an address"

  Scenario: An address where nobody answers
    Given I visit "/blocks/valo/setup.php"
    When I set the field "Set-up link or address of valo" to "https://valo.invalid/lti/register?invite=abc"
    And I press "Connect and check"
    Then I should see "Not everything works yet"
    And I should not see "This Moodle is connected to"

  Scenario: Disconnecting asks about the tool
    Given the following config values are set as admin:
      | baseurl  | https://valo.invalid        | block_valo |
      | audience | https://valo.invalid/api/v1 | block_valo |
      | clientid | client                      | block_valo |
      | typeid   | 1                           | block_valo |
    And I visit "/blocks/valo/setup.php"
    When I click on "Disconnect valo" "link"
    Then I should see "Shall the tool stay in Moodle?"
    And I press "Keep the tool"
    And I should see "valo is disconnected."

  Scenario: A wrong address changes nothing, and stays to be mended
    Given the following config values are set as admin:
      | baseurl  | https://valo.invalid        | block_valo |
      | audience | https://valo.invalid/api/v1 | block_valo |
      | clientid | client                      | block_valo |
      | typeid   | 1                           | block_valo |
    And I visit "/blocks/valo/setup.php"
    When I set the field "Set-up link or address of valo" to "https://wrong.invalid"
    And I press "Connect and check"
    Then I should see "The name wrong.invalid is not known."
    And I should see "This Moodle is connected to https://valo.invalid"
    And the field "Set-up link or address of valo" matches value "https://wrong.invalid"
