"""Tying a trainee to a study right: a wrong number is named at the door, and nothing is changed."""

import pytest

from sidecar.hoks.models import LearnerPlan
from tests.functional.steps import rows
from tests.support.world import Browser, World

GOOD = {
    "learner_number": "1.2.246.562.98.90000001017",
    "study_right_oid": "1.2.246.562.15.20000000008",
}


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"learner_number": "1.2.246.562.98.90000001018"}, "not a learner number"),
        ({"learner_number": "010190-999X"}, "not a learner number"),
        ({"study_right_oid": "1.2.246.562.15.20000000009"}, "not the OID of a study right"),
        ({"study_right_oid": "1.2.246.562.15.10000000009"}, "Another trainee has this number"),
        ({"learner_number": "1.2.246.562.24.12312312319"}, "Another trainee has this number"),
        ({"learner_id": "999999"}, "Choose one of these."),
        ({"learner_id": ""}, "Please fill this in."),
    ],
)
def test_a_wrong_number_changes_nothing(
    world: World, officer: Browser, wrong: dict[str, str], sentence: str
):
    form = {"learner_id": str(world.other_learner.id), **GOOD, **wrong}
    answer = officer.post("/plans", form)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert form["study_right_oid"] in answer.text, "what was typed is still there"
    assert [plan.learner_id for plan in rows(LearnerPlan)] == [world.learner.id]


def test_right_numbers_are_kept_and_may_be_corrected(world: World, officer: Browser):
    officer.post("/plans", {"learner_id": str(world.other_learner.id), **GOOD})
    moved = {**GOOD, "study_right_oid": "1.2.246.562.15.90000001017"}
    officer.post("/plans", {"learner_id": str(world.other_learner.id), **moved})
    [_, plan] = rows(LearnerPlan)
    assert (plan.learner_id, plan.study_right_oid) == (
        world.other_learner.id,
        moved["study_right_oid"],
    )
