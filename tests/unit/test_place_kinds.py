"""Parking and walking in take their time by kind of place, and nothing is said of it by default."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hemtjanst.models.assumptions import Driving
from hemtjanst.models.files import validate
from hemtjanst.models.geography.place_kinds import place_kinds
from hemtjanst.models.legs import leg_seconds
from hemtjanst.models.scenario_file import load_scenario
from village import road


def test_by_default_every_stop_takes_the_same(village):
    """The null setting: no source tells the kinds apart, so no result may depend on them unasked."""
    assert set(load_scenario("small").park_seconds.tolist()) == {150}
    assert set(village.park_seconds.tolist()) == {150}


def test_homes_at_streets_are_in_town_and_bases_are_bases():
    """The street at the door decides."""
    network, _ = road(np.array([0.0, 1, 2, 3]))
    streets = np.where((network.tail <= 1) & (network.head <= 1), 1, 0).astype(np.int8)
    network = dataclasses.replace(network, classes=("tertiary", "residential"), road_class=streets)
    assert place_kinds(network, network.lat, network.lon, bases=1) == ("base", "town", "country", "country")


def test_shipped_municipalities_have_homes_of_both_kinds():
    """About half of Tanum's people live outside its localities (domain I)."""
    kinds = load_scenario("tanum").places.kinds
    assert kinds.count("base") < 12
    assert 0.3 < kinds.count("country") / (len(kinds) - kinds.count("base")) < 0.75


@pytest.mark.parametrize(
    ("name", "kind"), [("park_in_town_extra", "town"), ("park_in_country_extra", "country"), ("park_at_base_extra", "base")]
)
def test_an_extra_minute_lengthens_drives_to_its_kind_of_place_only(village, name, kind):
    """A lever must move what it names and nothing else."""
    kinds = ("base", "town", "country", "town", "country", "town", "country")
    scenario = village.replace(places=dataclasses.replace(village.places, kinds=kinds), driving=validate(Driving, {name: 1}, "f"))
    places = np.arange(len(kinds))
    more = leg_seconds(scenario, "car", places[:, None], places) - leg_seconds(village, "car", places[:, None], places)
    expected = np.where(np.array(kinds) == kind, 60, 0) * (places[:, None] != places)
    np.testing.assert_array_equal(more, expected)


def test_no_stop_takes_less_than_nothing(village):
    """A large negative extra means that parking is free, not that time runs backwards."""
    scenario = village.replace(driving=validate(Driving, {"park_in_country_extra": -9}, "f"))
    assert set(scenario.park_seconds.tolist()) == {0}
