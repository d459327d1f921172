"""Travel times: seconds, metres, snapping, refusals and the cache."""

import os

import numpy as np
import pytest
from hemtjanst.models.errors import InputError
from hemtjanst.models.geography import MODES, RoadNetwork, RoadTimes, cache, travel_times
from hemtjanst.models.geography.cache import CorruptCacheWarning

STEP = 1_000 / 111_195.08  # degrees of latitude of one kilometre


def chain(kmh=(36.0, 36.0, 72.0), one_way_last=False) -> RoadNetwork:
    """Four nodes one kilometre apart on a meridian; the last stretch can be one-way for cars."""
    tail = np.array([0, 1, 2, 1, 2, 3], dtype=np.int32)
    head = np.array([1, 2, 3, 0, 1, 2], dtype=np.int32)
    access = np.ones((3, 6), dtype=bool)
    access[0, 5] = not one_way_last
    return RoadNetwork(
        lat=58 + STEP * np.arange(4),
        lon=np.full(4, 11.0),
        tail=tail,
        head=head,
        metres=np.full(6, 1_000, dtype=np.float32),
        kmh=np.array([*kmh, *kmh], dtype=np.float32),
        road_class=np.zeros(6, dtype=np.int8),
        access=access,
        classes=("unclassified",),
        homes=np.zeros((0, 2)),
    )


def detour() -> RoadNetwork:
    """Two corners with a slow short street and a fast long way round over a third."""
    base = chain()
    return RoadNetwork(
        lat=base.lat[:3],
        lon=base.lon[:3],
        tail=np.array([0, 1, 0, 2, 1, 2], dtype=np.int32),
        head=np.array([1, 0, 2, 0, 2, 1], dtype=np.int32),
        metres=np.array([1_000, 1_000, 1_500, 1_500, 1_500, 1_500], dtype=np.float32),
        kmh=np.array([10, 10, 100, 100, 100, 100], dtype=np.float32),
        road_class=np.zeros(6, dtype=np.int8),
        access=np.ones((3, 6), dtype=bool),
        classes=("unclassified",),
        homes=np.zeros((0, 2)),
    )


def test_seconds_and_metres_follow_speed_and_length():
    """Whoever reads a matrix must be able to reckon it by hand: 1 km at 36 km/h is 100 s, rounded up to the second."""
    network = chain()
    times = travel_times(network, network.lat, network.lon)
    assert times.modes == MODES
    assert times.seconds[0, 0].tolist() == [0, 100, 200, 250]
    assert times.metres[0, 0].tolist() == [0, 1_000, 2_000, 3_000]
    assert times.seconds[times.mode("foot"), 0, 1] == 750  # 4.8 km/h
    assert times.seconds[times.mode("bicycle"), 3, 0] == 675  # 16 km/h
    assert times.seconds.dtype == times.metres.dtype == np.int32


def test_speed_factor_slows_cars_only():
    """The scenario's speed factor is about driving; somebody on foot does not get slower by it."""
    network = chain()
    times = travel_times(network, network.lat, network.lon, speed_factor=0.5)
    assert times.seconds[0, 0, 1] == 200
    assert times.seconds[2, 0, 1] == 750


def test_metres_belong_to_the_fastest_path_not_the_shortest():
    """Kilometres, cost and carbon dioxide are of the way that is driven, which may be a detour on a better road."""
    network = detour()
    times = travel_times(network, network.lat[:2], network.lon[:2])
    assert times.seconds[0, 0, 1] == 108
    assert times.metres[0, 0, 1] == 3_000
    assert times.metres[2, 0, 1] == 1_000, "on foot the short way is the fast one"


def test_way_from_the_door_to_the_road_counts():
    """Two farms at the same junction are not zero seconds apart: the drive from door to road counts at 15 km/h."""
    network = chain()
    lon = 11.0 + np.array([150.0, -150.0]) / (111_195.08 * np.cos(np.radians(58)))
    times = travel_times(network, network.lat[[1, 1]], lon)
    assert times.snapped == pytest.approx([150, 150], abs=0.5)
    assert times.seconds[0, 0, 1] in (72, 73)
    assert times.metres[0, 0, 1] == pytest.approx(300, abs=1)


def test_places_outside_the_area_are_named_with_their_distance():
    """A wrong digit in a coordinate must be found by the person who typed it, not averaged into the results."""
    network = chain()
    with pytest.raises(InputError) as caught:
        travel_times(network, np.array([58.0, 58.5, 60.0]), np.array([11.0, 11.0, 11.0]), ids=["Asta", "Bo", "Cilla"])
    text = str(caught.value)
    assert len(caught.value.faults) == 2
    assert "'Bo'" in text
    assert "52.6 km" in text
    assert "allowed are 2 km" in text
    assert "'Asta'" not in text


