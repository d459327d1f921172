"""Plans by the simplest means, for any scenario with a car: every visit goes to whoever can be there first.

Where ``village_plan.py`` holds one good plan for one village, this makes correct routes (travel, windows, breaks, skills, two
people at once) for random villages. The roster is a simple rota that knows nothing of rest or contracts.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from hemtjanst.models.legs import leg_seconds
from hemtjanst.models.plan import BREAK, Contacts, Duties, Occasions, Plan, Stops, Visits
from hemtjanst.models.policy import Policy
from hemtjanst.models.scenario import Client, Group, Need, Places, Scenario, StaffMember
from village import MINUTE, SERVICES, SHIFTS, road, village

HOUR = 3600
ROTA = (0, 0, 1, 1, None, None)  # shift by day: two days, two evenings, two free
KINDS = (("morning_care", 30, 7.25, 9.5), ("lunch", 25, 11, 13), ("dinner", 25, 15.5, 17.5), ("evening_care", 18, 18, 20))


@dataclass
class _Round:
    """A duty that is being filled."""

    row: int
    staff: int
    place: int
    ready: int
    back_by: int
    opens: int
    closes: int
    seconds: int
    stops: list[tuple[int, int, int, int]] = field(default_factory=list)
    rested: bool = False

    def rest(self) -> None:
        """Take the break as early as it can be."""
        start = max(self.ready, self.opens)
        self.stops.append((BREAK, start, start, start + self.seconds))
        self.ready, self.rested = start + self.seconds, True


def make_plan(scenario: Scenario, days: int, policy: Policy | None = None) -> Plan:
    """Plan ``days`` days: a visit for each need, a rota, and routes filled in order of the visits' windows."""
    duties, visits, occasions, stops = [], [], [], []
    for day in range(days):
        first = len(visits)
        for row, need in enumerate(scenario.needs):
            if need.falls_on(day % 7, day // 7):
                seconds, skill = round(need.minutes * MINUTE), scenario.services[need.service].skill
                window = round(need.earliest * MINUTE), round(need.latest * MINUTE)
                mask = scenario.skill_mask({skill} if skill else set())
                occasions.append((len(visits), row, day, seconds))
                visits.append((day, need.client, *window, seconds, need.people, mask, 0))
        rounds = _duties(scenario, day, duties)
        for visit in sorted(range(first, len(visits)), key=lambda row: visits[row][2]):
            _serve(scenario, rounds, visit, visits[visit])
        for turn in rounds:
            if not turn.rested:
                turn.rest()
            stops += [(turn.row, *stop) for stop in turn.stops]
    tables = Duties.from_rows(duties), Visits.from_rows(visits), Occasions.from_rows(occasions), Stops.from_rows(stops)
    return Plan(scenario, policy or Policy(name="by_hand"), days, Contacts.from_rows(()), *tables)


def _duties(scenario: Scenario, day: int, duties: list[tuple]) -> list[_Round]:
    """Add the day's duties; return them as empty rounds."""
    work, rounds = scenario.work, []
    report, office = (round(minutes.value * MINUTE) for minutes in (work.report_minutes, work.office_minutes))
    for staff, person in enumerate(scenario.staff):
        shift = ROTA[(day + staff) % len(ROTA)]
        if shift is None or person.group < 0:
            continue
        start, end = scenario.shifts[shift].start, scenario.shifts[shift].end
        opens, closes, length = start + 3 * HOUR, start + 5 * HOUR, round(work.break_minutes.value * MINUTE)
        first, last, base = start + report, end - office, scenario.groups[person.group].base
        rounds.append(_Round(len(duties), staff, base, first, last, opens, closes, length))
        duties.append((day, staff, person.group, shift, start, end, first, last, 0, length, opens, closes))
    return rounds


def _serve(scenario: Scenario, rounds: list[_Round], visit: int, row: tuple) -> None:
    """Append a visit to the round, or the two rounds, that can begin it first; leave it out where none can in time."""
    day, client, earliest, latest, seconds, people, skills, _ = row
    home, group, forbidden = scenario.clients[client].place, scenario.clients[client].group, scenario.clients[client].forbidden
    write = round(scenario.work.documentation_minutes.value * MINUTE)
    offers = []
    for k, turn in enumerate(rounds):
        person, base = scenario.staff[turn.staff], scenario.groups[scenario.staff[turn.staff].group].base
        if person.group != group or turn.staff in forbidden or skills & ~scenario.skill_mask(person.skills):
            continue
        leg = int(leg_seconds(scenario, person.mode, turn.place, home, day, turn.ready))
        back = int(
            leg_seconds(scenario, person.mode, home, base, day, np.arange(0, 24 * HOUR, HOUR)).max()
        )  # whenever that will be
        # rest first where there would be no time for it afterwards
        resting = not turn.rested and max(turn.ready + leg, earliest) + seconds + write + 20 * MINUTE > turn.closes
        ready = max(turn.ready, turn.opens) + turn.seconds if resting else turn.ready
        leg = int(leg_seconds(scenario, person.mode, turn.place, home, day, ready))
        pause = 0 if turn.rested or resting else turn.seconds
        arrive = max(ready + leg, earliest)
        must = [latest, turn.back_by - seconds - write - back - pause]
        if pause:
            must.append(turn.closes - seconds - write)
        if arrive <= min(must):
            offers.append((arrive, k, resting, min(must)))
    chosen = sorted(offers)[:people]
    start = max((offer[0] for offer in chosen), default=0)
    if len(chosen) < people or start > min(offer[3] for offer in chosen):
        return
    for arrive, k, resting, _ in chosen:
        turn = rounds[k]
        if resting:
            turn.rest()
        turn.stops.append((visit, arrive, start, start + seconds))
        turn.ready, turn.place = start + seconds + write, home


def with_luck(plan: Plan, **chances: float) -> Plan:
    """The plan in a world in which nothing is uncertain but what is given; lengths of spells and waits stay as they are."""
    uncertainty = plan.scenario.uncertainty
    nothing = {name: 0.0 for name, _ in uncertainty if name.endswith(("_cv", "_share"))}
    values = nothing | chances
    changed = {name: getattr(uncertainty, name).model_copy(update={"value": value}) for name, value in values.items()}
    return replace(plan, scenario=plan.scenario.replace(uncertainty=uncertainty.model_copy(update=changed)))


def random_village(seed: int, clients: int, staff: int, groups: int = 1, **changes: object) -> Scenario:
    """A village of ``groups`` groups along one road, with random homes, needs, skills and forbidden people.

    Everybody and everything is made from a generator of its own group, so that one client more at the end of a group changes
    nothing in the others.
    """
    positions, people, helpers, needs = [0.0] * groups, [], [], []
    for group in range(groups):
        random = np.random.default_rng([seed, group])
        for k in range(staff):
            skills = frozenset({"delegation"}) if random.random() < 0.7 else frozenset()
            helpers.append(
                StaffMember(f"g{group}s{k}", group, "undersköterska", 1.0, "regular", skills, frozenset({"day", "evening"}))
            )
    for group in range(groups):
        random = np.random.default_rng([seed, group, 1])
        for k in range(clients):
            row = len(people)
            rows = range(group * staff, (group + 1) * staff)
            forbidden = frozenset({int(random.choice(rows))}) if random.random() < 0.1 else frozenset()
            people.append(Client(f"g{group}c{k}", group, groups + row, 80, True, forbidden))
            positions.append(round(float(random.uniform(-5, 5)), 2))
            for service, minutes, opens, closes in KINDS:
                if random.random() < 0.6 or service == "lunch":
                    two = 2 if random.random() < 0.15 else 1
                    length, shift = minutes * random.uniform(0.5, 1.5), random.uniform(-0.2, 0.2)
                    window = round((opens + shift) * 60), round((closes + shift) * 60)
                    needs.append(Need(f"g{group}c{k}.{service}", row, service, length, tuple(range(7)), *window, people=two))
    helpers.append(StaffMember("pool", -1, "undersköterska", 1.0, "pool", frozenset({"delegation"}), frozenset({"day", "evening"})))
    network, travel = road(np.array(positions))
    fields = {
        "places": Places(tuple(str(k) for k in range(len(positions))), network.lat, network.lon),
        "network": network,
        "travel": travel,
        "groups": tuple(Group(f"group {k}", "north", k) for k in range(groups)),
        "clients": tuple(people),
        "needs": tuple(needs),
        "staff": tuple(helpers),
        "services": SERVICES,
        "shifts": SHIFTS,
    }
    return village(**(fields | changes))
