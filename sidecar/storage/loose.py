"""Files on their way in and out: each is written down first, so that none is forgotten.

A file is not part of a transaction, and S3 is another system, never asked inside one. So `keep`
notes a name before it writes the file; `claim`, in the transaction that names it in a row, takes
the note away; `let_go` makes one in the transaction that takes the row away. Whatever breaks in
between leaves a note, and the worker deletes what is noted and due. Nothing else is ever deleted:
a database that was restored elsewhere does not tidy up another's bucket.
"""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, select

from sidecar import clock, db, log
from sidecar.storage import storage
from sidecar.storage.models import LooseFile
from sidecar.storage.names import new_name

_TIME_TO_CLAIM = timedelta(hours=1)
_AT_ONCE = 20
"""Files that a request deletes by itself; more wait for the worker."""
_AT_A_TIME = 500
_logger = log.get(__name__)


def keep(contents: Sequence[bytes], *, suffix: str) -> list[str]:
    """Write files and give their names, for a row that soon claims them. Outside a transaction.

    Raises OSError when the storage takes them not.
    """
    names = [new_name(suffix) for _ in contents]
    with db.transaction() as session:
        due = clock.now() + _TIME_TO_CLAIM
        session.add_all(LooseFile(name=name, due_at=due) for name in names)
    for name, content in zip(names, contents, strict=True):
        storage().put(name, content)
    return names


def claim(names: Sequence[str]) -> None:
    """A row names these now. Inside the row's transaction."""
    db.session().execute(delete(LooseFile).where(LooseFile.name.in_(names)))


def let_go(names: Sequence[str]) -> None:
    """No row names these any more. Inside the transaction; they are deleted after it."""
    now = clock.now()
    db.session().add_all(LooseFile(name=name, due_at=now) for name in names)
    db.after_commit(lambda: discard(names[:_AT_ONCE]))


def discard(names: Sequence[str]) -> None:
    """Delete files that are noted. Outside a transaction; what fails is left for the worker."""
    gone = []
    for name in names:
        try:
            storage().delete(name)
        except OSError as error:
            _logger.warning("file_not_deleted", name=name, error=type(error).__name__)
            break
        gone.append(name)
    if gone:
        with db.transaction():
            claim(gone)


def sweep() -> None:
    """Delete what is due."""
    due = select(LooseFile.name).where(LooseFile.due_at <= clock.now())
    discard(db.session().scalars(due.order_by(LooseFile.due_at).limit(_AT_A_TIME)).all())