@pytest.mark.parametrize("speed", [0.0, -1.0, float("nan"), float("inf")])
def test_speeds_that_are_none_are_refused(speed):
    """A NaN or negative speed would turn into silent nonsense in every matrix."""
    network = chain()
    with pytest.raises(InputError, match="is no speed factor"):
        travel_times(network, network.lat, network.lon, speed_factor=speed)


def test_unknown_mode_names_the_nearest():
    """Somebody who writes 'bike' is told what the word is here."""
    network = chain()
    with pytest.raises(InputError, match="did you mean 'bicycle'"):
        travel_times(network, network.lat, network.lon, modes=("bicicle",))


def test_places_that_cannot_be_reached_are_an_error():
    """A place from which nobody gets back would make every plan impossible; it is said before planning starts."""
    network = chain()
    with pytest.raises(InputError, match="4 pairs of places are not connected by car, first 'place 0' to 'place 1'"):
        travel_times(_two_islands(), network.lat[[0, 2, 3]], network.lon[[0, 2, 3]], modes=("car",))


def _two_islands() -> RoadNetwork:
    network = chain()
    keep = np.isin(network.tail, [0, 1]) == np.isin(network.head, [0, 1])
    return RoadNetwork(
        lat=network.lat,
        lon=network.lon,
        tail=network.tail[keep],
        head=network.head[keep],
        metres=network.metres[keep],
        kmh=network.kmh[keep],
        road_class=network.road_class[keep],
        access=network.access[:, keep],
        classes=network.classes,
        homes=network.homes,
    )


def test_nobody_is_snapped_to_a_node_that_cannot_be_left():
    """The end of a one-way road is no home: places there use the last junction from which one gets back."""
    network = chain(one_way_last=True)
    times = travel_times(network, network.lat[[0, 3]], network.lon[[0, 3]])
    assert times.snapped[1] == pytest.approx(1_000, rel=1e-3)
    assert times.metres[2, 0, 1] == 3_000, "on foot one gets there and back"


