@block @block_valo
Feature: A course to start from
  In order to begin with valo in minutes
  As somebody who makes courses
  I need a course with guidance and valo's activities in it

  Background:
    Given the following "users" exist:
      | username | firstname | lastname |
      | creator1 | Olli      | Opettaja |
    And the following "system role assigns" exist:
      | user     | role          | contextlevel |
      | creator1 | coursecreator | System       |

  Scenario: The course is made, with the diary, the papers and the coach's desk
    Given valo is connected
    And I log in as "creator1"
    And I visit "/blocks/valo/newcourse.php"
    When I set the field "Course full name" to "Workshop 7"
    And I press "Make the course"
    Then I should see "The course is ready."
    And I should see "Workshop 7"
    And I should see "Tell about your day after work."
    And I should see "Work diary" in the "Your work diary" "section"
    And I should see "Demonstration papers" in the "The demonstration" "section"
    And I should see "Coach's desk" in the "For coaches" "section"

  Scenario: Before valo is connected, the page says so and makes nothing
    Given I log in as "creator1"
    When I visit "/blocks/valo/newcourse.php"
    Then I should see "valo is not connected yet."

  Scenario: While valo is silent, no course is made
    Given the following config values are set as admin:
      | baseurl  | https://valo.invalid        | block_valo |
      | audience | https://valo.invalid/api/v1 | block_valo |
      | clientid | client                      | block_valo |
      | typeid   | 1                           | block_valo |
    And I log in as "creator1"
    And I visit "/blocks/valo/newcourse.php"
    When I set the field "Course full name" to "Workshop 7"
    And I press "Make the course"
    Then I should see "The name valo.invalid is not known."
    And I should not see "The course is ready."
    And the field "Course full name" matches value "Workshop 7"
