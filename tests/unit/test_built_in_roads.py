"""The generated road network: believable distances and speeds, keyed by name, faults named."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest
import yaml
from hemtjanst.models.geography import GeographySection, RoadNetwork, built_in_network, place, travel_times
from hemtjanst.models.geography.projection import distances
from pydantic import ValidationError

SCENARIOS = Path(__file__).parents[2] / "scenarios"


@cache
def section(name: str) -> GeographySection:
    """Geography of a scenario that comes with the package."""
    with (SCENARIOS / f"{name}.yaml").open(encoding="utf-8") as file:
        return GeographySection.model_validate(yaml.safe_load(file)["geography"])


@cache
def network(name: str) -> RoadNetwork:
    """Its roads."""
    return built_in_network(section(name), seed=1)


@cache
def sampled(clients: int = 400, groups: int = 10):
    """Tanum with some clients: where they live, and travel times."""
    placed = place(network("tanum"), section("tanum"), [f"client {row}" for row in range(clients)], groups, seed=1)
    return placed, travel_times(network("tanum"), placed.lat, placed.lon)


def test_tanumshede_to_grebbestad_is_six_kilometres():
    """The one distance by road that was read at a source (domain I)."""
    towns = [section("tanum").locality(name) for name in ("Tanumshede", "Grebbestad")]
    times = travel_times(network("tanum"), np.array([t.lat for t in towns]), np.array([t.lon for t in towns]))
    assert 5_500 <= times.metres[0, 0, 1] <= 7_000
    assert 5 * 60 <= times.seconds[0, 0, 1] <= 9 * 60


def test_detours_and_speeds_are_those_of_the_dossier():
    """Domain B5: by road 1.3 to 1.4 times the straight line, 25-30 km/h in towns, 55-65 in the country."""
    placed, times = sampled()
    straight = distances(placed.lat[:, None], placed.lon[:, None], placed.lat[None], placed.lon[None])
    far = straight > 2_000
    assert 1.25 <= times.metres[0][far].sum() / straight[far].sum() <= 1.4
    assert 52 <= times.metres[0][far].sum() / times.seconds[0][far].sum() * 3.6 <= 65
    near = (straight < 1_000) & (straight > 200)
    assert 24 <= times.metres[0][near].sum() / times.seconds[0][near].sum() * 3.6 <= 33


def test_homes_follow_the_inhabitants():
    """About half of Tanum lives outside the localities; each locality has homes for its inhabitants, on land."""
    tanum, roads = section("tanum"), network("tanum")
    everybody = sum(town.inhabitants for town in tanum.localities) + tanum.rural_inhabitants
    assert len(roads.homes) == pytest.approx(everybody / 2, rel=0.02)
    inside = np.zeros(len(roads.homes), dtype=bool)
    for town in tanum.localities:
        near = distances(roads.homes[:, 0], roads.homes[:, 1], town.lat, town.lon) < 1.2 * town.radius + 60
        assert np.count_nonzero(near) >= 0.9 * town.inhabitants / 2, town.name
        inside |= near
    assert 0.4 < 1 - inside.mean() < 0.55
    west = roads.homes[:, 1].min()
    assert west > min(lon for _, lon in tanum.land) - 0.002


def test_all_homes_are_near_a_road():
    """Nobody lives two kilometres from the nearest road that was generated for them."""
    _, times = sampled()
    assert times.snapped.max() < 150


def test_one_locality_does_not_move_another():
    """Twice as many people in Tanumshede change no home and no street corner in Grebbestad, six kilometres away."""
    tanum = section("tanum")
    grown = tanum.model_copy(
        update={
            "localities": tuple(
                town.model_copy(update={"inhabitants": 2 * town.inhabitants}) if town.name == "Tanumshede" else town
                for town in tanum.localities
            )
        }
    )
    other = built_in_network(grown, seed=1)
    town = tanum.locality("Grebbestad")

    def around(lat: np.ndarray, lon: np.ndarray) -> set[tuple[float, float]]:
        near = distances(lat, lon, town.lat, town.lon) < 600
        return set(zip(lat[near].tolist(), lon[near].tolist(), strict=True))

    before = network("tanum")
    assert len(other.homes) > len(before.homes) + 900
    assert around(*other.homes.T) == around(*before.homes.T)
    assert around(other.lat, other.lon) == around(before.lat, before.lon)


def test_same_seed_same_roads_and_other_seed_other_roads():
    """Bit for bit the same network from the same file and seed, and really another one from another seed."""
    small = section("small")
    assert built_in_network(small, seed=1).digest() == network("small").digest()
    assert built_in_network(small, seed=2).digest() != network("small").digest()


def test_one_more_client_moves_nobody():
    """Homes, groups and bases of the others stay when a client is added (decision 1 of the design)."""
    clients = [f"client {row}" for row in range(60)]
    fewer = place(network("small"), section("small"), clients, 2, seed=1)
    more = place(network("small"), section("small"), [*clients, "one more"], 2, seed=1)
    assert more.lat[:-1].tolist() == fewer.lat.tolist()
    assert more.group[:-1].tolist() == fewer.group.tolist()
    assert more.base.tolist() == fewer.base.tolist()


def test_groups_are_neighbours_of_about_equal_size():
    """Home care groups are districts: sizes alike, members nearer to each other than to the rest, both areas present."""
    placed, times = sampled()
    sizes = np.bincount(placed.group, minlength=10)
    assert sizes.sum() == 400
    assert sizes.min() >= 22
    assert sizes.max() <= 60
    homes = times.seconds[0][np.ix_(placed.home, placed.home)]
    same = placed.group[:, None] == placed.group[None, :]
    assert homes[same].mean() < 0.4 * homes[~same].mean()
    assert set(placed.areas) == {"North", "South"}
    assert len(set(placed.group_ids)) == 10
    assert all(
        placed.ids[row] in {"Tanumshede", "Grebbestad", "Bullaren", "Fjällbacka", "Hamburgsund", "Rabbalshede"}
        for row in placed.base
    )


def test_known_homes_are_kept_and_split_evenly():
    """Clients of a user's own table stay where they live; groups then hold equally many of them."""
    homes = network("small").homes[:61]
    placed = place(network("small"), section("small"), [f"c{row}" for row in range(61)], 3, seed=1, coordinates=homes)
    assert np.array_equal(np.stack([placed.lat, placed.lon], axis=1)[placed.home], homes)
    assert sorted(np.bincount(placed.group).tolist()) == [20, 20, 21]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"bases": ["Grebestad"]}, "'Grebestad' is no locality; did you mean 'Grebbestad'"),
        ({"main_roads": [{"name": "X", "through": ["Grebbestad", "Havstensund"]}]}, "did you mean 'Havstenssund'"),
        ({"localities": []}, "give either a road file"),
        ({"land": [[58, 11], [58, 12]]}, "land needs at least three points"),
        ({"land": [[58, 11], [58, 12], [58.1, 12]]}, "locality 'Grebbestad' lies outside the land"),
        (
            {
                "main_roads": [
                    {"name": "X", "through": ["Grebbestad", "Kämpersvik"]},
                    {"name": "Y", "through": ["Havstenssund", [58, 11]]},
                ]
            },
            "no main roads connect locality 'Havstenssund' with the others",
        ),
        ({"main_roads": [{"name": "X", "through": ["Grebbestad", "Kämpersvik"]}]}, "passes through locality 'Havstenssund'"),
        ({"rural_inhabitants": -1}, "greater than or equal to 0"),
        ({"main_roads": [{"name": "X", "kmh": -5, "through": ["Grebbestad", "Kämpersvik"]}]}, "greater than 0"),
        ({"roadz": "file"}, "Extra inputs are not permitted"),
    ],
)
def test_faults_in_the_section_are_named(change, sentence):
    """What is wrong with a geography is said in a sentence, with the nearest name where one was mistyped."""
    with (SCENARIOS / "small.yaml").open(encoding="utf-8") as file:
        given = yaml.safe_load(file)["geography"] | change
    with pytest.raises(ValidationError) as caught:
        GeographySection.model_validate(given)
    assert sentence in str(caught.value)


def test_unknown_names_are_told_together_with_other_faults():
    """Whoever mends a file wants to know everything at once: names are checked even where a number is wrong too."""
    with (SCENARIOS / "small.yaml").open(encoding="utf-8") as file:
        given = yaml.safe_load(file)["geography"]
    given["bases"] = ["Grebestad"]
    given["main_roads"][0]["through"][1] = "Grebbstad"
    given["main_roads"][1]["kmh"] = -1
    with pytest.raises(ValidationError) as caught:
        GeographySection.model_validate(given)
    places = {error["loc"] for error in caught.value.errors()}
    assert places == {("bases", 0), ("main_roads", 0, "through", 1), ("main_roads", 1, "kmh")}


def test_too_many_groups_are_refused():
    """More groups than homes cannot be formed."""
    from hemtjanst.models.errors import InputError

    with pytest.raises(InputError, match="0 groups"):
        place(network("small"), section("small"), ["a"], 0, seed=1)
