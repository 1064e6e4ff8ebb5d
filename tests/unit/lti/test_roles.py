import pytest

from lti.roles import Standing, standings

M = "http://purl.imsglobal.org/vocab/lis/v2/membership"
I_ = "http://purl.imsglobal.org/vocab/lis/v2/institution/person#"
S = "http://purl.imsglobal.org/vocab/lis/v2/system/person#"
SETUP, STAFF, MENTOR, TRAINEE, GUEST = (
    Standing.SETUP,
    Standing.STAFF,
    Standing.MENTOR,
    Standing.TRAINEE,
    Standing.GUEST,
)


@pytest.mark.parametrize(
    ("roles", "expected"),
    [
        ([], [GUEST]),
        ([""], [GUEST]),
        (["Helper", "urn:x:Instructor", "https://example.org/Instructor"], [GUEST]),
        ([M + "#Learner"], [TRAINEE]),
        (["Learner"], [TRAINEE]),
        ([M + "/Learner#GuestLearner"], [TRAINEE]),
        ([M + "#Instructor"], [STAFF]),
        (["ContentDeveloper"], [STAFF]),
        ([M + "#Manager"], [STAFF]),
        ([M + "/Instructor#TeachingAssistant"], [STAFF]),
        ([M + "#Mentor"], [MENTOR]),
        ([M + "/Mentor#LearningMentor"], [MENTOR]),
        ([M + "#Administrator"], [SETUP, STAFF]),
        ([M + "#Learner", M + "#Instructor"], [STAFF, TRAINEE]),
        ([I_ + "Student"], [TRAINEE]),
        ([I_ + "Faculty"], [STAFF]),
        ([I_ + "Instructor", M + "#Learner"], [TRAINEE]),
        ([I_ + "Administrator"], [GUEST]),
        ([S + "Administrator"], [SETUP, STAFF]),
        ([S + "Administrator", M + "#Learner"], [SETUP, STAFF, TRAINEE]),
        ([S + "User", I_ + "Guest"], [GUEST]),
        ([M + "#learner", "INSTRUCTOR"], [GUEST]),
    ],
)
def test_standings(roles: list[str], expected: list[Standing]):
    assert standings(roles) == expected
