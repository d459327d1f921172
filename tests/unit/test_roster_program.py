"""The roster as a mixed-integer program: never worse than the search, legal, and with a bound that is one."""

from __future__ import annotations

import numpy as np
import pytest
from hemtjanst.models import Policy
from hemtjanst.models.planning import roster, roster_program
from hemtjanst.models.planning.contacts import assign_contacts
from hemtjanst.models.planning.roster import make_roster
from hemtjanst.models.planning.roster_program import improve_by_program, points_of
from hemtjanst.models.planning.visits import make_visits
from hemtjanst.models.planning.week_patterns import longest_run
from town import town

DAYS = 14
CONTACTS = {"clients": [1, 4], "backups": 1, "duties": ["shower", "walk"]}


def policy(first: str, method: str) -> Policy:
    """A way of working with contact persons."""
    return Policy.model_validate({"name": "p", "contacts": CONTACTS, "roster": {"first": first, "method": method}})


@pytest.fixture(scope="module", params=["roster", "clients"])
def solved(request):
    """A tiny group, rostered by the search and then by the program: points before and after, what was proved, duties and notes."""
    scenario, way = town(clients=6, regular=3, hourly=1, seed=5), policy(request.param, "mixed_integer")
    contacts, _ = assign_contacts(scenario, way)
    visits, _ = make_visits(scenario, way, DAYS, contacts)
    seen = {}

    def watched(search):
        seen["before"] = points_of(search)
        seen["found"] = improve_by_program(search)
        seen["after"] = points_of(search)
        return seen["found"]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(roster, "improve_by_program", watched)
        patch.setattr(roster_program, "MOST_WEEKS", 240)
        seen["duties"], seen["notes"] = make_roster(scenario, way, DAYS, contacts, visits)
    return scenario, seen


def test_T16_the_program_is_never_worse_than_the_search_and_its_bound_holds(solved):
    """The roster's points lie between the search's and the proved most; the note says how far from it."""
    _, seen = solved
    assert seen["before"] <= seen["after"] <= seen["found"].most + 1e-6
    assert seen["found"].points == seen["after"]
    assert seen["found"].gap < 0.5
    assert any("of the regular staff is within" in note for note in seen["notes"])


def test_the_program_keeps_the_rules_of_work(solved):
    """Daily rest, longest run and free weekends hold over the turns of weeks, which the program's rows must see to."""
    scenario, seen = solved
    duties = seen["duties"]
    for row, person in enumerate(scenario.staff):
        mine = duties.take(duties.staff == row)
        begin, end = mine.day * 24 * 3600 + mine.start, mine.day * 24 * 3600 + mine.end
        assert np.all(begin[1:] - end[:-1] >= 11 * 3600)
        worked = set(mine.day.tolist())
        longest = longest_run(scenario)
        assert not any(all(d + k in worked for k in range(longest + 1)) for d in range(DAYS))
        if person.employment == "regular":
            weekends = {d // 7 for d in worked if d % 7 >= 5}
            assert len(weekends) <= 1


def test_large_groups_are_left_to_the_search(monkeypatch):
    """Where a group has more regular staff than the program takes, the roster is the search's, and no note speaks of a program."""
    monkeypatch.setattr(roster_program, "MOST_PEOPLE", 2)
    scenario = town(clients=6, regular=3, hourly=1, seed=5)
    rosters = []
    for method in ("search", "mixed_integer"):
        way = policy("roster", method)
        contacts, _ = assign_contacts(scenario, way)
        visits, _ = make_visits(scenario, way, DAYS, contacts)
        rosters.append(make_roster(scenario, way, DAYS, contacts, visits))
    assert rosters[0][0].frame().equals(rosters[1][0].frame())
    assert rosters[0][1] == rosters[1][1]