def test_cache_gives_the_same_and_notices_damage(tmp_path):
    """A damaged cache file is computed again with a warning, never trusted; an intact one is used as it is."""
    network = chain()
    first = travel_times(network, network.lat, network.lon, cache=tmp_path)
    (file,) = tmp_path.glob("travel-*")
    again = travel_times(network, network.lat, network.lon, cache=tmp_path)
    assert np.array_equal(first.seconds, again.seconds)
    content = bytearray(file.read_bytes())
    for damage in (content[:100], content[: len(content) // 2], b"", b"PK nonsense"):
        file.write_bytes(bytes(damage))
        with pytest.warns(CorruptCacheWarning, match="damaged"):
            mended = travel_times(network, network.lat, network.lon, cache=tmp_path)
        assert np.array_equal(first.seconds, mended.seconds)
        assert np.array_equal(first.metres, mended.metres)


def test_cache_with_other_numbers_under_the_right_name_is_not_trusted(tmp_path):
    """A file that opens well but holds other numbers than were written (a flipped bit, a copied file) is found by its checksum."""
    network = chain()
    first = travel_times(network, network.lat, network.lon, cache=tmp_path)
    (file,) = tmp_path.glob("travel-*")
    with np.load(file) as stored:
        arrays = {key: stored[key] for key in stored.files}
    arrays["seconds"] = arrays["seconds"] + 1
    np.savez(file, **arrays)
    with pytest.warns(CorruptCacheWarning):
        mended = travel_times(network, network.lat, network.lon, cache=tmp_path)
    assert np.array_equal(first.seconds, mended.seconds)


def test_cache_depends_on_everything_that_times_depend_on(tmp_path):
    """Other speeds, modes or places must never be answered from somebody else's file."""
    network = chain()
    travel_times(network, network.lat, network.lon, cache=tmp_path)
    slow = travel_times(network, network.lat, network.lon, speed_factor=0.5, cache=tmp_path)
    walk = travel_times(network, network.lat, network.lon, modes=("foot",), cache=tmp_path)
    fewer = travel_times(network, network.lat[:2], network.lon[:2], cache=tmp_path)
    assert slow.seconds[0, 0, 1] == 200
    assert walk.seconds.shape == (1, 4, 4)
    assert fewer.seconds.shape == (3, 2, 2)
    assert len(list(tmp_path.glob("travel-*"))) == 4


def test_folder_that_cannot_be_written_is_not_used(tmp_path):
    """On a read-only home, or with a file in the way, results are the same and nothing is said."""
    in_the_way = tmp_path / "cache"
    in_the_way.write_text("a file, not a folder")
    network = chain()
    times = travel_times(network, network.lat, network.lon, cache=in_the_way)
    assert times.seconds[0, 0, 3] == 250


def test_folder_that_can_only_be_read_still_serves(tmp_path, monkeypatch):
    """A cache shared by a department and writable by nobody is used as it is."""
    cache.cached(tmp_path, "n", lambda: {"a": np.zeros(3)})

    def refuse(self, *_, **__):
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr("pathlib.Path.touch", refuse)
    assert cache.cached(tmp_path, "n", lambda: {"a": np.ones(3)})["a"].tolist() == [0, 0, 0]


def test_the_cache_does_not_grow_for_ever(tmp_path, monkeypatch):
    """A sweep of thousands of scenarios must not fill the disk: what was used longest ago goes first."""
    for number in range(5):
        cache.cached(tmp_path, f"n{number}", lambda: {"a": np.zeros(50)})
        os.utime(tmp_path / f"n{number}.npz", (1_000 + number, 1_000 + number))
    size = (tmp_path / "n0.npz").stat().st_size
    monkeypatch.setattr(cache, "LARGEST", 3 * size)
    cache.cached(tmp_path, "n0", dict)  # used again
    cache.cached(tmp_path, "n5", lambda: {"a": np.zeros(50)})
    assert sorted(file.stem for file in tmp_path.glob("*.npz")) == ["n0", "n4", "n5"]


def test_damaged_hierarchy_is_built_again(tmp_path):
    """The prepared roads are cached too; a damaged file is built again with a warning and mended on disk."""
    network = chain()
    first = travel_times(network, network.lat, network.lon, cache=tmp_path)
    (file,) = tmp_path.glob("roads-*")
    for results in tmp_path.glob("travel-*"):
        results.unlink()
    file.write_bytes(file.read_bytes()[:200])
    with pytest.warns(CorruptCacheWarning, match="built again"):
        again = travel_times(network, network.lat, network.lon, cache=tmp_path)
    assert np.array_equal(first.seconds, again.seconds)
    slow = travel_times(network, network.lat, network.lon, speed_factor=0.5, cache=tmp_path)
    assert slow.seconds[0, 0, 1] == 200, "the mended file serves other weightings without a warning"


def test_closing_and_slowing_roads_is_a_weighting():
    """A closed stretch forces the way round, a slippery one takes longer; the roads themselves stay as they are."""
    network = detour()
    roads = RoadTimes(network, network.lat[:2], network.lon[:2], ("car", "foot"))
    assert roads.times().seconds[0, 0, 1] == 108
    closed = np.where(network.tail == 2, np.inf, 1.0)
    assert roads.times({"car": closed}).metres[0, 0, 1] == 1_000
    assert roads.times({"car": 2.0}).seconds[0, 0, 1] == 216
    assert roads.times({"car": 2.0}).seconds[1, 0, 1] == roads.times().seconds[1, 0, 1]
    with pytest.raises(InputError, match="not connected by car"):
        roads.times({"car": np.inf})
    with pytest.raises(InputError, match="must be a positive number"):
        roads.times({"car": -1.0})


def test_path_of_a_drive_goes_where_the_time_says():
    """The map shows the road that the clock was counted on, from door to door."""
    network = detour()
    path = RoadTimes(network, network.lat[:2], network.lon[:2], ("car", "foot")).path(0, 1)
    assert path[:, 0].tolist() == [network.lat[0], network.lat[0], network.lat[2], network.lat[1], network.lat[1]]
    walk = RoadTimes(network, network.lat[:2], network.lon[:2], ("foot",)).path(0, 1, "foot")
    assert len(walk) == 4


def test_electric_bicycles_are_faster_bicycles():
    """An e-bike uses the roads of bicycles at its own speed; a scenario may give other speeds."""
    network = chain()
    times = travel_times(network, network.lat, network.lon, modes=("e-bike", "bicycle"), kmh={"bicycle": 10})
    assert times.seconds[times.mode("e-bike"), 0, 1] == 180
    assert times.seconds[times.mode("bicycle"), 0, 1] == 360
    with pytest.raises(InputError, match="is no speed of 'bicycle'"):
        travel_times(network, network.lat, network.lon, modes=("bicycle",), kmh={"bicycle": float("nan")})
