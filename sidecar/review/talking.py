"""Mid-period talks: written by the coach, confirmed by both; each yes counts for one wording."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import joinedload

from sidecar import clock, db
from sidecar.audit.actions import record
from sidecar.errors import BadInput, Conflict, NotFound
from sidecar.identity.models import Person
from sidecar.placements.models import WorkPeriod
from sidecar.review.facts import facts_of
from sidecar.review.models import MidTalk

_WORDS = ("goes_well", "to_practise", "agreed")
_MOST = 20


def _with_people() -> Select[MidTalk]:
    return select(MidTalk).options(
        joinedload(MidTalk.coach), joinedload(MidTalk.period).joinedload(WorkPeriod.learner)
    )


def talks_of(period_id: int) -> Sequence[MidTalk]:
    """The talks of a period that the caller has looked up for its viewer, the newest first."""
    query = _with_people().where(MidTalk.period_id == period_id)
    newest_first = query.order_by(MidTalk.held_on.desc(), MidTalk.id.desc())
    return db.session().scalars(newest_first.limit(_MOST)).all()


def coached_talk(coach_id: int, talk_id: int) -> MidTalk:
    """A talk with one of this coach's own learners."""
    mine = select(WorkPeriod.id).where(WorkPeriod.coach_id == coach_id)
    return _found(_with_people().where(MidTalk.id == talk_id, MidTalk.period_id.in_(mine)))


def own_talks(learner_id: int) -> Select[MidTalk]:
    """Talks about this learner that the coach has confirmed: only those are shown."""
    return _with_people().where(*_shown_to(learner_id))


def told_to(learner_id: int) -> list[dict[str, Any]]:
    """The same as plain values, for the learner's own file."""
    return [_as_told(talk) for talk in db.session().scalars(own_talks(learner_id))]


def _as_told(talk: MidTalk) -> dict[str, Any]:
    yes = talk.learner_confirmed_at
    return {
        "day": talk.held_on.isoformat(),
        "with": talk.coach.display_name,
        **{name: getattr(talk, name) for name in ("goes_well", "to_practise", "agreed", "facts")},
        "confirmed_by_me": yes.isoformat() if yes else None,
    }


def _shown_to(learner_id: Any) -> tuple[ColumnElement[bool], ...]:
    own = select(WorkPeriod.id).where(WorkPeriod.learner_id == learner_id)
    return MidTalk.period_id.in_(own), MidTalk.coach_confirmed_at.is_not(None)


def asking(learner_id: Any) -> Select[MidTalk]:
    """Talks that wait for this learner's yes, without the people in them."""
    unanswered = MidTalk.learner_confirmed_at.is_(None)
    return select(MidTalk).where(*_shown_to(learner_id), unanswered)


def own_talk(learner_id: int, talk_id: int) -> MidTalk:
    """A talk about this learner."""
    return _found(own_talks(learner_id).where(MidTalk.id == talk_id))


def unconfirmed(learner_id: int) -> Sequence[MidTalk]:
    """Talks that wait for this learner's yes."""
    query = own_talks(learner_id).where(MidTalk.learner_confirmed_at.is_(None))
    return db.session().scalars(query.order_by(MidTalk.held_on, MidTalk.id)).all()


def _found(query: Select[MidTalk]) -> MidTalk:
    talk = db.session().scalar(query)
    if talk is None:
        raise NotFound
    return talk


def save_talk(
    period: WorkPeriod, talk: MidTalk | None, values: dict[str, Any], *, by: Person, confirm: bool
) -> MidTalk:
    """Keep what was said, with the facts of today; an earlier yes is gone, for the words changed.

    `confirm`: the coach says yes at once, and the learner is asked.
    """
    _check(period, talk, values, confirm=confirm)
    facts = facts_of(period, clock.today())
    if talk is None:
        talk = MidTalk(period_id=period.id, coach_id=by.id, revision=0)
        db.session().add(talk)
    for name in ("held_on", *_WORDS):
        setattr(talk, name, values[name])
    now = clock.now()
    talk.facts, talk.revision, talk.saved_at = facts, talk.revision + 1, now
    talk.coach_confirmed_at = now if confirm else None
    db.session().flush()
    _log("talk.saved", talk, period, by)
    return talk


def _check(
    period: WorkPeriod, talk: MidTalk | None, values: dict[str, Any], *, confirm: bool
) -> None:
    if talk is not None and talk.is_confirmed:
        raise Conflict("You have both confirmed this talk. Write a new one.")
    if not period.starts_on <= values["held_on"] <= period.ends_on:
        raise BadInput(fields={"held_on": [gettext("This day is not in the work period.")]})
    if values["held_on"] > clock.today():
        raise BadInput(fields={"held_on": [gettext("This day has not come yet.")]})
    if confirm and not any(values[name] for name in _WORDS):
        raise BadInput(fields={"agreed": [gettext("Write what you agreed on.")]})


def say_yes(talk: MidTalk, *, revision: int, by: Person) -> None:
    """The learner confirms the talk as it stood on the page; a second yes changes nothing."""
    if talk.revision != revision or talk.coach_confirmed_at is None:
        raise Conflict("The words have changed. Read them again, please.")
    if talk.learner_confirmed_at is None:
        talk.learner_confirmed_at = clock.now()
        _log("talk.confirmed", talk, talk.period, by)


def _log(type_: str, talk: MidTalk, period: WorkPeriod, by: Person) -> None:
    record(type_, by=by, target=f"talk:{talk.id}", provider_id=period.provider_id)
