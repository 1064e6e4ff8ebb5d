"""Why an entry goes back: one reason, said kindly in the learner's own language."""

from flask_babel import gettext

from sidecar.qualifications.queries import in_language

REASONS: dict[str, dict[str, str]] = {
    "photo": {
        "fi": "Lisää vielä kuva.",
        "sv": "Lägg till en bild.",
        "en": "Please add a photo.",
    },
    "more": {
        "fi": "Kerro vielä, mitä teit.",
        "sv": "Berätta lite mer om vad du gjorde.",
        "en": "Please tell a little more about what you did.",
    },
    "learnt": {
        "fi": "Kerro vielä, mitä opit.",
        "sv": "Berätta också vad du lärde dig.",
        "en": "Please tell also what you learnt.",
    },
    "hours": {
        "fi": "Lisää vielä tunnit.",
        "sv": "Lägg till timmarna.",
        "en": "Please add the hours.",
    },
    "way": {
        "fi": "Kerro vielä, teitkö yksin vai autettuna.",
        "sv": "Berätta också om du gjorde det ensam eller med hjälp.",
        "en": "Please tell also if you did it alone or with help.",
    },
    "day": {
        "fi": "Katso päivä vielä. Onko se oikea?",
        "sv": "Titta på dagen en gång till. Är den rätt?",
        "en": "Please look at the day again. Is it right?",
    },
}


def labels() -> list[tuple[str, str]]:
    """The reasons as the coach chooses them, in the coach's language."""
    return [
        ("photo", gettext("a photo")),
        ("more", gettext("what was done")),
        ("learnt", gettext("what was learnt")),
        ("hours", gettext("the hours")),
        ("way", gettext("alone or with help")),
        ("day", gettext("look at the day")),
    ]


def spoken(reason: str, language: str | None) -> str:
    """A reason for the one who will read it; nothing for an unknown one."""
    return in_language(REASONS[reason], language or "fi") if reason in REASONS else ""
