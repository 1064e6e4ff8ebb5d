"""Which column a score goes into: an activity's own, or one that we find or make in the course."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from lti.grades import Column, add_column, find_column
from lti.services import ServiceClient
from sidecar import clock, db
from sidecar.grading.models import GradebookColumn
from sidecar.tenancy.models import Context, ResourceLink

CLAIM = timedelta(seconds=90)
"""How long one worker may look for a column or make it before another does."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """A column: our row of it, and its address; "" where it has yet to be found or made."""

    column_id: int
    context_id: int
    url: str


def place_of(context: Context, about: str, now: datetime) -> Place | None:
    """The column that a message means; None for one of an activity that is gone. Commits."""
    url = _url_of_link(context, about)
    if url == "":
        return None
    row = _row(context.id, about) or _new_row(context.id, about, now)
    if url is not None and row.url != url:
        with db.transaction() as session:
            session.get_one(GradebookColumn, row.id).url = url
    return Place(column_id=row.id, context_id=context.id, url=url or row.url)


def _url_of_link(context: Context, about: str) -> str | None:
    """The address that the newest launch named; "" when there is none, None when we keep it."""
    kind, _, link_id = about.partition(":")
    if kind != "link":
        return None
    link = db.session().get(ResourceLink, int(link_id))
    is_here = link is not None and link.context_id == context.id
    return (link.line_item_url or "") if link is not None and is_here else ""


def _row(context_id: int, about: str) -> GradebookColumn | None:
    query = select(GradebookColumn).where(
        GradebookColumn.context_id == context_id, GradebookColumn.about == about
    )
    return db.session().scalar(query)


def _new_row(context_id: int, about: str, now: datetime) -> GradebookColumn:
    try:
        with db.transaction() as session:
            made = GradebookColumn(context_id=context_id, about=about, claimed_at=now - CLAIM)
            session.add(made)
        return made
    except IntegrityError:
        found = _row(context_id, about)
        if found is None:
            raise
        return found


def claim(place: Place, now: datetime) -> bool:
    """Whether it is for this worker to find or make the column: one at a time. Commits."""
    with db.transaction() as session:
        taken = session.execute(
            update(GradebookColumn)
            .where(
                GradebookColumn.id == place.column_id,
                GradebookColumn.url == "",
                GradebookColumn.claimed_at <= now - CLAIM,
            )
            .values(claimed_at=now)
            .execution_options(synchronize_session=False)
        )
    return bool(getattr(taken, "rowcount", 0))


def unclaim(place: Place) -> None:
    """Looking failed: the next one need not wait. Commits."""
    _write(place, claimed_at=clock.now() - CLAIM)


def find_or_make(client: ServiceClient, items_url: str, wanted: Column) -> str:
    """The address of the column with our two marks. Raises what `lti.grades` raises.

    Looked for first: the answer to an earlier request may have got lost.
    """
    found = find_column(client, items_url, resource_id=wanted.resource_id, tag=wanted.tag)
    return (found or add_column(client, items_url, wanted)).url


def keep(place: Place, url: str) -> None:
    """Write where the column is. Commits."""
    _write(place, url=url)


def forget(place: Place) -> None:
    """The column is no longer there: the next score finds or makes one. Commits."""
    _write(place, url="", claimed_at=clock.now() - CLAIM)


def _write(place: Place, **values: object) -> None:
    with db.transaction() as session:
        row = session.get_one(GradebookColumn, place.column_id)
        for name, value in values.items():
            setattr(row, name, value)
