"""In the middle of the day: visits of somebody who is delayed go to colleagues who can be there in time."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import numpy as np

from ...cython_ext.open_routes import NO_NODE, OpenRoutes
from ...cython_ext.rounds import NO_DOOR, NOWHERE, Rounds
from ...models.legs import day_travel
from ...models.plan import BREAK, Plan
from ...models.planning.morning import MOST_OVERTIME
from ..journal import Reason
from .records import Crew

LONG = 48 * 3600  # later than everything in a day


def relieve(
    plan: Plan, day: int, crew: Crew, rounds: Rounds, able: Sequence[int], visits: Sequence[int], delayed: int, now: int, limit: int
) -> list[int]:
    """Hand visits for one person that would begin too late to colleagues of the same base, where they cost least.

    Parameters
    ----------
    plan, day
        What was to be done.
    crew, rounds
        Who is at work, and where everybody is and goes next.
    able
        Rows of those of the crew who are not busy.
    visits
        For each stop of the day its visit.
    delayed
        Row of who has something else to do first.
    now
        Seconds after midnight; everybody's next move is open (:class:`~.desk.Desk`).
    limit
        Seconds after the end of its window from which a visit is handed over.

    Returns
    -------
    list of int
        The visits handed over; the rounds are changed.
    """
    scenario, role = plan.scenario, crew.role
    if role[delayed] == Reason.PATROL:
        return []
    base, (at, ready, left) = int(crew.base[delayed]), rounds.state().T
    helps = np.isin(role, (Reason.NONE, Reason.STEPPED_IN)) & (crew.base == base) & (left > 0)
    everybody = [delayed, *(who for who in able if helps[who] and who != delayed)]
    stops = [rounds.ahead(who) for who in everybody]
    ahead = np.concatenate([rows[:, 2] for rows, _ in stops])
    here = at[everybody].tolist()
    places = [base, *sorted({*here, *ahead[ahead >= 0].tolist()} - {base})]
    number = {place: k for k, place in enumerate(places)}
    usual, period_start, period_legs = day_travel(scenario, scenario.travel.modes, np.array(places), day)
    writing = round(scenario.work.documentation_minutes.value * 60)

    def task(stop: Sequence[int], k: int) -> tuple[int, ...]:
        """A stop, as far as anybody can know."""
        row, _, place, aim, earliest, *_, seconds, _, door = stop
        visit = visits[row] if row < len(visits) else None
        if visit is None or visit < BREAK:  # the call itself
            return row, number.get(place, number[here[k]]), now, LONG, seconds, LONG, NO_NODE
        if visit == BREAK:
            latest = int(crew.break_latest[everybody[k]])
            return BREAK, 0, earliest, max(latest, now), seconds, latest, NO_NODE
        due, length = int(plan.visits.latest[visit]), int(plan.visits.seconds[visit]) + writing
        if door != NO_DOOR:
            return row, number[place], aim, aim, length, due, NO_NODE
        return row, number[place], earliest, due + limit, length, due, NO_NODE

    tasks = [[task(stop, k) for stop in rows[:-1].tolist()] for k, (rows, _) in enumerate(stops)]
    staff = crew.staff[everybody].tolist()
    people = [
        (int(crew.mode[who]), number[place], max(int(ready[who]), now), int(crew.last[who]), MOST_OVERTIME)
        for who, place in zip(everybody, here, strict=True)
    ]
    bounds, every = np.cumsum([0, *map(len, tasks)]), list(chain.from_iterable(tasks))
    routes = OpenRoutes(usual, people, bounds, every, period_start=period_start, period_legs=period_legs)
    late = [
        (one, *stop)
        for one, start, *stop in zip(tasks[0], routes.route(0)[1], *(part[:-1] for part in stops[0]), strict=True)
        if 0 <= one[0] < len(visits) and visits[one[0]] >= 0 and start > one[3] and plan.visits.people[visits[one[0]]] == 1
    ]
    given = []
    for one, stop, luck in late:
        visit = visits[one[0]]
        lacking, client = int(plan.visits.skills[visit]), scenario.clients[plan.visits.client[visit]]
        can = [not lacking & ~scenario.skill_masks[row] and row not in client.forbidden for row in staff]
        spot = routes.best([one], np.array([False, *can[1:]]), MOST_OVERTIME)
        if spot is not None:
            _, row, position = spot
            routes.insert(row, position, [one])
            rounds.remove(delayed, int(np.flatnonzero(rounds.ahead(delayed)[0][:, 0] == stop[0])[0]))
            stop[1] = NOWHERE  # whoever goes comes from somewhere else
            rounds.insert(everybody[row], position, stop, float(luck))
            given.append(visit)
    return given
