"""What valo holds of people, why, and how long: for privacy notices, and for answers to them."""

from dataclasses import dataclass

from sidecar import i18n
from sidecar.errors import N_


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of personal data; texts are English msgids. `tables` hold it."""

    name: str
    what: str
    why: str
    kept: str
    tables: tuple[str, ...]


_STUDIES = N_("Until the person or the education provider asks to have it erased.")
KINDS = (
    Kind(
        name="person",
        what=N_("Name, language, the platform's number for the person, courses and roles"),
        why=N_("To open the right pages to the right person."),
        kept=_STUDIES,
        tables=("platform_account", "membership", "role_grant", "group_member"),
    ),
    Kind(
        name="diary",
        what=N_("Diary entries: words, hours, tasks, how it went, their earlier versions"),
        why=N_("To learn from the work day, and to show what was learnt."),
        kept=_STUDIES,
        tables=("diary_entry", "entry_version", "entry_card", "weekly_goal"),
    ),
    Kind(
        name="attachments",
        what=N_("Photos and voice notes"),
        why=N_("To show the work where words are hard to find."),
        kept=_STUDIES,
        tables=("attachment",),
    ),
    Kind(
        name="messages",
        what=N_("Messages between coach and trainee"),
        why=N_("To guide the learning."),
        kept=_STUDIES,
        tables=("entry_message", "mid_talk"),
    ),
    Kind(
        name="evidence",
        what=N_("Which requirements were shown, and what coaches observed"),
        why=N_("To see what is learnt and what is next."),
        kept=_STUDIES,
        tables=("entry_requirement", "observation"),
    ),
    Kind(
        name="periods",
        what=N_("Work periods: place, days, coach, teacher, instructor, cards"),
        why=N_("To arrange the learning at work."),
        kept=_STUDIES,
        tables=("work_period", "permit", "pair_decision"),
    ),
    Kind(
        name="papers",
        what=N_("Demonstration papers, assessors, assessment"),
        why=N_("To arrange and assess the demonstration."),
        kept=N_(
            "What an assessment rests on: six months from it. The assessment itself: as long as "
            "the education provider keeps study records."
        ),
        tables=("demonstration_paper", "paper_assessor", "assessment"),
    ),
    Kind(
        name="plan",
        what=N_("National learner number, study right, and lines proposed to the HOKS"),
        why=N_("To bring what was learnt into the personal plan."),
        kept=N_("Delivered lines: as long as the education provider keeps study records."),
        tables=("learner_plan", "hoks_proposal"),
    ),
    Kind(
        name="grades",
        what=N_("What the platform's gradebook was told"),
        why=N_("To keep the gradebook right."),
        kept=_STUDIES,
        tables=("gradebook_score",),
    ),
    Kind(
        name="notices",
        what=N_("Notices, their settings, an e-mail address that the person gave"),
        why=N_("To tell people what waits for them."),
        kept=N_("Notices for 60 days, the rest until it is changed or erased."),
        tables=("notice", "notice_setting", "next_landing"),
    ),
    Kind(
        name="sessions",
        what=N_("Page sessions"),
        why=N_("To keep the pages open for the one who came."),
        kept=N_("A day after their end."),
        tables=("page_session", "session_ticket"),
    ),
)
OTHER = N_("Other records")


def in_three(msgid: str) -> dict[str, str]:
    """A text in our languages."""
    return {code: i18n.translations(code).gettext(msgid) for code in i18n.LOCALES}


def what_of(table: str) -> str:
    """The kind of data that a table holds, as a msgid."""
    return next((kind.what for kind in KINDS if table in kind.tables), OTHER)
