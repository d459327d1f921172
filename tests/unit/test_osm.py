"""Reading OpenStreetMap: tags, directions, access, homes, what is dropped, and files that cannot be used."""

import gzip
from pathlib import Path

import numpy as np
import pytest
from hemtjanst.models.errors import InputError
from hemtjanst.models.geography import MODES, GeographySection, RoadNetwork, place, read_roads, travel_times
from hemtjanst.models.geography.osm_tags import access, limit, limits

from .osm_files import write_osm

ROADS = Path(__file__).parents[3] / "shared" / "roads"
SQUARE = {1: (58.0, 11.0), 2: (58.0, 11.01), 3: (58.01, 11.01), 4: (58.01, 11.0)}


def arcs_of(network: RoadNetwork, mode: str) -> set[tuple[tuple[float, float], tuple[float, float]]]:
    """Pairs of coordinates between which a mode may go."""
    at = list(zip(network.lat.tolist(), network.lon.tolist(), strict=True))
    may = network.access[MODES.index(mode)]
    return {(at[a], at[b]) for a, b, ok in zip(network.tail, network.head, may, strict=True) if ok}


def road(**tags: str) -> dict[str, str]:
    """Tags of a residential street, with some more."""
    return {"highway": "residential"} | {key.replace("__", ":"): value for key, value in tags.items()}


@pytest.mark.parametrize(
    ("text", "kmh"),
    [
        ("50", 50),
        ("50 km/h", 50),
        ("30 mph", 48.28032),
        ("30mph", 48.28032),
        ("SE:urban", 50),
        ("SE:rural", 70),
        ("DE:rural", 100),
        ("FI:rural", 80),
        ("SE:motorway", 110),
        ("none", 130),
        ("walk", 7),
        ("DE:walk", 7),
        ("DE:zone:30", 30),
        ("SE:zone30", 30),
        ("90;30;90", 30),
        ("signals", None),
        ("fifty", None),
        ("-50", None),
        ("0", None),
        ("nan", None),
        ("", None),
    ],
)
def test_speed_limits_in_all_their_spellings(text, kmh):
    """A limit that is misread makes a road ten times too fast or slow; what cannot be read counts as not posted."""
    assert limit(text) == (None if kmh is None else pytest.approx(kmh))


def test_limits_can_differ_by_direction_and_come_from_the_type():
    """maxspeed:forward and :backward override the common limit; source:maxspeed serves where no number is given."""
    assert limits({"maxspeed": "70", "maxspeed:backward": "50"}) == (70, 50)
    assert limits({"source:maxspeed": "SE:urban"}) == (50, 50)
    assert limits({"source:maxspeed": "sign"}) == (None, None)
    assert limits({"maxspeed": "40", "source:maxspeed": "SE:rural"}) == (40, 40)


ALL, NONE = (True, True, True), (False, False, False)


@pytest.mark.parametrize(
    ("tags", "road_class", "along", "against"),
    [
        ({}, "residential", ALL, ALL),
        ({"oneway": "yes"}, "residential", ALL, (False, False, True)),
        ({"oneway": "-1"}, "residential", (False, False, True), ALL),
        ({"oneway": "no", "junction": "roundabout"}, "residential", ALL, ALL),
        ({"junction": "roundabout"}, "residential", ALL, (False, False, True)),
        ({}, "motorway", (True, False, False), NONE),
        ({"oneway": "yes", "oneway:bicycle": "no"}, "residential", ALL, (False, True, True)),
        ({"oneway": "yes", "cycleway": "opposite_lane"}, "residential", ALL, (False, True, True)),
        ({"oneway": "reversible"}, "residential", (False, False, True), (False, False, True)),
        ({"access": "private"}, "residential", NONE, NONE),
        ({"access": "no", "foot": "yes"}, "residential", (False, False, True), (False, False, True)),
        ({"access": "no", "motor_vehicle": "destination"}, "residential", (True, False, False), (True, False, False)),
        ({"vehicle": "no"}, "residential", (False, False, True), (False, False, True)),
        ({"motor_vehicle": "no"}, "residential", (False, True, True), (False, True, True)),
        ({"motorcar": "yes", "motor_vehicle": "no"}, "residential", ALL, ALL),
        ({}, "track", (False, True, True), (False, True, True)),
        ({"motor_vehicle": "yes"}, "track", ALL, ALL),
        ({"access": "yes"}, "track", (False, True, True), (False, True, True)),
        ({}, "footway", (False, False, True), (False, False, True)),
        ({"bicycle": "designated"}, "footway", (False, True, True), (False, True, True)),
        ({"motorroad": "yes"}, "trunk", (True, False, False), (True, False, False)),
        ({"area": "yes"}, "pedestrian", NONE, NONE),
    ],
)
def test_who_may_go_where(tags, road_class, along, against):
    """Each rule of access and direction decides on which side of a river somebody is ten minutes late."""
    assert access(tags, road_class) == (along, against)


