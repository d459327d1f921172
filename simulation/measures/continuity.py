"""How many people a client meets, and how the visits spread over them."""

from __future__ import annotations

import numpy as np

from .figure import Figure, mean, ratio, register
from .run import Run
from .windows import different_in_windows

FEW = 3  # clients with fewer visits have no index: two visits can only be all different or all the same


def staff_in_windows(run: Run, days: int) -> np.ndarray:
    """int64[clients, windows]: different staff that each client met in every window of ``days`` days, at any hour."""
    met = run.faces
    return different_in_windows(met.client, met.person, met.day, (run.clients, run.persons, run.plan.days), days)


def _distinct(run: Run, days: int) -> Figure:
    met = staff_in_windows(run, days)
    return ratio(met.sum(), (met > 0).sum())


@register("persons", "lower", "continuity", "domain A5; T30")
def distinct_staff_14d_all(run: Run) -> Figure:
    """Different members of staff that clients of any age met in 14 days at any hour / clients with at least one performed
    visit, for all windows of 14 days in the run.
    """
    return _distinct(run, 14)


@register("persons", "lower", "continuity", "domain A5; Skönsmo 25.5 -> 10.5 a month (C), Norway 17 in 4 weeks (A2)")
def distinct_staff_28d(run: Run) -> Figure:
    """Different members of staff that clients met in 28 days ("a month") / clients with at least one performed visit, for all
    windows of 28 days in the run.
    """
    return _distinct(run, 28)


@register("persons", "neither", "continuity", "domain A1: small units get low values mechanically, so report their size")
def group_staff_14d(run: Run) -> Figure:
    """Different members of staff who came to any client of a group in 14 days / groups, for all windows of 14 days in the run:
    what continuity_14d_kolada would be if everybody met everybody.
    """
    met, scenario = run.faces, run.plan.scenario
    group_of = np.array([client.group for client in scenario.clients], dtype=np.int64)
    shape = (len(scenario.groups), run.persons, run.plan.days)
    people = different_in_windows(group_of[met.client], met.person, met.day, shape, 14)
    return ratio(people.sum(), (people > 0).sum())


@register("persons", "lower", "continuity", "domain A5; T1, T4")
def staff_per_client_day(run: Run) -> Figure:
    """Different members of staff met / days with at least one performed visit, each client counted."""
    met = run.faces
    at = met.client * run.plan.days + met.day
    return ratio(len(np.unique(at * run.persons + met.person)), len(np.unique(at)))


def meetings(run: Run) -> tuple[np.ndarray, np.ndarray]:
    """Client and number of meetings n_i of each pair of client and member of staff who met at all."""
    met = run.faces
    pairs, counts = np.unique(met.client * run.persons + met.person, return_counts=True)
    return pairs // run.persons, counts


def visits_of(run: Run) -> np.ndarray:
    """int64[clients]: performed visits of each client, a double-staffed one counted once."""
    return np.bincount(run.plan.visits.client[run.performed], minlength=run.clients)


@register("share", "higher", "continuity", "domain A2 (UPC, MFPC)")
def upc(run: Run) -> Figure:
    """Usual provider of care: share of a client's visits at which the person was who came most often, summed over clients with
    at least 3 visits / those clients.
    """
    client, counts = meetings(run)
    visits = visits_of(run)
    most = np.zeros(run.clients)
    np.maximum.at(most, client, counts)
    enough = visits >= FEW
    return mean(most[enough] / visits[enough])


def _sums(run: Run) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of every client with enough visits N (meetings), M (people) and the sum of n_i squared."""
    client, counts = meetings(run)
    N = np.bincount(client, weights=counts, minlength=run.clients)
    M = np.bincount(client, minlength=run.clients)
    squares = np.bincount(client, weights=counts * counts, minlength=run.clients)
    enough = visits_of(run) >= FEW
    return N[enough], M[enough], squares[enough]


@register("index", "higher", "continuity", "domain A2 (Bice and Boxerman 1977); 0.02-0.06 without assignment (A6.4)")
def coc(run: Run) -> Figure:
    """Continuity of care, (sum n_i^2 - N) / (N (N - 1)) over a client's meetings with each person, summed over clients with at
    least 3 visits / those clients: 0 all different, 1 all the same.
    """
    N, _, squares = _sums(run)
    return mean((squares - N) / (N * (N - 1)))


@register("index", "higher", "continuity", "domain A2 (Herfindahl)")
def hhi(run: Run) -> Figure:
    """Herfindahl index, sum (n_i / N)^2 over a client's meetings with each person, summed over clients with at least 3 visits /
    those clients.
    """
    N, _, squares = _sums(run)
    return mean(squares / (N * N))


@register("index", "higher", "continuity", "domain A2 (BMC HSR 2022)")
def mmci(run: Run) -> Figure:
    """Modified modified continuity index, (1 - M/(N + 0.1)) / (1 - 1/(N + 0.1)), summed over clients with at least 3 visits /
    those clients.
    """
    N, M, _ = _sums(run)
    return mean((1 - M / (N + 0.1)) / (1 - 1 / (N + 0.1)))


@register("index", "higher", "continuity", "domain A2 (a vendor calls it CCI)")
def k_index(run: Run) -> Figure:
    """K index, (N - M) / (N - 1), summed over clients with at least 3 visits / those clients."""
    N, M, _ = _sums(run)
    return mean((N - M) / (N - 1))


@register("share", "higher", "continuity", "domain A2 (SECON)")
def secon(run: Run) -> Figure:
    """Sequential continuity: share of a client's visits with somebody who was also at the visit before, summed over clients with
    at least 3 visits / those clients.
    """
    visits = run.plan.visits
    performed = run.performed
    order = performed[np.lexsort((performed, run.began[performed], visits.client[performed]))]
    position = np.zeros(len(visits), dtype=np.int64)
    position[order] = np.arange(len(order))
    met = run.faces
    pair = met.client * run.persons + met.person
    by_pair = np.lexsort((position[met.visit], pair))
    at = position[met.visit][by_pair]
    again = (pair[by_pair][1:] == pair[by_pair][:-1]) & (at[1:] == at[:-1] + 1)
    follows = np.zeros(len(order), dtype=bool)
    follows[at[1:][again]] = True
    n = visits_of(run)
    same = np.bincount(visits.client[order[follows]], minlength=run.clients)
    enough = n >= FEW
    return mean(same[enough] / (n[enough] - 1))
