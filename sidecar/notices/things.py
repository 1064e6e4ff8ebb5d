"""What a notice leads to, by a short name, and where that is for somebody who may see it."""

from flask import url_for

from sidecar.diary.queries import coached_entry, own_entry
from sidecar.errors import NotFound
from sidecar.identity.permissions import Permission, Viewer

DIARY, DESK, PAPERS, PROPOSALS = "diary", "desk", "papers", "proposals"
_ENTRY = "entry:"
_PAGES = {
    DIARY: (Permission.WRITE_DIARY, "diary.mine"),
    DESK: (Permission.REVIEW_DIARIES, "desk.queue"),
    PAPERS: (Permission.SEE_PAPERS, "demonstrations.papers"),
    PROPOSALS: (Permission.SEE_PROPOSALS, "proposals.listing"),
}


def entry_thing(entry_id: int) -> str:
    """The name of a diary entry."""
    return f"{_ENTRY}{entry_id}"


def entry_of(thing: str) -> int | None:
    """The entry that a name means; None for any other name."""
    number = thing.removeprefix(_ENTRY)
    is_number = thing != number and number.isascii() and number.isdigit()
    return int(number) if is_number and int(number) < 2**31 else None


def address_of(viewer: Viewer, thing: str) -> str | None:
    """The page of a thing; None where the viewer may not see it, or it is gone."""
    entry_id = entry_of(thing)
    if entry_id is not None:
        return _entry(viewer, entry_id)
    permission, endpoint = _PAGES.get(thing, (None, ""))
    return url_for(endpoint) if permission is not None and viewer.may(permission) else None


def _entry(viewer: Viewer, entry_id: int) -> str | None:
    for permission, find, endpoint in (
        (Permission.WRITE_DIARY, own_entry, "diary.edit"),
        (Permission.REVIEW_DIARIES, coached_entry, "desk.entry"),
    ):
        if not viewer.may(permission):
            continue
        try:
            find(viewer.person.id, entry_id)
        except NotFound:
            continue
        return url_for(endpoint, entry_id=entry_id)
    return None
