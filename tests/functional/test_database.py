"""What `db` promises: changes only in `transaction()`; a server that went away may come back."""

from collections.abc import Callable

import pytest
from sqlalchemy import select, text

from sidecar import db
from sidecar.identity.models import Person
from tests.support.world import World


def _someone() -> Person:
    return db.session().scalars(select(Person).order_by(Person.id)).first()


def test_a_change_outside_a_transaction_raises_and_is_not_kept(world: World):
    before = _someone().display_name
    _someone().display_name = "Changed"
    with pytest.raises(RuntimeError, match="outside transaction"):
        db.session().scalar(select(Person.id))
    db.database().release()
    assert _someone().display_name == before


def test_a_change_inside_is_kept_and_an_error_takes_it_back(world: World):
    with db.transaction():
        _someone().display_name = "Kept"
    with pytest.raises(ZeroDivisionError):
        _change_and_fail()
    db.database().release()
    assert _someone().display_name == "Kept"


def _change_and_fail() -> None:
    with db.transaction():
        _someone().display_name = "Gone"
        db.session().flush()
        raise ZeroDivisionError


def test_the_rows_of_a_transaction_are_read_anew_in_it(world: World):
    """What a page had read before may have changed meanwhile."""
    known = _someone()
    with db.database().engine.begin() as other:
        other.execute(text("UPDATE person SET display_name = 'Other'"))
    with db.transaction():
        assert known.display_name == "Other"


@pytest.fixture
def on_server(world: World) -> Callable[[str], list[tuple]]:
    """Asks PostgreSQL from beside the application."""
    if db.database().engine.dialect.name != "postgresql":
        pytest.skip("SQLite is a file: there is no server to ask")

    def ask(statement: str) -> list[tuple]:
        with db.make_engine(db.database().url).connect() as connection:
            rows = [tuple(row) for row in connection.execute(text(statement))]
            connection.commit()
        return rows

    return ask


OURS = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


def test_a_page_holds_no_transaction_open(on_server: Callable[[str], list[tuple]]):
    assert _someone() is not None
    assert {state for (state,) in on_server(f"SELECT state {OURS}")} == {"idle"}
    with db.transaction():
        assert _someone() is not None
        assert "idle in transaction" in {s for (s,) in on_server(f"SELECT state {OURS}")}


def test_after_the_server_let_go_of_us_the_next_page_answers(
    world: World, on_server: Callable[[str], list[tuple]]
):
    learner = world.sign_in(world.learner)
    assert learner.get("/diary").status_code == 200
    db.database().release()
    assert on_server(f"SELECT pg_terminate_backend(pid, 5000) {OURS}")
    assert learner.get("/diary").status_code == 200
