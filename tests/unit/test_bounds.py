"""How good it could be: bounds that no plan beats, exact where one can reckon them, and never on the wrong side of the plan."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hemtjanst.models import Plan, Policy
from hemtjanst.models.planning import make_plan
from hemtjanst.models.planning.bounds import ClientBounds, _of_group
from hemtjanst.models.planning.bounds.covers import covering_sets, fewest
from hemtjanst.models.planning.bounds.few_people import fewest_together, least_of_each
from hemtjanst.models.planning.bounds.possible import Made, Room, _least, room_of, visits_made
from hemtjanst.models.planning.bounds.shares import most_of_each, most_together
from hemtjanst.models.planning.group_days import all_group_days
from hypothesis import given, settings
from hypothesis import strategies as st
from town import town

from hemtjanst import bounds

HOUR = 3600


def made_of(able: list[list[int]], day: list[int], client: list[int], by: list[list[int]]) -> Made:
    """Visits that take an hour, all from 8 to 9."""
    who = np.array(able, bool)
    hours = np.full(len(who), 8 * HOUR)
    met = np.array(by, bool)
    return Made(np.array(day), np.array(client), met.sum(axis=1), hours, hours, hours * 0 + HOUR, who, met)


def one_at_a_time(made: Made) -> list[Room]:
    """Each day has room for one visit of each person."""
    people = np.arange(made.able.shape[1])
    visits = [np.flatnonzero(made.day == day) for day in range(int(made.day.max()) + 1)]
    return [Room(rows, people, np.full((len(rows), 1), 3600.0), np.full((len(people), 1), 3600.0)) for rows in visits]


def all_assignments(made: Made, rooms: list[Room]) -> list[np.ndarray]:
    """bool[visits, staff] of every way to make the visits that keeps the rooms, by trying all of them."""
    ways = [list(itertools.combinations(np.flatnonzero(row), n)) for row, n in zip(made.able, made.people, strict=True)]
    found = []
    for choice in itertools.product(*ways):
        by = np.zeros(made.able.shape, bool)
        for visit, who in enumerate(choice):
            by[visit, list(who)] = True
        if all(np.all(by[np.ix_(r.visits, r.staff)].T @ r.need <= r.room) for r in rooms):
            found.append(by)
    return found


def test_T30_two_clients_at_once_need_more_people_than_each_alone():
    """By hand: A could make both visits of either client; both clients at once need A for one, and B then C for the other."""
    able, by = [[1, 1, 0], [1, 1, 0], [1, 0, 1], [1, 0, 1]], [[1, 0, 0], [0, 1, 0], [1, 0, 0], [0, 0, 1]]
    made = made_of(able, day=[0, 0, 1, 1], client=[0, 1, 0, 1], by=by)
    assert least_of_each(made) == {0: 1, 1: 1}
    assert fewest_together(made, one_at_a_time(made), {0: 1, 1: 1}) == 3


def test_known_people_cannot_be_at_two_clients_at_once():
    """A knows both clients; alone each visit could be hers, together one of two."""
    made = made_of([[1, 1], [1, 1]], day=[0, 0], client=[0, 1], by=[[1, 0], [0, 1]])
    knows = np.array([[True, False], [True, False]])
    assert most_of_each(made, knows).tolist() == [1, 1]
    assert most_together(made, one_at_a_time(made)[0], knows) == pytest.approx(1)


cases = st.integers(1, 3).flatmap(
    lambda days: st.tuples(
        st.lists(
            st.tuples(st.integers(0, days - 1), st.integers(0, 2), st.integers(1, 15), st.integers(1, 2)), min_size=1, max_size=6
        ),
        st.lists(st.integers(1, 2), min_size=4, max_size=4),
        st.integers(1, 15),
    )
)


@settings(max_examples=60)
@given(cases)
def test_no_assignment_beats_the_joint_bounds(case):
    """Against every assignment of a tiny group: none has fewer people, or more visits by known people, than the bounds say."""
    visits, many, known = case
    visits = sorted((day, client, mask | 3, people) for day, client, mask, people in visits)
    able = np.array([[mask >> p & 1 for p in range(4)] for _, _, mask, _ in visits], bool)
    people, none = np.array([p for *_, p in visits]), np.zeros(len(visits), np.int64)
    day, client = np.array([v[0] for v in visits]), np.array([v[1] for v in visits])
    made = Made(day, client, people, none, none, none + HOUR, able, np.zeros(able.shape, bool))
    rooms = []
    for d in range(int(day.max()) + 1):
        rows = np.flatnonzero(day == d)
        rooms.append(Room(rows, np.arange(4), np.ones((len(rows), 1)), np.array(many, float)[:, None]))
    ways = all_assignments(made, rooms)
    if not ways:
        return
    met = [sum(by[client == c].any(axis=0).sum() for c in set(client.tolist())) for by in ways]
    made = Made(**(vars(made) | {"by": ways[int(np.argmax(met))]}))
    least = least_of_each(made)
    assert sum(least.values()) <= fewest_together(made, rooms, least) <= min(met)
    wanted = np.tile([known >> p & 1 == 1 for p in range(4)], (3, 1))
    most = sum(most_together(made, room, wanted) for room in rooms)
    assert max(int((by & wanted[client]).sum()) for by in ways) <= most + 1e-6
    assert most <= most_of_each(made, wanted).sum() + 1e-6


@settings(max_examples=100)
@given(st.lists(st.tuples(st.integers(1, 63), st.integers(1, 2)), min_size=1, max_size=6))
def test_the_fewest_people_for_one_client_are_exact(rows):
    """Against all sets of six people; and the sets listed are those that can make all visits, nobody useless in them."""
    able = np.array([[(mask | 3) >> p & 1 for p in range(6)] for mask, _ in rows], bool)
    people = np.array([n for _, n in rows])
    covers = {
        who
        for size in range(7)
        for who in itertools.combinations(range(6), size)
        if all(able[v, list(who)].sum() >= people[v] for v in range(len(rows)))
    }
    least = min(map(len, covers))
    assert fewest(able, people) == least
    sets, beyond = covering_sets(able, people, least)
    listed = {tuple(sorted(int(p) for p in row if p >= 0)) for row in sets}
    useful = set(np.flatnonzero(able.any(axis=0)).tolist())
    assert listed == {who for who in covers if len(who) < beyond and useful.issuperset(who)}


def test_a_visit_takes_of_an_hour_what_its_window_leaves_no_way_around():
    """Half an hour that starts between 8:00 and 8:40: of 8 to 9 at least 20 minutes, of 8 to 10 all, of 9 to 10 nothing."""
    begin, end = np.array([8, 8, 9]) * HOUR, np.array([9, 10, 10]) * HOUR
    assert _least(8 * HOUR, 8 * HOUR + 2400, 1800, begin, end).tolist() == [1200, 1800, 0]


@pytest.fixture(scope="module", params=["free", "rule"])
def plan(request) -> Plan:
    """Eight clients and few people, planned under a policy with contact persons, one person per shift or free."""
    policy = Policy.model_validate(
        {
            "name": "p",
            "contacts": {"clients": [1, 4], "backups": 1, "duties": ["shower", "walk"]},
            "continuity": {"one_person_per_shift": request.param, "contact_minutes": 20, "new_face_minutes": 20},
            "roster": {"first": "clients"},
        }
    )
    return make_plan(town(groups=2, clients=12, regular=5, hourly=2, seed=3), policy, 14, iterations=30)


def test_the_plan_itself_keeps_what_the_bounds_assume_of_every_plan(plan):
    """If the plan broke one of the rooms, the bounds would speak of something else than plans."""
    parts = (plan.scenario, plan.policy, plan.days, plan.contacts, plan.duties, plan.visits, plan.occasions)
    seen = tight = 0
    for group in all_group_days(*parts):
        made = visits_made(group, _of_group(group, plan.stops))
        assert np.all(made.able[made.by])
        for day in range(plan.days):
            room = room_of(group, made, day)
            used = made.by[np.ix_(room.visits, room.staff)].T.astype(float) @ room.need
            assert np.all(used <= room.room)
            seen, tight = seen + used.size, tight + int((used > 0.8 * room.room).sum())
    assert seen > 1000
    assert tight > 100


def test_T30_bounds_are_on_the_right_side_of_the_plan(plan):
    """Alone at best, then together, then the plan; each client's figures add up to the plan's."""
    found = bounds(plan)
    for figure in found.figures:
        order = [figure.alone, figure.joint, figure.plan]
        few = figure.name.startswith("different staff")
        assert order == sorted(order, reverse=not few)
        assert figure.distance >= 0
    clients: ClientBounds = found.clients
    assert np.all(clients.fewest_staff <= clients.staff)
    assert np.all(clients.contact <= clients.most_contact)
    assert np.all(clients.known <= clients.most_known)
    served = plan.stops.visit >= 0
    assert clients.visits.sum() == served.sum()
    pairs = {*zip(plan.visits.client[plan.stops.visit[served]], plan.duties.staff[plan.stops.duty[served]], strict=True)}
    assert clients.staff.sum() == len(pairs)
    assert str(found).count("\n") == len(found.figures) - 1
    assert list(found.frame().columns) == ["name", "days", "plan", "alone", "joint", "distance"]
