"""In the middle of the day: visits of somebody who is delayed go to colleagues who can be there in time."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import numpy as np

from ...cython_ext.open_routes import NO_NODE, OpenRoutes
from ...models.legs import leg_seconds
from ...models.plan import BREAK, Plan
from ...models.planning.morning import MOST_OVERTIME
from ..journal import Reason
from .records import Crew
from .staff import Person, Stop

LONG = 48 * 3600  # later than everything in a day


def relieve(
    plan: Plan, day: int, crew: Crew, people: Sequence[Person], visits: Sequence[int], delayed: Person, now: int, limit: int
) -> list[int]:
    """Hand visits for one person that would begin too late to colleagues of the same base, where they cost least.

    Parameters
    ----------
    visits
        For each stop of the day its visit.
    delayed
        Who has something else to do first.
    now
        Seconds after midnight; everybody's next move is open (:class:`~.desk.Desk`).
    limit
        Seconds after the end of its window from which a visit is handed over.

    Returns
    -------
    list of int
        The visits handed over; the stops of the people are changed.
    """
    scenario, role = plan.scenario, crew.role.tolist()
    if role[delayed.who] == Reason.PATROL:
        return []
    base = int(crew.base[delayed.who])
    colleagues = [
        person
        for person in people
        if crew.base[person.who] == base
        and role[person.who] in (Reason.NONE, Reason.STEPPED_IN)
        and not person.busy
        and person.at < len(person.stops)
        and person is not delayed
    ]
    everybody = (delayed, *colleagues)
    ahead = [stop[2] for person in everybody for stop in person.stops[person.at :] if stop[2] >= 0]
    places = [base, *sorted({*(person.here for person in everybody), *ahead} - {base})]
    number = {place: k for k, place in enumerate(places)}
    rows = np.array(places)
    legs = np.array([leg_seconds(scenario, mode, rows[:, None], rows[None, :], day) for mode in scenario.travel.modes])
    writing = round(scenario.work.documentation_minutes.value * 60)

    def task(stop: Stop, person: Person) -> tuple[int, ...]:
        """A stop, as far as anybody can know."""
        row, _, place, aim, earliest, _, *_, seconds, _, meeting = stop
        visit = visits[row] if row < len(visits) else None
        if visit is None or visit < BREAK:  # the call itself
            return row, number.get(place, number[person.here]), now, LONG, seconds, LONG, NO_NODE
        if visit == BREAK:
            latest = int(crew.break_latest[person.who])
            return BREAK, 0, earliest, max(latest, now), seconds, latest, NO_NODE
        due, length = int(plan.visits.latest[visit]), int(plan.visits.seconds[visit]) + writing
        if meeting is not None:
            return row, number[place], aim, aim, length, due, NO_NODE
        return row, number[place], earliest, due + limit, length, due, NO_NODE

    tasks = [[task(stop, person) for stop in person.stops[person.at : -1]] for person in everybody]
    staff = [int(crew.staff[person.who]) for person in everybody]
    modes = [scenario.travel.mode(scenario.staff[row].mode) for row in staff]
    people = [
        (mode, number[person.here], max(person.ready, now), int(crew.last[person.who]), MOST_OVERTIME)
        for mode, person in zip(modes, everybody, strict=True)
    ]
    routes = OpenRoutes(legs, people, np.cumsum([0, *map(len, tasks)]), list(chain.from_iterable(tasks)))
    late = [
        (stop, one)
        for stop, one, start in zip(delayed.stops[delayed.at : -1], tasks[0], routes.route(0)[1], strict=True)
        if 0 <= one[0] < len(visits) and visits[one[0]] >= 0 and start > one[3] and plan.visits.people[visits[one[0]]] == 1
    ]
    given = []
    for stop, one in late:
        visit = visits[stop[0]]
        lacking, client = int(plan.visits.skills[visit]), scenario.clients[plan.visits.client[visit]]
        able = [not lacking & ~scenario.skill_masks[row] and row not in client.forbidden for row in staff]
        spot = routes.best([one], np.array([False, *able[1:]]), MOST_OVERTIME)
        if spot is not None:
            _, row, position = spot
            routes.insert(row, position, [one])
            person = everybody[row]
            delayed.stops.remove(stop)
            person.stops.insert(person.at + position, (stop[0], -1, *stop[2:]))  # whoever goes comes from somewhere else
            given.append(visit)
    return given