def test_a_small_file_becomes_a_network(tmp_path):
    """The whole way from XML to arrays: coordinates, both directions, lengths, speeds, homes."""
    nodes = SQUARE | {10: (58.002, 11.002), 11: (58.002, 11.0023), 12: (58.0022, 11.0023), 13: (58.0022, 11.002)}
    house = [10, 11, 12, 13, 10]
    ways = [
        ([1, 2, 3], road(maxspeed="30")),
        ([3, 4, 1], {"highway": "secondary", "maxspeed": "80"}),
        (house, {"building": "house"}),
        (house, {"building": "garage"}),
        (house, {"building": "yes", "shop": "supermarket"}),
    ]
    network = read_roads(write_osm(tmp_path / "a.osm", nodes, ways))
    assert len(network) == 4
    assert len(network.tail) == 8
    assert sorted({round(float(v), 3) for v in network.kmh}) == [27.0, 72.0]
    assert network.metres.max() == pytest.approx(1_112, abs=1)
    assert network.homes.tolist() == [[pytest.approx(58.0021), pytest.approx(11.00215)]]
    text = " ".join(network.notes)
    assert "2 roads and paths (2 with a speed limit), 1 possible homes in 1 buildings" in text
    assert "2 buildings that are no homes" in text


@pytest.mark.parametrize(
    ("tags", "homes"),
    [
        ({"building": "house"}, 1),
        ({"building": "apartments"}, 12),
        ({"building": "apartments", "building:levels": "5"}, 20),
        ({"building": "apartments", "building:flats": "7"}, 7),
        ({"building": "apartments", "building:flats": "0"}, 1),
        ({"building": "apartments", "building:levels": "many"}, 12),
        ({"building": "yes", "building:levels": "5"}, 1),
    ],
)
def test_blocks_of_flats_hold_many_homes(tmp_path, tags, homes):
    """Half of the clients of a town live in flats: drawing buildings alike would move them to the villas."""
    metre_lat, metre_lon = 1 / 111_195, 1 / (111_195 * np.cos(np.radians(58)))
    corners = [(0, 0), (20, 0), (20, 20), (0, 20)]  # 400 m²
    nodes = SQUARE | {10 + row: (58.002 + y * metre_lat, 11.002 + x * metre_lon) for row, (x, y) in enumerate(corners)}
    network = read_roads(write_osm(tmp_path / "a.osm", nodes, [([1, 2, 3, 4, 1], road()), ([10, 11, 12, 13, 10], tags)]))
    assert len(network.homes) == homes


def test_compressed_files_read_the_same(tmp_path):
    """The same extract packed with gzip gives the same roads."""
    plain = write_osm(tmp_path / "a.osm", SQUARE, [([1, 2, 3, 4, 1], road())])
    packed = tmp_path / "a.osm.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert read_roads(plain).digest() == read_roads(packed).digest()


def test_a_cached_extract_is_the_same_network(tmp_path):
    """A large file is read once; what comes from the cache is the same to the bit, and another content is another network."""
    file = write_osm(tmp_path / "a.osm", SQUARE, [([1, 2, 3, 4, 1], road())])
    plain = read_roads(file)
    first, second = read_roads(file, tmp_path / "cache"), read_roads(file, tmp_path / "cache")
    assert plain.digest() == first.digest() == second.digest()
    assert (plain.notes, plain.classes) == (first.notes, first.classes) == (second.notes, second.classes)
    assert second.access.shape == plain.access.shape
    write_osm(file, SQUARE, [([1, 2, 3], road())])
    assert len(read_roads(file, tmp_path / "cache")) == 3


