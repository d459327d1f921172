"""Everything random that one replication brings, drawn before anybody drives off.

Every number is keyed by whom or what it befalls (a need and its agreed day, a member of staff, a client) and never by a row
number or by the order of asking. Two policies therefore meet the same luck: a need takes the same time whether it is bundled or
has a visit of its own, whoever comes and whichever day of its week it was moved to.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...cython_ext.keyed import Keyed, key, keys
from ...models.plan import Plan
from ..journal import Reason
from .time_bank import Bank, keep

MUNICIPALITY = key("municipality")


@dataclass(frozen=True)
class Luck:
    """What one replication brings.

    Attributes
    ----------
    ill
        bool[days, staff], who is ill on which day.
    slippery
        float64[days], how many times as long as planned every drive of the day takes on average; 1 with road conditions.
    weather
        For each day the regions where roads are slippery; empty without road conditions.
    cancelled
        int8[visits], ``Reason.CLIENT`` or ``Reason.AWAY`` where nothing of the visit is left, else ``Reason.NONE``.
    seconds
        int64[visits], what the needs that are left of the visit take.
    bank
        What becomes of cancelled time where clients dispose of it; it is part of ``seconds``.
    no_answer
        bool[visits], whether nobody opens.
    road
        float64[visits, 2], factor of the drive to the visit, for the first and the second person who comes.
    home
        float64[days, staff], factor of the drive back to the base.
    """

    ill: np.ndarray
    slippery: np.ndarray
    weather: tuple[frozenset[str], ...]
    cancelled: np.ndarray
    seconds: np.ndarray
    bank: Bank
    no_answer: np.ndarray
    road: np.ndarray
    home: np.ndarray


def draw(plan: Plan, replication: int) -> Luck:
    """Draw the luck of one replication for everything in a plan."""
    scenario, visits, occasions = plan.scenario, plan.visits, plan.occasions
    chance = {name: quantity.value for name, quantity in scenario.uncertainty}

    def keyed(quantity: str) -> Keyed:
        return Keyed(scenario.seed, quantity, replication)

    clients, staff = keys(client.id for client in scenario.clients), keys(person.id for person in scenario.staff)
    needs = keys(need.id for need in scenario.needs)
    days = np.arange(plan.days)[:, None]
    away = spells(keyed("away").uniform(clients, days), chance["away_share"], chance["away_days"])

    need, agreed = needs[occasions.need], occasions.agreed_day
    unwanted = keyed("cancelled").uniform(need, agreed) < chance["cancelled_share"]
    seconds = np.rint(occasions.seconds * keyed("visit").lognormal(chance["visit_cv"], need, agreed))
    seconds = _sum(plan, np.where(unwanted, 0, np.maximum(seconds, 1)))
    saved = _sum(plan, np.where(unwanted, occasions.seconds, 0))
    if plan.policy.control.stay_planned_time:
        seconds = np.maximum(seconds, visits.seconds - saved)

    left = _sum(plan, ~unwanted)
    gone = away[visits.day, visits.client]
    cancelled = np.select([gone, left == 0], [Reason.AWAY, Reason.CLIENT], Reason.NONE).astype(np.int8)
    bank = keep(plan, np.where(gone, 0, saved), cancelled)
    first = _first_occasion(plan)
    slipping = keyed("slippery").uniform(MUNICIPALITY, days[:, 0]) < chance["slippery_share"]
    roads, weather = scenario.conditions, ()
    if roads is not None:
        weather = tuple(roads.slippery(scenario.date_of(day), scenario.seed, replication) for day in range(plan.days))
        slipping = np.zeros(plan.days, dtype=bool)
    return Luck(
        ill=spells(keyed("ill").uniform(staff, days), chance["sick_share"], chance["sick_spell_days"]),
        slippery=np.where(slipping, chance["slippery_factor"], 1.0),
        weather=weather,
        cancelled=cancelled,
        seconds=seconds + bank.spent,
        bank=bank,
        no_answer=keyed("no_answer").uniform(need[first], agreed[first]) < chance["no_answer_share"],
        road=keyed("road").lognormal(chance["travel_cv"], need[first, None], agreed[first, None], np.arange(2)),
        home=keyed("home").lognormal(chance["travel_cv"], staff, days),
    )


def spell_rates(share: float, mean_days: float) -> tuple[float, float]:
    """Daily chances that a spell starts and that it ends, from the share of days it takes and its mean length.

    A spell ends each day with chance e = 1/L, so that it lasts L days on average; with chance b it begins on a day after one
    without. In the long run b (1 − s) = e s, so that a share s of all days is lost if b = s / (L (1 − s)). As b cannot exceed
    1, a share larger than L / (1 + L) needs spells longer than L: then e = (1 − s) / s and b = 1.

    Parameters
    ----------
    share
        s, share of days, 0 to 1.
    mean_days
        L, mean length of a spell, days, at least 1.

    Examples
    --------
    >>> spell_rates(0.2, 4.0)
    (0.0625, 0.25)
    """
    if share >= 1:
        return 1.0, 0.0
    ends = min(1 / mean_days, (1 - share) / share) if share > 0 else 1 / mean_days
    return share * ends / (1 - share), ends


def spells(uniform: np.ndarray, share: float, mean_days: float) -> np.ndarray:
    """Days lost to spells of illness or absence: a two-state Markov chain for each column, in balance from the first day.

    Parameters
    ----------
    uniform
        float64[days, who], a number for each day and person.
    share, mean_days
        As in :func:`spell_rates`.

    Returns
    -------
    bool[days, who]
    """
    starts, ends = spell_rates(share, mean_days)
    lost = np.zeros(uniform.shape, dtype=bool)
    before = uniform[:1] < share
    lost[:1] = before
    for day in range(1, len(uniform)):
        lost[day] = uniform[day] < np.where(lost[day - 1], 1 - ends, starts)
    return lost


def _sum(plan: Plan, of_occasions: np.ndarray) -> np.ndarray:
    """Sum over the occasions of each visit, int64[visits]."""
    return np.bincount(plan.occasions.visit, weights=of_occasions, minlength=len(plan.visits)).astype(np.int64)


def _first_occasion(plan: Plan) -> np.ndarray:
    """For each visit the row of one occasion, the one whose need comes first: it stands for the whole visit in keys."""
    order = np.lexsort((plan.occasions.need, plan.occasions.visit))
    return order[np.searchsorted(plan.occasions.visit[order], np.arange(len(plan.visits)))]
