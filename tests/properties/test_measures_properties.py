"""What holds for the measures whatever happened."""

from dataclasses import replace

import numpy as np
import pytest
from hand_journal import crowd, meetings
from hemtjanst.models.plan import Contacts
from hemtjanst.simulation.journal import Kind
from hemtjanst.simulation.measures import Run, measure
from hemtjanst.simulation.measures.contact import with_contact
from hemtjanst.simulation.measures.continuity import meetings as pairs
from hemtjanst.simulation.measures.continuity import visits_of
from hypothesis import given, settings
from hypothesis import strategies as st
from village import village

CLIENTS, STAFF, DAYS = 4, 5, 30
VILLAGE = crowd(village(), CLIENTS + 1, STAFF + 1)
FEW = settings(max_examples=40, deadline=None)

seeds = st.integers(0, 2**32 - 1)


def busy(seed: int, clients: int = CLIENTS) -> list[tuple[int, ...]]:
    """Visits on random days at random times by random people, no one in two places."""
    random = np.random.default_rng(seed)
    n = int(random.integers(1, 400))
    at = random.integers(0, DAYS * 24, n)
    staff = random.integers(0, STAFF, n)
    _, one = np.unique(at * STAFF + staff, return_index=True)
    client = random.integers(0, clients, n)
    return [(int(t // 24), int(c), int(s), int(t % 24) * 60) for t, c, s in zip(at[one], client[one], staff[one], strict=True)]


def values(run: Run):
    """All values of a run by name."""
    return measure(run).set_index("measure")["value"]


@FEW
@given(seeds)
def test_bounds(seed):
    """Shares and indices lie between 0 and 1, averages of people between 1 and everybody."""
    run = meetings(VILLAGE, DAYS, busy(seed), contacts=[(c, c, 0) for c in range(CLIENTS)])
    table = measure(run).set_index("measure")
    shares = table[table["unit"].isin(["share", "index"]) & ~table.index.str.endswith("_spread")]["value"].dropna()
    shares = shares.drop(["performed_granted"], errors="ignore")
    assert ((shares >= -1e-12) & (shares <= 1 + 1e-12)).all()
    people = table.loc[
        ["staff_per_client_day", "distinct_staff_14d_all", "distinct_staff_28d", "group_staff_14d"], "value"
    ].dropna()
    assert ((people >= 1) & (people <= STAFF)).all()
    assert table.loc["distinct_staff_14d_all", "value"] <= table.loc["group_staff_14d", "value"] + 1e-12


@FEW
@given(seeds)
def test_the_order_of_the_journal_does_not_matter(seed):
    """A journal is a set of facts: shuffled rows give every figure bit for bit."""
    run = meetings(VILLAGE, DAYS, busy(seed), contacts=[(0, 0, 0)])
    order = np.random.default_rng(seed).permutation(len(run.journal))
    assert values(Run(run.plan, run.journal.take(order))).equals(values(run))


@FEW
@given(seeds)
def test_names_do_not_matter(seed):
    """Calling staff by other rows changes no figure (all of them drive, and have the same contract)."""
    scenario = crowd(village(), CLIENTS, STAFF)
    other = np.random.default_rng(seed).permutation(STAFF)
    met = busy(seed)
    run = meetings(scenario, DAYS, met, contacts=[(0, 0, 0), (1, 2, 1)])
    renamed = meetings(
        scenario, DAYS, [(d, c, int(other[s]), at) for d, c, s, at in met], contacts=[(0, int(other[0]), 0), (1, int(other[2]), 1)]
    )
    kept, other_names = (values(r).drop("infected_share") for r in (run, renamed))  # who infects whom is drawn by name
    assert other_names.to_numpy() == pytest.approx(kept.to_numpy(), nan_ok=True)


@FEW
@given(seeds)
def test_one_more_client_who_touches_nobody(seed):
    """A client with a helper of its own changes no other client's figures: people, visits and contact of each stay the same."""
    met = busy(seed)
    run = meetings(VILLAGE, DAYS, met, contacts=[(0, 0, 0)])
    more = meetings(VILLAGE, DAYS, [*met, *((d, CLIENTS, STAFF, 600) for d in range(DAYS))], contacts=[(0, 0, 0)])
    client, counts = pairs(run)
    client_more, counts_more = pairs(more)
    others = client_more < CLIENTS
    assert client_more[others].tolist() == client.tolist()
    assert counts_more[others].tolist() == counts.tolist()
    assert visits_of(more)[:CLIENTS].tolist() == visits_of(run)[:CLIENTS].tolist()
    assert with_contact(more).sum() == with_contact(run).sum()
    before, after = measure(run).set_index("measure"), measure(more).set_index("measure")
    for name, added in {"staff_per_client_day": DAYS, "distinct_staff_14d_all": 17, "distinct_staff_28d": 3}.items():
        assert after.loc[name, "numerator"] == before.loc[name, "numerator"] + added
        assert after.loc[name, "denominator"] == before.loc[name, "denominator"] + added
    for name in ("upc", "coc", "hhi", "mmci", "k_index", "secon"):
        assert after.loc[name, "numerator"] == pytest.approx(before.loc[name, "numerator"] + 1)
        assert after.loc[name, "denominator"] == before.loc[name, "denominator"] + 1


@FEW
@given(seeds)
def test_who_comes_most_often_comes_at_least_as_often_as_the_contact_person(seed):
    """UPC is the best contact person in hindsight, whoever was named."""
    run = meetings(VILLAGE, DAYS, busy(seed))
    for contact in range(STAFF):
        named = Run(replace(run.plan, contacts=Contacts.from_rows([(c, contact, 0) for c in range(CLIENTS)])), run.journal)
        visits = visits_of(run)
        theirs = np.bincount(run.plan.visits.client[with_contact(named)], minlength=len(visits))
        enough = visits >= 3
        figure = measure(run, ["upc"]).iloc[0]
        assert (theirs[enough] / visits[enough]).sum() <= figure["numerator"] + 1e-9


@FEW
@given(seeds)
def test_fewer_faces_are_never_worse(seed):
    """If one colleague takes over all of another's visits, nobody meets more people than before."""
    met = busy(seed)
    fewer = [(d, c, 0 if s == 1 else s, at) for d, c, s, at in met]
    before, after = (measure(meetings(VILLAGE, DAYS, m)).set_index("measure") for m in (met, fewer))
    for name in ("staff_per_client_day", "distinct_staff_14d_all", "distinct_staff_28d", "continuity_14d_kolada"):
        assert after.loc[name, "denominator"] == before.loc[name, "denominator"]
        assert after.loc[name, "numerator"] <= before.loc[name, "numerator"]


@FEW
@given(seeds)
def test_accounts_and_seconds_agree(seed):
    """Paid time in the accounts is the time in the journal's paid rows, no second lost or counted twice."""
    run = meetings(VILLAGE, DAYS, busy(seed))
    visits = run.journal.kind == Kind.VISIT
    assert run.paid.sum() == (run.journal.end - run.journal.start)[visits].sum()