def test_parts_that_cannot_be_reached_and_left_are_dropped_and_counted(tmp_path):
    """A dead-end one-way or an island would swallow a car for ever; the report says how much was dropped."""
    nodes = SQUARE | {5: (58.02, 11.0), 6: (58.5, 11.5), 7: (58.5, 11.51)}
    ways = [([1, 2, 3, 4, 1], road()), ([4, 5], road(oneway="yes")), ([6, 7], road())]
    network = read_roads(write_osm(tmp_path / "a.osm", nodes, ways))
    assert ((58.01, 11.0), (58.02, 11.0)) not in arcs_of(network, "car")
    assert ((58.01, 11.0), (58.02, 11.0)) in arcs_of(network, "foot"), "on foot one gets back"
    assert not (network.lat > 58.4).any()
    assert any("dropped 3 arcs (2.3 km)" in note for note in network.notes), network.notes


def test_loops_and_parallel_roads_do_not_disturb(tmp_path):
    """A street that ends where it starts, and two streets between the same corners: the faster one counts."""
    ways = [([1, 1], road()), ([1, 2], road(maxspeed="20")), ([1, 2], {"highway": "primary", "maxspeed": "50"})]
    network = read_roads(write_osm(tmp_path / "a.osm", SQUARE, ways))
    assert len(network.tail) == 4
    assert any("2 loops" in note for note in network.notes)
    seconds = travel_times(network, network.lat, network.lon, modes=("car",)).seconds[0, 0, 1]
    assert seconds == int(np.ceil(network.metres[0] * 3.6 / 45))


def test_ferries_and_areas_are_no_roads(tmp_path):
    """A ferry tagged as a road would be driven at 45 km/h."""
    ways = [([1, 2], road()), ([2, 3], {"highway": "unclassified", "route": "ferry"}), ([3, 4], {"route": "ferry"})]
    network = read_roads(write_osm(tmp_path / "a.osm", SQUARE, ways))
    assert len(network) == 2
    assert any("1 roads that nobody may use" in note for note in network.notes)


@pytest.mark.parametrize(
    ("tags", "passes"),
    [
        ({"barrier": "bollard"}, False),
        ({"barrier": "bollard", "motor_vehicle": "yes"}, True),
        ({"barrier": "gate"}, True),
        ({"barrier": "gate", "access": "private"}, False),
        ({"barrier": "lift_gate", "access": "no", "motorcar": "yes"}, True),
    ],
)
def test_bollards_and_locked_gates_stop_cars_only(tmp_path, tags, passes):
    """A bollard in a street makes two dead ends of it for cars; whoever walks does not notice."""
    nodes = SQUARE | {5: (58.0, 11.005)}
    file = write_osm(tmp_path / "a.osm", nodes, [([1, 5, 2, 3, 4, 1], road())], barriers={5: tags})
    network = read_roads(file)
    assert (((58.0, 11.0), (58.0, 11.005)) in arcs_of(network, "car")) == passes
    assert (((58.0, 11.005), (58.0, 11.01)) in arcs_of(network, "car")) == passes
    assert ((58.0, 11.0), (58.0, 11.005)) in arcs_of(network, "foot")
    assert any("1 barriers" in note for note in network.notes) != passes


def test_roads_cut_at_the_edge_of_the_extract(tmp_path):
    """Extracts cut ways: nodes without coordinates break the road there and nowhere else."""
    network = read_roads(write_osm(tmp_path / "a.osm", SQUARE, [([1, 2, 99, 3, 4, 1], road())]))
    assert ((58.0, 11.01), (58.01, 11.01)) not in arcs_of(network, "car")
    assert ((58.01, 11.0), (58.0, 11.0)) in arcs_of(network, "car")
    assert any("1 road nodes cut off" in note for note in network.notes)


def test_without_buildings_homes_are_put_along_roads_and_it_is_said(tmp_path):
    """Somebody with roads only can still run; the result says that homes are made up."""
    network = read_roads(write_osm(tmp_path / "a.osm", SQUARE, [([1, 2, 3, 4, 1], road())]))
    placed = place(network, GeographySection(roads="a.osm"), ["a", "b", "c"], 1, seed=1)
    assert any("no buildings" in note for note in placed.notes)
    assert travel_times(network, placed.lat, placed.lon).seconds.max() > 0


