"""The team's ready phrases: eight to begin with, then whatever the coaches make of them."""

from collections.abc import Sequence

from sqlalchemy import delete, select

from sidecar import db
from sidecar.audit.actions import record
from sidecar.identity.models import Person
from sidecar.qualifications.queries import in_language
from sidecar.review.models import Phrase

LANGUAGES = ("fi", "sv", "en")
MOST = 24
_DEFAULTS = (
    ("Hyvää työtä!", "Bra jobbat!", "Good work!"),
    (
        "Ota ensi kerralla kuva ennen ja jälkeen.",
        "Ta nästa gång en bild före och efter.",
        "Next time, take a photo before and after.",
    ),
    ("Kerro, miksi teit näin.", "Berätta varför du gjorde så.", "Tell why you did it this way."),
    ("Kerro vielä, mitä opit.", "Berätta ännu vad du lärde dig.", "Tell also what you learnt."),
    (
        "Mikä oli vaikeaa? Kysy minulta.",
        "Vad var svårt? Fråga mig.",
        "What was difficult? Ask me.",
    ),
    (
        "Muistit turvallisuuden, hienoa.",
        "Du tänkte på säkerheten, fint.",
        "You worked safely, well done.",
    ),
    ("Kokeile ensi kerralla yksin.", "Pröva ensam nästa gång.", "Next time, try it alone."),
    (
        "Puhutaan tästä huomenna.",
        "Vi pratar om det här i morgon.",
        "Let us talk about this tomorrow.",
    ),
)


def texts_of(provider_id: int | None) -> list[dict[str, str]]:
    """The provider's phrases in their order; the first eight while nobody has changed them."""
    query = select(Phrase).where(Phrase.provider_id == provider_id)
    stored = [p.text for p in db.session().scalars(query.order_by(Phrase.position, Phrase.id))]
    return stored or [dict(zip(LANGUAGES, one, strict=True)) for one in _DEFAULTS]


def in_each(provider_id: int | None) -> dict[str, list[str]]:
    """The phrases in each language; one that is not there in it, in another."""
    texts = texts_of(provider_id)
    return {language: [in_language(t, language) for t in texts] for language in LANGUAGES}


def save(provider_id: int, rows: Sequence[dict[str, str]], *, by: Person) -> None:
    """Make these the phrases of a provider; rows without a word are left out."""
    kept = [{k: v for k, v in row.items() if v} for row in rows[:MOST]]
    session = db.session()
    session.execute(delete(Phrase).where(Phrase.provider_id == provider_id))
    session.add_all(
        Phrase(provider_id=provider_id, text=text, position=n)
        for n, text in enumerate((t for t in kept if t), start=1)
    )
    record("phrases.changed", by=by, target=f"provider:{provider_id}", provider_id=provider_id)
