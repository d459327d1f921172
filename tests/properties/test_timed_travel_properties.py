"""Departure-time lookups on random times: leaving later never means arriving earlier."""

import numpy as np
from hemtjanst.models.geography import TravelTimes
from hemtjanst.models.geography.timed_travel import TimedTravel
from hypothesis import given
from hypothesis import strategies as st


def timed(starts: list[int], seconds: list[int]) -> TimedTravel:
    """Two places whose distance in seconds differs by period."""
    times = tuple(
        TravelTimes(
            modes=("car",),
            seconds=np.array([[[0, s], [s, 0]]], dtype=np.int32),
            metres=np.array([[[0, s], [s, 0]]], dtype=np.int32),
            snapped=np.zeros(2),
        )
        for s in seconds
    )
    return TimedTravel(starts=tuple(starts), periods=tuple(range(len(seconds))), times=times)


@st.composite
def days(draw: st.DrawFn) -> TimedTravel:
    """Up to five periods with drives from nothing to hours, also longer than the periods."""
    changes = sorted(draw(st.sets(st.integers(1, 4_000), max_size=4)))
    seconds = draw(st.lists(st.integers(0, 9_000), min_size=len(changes) + 1, max_size=len(changes) + 1))
    return timed([0, *changes], seconds)


@given(days())
def test_who_leaves_later_never_arrives_earlier(day):
    """FIFO at every whole second: otherwise waiting in the car park would be a way to save time."""
    arrivals = day.arrival("car", 0, 1, np.arange(0, 9_000))
    assert (np.diff(arrivals) >= 0).all()


@given(days(), st.integers(0, 20_000))
def test_a_drive_lies_between_the_fastest_and_the_slowest_period(day, departure):
    """Passing from one period into another is a mixture of both, never better or worse than either."""
    seconds = [int(times.seconds[0, 0, 1]) for times in day.times]
    assert min(seconds) <= day.seconds("car", 0, 1, departure) <= max(seconds)


@given(st.integers(0, 2**20 - 1), st.integers(0, 100_000))
def test_within_one_period_the_matrix_holds_exactly(seconds, departure):
    """Where nothing changes, the lookup is the matrix, to the second, for every length of drive."""
    assert timed([0], [seconds]).seconds("car", 0, 1, departure) == seconds
    assert timed([0, 50_000], [seconds, seconds]).seconds("car", 0, 1, departure) == seconds


@given(days(), st.integers(0, 20_000))
def test_a_single_drive_is_looked_up_like_many(day, departure):
    """The quick way for one drive gives what the arrays give, also from one period into the next."""
    assert day.one("car", 0, 1, departure) == day.seconds("car", 0, 1, departure)
