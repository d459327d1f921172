"""The frontier of a lever, and the arrangements that were observed elsewhere."""

from __future__ import annotations

from collections import Counter

import pandas as pd
import pytest
from hemtjanst.models.errors import InputError
from hemtjanst.models.scenario_file import load_policy, load_scenario
from hemtjanst.simulation.experiments import frontier
from hemtjanst.simulation.experiments.frontier import with_lever
from town import town


def test_T30_fewer_faces_cost_driving():
    """The trade-off of the DTU thesis and of Braekers 2016: what is paid for few faces is paid in driving, and both are told.

    Three towns together, because in one alone the luck of the search may be larger than the price.
    """
    towns = [town(clients=24, regular=14, hourly=3, seed=seed) for seed in (1, 2, 3)]
    tables = [frontier(place, load_policy("back_to_basic"), "continuity.new_face_minutes", [0, 240], days=14) for place in towns]
    for table in tables:
        assert table["continuity.new_face_minutes"].tolist() == [0, 240]
        assert table.distinct_staff_14d[1] < table.distinct_staff_14d[0] - 0.3
        assert table.paid_hours[1] == table.paid_hours[0]
        assert "distinct_staff_28d" not in table
    driving = pd.concat(tables).groupby("continuity.new_face_minutes").driving_minutes_per_visit.mean()
    assert driving[240] > driving[0]


@pytest.mark.parametrize(
    ("lever", "value", "said"),
    [
        ("continuity.new_faces", 1, "there is no lever 'continuity.new_faces'.*continuity.new_face_minutes"),
        ("contacts.backups", 9, "contacts.backups: cannot be 9.*less than or equal to 5"),
    ],
)
def test_a_lever_that_cannot_be_moved_so_is_told_of(back_to_basic, lever, value, said):
    """A typing error or an impossible value ends in a sentence that names the lever."""
    with pytest.raises(InputError, match=said):
        with_lever(back_to_basic, lever, value)


@pytest.mark.parametrize(("place", "groups", "least", "most"), [("skonsmo", 3, 5, 9), ("kalmar", 4, 4, 6)])
def test_small_groups_have_the_same_clients_and_needs_as_the_large_one(place, groups, least, most):
    """Skönsmo and Kalmar before and after differ in who works together and in nothing else, or the comparison proves nothing."""
    after, before = load_scenario(place), load_scenario(f"{place}_before")
    assert len(after.groups) == groups
    assert len(before.groups) == 1
    assert after.needs == before.needs
    assert [client.id for client in after.clients] == [client.id for client in before.clients]
    regular = Counter(person.group for person in after.staff if person.employment == "regular")
    assert regular.total() == sum(person.employment == "regular" for person in before.staff)
    assert all(least <= staff <= most for staff in regular.values())