def test_bases_outside_the_extract_are_left_out_and_it_is_said(tmp_path):
    """Bases of another municipality cannot serve here: those inside stay, and with none inside the densest spot is taken."""
    nodes = SQUARE | {10: (58.002, 11.002), 11: (58.002, 11.0023), 12: (58.0022, 11.0023), 13: (58.0022, 11.002)}
    ways = [([1, 2, 3, 4, 1], road()), ([10, 11, 12, 13, 10], {"building": "house"})]
    network = read_roads(write_osm(tmp_path / "a.osm", nodes, ways))
    near, far = {"name": "Near", "lat": 58.0, "lon": 11.0}, {"name": "Far", "lat": 59.0, "lon": 11.0}
    both = place(network, GeographySection.model_validate({"roads": "a", "bases": [near, far]}), ["a"], 1, seed=1)
    assert both.ids == ("Near", "a")
    assert any("left out: Far" in note for note in both.notes)
    none = place(network, GeographySection.model_validate({"roads": "a", "bases": [far]}), ["a"], 1, seed=1)
    assert none.lat[0] == pytest.approx(58.0021)
    assert any("bases are put where most homes are" in note for note in none.notes)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.osm", "", "cannot be read as OpenStreetMap data"),
        ("a.osm", "hello", "cannot be read as OpenStreetMap data"),
        ("a.osm", "<html><body/></html>", "cannot be read as OpenStreetMap data"),
        ("a.osm.pbf", "not a pbf", "cannot be read as OpenStreetMap data"),
        ("a.osm.gz", "not packed", "cannot be read as OpenStreetMap data"),
        ("a.osm", '<osm version="0.6"></osm>', "is empty: no roads, no buildings"),
        ("a.txt", "hello", "is no road file by its name; allowed are .osm.pbf"),
    ],
)
def test_files_that_are_no_extract_are_refused_with_a_sentence(tmp_path, name, content, sentence):
    """Unreadable, empty and other files each get one sentence and no traceback of a parser."""
    file = tmp_path / name
    file.write_text(content)
    with pytest.raises(InputError) as caught:
        read_roads(file)
    assert sentence in str(caught.value)
    assert str(file) in str(caught.value)
    assert len(caught.value.faults) == 1


def test_a_missing_file_is_said_to_be_missing(tmp_path):
    """The commonest mistake of all: a path that does not exist."""
    with pytest.raises(InputError, match="there is no such road file"):
        read_roads(tmp_path / "nowhere.osm.pbf")


@pytest.mark.parametrize(
    ("ways", "sentence"),
    [
        ([([1, 2, 3, 4, 1], {"building": "house"})], "holds no roads"),
        ([([1, 2], {"highway": "footway"})], "has no road that a car may use"),
        ([([1, 2], road(oneway="yes")), ([3, 4], road(oneway="yes"))], "its roads are not connected"),
    ],
)
def test_extracts_without_usable_roads_say_what_is_missing(tmp_path, ways, sentence):
    """OpenStreetMap data can be valid and still useless: buildings only, footpaths only, nothing connected."""
    with pytest.raises(InputError, match=sentence):
        read_roads(write_osm(tmp_path / "a.osm", SQUARE, ways))


@pytest.mark.parametrize("name", ["north-bayreuth.osm.gz", "andorra.osm.pbf", "krems.osm.gz", "kotka_fi_pyrosm_test.osm.pbf"])
def test_real_extracts_give_sound_networks(name):
    """Real files hold everything that no made-up file thinks of: networks must come out connected and plausible."""
    if not (ROADS / name).exists():
        pytest.skip(f"{name} is not here (../shared/roads)")
    network = read_roads(ROADS / name)
    placed = place(network, GeographySection(roads=name), [f"client {row}" for row in range(60)], 2, seed=1)
    times = travel_times(network, placed.lat, placed.lon)
    apart = ~np.eye(len(placed.ids), dtype=bool)
    assert (times.seconds[:, apart] >= 0).all()
    kmh = times.metres[0].sum() / times.seconds[0].sum() * 3.6
    assert 20 < kmh < 70
    assert np.median(times.snapped) < 150
    assert any("connected for cars" in note for note in network.notes)
