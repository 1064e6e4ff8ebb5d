@block @block_valo
Feature: The card of valo on the dashboard and on course pages
  In order to know what to do today
  As a trainee or a coach
  I need a card that opens valo

  Background:
    Given the following "users" exist:
      | username | firstname | lastname |
      | learner1 | Leo       | Learner  |
    And the following "courses" exist:
      | fullname      | shortname |
      | Building site | site      |
    And the following "course enrolments" exist:
      | user     | course | role    |
      | learner1 | site   | student |
    And the following "blocks" exist:
      | blockname | contextlevel | reference | pagetypepattern | defaultregion |
      | valo      | Course       | site      | course-view-*   | side-pre      |

  Scenario: Before valo is connected, a trainee sees no card
    When I am on the "site" "course" page logged in as "learner1"
    Then "valo" "block" should not exist

  Scenario: Before valo is connected, the administrator is led to the set-up
    Given I am on the "site" "course" page logged in as "admin"
    When I click on "Open the set-up page" "link" in the "valo" "block"
    Then I should see "Paste the set-up link"

  Scenario: While valo is silent, the card says so and keeps its button
    Given the following config values are set as admin:
      | baseurl  | https://valo.invalid        | block_valo |
      | audience | https://valo.invalid/api/v1 | block_valo |
      | clientid | client                      | block_valo |
      | typeid   | 1                           | block_valo |
    When I am on the "site" "course" page logged in as "learner1"
    Then I should see "Open the diary" in the "valo" "block"

  @javascript
  Scenario: While valo is silent, the script says so
    Given the following config values are set as admin:
      | baseurl  | https://valo.invalid        | block_valo |
      | audience | https://valo.invalid/api/v1 | block_valo |
      | clientid | client                      | block_valo |
      | typeid   | 1                           | block_valo |
    When I am on the "site" "course" page logged in as "learner1"
    Then I should see "valo does not answer right now" in the "valo" "block"

  @javascript
  Scenario: Once valo answers, the script fills in today's numbers
    Given valo is connected
    When I am on the "site" "course" page logged in as "learner1"
    Then I should see "2 of 5 lamps are lit" in the "valo" "block"
    And I should see "How was your day? Tell about it." in the "valo" "block"

  Scenario: Without a script, a link brings today's numbers
    Given valo is connected
    And I am on the "site" "course" page logged in as "learner1"
    When I click on "Show today's numbers" "link" in the "valo" "block"
    Then I should see "2 of 5 lamps are lit" in the "valo" "block"
