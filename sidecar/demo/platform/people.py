"""Who studies and works on the practice platform, and the one course."""

from dataclasses import dataclass

from lti.testing import Activity, Course, User


@dataclass(frozen=True, kw_only=True)
class Figure:
    """Somebody to be: the account, what they are, and what to do next as them."""

    id: str
    given_name: str
    family_name: str
    lti_role: str
    title: str
    next_step: str
    edits_course: bool = False
    """May choose what comes into the course (Moodle: manages its activities)."""

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.given_name} {self.family_name}"

    def account(self) -> User:
        """The account on the platform."""
        return User(self.id, self.given_name, self.family_name, self.lti_role)


DIARY, DESK = "1", "2"
COURSE_ID = "7"

_WRITES = "Kirjoittaa päiväkirjaa: avaa kurssi → Työpäiväkirja."
FIGURES = (
    Figure(
        id="101",
        given_name="Amina",
        family_name="Warsame",
        lti_role="Learner",
        title="Valmentautuja",
        next_step=_WRITES,
    ),
    Figure(
        id="102",
        given_name="Eetu",
        family_name="Mäkelä",
        lti_role="Learner",
        title="Valmentautuja",
        next_step=_WRITES,
    ),
    Figure(
        id="103",
        given_name="Linh",
        family_name="Nguyen",
        lti_role="Learner",
        title="Valmentautuja",
        next_step=_WRITES,
    ),
    Figure(
        id="201",
        given_name="Päivi",
        family_name="Korhonen",
        lti_role="Instructor",
        title="Valmentaja",
        next_step="Lukee päiväkirjat ja vastaa: avaa kurssi → Valmentajan työpöytä.",
    ),
    Figure(
        id="202",
        given_name="Johan",
        family_name="Lindqvist",
        lti_role="Instructor",
        title="Opettaja",
        next_step="Katsoo näyttöpaperit ja arvioi näytön: avaa kurssi → Valmentajan työpöytä.",
        edits_course=True,
    ),
    Figure(
        id="203",
        given_name="Sari",
        family_name="Aikio",
        lti_role="Instructor",
        title="Tietojen ylläpitäjä",
        next_step="Hyväksyy ehdotukset HOKSiin: avaa kurssi → Valmentajan työpöytä.",
    ),
    Figure(
        id="301",
        given_name="Dmitri",
        family_name="Salonen",
        lti_role="Administrator",
        title="Pääkäyttäjä",
        next_step="Antaa ihmisille roolit valossa: avaa kurssi → Valmentajan työpöytä. "
        "Liittää työkalun: avaa Ylläpito.",
        edits_course=True,
    ),
)


def course() -> Course:
    """The course with its two activities; only the diary is graded."""
    activities = [Activity(DIARY, "Työpäiväkirja", 100.0), Activity(DESK, "Valmentajan työpöytä")]
    return Course(COURSE_ID, "Työpajavalmennus", "Työpaja", activities)


def figure(user_id: str | None) -> Figure | None:
    """Who has this id."""
    return next((f for f in FIGURES if f.id == user_id), None)
