"""Rush hour, winter and closed roads as weightings of one network."""

from datetime import date, timedelta

import numpy as np
import pytest
from hemtjanst.models.errors import InputError
from hemtjanst.models.geography import RoadNetwork, RoadTimes
from hemtjanst.models.geography.conditions import ClosedRoad, Region, RoadConditions, RoadFactors, day_type
from hemtjanst.models.geography.timed_travel import timed_travel
from hemtjanst.models.geography.weightings import mode_factors
from pydantic import ValidationError

MONDAY = date(2026, 3, 2)


def ring() -> RoadNetwork:
    """Four corners: residential, unclassified, secondary and motorway between them, both ways, 1 km at 36 km/h each."""
    lat, lon = np.array([58.0, 58.0, 58.01, 58.01]), np.array([11.0, 11.02, 11.02, 11.0])
    tail = np.array([0, 1, 2, 3, 1, 2, 3, 0], dtype=np.int32)
    head = np.array([1, 2, 3, 0, 0, 1, 2, 3], dtype=np.int32)
    access = np.ones((3, 8), dtype=bool)
    access[1:, [3, 7]] = False
    return RoadNetwork(
        lat=lat,
        lon=lon,
        tail=tail,
        head=head,
        metres=np.full(8, 1_000, dtype=np.float32),
        kmh=np.full(8, 36, dtype=np.float32),
        road_class=np.array([0, 1, 2, 3] * 2, dtype=np.int8),
        access=access,
        classes=("residential", "unclassified", "secondary", "motorway"),
        homes=np.zeros((0, 2)),
    )


def factors(**given: float) -> RoadConditions:
    """Conditions with some factors of one's own."""
    return RoadConditions(factors=RoadFactors.model_validate(given))


def test_factors_follow_the_kind_of_road():
    """Main roads are ploughed first and jam first; each kind of road has a lever of its own."""
    conditions = factors(rush_main=2, rush_small=3, rush_town=4, winter_main=1.5, winter_small=1.6, winter_town=1.7)
    plain = mode_factors(ring(), conditions)
    assert all((value == 1).all() for value in plain.values())
    rush = mode_factors(ring(), conditions, rush=True)
    assert rush["car"][:4].tolist() == [4, 3, 2, 2]
    assert (rush["bicycle"] == 1).all(), "bicycles pass the queue"
    both = mode_factors(ring(), conditions, rush=True, slippery={"everywhere"})
    assert both["car"][:4] == pytest.approx([6.8, 4.8, 3.0, 3.0])
    assert (both["e-bike"] == 1.3).all()
    assert (both["foot"] == 1.15).all()


def test_regions_have_weather_of_their_own():
    """It can be slippery inland and dry at the coast on the same morning."""
    inland = Region(name="inland", outline=((57.99, 11.01), (58.02, 11.01), (58.02, 11.03), (57.99, 11.03)))
    conditions = RoadConditions(regions=(inland, Region(name="all")))
    car = mode_factors(ring(), conditions, slippery={"inland"})["car"]
    assert car[1] == 1.2
    assert car[3] == 1.0
    assert mode_factors(ring(), conditions, slippery={"all"})["car"][3] == 1.1


def test_slippery_days_come_as_often_as_their_share_and_are_the_same_for_everybody():
    """Winter is a lever (share by month); the day itself is keyed by seed, replication and date alone."""
    shares = (0.5, *[0.0] * 10, 1.0)
    conditions = RoadConditions(
        regions=(Region(name="a", slippery_share=shares), Region(name="b", slippery_share=(0.2, *shares[1:])))
    )
    days = [date(2000 + year, 1, day) for year in range(20) for day in range(1, 31)]
    drawn = [conditions.slippery(day, seed=1) for day in days]
    assert np.mean(["a" in names for names in drawn]) == pytest.approx(0.5, abs=0.06)
    assert np.mean(["b" in names for names in drawn]) == pytest.approx(0.2, abs=0.05)
    assert all("a" in names for names in drawn if "b" in names), "weather is shared"
    assert conditions.slippery(date(2026, 12, 24), seed=1) == {"a", "b"}
    assert conditions.slippery(date(2026, 7, 1), seed=1) == set()
    assert drawn[:50] == [conditions.slippery(day, seed=1) for day in days[:50]]
    assert drawn != [conditions.slippery(day, seed=1, replication=1) for day in days]


