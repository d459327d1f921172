"""Days planned one at a time agree on few people, because each knows whom the clients meet on the days around it."""

import numpy as np
import pytest
from hemtjanst.models.plan import BREAK, NOBODY_IN_PARTICULAR, Contacts, Duties
from hemtjanst.models.planning import routes
from hemtjanst.models.planning.day import solve
from hemtjanst.models.planning.day.solve import evaluate
from hemtjanst.models.planning.faces import AROUND, MEMORY_DAYS, Faces
from hemtjanst.models.planning.group_days import GroupDays, all_group_days
from hemtjanst.models.planning.visits import make_visits
from hemtjanst.models.policy import Policy
from village_plan import good_plan

GOOD = good_plan()
FEW = Policy.model_validate({"name": "few", "continuity": {"new_face_minutes": 30}})
DAYS = 8
EVENING = 1


def village_days(policy: Policy, duties: Duties, days: int = DAYS) -> GroupDays:
    """The village's only group."""
    nobody = Contacts.from_rows(())
    duties = duties.take(np.flatnonzero(duties.day < days))
    visits, occasions = make_visits(GOOD.scenario, policy, days, nobody, duties)
    return next(all_group_days(GOOD.scenario, policy, days, nobody, duties, visits, occasions))


def met_in_the_evening(group: GroupDays) -> list[set[int]]:
    """For each client the people (rows of the scenario) who come in the evening."""
    stops = routes.routes_of_group(group, 30)
    stops = stops.take(np.flatnonzero((stops.visit != BREAK) & (stops.start > 17 * 3600)))
    client = group.visits.client[np.searchsorted(group.visit_rows, stops.visit)]
    duty = np.searchsorted(group.duty_rows, stops.duty)
    who = np.unique(GOOD.duties.staff)[group.duties.staff[duty]]
    return [set(who[client == c].tolist()) for c in range(6)]


def two_then_one(stays: int, leaves: int) -> Duties:
    """Two people work the first two evenings, from then on only the one who stays; the days are those of the hand-made plan."""
    day, evening = (GOOD.duties.take(np.flatnonzero((GOOD.duties.shift == EVENING) == late)) for late in (False, True))
    first = evening.take(np.flatnonzero(evening.day < 2))
    parts = (day, evening.replace(staff=np.full(len(evening), stays)), first.replace(staff=np.full(len(first), leaves)))
    together = Duties.concat(list(parts))
    return together.take(np.lexsort((together.staff, together.day)))


def test_later_passes_know_who_stays(monkeypatch: pytest.MonkeyPatch):
    """On the first evening nobody can tell who will come tomorrow; from the plan of the other evenings anybody can (T4, T30)."""
    both = [(2, 4), (4, 2)]
    groups = [village_days(FEW, two_then_one(*who)) for who in both]
    for (stays, _), group in zip(both, groups, strict=True):
        assert met_in_the_evening(group) == [{stays}] * 6
    monkeypatch.setattr(routes, "PASSES", 1)
    assert {len(met) for group in groups for met in met_in_the_evening(group)} == {1, 2}


@pytest.mark.parametrize("seed", range(4))
def test_planning_a_day_again_makes_it_no_dearer(seed: int):
    """A later pass starts from the day's plan: under the prices that it sees, its plan costs no more than the one before."""
    group = village_days(FEW, GOOD.duties)
    faces = Faces(group.rank, group.days, 30.0)
    before = solve(routes.day_problem(group, 1, faces).problem, iterations=200, seed=seed)
    for day in range(group.days):
        faces.visits[day] = np.random.default_rng((seed, day)).integers(0, 3, group.rank.shape)
    problem = routes.day_problem(group, 1, faces).problem
    again = solve(problem, iterations=100, seed=seed, start=before)
    assert again.cost <= evaluate(problem, before.routes, before.break_at, before.first_start).cost


def test_without_a_price_days_are_planned_once(monkeypatch: pytest.MonkeyPatch):
    """Who would pay nothing for few faces gets one pass with all the steps: the same routes, bit for bit."""
    group = village_days(Policy(name="plain"), GOOD.duties)
    once = routes.routes_of_group(group, 20)
    monkeypatch.setattr(routes, "PASSES", 1)
    for name, column in vars(routes.routes_of_group(group, 20)).items():
        assert column.tobytes() == getattr(once, name).tobytes()


def test_the_visits_of_a_pair_cost_one_new_face():
    """Five days with one visit each, within a fortnight, cost together what a single visit costs; contacts cost nothing."""
    rank = np.array([[NOBODY_IN_PARTICULAR, 1]], np.int8)
    faces, alone = Faces(rank, 40, 10.0), Faces(rank, 40, 10.0)
    for day in (0, 3, 5, 9, MEMORY_DAYS):
        faces.put(day, np.array([0, 0]), np.array([0, 1]))
    alone.put(20, np.array([0]), np.array([0]))
    assert sum(faces.prices(day)[0, 0] for day in (0, 3, 5, 9, MEMORY_DAYS)) == pytest.approx(AROUND * 10.0)
    assert alone.prices(20)[0, 0] == AROUND * 10.0
    assert alone.prices(20 - MEMORY_DAYS)[0, 0] == alone.prices(20 + MEMORY_DAYS)[0, 0] == AROUND * 10.0 / 2
    assert alone.prices(20 - MEMORY_DAYS - 1)[0, 0] == alone.prices(20 + MEMORY_DAYS + 1)[0, 0] == AROUND * 10.0
    assert faces.prices(5)[0, 1] == 0.0


def test_a_day_planned_again_replaces_its_old_plan():
    """Whoever no longer comes is forgotten."""
    faces = Faces(np.full((1, 2), NOBODY_IN_PARTICULAR, np.int8), 2, 10.0)
    faces.put(0, np.array([0]), np.array([0]))
    faces.put(0, np.array([0]), np.array([1]))
    assert faces.prices(1).tolist() == [[AROUND * 10.0, AROUND * 10.0 / 2]]
