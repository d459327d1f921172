"""Rounds: the kernel is its twin, and a horizon only divides what people do, it changes nothing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hemtjanst.cython_ext import _rounds, _rounds_py
from hemtjanst.cython_ext.rounds import AT_DOOR, AT_END, AT_HORIZON, NEVER, NO_DOOR, NOWHERE, ON_ROAD, Rounds
from hypothesis import given, settings
from hypothesis import strategies as st

PLACES = 4
Stops = list[tuple[int, ...]]


@st.composite
def stops(draw: st.DrawFn, doors: bool) -> tuple[tuple[int, ...], float]:
    """A stop somewhere, with luck."""
    number = st.integers(0, 60)
    origin, place = draw(st.integers(0, PLACES - 1)), draw(st.integers(NOWHERE, PLACES - 1))
    aim, latest = draw(st.integers(0, 300)), draw(st.sampled_from([NEVER, NEVER, 200, -1]))
    planned, drive, knock = draw(number), draw(number), draw(st.sampled_from([0, 0, 5]))
    door = draw(st.sampled_from([NO_DOOR, NO_DOOR, 0])) if doors else NO_DOOR
    row = (
        draw(number),
        origin,
        place,
        aim,
        aim + draw(number) // 2,
        latest,
        planned,
        drive,
        knock,
        draw(number),
        draw(number),
        door,
    )
    return row, draw(st.floats(0.2, 3.0))


@st.composite
def rounds(draw: st.DrawFn, doors: bool) -> dict[str, Any]:
    """What the rounds of a few people are made of."""
    legs = draw(st.lists(st.integers(0, 80), min_size=2 * PLACES**2, max_size=2 * PLACES**2))
    routes = draw(st.lists(st.lists(stops(doors), max_size=5), min_size=1, max_size=3))
    every = [one for route in routes for one in route]
    person = st.tuples(st.integers(0, 1), st.integers(0, PLACES - 1), st.integers(0, 100))
    return {
        "legs": np.array(legs).reshape(2, PLACES, PLACES),
        "park": draw(st.lists(st.integers(0, 9), min_size=PLACES, max_size=PLACES)),
        "people": draw(st.lists(person, min_size=len(routes), max_size=len(routes))),
        "bounds": np.cumsum([0, *map(len, routes)]),
        "stops": [row for row, _ in every],
        "luck": [luck for _, luck in every],
    }


def sorted_notes(some: Rounds) -> list[list[int]]:
    """The notes, one person after the other."""
    notes = some.notes()
    return notes[np.argsort(notes[:, 1], kind="stable")].tolist()


@settings(deadline=None, max_examples=150)
@given(rounds(doors=True), st.lists(st.integers(0, 500), max_size=4), st.booleans(), st.data())
def test_kernel_and_twin_agree(parts: dict[str, Any], horizons: list[int], timed: bool, data: st.DataObject):
    """Bit for bit: who goes how far, doors and drives whose hour matters, stops that come and go on the way."""
    new, luck = data.draw(stops(doors=False))
    who, at, late = data.draw(st.integers(0, len(parts["people"]) - 1)), data.draw(st.integers(0, 2)), data.draw(st.booleans())
    found = []
    for kernel in (_rounds, _rounds_py):
        mine = Rounds(**parts, timed=timed, kernel=kernel)
        told: list[Any] = []
        for horizon in [*sorted(horizons), NEVER]:
            mine.advance_free(horizon)
            for person in range(len(parts["people"])):
                while (state := mine.advance(person, horizon)) in (AT_DOOR, ON_ROAD):
                    here, _, leave, drive, _, door = leg = mine.leg(person)
                    told.append((state, here, leg, mine.ready(person)))
                    if door != NO_DOOR and late:
                        mine.skip(person)
                    else:
                        mine.reach(person, leave + drive, leave + drive + 7, door == NO_DOOR or drive % 2 == 0)
                told.append((state, mine.left(person)))
            if mine.left(who) > at:
                mine.remove(who, at)
                mine.insert(who, 0, new, luck)
            told += [mine.state().tolist(), *(part.tolist() for part in mine.ahead(who))]
        found.append((told, mine.notes().tolist()))
    assert found[0] == found[1]


@settings(deadline=None, max_examples=100)
@given(rounds(doors=False), st.lists(st.integers(0, 500), max_size=5))
def test_a_horizon_changes_nothing(parts: dict[str, Any], horizons: list[int]):
    """Looking up at any times gives the same day as not looking up, and no move begins before its horizon has come."""
    whole, looked = Rounds(**parts), Rounds(**parts)
    whole.advance_free(NEVER)
    for horizon in sorted(horizons):
        looked.advance_free(horizon)
        assert all(leave < horizon for leave in looked.notes()[:, 5].tolist())
        assert all(looked.advance(who, horizon) in (AT_END, AT_HORIZON) for who in range(len(parts["people"])))
    looked.advance_free(NEVER)
    assert sorted_notes(looked) == sorted_notes(whole)
    assert len(whole.notes()) == len(parts["stops"])


def test_what_does_not_fit_is_refused():
    """A kernel that reads beyond its arrays would crash or, worse, answer."""
    stop = (0, 0, 1, 0, 0, NEVER, 5, 5, 0, 1, 1, NO_DOOR)
    good: dict[str, Any] = {
        "legs": np.zeros((1, 2, 2)), "park": [0, 0], "people": [(0, 0, 0)], "bounds": [0, 1], "stops": [stop], "luck": [1.0],
    }  # fmt: skip
    wrong = [
        ({"park": [0]}, "legs must be"),
        ({"people": [(1, 0, 0)]}, "mode must lie in 0 … 0"),
        ({"people": [(0, 2, 0)]}, "first place must lie in 0 … 1"),
        ({"stops": [(0, 0, 2, *stop[3:])]}, "place must lie in -1 … 1"),
        ({"bounds": [0, 2]}, "bounds must divide 1 stops"),
        ({"luck": [1.0, 1.0]}, "luck must be one number"),
    ]
    for change, message in wrong:
        with pytest.raises(ValueError, match=message):
            Rounds(**(good | change))
    some = Rounds(**good)
    with pytest.raises(ValueError, match="person must lie in 0 … 0"):
        some.advance(1, NEVER)
    assert some.advance(0, NEVER) == AT_END
    with pytest.raises(ValueError, match="has arrived"):
        some.leg(0)
    with pytest.raises(ValueError, match="position must lie in"):
        some.remove(0, 0)