def test_closed_roads_force_the_way_round_while_they_are_closed():
    """Roadworks for a week: cars go round, people on foot do not care, and afterwards all is as before."""
    works = ClosedRoad(name="works", lat=58.0, lon=11.01, first=MONDAY, last=MONDAY + timedelta(days=6))
    conditions = RoadConditions(closed=(works,))
    network = ring()
    roads = RoadTimes(network, network.lat[:2], network.lon[:2], ("car", "foot"))
    before, during, after = (
        roads.times(mode_factors(network, conditions, day=MONDAY + timedelta(days=days))) for days in (-1, 6, 7)
    )
    assert before.metres[0, 0, 1] == after.metres[0, 0, 1] == 1_000
    assert during.metres[0, 0, 1] == 3_000
    assert during.metres[1, 0, 1] == 1_000


def test_closing_the_only_road_is_said():
    """A place that nobody can reach any more is an error with names, not an endless drive."""
    network = ring()
    roads = RoadTimes(network, network.lat[:2], network.lon[:2], ("car",), ids=("Asta", "Bo"))
    both = tuple(
        ClosedRoad(name=str(lat), lat=lat, lon=lon, first=MONDAY, last=MONDAY) for lat, lon in ((58.0, 11.01), (58.01, 11.01))
    )
    with pytest.raises(InputError, match="not connected by car, first 'Asta' to 'Bo'"):
        roads.times(mode_factors(network, RoadConditions(closed=both), day=MONDAY))


def test_rush_hour_is_felt_on_weekdays_and_during_its_hours():
    """A drive wholly within rush hour takes the rush time, one outside the usual time; weekends have none."""
    network = ring()
    roads = RoadTimes(network, network.lat[:2], network.lon[:2], ("car",))
    conditions = factors(rush_town=2, morning_start=7, morning_end=9, afternoon_start=15, afternoon_end=15)
    timed = timed_travel(roads, conditions, "weekday")
    assert timed.starts == (0, 7 * 3600, 9 * 3600)
    at = np.array([6, 7, 8.5, 9, 23.99]) * 3600
    assert timed.seconds("car", 0, 1, at.astype(int)).tolist() == [100, 200, 200, 100, 100]
    # 50 s before rush hour half of the way is done; the rest takes twice as long.
    assert timed.seconds("car", 0, 1, 7 * 3600 - 50) == 150
    # 100 s before its end half is done; the rest goes at the usual pace.
    assert timed.seconds("car", 0, 1, 9 * 3600 - 100) == 150
    assert timed.seconds("car", 1, 1, 8 * 3600) == 0
    assert timed.metres("car", 0, 1, 8 * 3600) == 1_000
    weekend = timed_travel(roads, conditions, "sunday")
    assert weekend.seconds("car", 0, 1, 8 * 3600) == 100


def test_kinds_of_day():
    """Monday to Friday, Saturday, Sunday."""
    assert [day_type(MONDAY + timedelta(days=d)) for d in range(7)] == ["weekday"] * 5 + ["saturday", "sunday"]


@pytest.mark.parametrize(
    ("section", "sentence"),
    [
        ({"factors": {"rush_main": -1}}, "must be at least 0.1"),
        ({"factors": {"morning_start": 9, "morning_end": 8}}, "the hours of rush must follow each other"),
        ({"closed": [{"name": "x", "lat": 58, "lon": 11, "first": "2026-03-02", "last": "2026-03-01"}]}, "before it closes"),
        ({"regions": [{"name": "x", "slippery_share": [2] * 12}]}, "less than or equal to 1"),
        ({"regions": [{"name": "x", "slippery_share": [0.1]}]}, "at least 12 items"),
        ({"closd": []}, "Extra inputs"),
    ],
)
def test_faults_in_conditions_are_named(section, sentence):
    """What is wrong with a lever is said in a sentence."""
    with pytest.raises(ValidationError) as caught:
        RoadConditions.model_validate(section)
    assert sentence in str(caught.value)
