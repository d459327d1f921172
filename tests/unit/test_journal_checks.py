"""The journal checker finds nothing in a good journal, and the rule that was broken in one broken on purpose."""

import inspect
import re
from collections.abc import Callable
from dataclasses import replace

import hemtjanst.simulation.journal_checks as checks
import numpy as np
import pytest
from hand_plan import with_luck
from hemtjanst.models import Plan
from hemtjanst.simulation.journal import Journal, Kind, Reason
from hemtjanst.simulation.journal_checks import RULES, check_journal
from hemtjanst.simulation.journal_reading import _in_order
from hemtjanst.simulation.world import simulate
from village_plan import good_plan

PLAN = with_luck(good_plan(), visit_cv=0.25, sick_share=0.08, cancelled_share=0.05, away_share=0.05, no_answer_share=0.05)
GOOD = simulate(PLAN, 3)
CALM = with_luck(good_plan())
CALM_DAYS = simulate(CALM, 0)
Broken = tuple[Plan, Journal]


def rows_of(kind: Kind, journal: Journal = GOOD, **columns: int) -> np.ndarray:
    """Rows of a kind with some values."""
    mask = journal.kind == kind
    for name, value in columns.items():
        mask &= getattr(journal, name) == value
    return np.flatnonzero(mask)


def with_cell(row: int, journal: Journal = GOOD, **values: int) -> Journal:
    """The journal with some cells of a row changed."""
    columns = {name: np.array(getattr(journal, name)) for name in values}
    for name, value in values.items():
        columns[name][row] = value
    return journal.replace(**columns)


def without(rows: np.ndarray, journal: Journal = GOOD) -> Journal:
    """The journal without some rows."""
    return journal.take(np.setdiff1d(np.arange(len(journal)), rows))


def twice(row: int, journal: Journal = GOOD) -> Journal:
    """The journal with a row told twice."""
    return journal.take(np.sort(np.append(np.arange(len(journal)), row)))


def test_the_good_journals_hold_what_the_mutations_need():
    """A mutation of something that does not occur would prove nothing."""
    kinds = set(GOOD.kind.tolist())
    assert {Kind.ABSENT, Kind.MISSED, Kind.CANCELLED, Kind.WAIT, Kind.IDLE} <= kinds
    assert {Reason.NO_ANSWER, Reason.AWAY, Reason.CLIENT, Reason.STEPPED_IN} <= set(GOOD.reason.tolist())


@pytest.mark.parametrize(("plan", "journal"), [(PLAN, GOOD), (CALM, CALM_DAYS)], ids=["lively", "calm"])
def test_good_journals_break_no_rule(plan, journal):
    """Every mutation below starts from a journal without violations."""
    assert check_journal(plan, journal) == []


def break_order() -> Broken:
    """Two neighbouring rows change places."""
    rows = np.arange(len(GOOD))
    rows[[10, 11]] = rows[[11, 10]]
    return PLAN, GOOD.take(rows)


def break_rows() -> Broken:
    """A visit names another client."""
    row = rows_of(Kind.VISIT)[0]
    return PLAN, with_cell(row, client=(GOOD.client[row] + 1) % 6)


def break_lengths() -> Broken:
    """A missed visit has times."""
    row = rows_of(Kind.MISSED)[0]
    return PLAN, with_cell(row, start=5, end=5)


def break_one_duty() -> Broken:
    """A person's duty is not told."""
    return PLAN, without(rows_of(Kind.DUTY)[:1])


def break_tiles() -> Broken:
    """An idle span disappears."""
    return PLAN, without(rows_of(Kind.IDLE)[:1])


def break_balance() -> Broken:
    """Documentation lasts a second longer than the clock has."""
    row = rows_of(Kind.DOCUMENT)[0]
    return PLAN, with_cell(row, end=GOOD.end[row] + 1)


def break_two_places() -> Broken:
    """Documentation reaches half a minute into what follows."""
    row = rows_of(Kind.DOCUMENT)[0]
    return PLAN, with_cell(row, end=GOOD.end[row] + 30)


def break_places() -> Broken:
    """A drive begins where it ends."""
    row = rows_of(Kind.DRIVE)[0]
    return PLAN, with_cell(row, place_from=GOOD.place_to[row])


def break_travel() -> Broken:
    """A drive takes a second less than the road, on a day without noise."""
    row = rows_of(Kind.DRIVE, CALM_DAYS)[3]
    return CALM, with_cell(row, CALM_DAYS, start=CALM_DAYS.start[row] + 1)


def break_early() -> Broken:
    """All windows open half an hour later than they did."""
    visits = PLAN.visits.replace(earliest=PLAN.visits.earliest + 1800)
    return replace(PLAN, visits=visits), GOOD


def break_together() -> Broken:
    """One of two people leaves a second later."""
    rows = rows_of(Kind.VISIT)
    row = rows[PLAN.visits.people[GOOD.visit[rows]] == 2][0]
    return PLAN, with_cell(row, end=GOOD.end[row] + 1)


def break_length() -> Broken:
    """A visit is a second short in a world without noise."""
    row = rows_of(Kind.VISIT, CALM_DAYS)[0]
    return CALM, with_cell(row, CALM_DAYS, end=CALM_DAYS.end[row] - 1)


def break_documented() -> Broken:
    """A visit is not documented."""
    return PLAN, without(rows_of(Kind.DOCUMENT)[:1])


