"""The log in words: what each kind of line says, and what it is about.

Kinds are codes, so that the log outlives our sentences; each code that is recorded has its words
here (a test goes through the source).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

DEEDS: dict[str, object] = {
    "entry.approved": _l("approved a diary entry"),
    "entry.returned": _l("returned a diary entry"),
    "entry.reopened": _l("opened a diary entry again"),
    "entry.undone": _l("took a decision on a diary entry back"),
    "entry.written_for": _l("wrote a diary entry for a trainee"),
    "entry.confirmed": _l("confirmed a diary entry that was written for them"),
    "absence.marked": _l("marked an absence"),
    "absence.taken_back": _l("took an absence back"),
    "talk.saved": _l("wrote down a talk"),
    "talk.confirmed": _l("confirmed a talk"),
    "observation.made": _l("wrote down an observation"),
    "observation.removed": _l("took an observation back"),
    "phrases.changed": _l("changed the ready phrases"),
    "period.made": _l("made a work period"),
    "period.changed": _l("changed a work period"),
    "period.handed_over": _l("handed a work period over to another coach"),
    "permit.noted": _l("noted a card"),
    "permit.removed": _l("removed a card"),
    "site.made": _l("added a site"),
    "site.changed": _l("changed a site"),
    "paper.opened": _l("began demonstration papers"),
    "paper.planned": _l("changed the plan of a demonstration"),
    "paper.ready": _l("handed demonstration papers over"),
    "paper.reopened": _l("opened demonstration papers for writing again"),
    "paper.received": _l("received demonstration papers"),
    "paper.assessed": _l("recorded an assessment"),
    "plan.tied": _l("tied a trainee to a study right"),
    "proposal.drawn_up": _l("drew up a HOKS proposal"),
    "proposal.accepted": _l("accepted a HOKS proposal"),
    "proposal.returned": _l("returned a HOKS proposal"),
    "proposal.delivered": _l("took a proposal to the HOKS"),
    "proposal.refused": _l("could not take a proposal to the HOKS"),
    "message.retried": _l("asked for another try of a delivery"),
    "roles.set": _l("set somebody's roles"),
    "pair.accepted": _l("accepted a coach for a trainee from a group"),
    "pair.declined": _l("declined a coach for a trainee from a group"),
    "person.erased": _l("erased what was known of a person"),
    "person.left_platform": _l("is no longer on the platform"),
    "provider.saved": _l("changed the education provider"),
    "platform.invited": _l("made a registration link"),
    "platform.registered": _l("registered a platform"),
    "platform.updated": _l("registered a platform anew"),
    "platform.deployment_added": _l("added a deployment of a platform"),
    "platform.switched_off": _l("switched a platform off"),
    "platform.switched_on": _l("switched a platform on"),
    "platform.key_made": _l("made a platform a key for the interface"),
    "platform.key_dropped": _l("took a platform's key for the interface back"),
    "key.rotated": _l("changed the signing key"),
    "qualification.imported": _l("imported a qualification"),
}
THINGS: dict[str, object] = {
    "entry": _l("diary entry"),
    "observation": _l("observation"),
    "talk": _l("talk"),
    "permit": _l("card"),
    "period": _l("work period"),
    "site": _l("site"),
    "paper": _l("demonstration papers"),
    "plan": _l("study right"),
    "proposal": _l("HOKS proposal"),
    "message": _l("delivery"),
    "person": _l("person"),
    "provider": _l("education provider"),
    "platform": _l("platform"),
    "key": _l("signing key"),
    "qualification": _l("qualification"),
}
GROUPS: dict[str, tuple[object, tuple[str, ...]]] = {
    "diary": (_l("Diaries"), ("entry", "absence", "talk", "observation", "phrases")),
    "periods": (_l("Work periods and sites"), ("period", "site", "permit")),
    "papers": (_l("Demonstrations"), ("paper",)),
    "hoks": (_l("HOKS"), ("plan", "proposal", "message")),
    "people": (_l("People and roles"), ("roles", "person", "pair")),
    "settings": (_l("Settings"), ("provider", "platform", "key", "qualification")),
}
"""For the filter: key, its words, and the beginnings of the kinds in it."""
_ACTORS: dict[str, object] = {
    "job": _l("valo's worker"),
    "command line": _l("command line"),
    "invitation": _l("registration link"),
    "platform": _l("the platform"),
}
_ROLES: dict[str, object] = {
    "coach": _l("coach"),
    "teacher": _l("teacher"),
    "records_officer": _l("records officer"),
}
_SAID = ("register_number", "issuer", "deployment", "code")
"""Details whose value is shown as it is."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """A line of the log as a person reads it."""

    who: str
    did: str
    what: str
    more: str


def tell(type_: str, actor: str, target: str, details: Mapping[str, Any]) -> Told:
    """A line in the language of the page. What we have no words for stays the code it is."""
    return Told(
        who=_who(actor),
        did=str(DEEDS.get(type_, type_)),
        what=_what(target),
        more=", ".join(_more(details)),
    )


def _who(actor: str) -> str:
    """`person:12 Kaija` is Kaija; a person without a name is told by number."""
    if not actor.startswith("person:"):
        return str(_ACTORS.get(actor, actor))
    number, _, name = actor.removeprefix("person:").partition(" ")
    return name or f"{gettext('person')} {number}"


def _what(target: str) -> str:
    thing, _, number = target.partition(":")
    return f"{THINGS.get(thing, thing)} {number}".strip()


def _more(details: Mapping[str, Any]) -> Iterator[str]:
    roles = details.get("roles")
    if isinstance(roles, list):
        yield from (str(_ROLES.get(role, role)) for role in roles)
    yield from (str(details[name]) for name in _SAID if details.get(name))
