"""What the literature found, in direction: overlap and epidemics, feasible continuity, its price, split tasks (domain D)."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hand_journal import crowd, meetings
from hemtjanst.models import Plan, Policy
from hemtjanst.models.infection import Infection
from hemtjanst.models.legs import leg_seconds
from hemtjanst.models.plan import BREAK, Contacts
from hemtjanst.models.planning import make_plan
from hemtjanst.models.planning.demand import demand_of
from hemtjanst.models.planning.visits import make_visits
from hemtjanst.simulation.measures.infection import epidemics
from town import town

CLIENTS, STAFF, DAYS = 24, 12, 14


def contacts_with_overlap(village, overlap):
    """Two visits a day to each client, equally many by each worker; a share ``overlap`` of them by the client's own."""
    random = np.random.default_rng(5)
    scenario = crowd(village, CLIENTS, STAFF).replace(infection=Infection.model_validate({"per_hour": 0.5}))
    met = []
    for day in range(DAYS):
        for at in (480, 1080):
            own = np.arange(CLIENTS) // 2
            mixed = np.flatnonzero(random.uniform(size=CLIENTS) >= overlap)
            own[mixed] = random.permutation(own[mixed])  # everybody keeps as many visits as before
            met += [(day, client, int(staff), at) for client, staff in enumerate(own)]
    return meetings(scenario, DAYS, met)


def test_N1_kiss_2021_more_overlap_makes_a_smaller_epidemic(village):
    """N1, Kiss et al. 2021: with equal staff and visits, the more a client meets the same worker the smaller epidemic and peak."""
    attacks = [epidemics(contacts_with_overlap(village, overlap), number=60) for overlap in (0.0, 0.7, 1.0)]
    sizes = [attack.sizes.mean() for attack in attacks]
    assert sizes[0] > 1.1 * sizes[1] > 1.1 * sizes[2]
    assert sizes[2] <= 2, "a worker and two clients who meet nobody else"
    peaks = [attack.peak.mean() for attack in attacks]
    assert peaks[0] > peaks[1] > peaks[2]


def test_N1_longer_visits_infect_more(village):
    """N1: the chance rises with the hours together, and without any infectiousness nobody falls ill."""
    scenario = crowd(village, CLIENTS, STAFF)
    met = [(day, client, (client + day) % STAFF, 480) for day in range(DAYS) for client in range(CLIENTS)]
    sizes = [
        epidemics(
            meetings(scenario.replace(infection=Infection.model_validate({"per_hour": rate})), DAYS, met, minutes=minutes), 30
        ).sizes.mean()
        for rate, minutes in ((0, 60), (0.3, 10), (0.3, 60))
    ]
    assert sizes[0] == 0
    assert sizes[2] > 2 * sizes[1]


def next_day(plan: Plan) -> tuple[float, float]:
    """Share of a client's pairs of visited days on which somebody comes again, and on which somebody on duty both days could."""
    served = plan.stops.visit != BREAK
    who = plan.duties.staff[plan.stops.duty[served]]
    client, day = plan.visits.client[plan.stops.visit[served]], plan.visits.day[plan.stops.visit[served]]
    came: dict[tuple[int, int], set[int]] = {}
    for c, d, s in zip(client.tolist(), day.tolist(), who.tolist(), strict=True):
        came.setdefault((c, d), set()).add(s)
    duty = [set(plan.duties.staff[plan.duties.day == d].tolist()) for d in range(plan.days)]
    pairs = [(c, d) for c, d in came if (c, d + 1) in came]
    again = np.mean([bool(came[c, d] & came[c, d + 1]) for c, d in pairs])
    could = np.mean([bool(duty[d] & duty[d + 1]) for _, d in pairs])
    return float(again), float(could)


def drive_and_faces(plan: Plan) -> tuple[float, int]:
    """Hours of driving in the plan's routes, and different pairs of client and staff."""
    scenario, seconds = plan.scenario, 0
    for duty, rows in enumerate(plan.routes):
        base = scenario.groups[plan.duties.group[duty]].base
        visits = [v for v in plan.stops.visit[rows].tolist() if v != BREAK]
        places = [base, *(scenario.clients[plan.visits.client[v]].place for v in visits), base]
        seconds += sum(int(leg_seconds(scenario, "car", a, b)) for a, b in itertools.pairwise(places))
    served = plan.stops.visit != BREAK
    pairs = zip(
        plan.visits.client[plan.stops.visit[served]].tolist(), plan.duties.staff[plan.stops.duty[served]].tolist(), strict=True
    )
    return seconds / 3600, len(set(pairs))


@pytest.fixture(scope="module")
def prices() -> dict[float, Plan]:
    """One town and roster under a rising price of a new face."""
    scenario = town(clients=24, regular=18, hourly=6, seed=4)
    policies = [Policy.model_validate({"name": "p", "continuity": {"new_face_minutes": price}}) for price in (0, 1, 30)]
    return {policy.continuity.new_face_minutes: make_plan(scenario, policy, 14, iterations=20) for policy in policies}


def test_gjevjon_2014_plans_without_assignment_stay_far_below_what_is_feasible(prices):
    """Gjevjon 2014: the next day the same carer comes far more seldom than the shift plan would allow."""
    again, could = next_day(prices[0])
    assert again < 0.75 * could
    assert next_day(prices[30])[0] > again


def test_braekers_2016_a_little_continuity_costs_almost_nothing_the_last_bit_a_lot(prices):
    """Braekers 2016: from the cheapest plan service improves drastically at little cost; each further step costs more."""
    (cheap, many), (little, fewer), (dear, few) = (drive_and_faces(plan) for plan in prices.values())
    assert fewer < 0.85 * many
    assert little < 1.02 * cheap
    assert few < 0.85 * fewer
    assert dear > 1.05 * little


def test_van_montfort_2024_split_tasks_need_fewer_skilled_staff():
    """Van Montfort 2024, the case against long visits: where tasks are split, fewer people with the skill are needed."""
    scenario = town(clients=40)
    nobody = Contacts.from_rows(())
    split = Policy.model_validate({"name": "split", "visits": {"together": []}})
    need = []
    for policy in (split, Policy(name="together")):
        visits, _ = make_visits(scenario, policy, 7, nobody)
        demand = demand_of(scenario, 0, 7, visits, range(len(scenario.shifts)))
        need.append((int(demand.skilled.sum()), int(demand.people.sum())))
    assert need[0][0] < 0.8 * need[1][0]