def break_kringtid() -> Broken:
    """The report is spent idly."""
    return PLAN, with_cell(rows_of(Kind.REPORT)[0], kind=Kind.IDLE)


def break_break_taken() -> Broken:
    """A break is worked through."""
    return PLAN, with_cell(rows_of(Kind.BREAK)[0], kind=Kind.IDLE)


def break_outcome() -> Broken:
    """A visit is missed twice."""
    return PLAN, twice(rows_of(Kind.MISSED)[0])


def break_reasons() -> Broken:
    """A visit is said to be left out by the plan, which has it."""
    return PLAN, with_cell(rows_of(Kind.MISSED)[0], reason=Reason.NO_PLAN)


def break_tried() -> Broken:
    """Somebody who knocks in vain goes ten seconds too soon."""
    row = rows_of(Kind.WAIT, reason=Reason.NO_ANSWER)[0]
    return PLAN, with_cell(row, end=GOOD.end[row] - 10)


def break_away() -> Broken:
    """One of a client's visits is cancelled by a client in hospital."""
    rows = rows_of(Kind.CANCELLED, reason=Reason.AWAY)
    days = GOOD.day[rows].tolist()
    row = next(row for row in rows if days.count(GOOD.day[row]) > 1)
    return PLAN, with_cell(row, reason=Reason.CLIENT)


def break_duties() -> Broken:
    """A duty lost to illness is not told."""
    return PLAN, without(rows_of(Kind.ABSENT)[:1])


def break_absent() -> Broken:
    """Somebody at work is said to be absent."""
    duty = rows_of(Kind.DUTY)[0]
    return PLAN, with_cell(rows_of(Kind.ABSENT)[0], day=GOOD.day[duty], staff=GOOD.staff[duty])


def break_skills() -> Broken:
    """Whoever came loses all skills."""
    rows = rows_of(Kind.VISIT)
    row = rows[PLAN.visits.skills[GOOD.visit[rows]] > 0][0]
    staff = tuple(
        replace(person, skills=frozenset()) if k == GOOD.staff[row] else person for k, person in enumerate(PLAN.scenario.staff)
    )
    return replace(PLAN, scenario=PLAN.scenario.replace(staff=staff)), GOOD


def break_forbidden() -> Broken:
    """Whoever came must not come."""
    row = rows_of(Kind.VISIT)[0]
    banned = frozenset({int(GOOD.staff[row])})
    clients = tuple(
        replace(client, forbidden=banned) if k == GOOD.client[row] else client for k, client in enumerate(PLAN.scenario.clients)
    )
    return replace(PLAN, scenario=PLAN.scenario.replace(clients=clients)), GOOD


MUTATIONS: dict[str, Callable[[], Broken]] = {
    name.removeprefix("break_"): function for name, function in list(globals().items()) if name.startswith("break_")
}


def test_every_rule_has_a_mutation():
    """A rule that nobody ever broke may be one that nothing can break."""
    assert set(MUTATIONS) == {rule.__name__ for rule in RULES}


@pytest.mark.parametrize("rule", MUTATIONS)
def test_a_broken_journal_is_found(rule):
    """The rule that is broken is named, once broken in exactly that way; it names itself in words, too."""
    plan, journal = MUTATIONS[rule]()
    found = [violation for violation in check_journal(plan, journal) if violation.rule == rule]
    assert found
    assert all(violation.amount > 0 and violation.message for violation in found)


def test_the_table_tells_every_rule():
    """The module's table is what people read."""
    table = re.findall(r"^(\w+)\s{2,}", inspect.getdoc(checks) or "", re.MULTILINE)
    assert table[1:] == [rule.__name__ for rule in RULES]


def test_a_gap_and_an_overlap_of_the_same_length_are_both_found():
    """Sums that come out right must not hide that somebody was in two places."""
    first, second = rows_of(Kind.IDLE)[:2]
    moved = with_cell(first, end=GOOD.end[first] - 5)
    rules = {violation.rule for violation in check_journal(PLAN, with_cell(second, moved, end=GOOD.end[second] + 5))}
    assert "tiles" in rules


def test_the_checker_does_not_know_the_world():
    """What checks must not share code with what is checked."""
    assert "world" not in inspect.getsource(checks).replace("simulated world", "").replace("world without noise", "").replace(
        "in a world", ""
    )


def test_an_empty_plan_has_an_empty_journal():
    """No days, nothing to find; and no division by nothing on the way."""
    empty = replace(
        CALM,
        days=0,
        duties=CALM.duties.take(np.arange(0)),
        visits=CALM.visits.take(np.arange(0)),
        occasions=CALM.occasions.take(np.arange(0)),
        stops=CALM.stops.take(np.arange(0)),
    )
    assert check_journal(empty, CALM_DAYS.take(np.arange(0))) == []


def test_a_journal_out_of_order_is_read_in_order() -> None:
    """Checks must not trust the order in which rows come, although they look first whether sorting is needed at all."""
    random = np.random.default_rng(7)
    for size in (0, 1, 50):
        keys = tuple(random.integers(0, 3, size) for _ in range(4))
        order = np.lexsort(keys)
        assert _in_order(tuple(key[order] for key in keys))
        assert _in_order(keys) == all(np.array_equal(key, key[order]) for key in keys)
