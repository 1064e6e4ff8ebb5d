"""What is on its way, in words; trying again is for staff of the provider and for what stopped."""

from datetime import timedelta

import pytest

from sidecar import clock, db
from sidecar.identity.models import Role
from sidecar.outbox.models import MessageState, OutboxMessage
from tests.functional.steps import rows, stranger
from tests.support.world import World, text_of


@pytest.fixture
def message(world: World) -> OutboxMessage:
    with db.transaction() as session:
        session.add(
            OutboxMessage(
                topic="hoks",
                ref="plan:1",
                idempotency_key="hoks:1",
                state=MessageState.REFUSED,
                reason="EHOKS-ENDED: The study right has ended, so its HOKS cannot be changed.",
                attempts=2,
                next_try_at=clock.now() + timedelta(hours=1),
                provider_id=world.provider.id,
                created_at=clock.now(),
            )
        )
    db.database().release()
    return rows(OutboxMessage)[-1]


def test_a_refusal_is_told_in_the_readers_language(world: World, message: OutboxMessage):
    for locale, words in (("en", "has ended"), ("fi", "päättynyt"), ("sv", "upphört")):
        page = world.sign_in(world.officer, locale=locale).page("/deliveries")
        [item] = page.select("li.item")
        said = item.get_text(" ", strip=True)
        assert words in said
        assert "(EHOKS-ENDED)" in said
        assert "plan:1" not in said
        assert str(message.id) in said


def test_it_may_be_tried_again_by_those_who_see_it(world: World, message: OutboxMessage):
    path = f"/deliveries/{message.id}/again"
    assert stranger(world, Role.RECORDS_OFFICER).post(path).status_code == 404
    assert world.sign_in(world.learner).post(path).status_code == 403
    answer = world.sign_in(world.officer).post(path)
    assert "On its way again." in text_of(answer)
    [again] = rows(OutboxMessage, OutboxMessage.id == message.id)
    assert (again.state, again.attempts) == (MessageState.PENDING, 0)
    assert world.sign_in(world.officer).post(path).status_code == 409
