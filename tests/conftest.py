"""Fixtures that every family of tests may use."""

from __future__ import annotations

import os

import pytest
from hemtjanst.models import Policy, Scenario
from hemtjanst.models.scenario_file import load_scenario
from hypothesis import settings
from village import village as make_village

# The same examples every time, so that a red run is the change's doing; HYPOTHESIS_PROFILE=explore looks for new ones.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory):
    """Tests neither use nor fill the cache in the home of whoever runs them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HEMTJANST_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def village() -> Scenario:
    """A village small enough to reckon by hand; see ``tests/village.py``."""
    return make_village()


@pytest.fixture(scope="session")
def some_of_goteborg() -> Scenario:
    """Göteborg's roads with the clients and staff of two of its 157 groups."""
    return load_scenario("goteborg", share=2 / 157)


@pytest.fixture(scope="session")
def fragmented() -> Policy:
    """Many short visits by many people: every lever at its default."""
    return Policy(name="fragmented")


@pytest.fixture(scope="session")
def back_to_basic() -> Policy:
    """Contact persons, bundled visits, one person for each client and shift."""
    long_visit = ("shower", "walk", "cleaning", "laundry", "shopping", "escort")
    return Policy.model_validate(
        {
            "name": "back_to_basic",
            "visits": {"together": [*Policy(name="x").visits.together, long_visit], "days": "contact"},
            "contacts": {"clients": [1, 4], "backups": 2, "duties": long_visit},
            "continuity": {"one_person_per_shift": "rule", "contact_minutes": 20, "known_minutes": 8, "new_face_minutes": 10},
            "roster": {"first": "clients"},
            "absence": {"replaced_by": ["backup", "known", "colleague", "pool"]},
            "control": {"stay_planned_time": True},
            "meetings": {"minutes": 120, "preparation_minutes": 15},
        }
    )
