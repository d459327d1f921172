"""In the middle of the day: visits of somebody who is delayed go to colleagues who can be there in time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...models.legs import leg_seconds
from ...models.plan import BREAK, Plan
from ...models.planning.morning import MOST_OVERTIME
from ...models.planning.open_route import OpenRoute, Task
from ..journal import Reason
from .records import Crew
from .staff import Person

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
    here = [person.here for person in (delayed, *colleagues)]
    ahead = [stop[2] for person in (delayed, *colleagues) for stop in person.stops[person.at :] if stop[2] >= 0]
    places = [base, *sorted({*here, *ahead} - {base})]
    number = {place: k for k, place in enumerate(places)}
    rows = np.array(places)
    modes = {scenario.staff[crew.staff[person.who]].mode for person in (delayed, *colleagues)}
    legs = {mode: leg_seconds(scenario, mode, rows[:, None], rows[None, :], day).tolist() for mode in modes}
    writing = round(scenario.work.documentation_minutes.value * 60)

    def task(k: int, person: Person) -> Task:
        """Stop ``k`` of a person, as far as anybody can know."""
        row, _, place, aim, earliest, _, *_, seconds, _, meeting = person.stops[k]
        visit = visits[row] if row < len(visits) else None
        if visit is None or visit < BREAK:  # the call itself
            return Task(row, number.get(place, number[person.here]), now, LONG, seconds, LONG)
        if visit == BREAK:
            latest = int(crew.break_latest[person.who])
            return Task(BREAK, 0, earliest, max(latest, now), seconds, latest)
        due, length = int(plan.visits.latest[visit]), int(plan.visits.seconds[visit]) + writing
        if meeting is not None:
            return Task(row, number[place], aim, aim, length, due)
        return Task(row, number[place], earliest, due + limit, length, due)

    def opened(person: Person) -> OpenRoute:
        mode, first = scenario.staff[crew.staff[person.who]].mode, max(person.ready, now)
        tasks = [task(k, person) for k in range(person.at, len(person.stops) - 1)]
        return OpenRoute(legs[mode], first, int(crew.last[person.who]), MOST_OVERTIME, tasks, number[person.here])

    route = opened(delayed)
    late = [
        (delayed.stops[delayed.at + p], one)
        for p, one in enumerate(route.tasks)
        if 0 <= one.visit < len(visits) and visits[one.visit] >= 0 and route.starts[p] > one.latest
        and plan.visits.people[visits[one.visit]] == 1
    ]  # fmt: skip
    if not late:
        return []
    open_routes = {id(person): opened(person) for person in colleagues}
    given = []
    for stop, one in late:
        visit = visits[stop[0]]
        lacking, client = int(plan.visits.skills[visit]), scenario.clients[plan.visits.client[visit]]
        offers = []
        for person in colleagues:
            staff = int(crew.staff[person.who])
            if not lacking & ~scenario.skill_masks[staff] and staff not in client.forbidden:
                spot = open_routes[id(person)].best(one)
                if spot is not None:
                    offers.append((spot.price, person.who, spot.position, person))
        if offers:
            _, _, position, person = min(offers)
            open_routes[id(person)].insert(position, one)
            delayed.stops.remove(stop)
            person.stops.insert(person.at + position, (stop[0], -1, *stop[2:]))  # whoever goes comes from somewhere else
            given.append(visit)
    return given
