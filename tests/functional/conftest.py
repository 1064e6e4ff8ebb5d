"""People of the small workshop, each in a page session of their own."""

import pytest

from tests.support.world import Browser, World


@pytest.fixture
def learner(world: World) -> Browser:
    return world.sign_in(world.learner)


@pytest.fixture
def coach(world: World) -> Browser:
    return world.sign_in(world.coach)


@pytest.fixture
def officer(world: World) -> Browser:
    return world.sign_in(world.officer)


@pytest.fixture
def administrator(world: World) -> Browser:
    return world.sign_in(world.administrator)
