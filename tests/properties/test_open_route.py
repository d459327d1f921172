"""The quick trial insertion of replanning agrees with trying every position and reckoning the whole route anew."""

from __future__ import annotations

from itertools import pairwise

from hemtjanst.models.plan import BREAK
from hemtjanst.models.planning.open_route import OpenRoute, Spot, Task
from hypothesis import assume, given, settings
from hypothesis import strategies as st

PLACES, OVERTIME = 5, 10


@st.composite
def tasks(draw: st.DrawFn, visit: int) -> Task:
    """A visit somewhere, with a window."""
    earliest = draw(st.integers(0, 150))
    latest = earliest + draw(st.integers(0, 60))
    return Task(
        visit, draw(st.integers(1, PLACES - 1)), earliest, latest, draw(st.integers(1, 20)), latest - draw(st.integers(0, 30))
    )


@st.composite
def routes(draw: st.DrawFn) -> OpenRoute:
    """A route of a few visits, in time or late, with a break in time or none."""
    legs = [[0 if a == b else draw(st.integers(1, 15)) for b in range(PLACES)] for a in range(PLACES)]
    stops = [draw(tasks(visit)) for visit in range(draw(st.integers(0, 5)))]
    stops.sort(key=lambda task: task.earliest)
    if draw(st.booleans()):
        opens = draw(st.integers(0, 120))
        pause = Task(BREAK, 0, opens, opens + draw(st.integers(0, 60)), draw(st.integers(1, 20)), 0)
        stops.insert(draw(st.integers(0, len(stops))), pause)
    route = OpenRoute(legs, draw(st.integers(0, 20)), draw(st.integers(100, 260)), OVERTIME, stops)
    assume(all(start <= task.latest for start, task in zip(route.starts, stops, strict=True) if task.visit == BREAK))
    return route


def tried(route: OpenRoute, task: Task) -> list[Spot]:
    """Every position that keeps all in time, by reckoning the longer route from its start; others may stay as late as they are."""
    spots = []
    for p in range(len(route.tasks) + 1):
        longer = OpenRoute(route.legs, route.first, route.last, OVERTIME, [*route.tasks[:p], task, *route.tasks[p:]])
        was = [*route.starts[:p], task.earliest, *route.starts[p:]]
        on_time = all(now <= max(t.latest, old) for now, t, old in zip(longer.starts, longer.tasks, was, strict=True))
        if on_time and longer.end <= max(route.last + OVERTIME, route.end):
            places = [0, *(t.place for t in longer.tasks if t.visit != BREAK), 0]
            before = [0, *(t.place for t in route.tasks if t.visit != BREAK), 0]
            driven, drove = (sum(route.legs[a][b] for a, b in pairwise(way)) for way in (places, before))
            last = all(t.visit == BREAK for t in longer.tasks[p + 1 :])
            overtime = max(0, longer.end - max(route.last, route.end)) if last else 0
            spots.append(Spot(driven - drove + max(0, longer.starts[p] - task.due) + overtime, p))
    return spots


@settings(deadline=None, max_examples=400)
@given(routes(), tasks(99))
def test_the_quick_trial_agrees_with_trying_everything(route: OpenRoute, task: Task):
    """The cheapest position, its price, and whether there is one at all."""
    spots = tried(route, task)
    found = route.best(task)
    assert (found is None) == (not spots)
    if found is not None:
        assert found.price == min(spot.price for spot in spots)
        assert found in spots
