"""Everything random that one replication brings, drawn before anybody drives off.

Every number is keyed by whom or what it befalls (a need and its agreed day, a member of staff, a client) and never by a row
number or by the order of asking. Two policies therefore meet the same luck: a need takes the same time whether it is bundled or
has a visit of its own, whoever comes and whichever day of its week it was moved to.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ...cython_ext.keyed import Keyed, key, keys
from ...models.plan import Plan
from ..journal import Reason
from .spells import spells
from .time_bank import Bank, keep
from .turnover import Turnover, turnover

MUNICIPALITY = key("municipality")


@dataclass(frozen=True)
class Luck:
    """What one replication brings.

    Attributes
    ----------
    ill
        bool[days, staff], who is ill on which day, reported in the morning.
    out
        int8[days, staff], a Reason for being away for longer (``LONG_ILL``, ``VACANT``) or at work but not with clients
        (``LEARNING``), else NONE.
    slippery
        float64[days], how many times as long as planned every drive of the day takes on average; 1 with road conditions.
    weather
        For each day the regions where roads are slippery; empty without road conditions.
    away, gone
        bool[days, clients], who is in hospital, and where nobody lives any more.
    cancelled
        int8[visits], ``Reason.CLIENT``, ``AWAY`` or ``LEFT`` where nothing of the visit is left, else ``Reason.NONE``.
    seconds
        int64[visits], what the needs that are left of the visit take.
    bank
        What becomes of cancelled time where clients dispose of it; it is part of ``seconds``.
    known
        float64[days, clients], how many times as long as planned visits take as far as the mornings know; a new plan after a
        changed need raises it while the days are lived (:mod:`.changes`).
    no_answer
        bool[visits], whether nobody opens.
    road
        float64[visits, 2], factor of the drive to the visit, for the first and the second person who comes.
    home
        float64[days, staff], factor of the drive back to the base.
    replication
        Whose luck it is, for what is drawn day by day.
    turnover
        Who comes and goes; None where nobody does.
    """

    ill: np.ndarray
    out: np.ndarray
    slippery: np.ndarray
    weather: tuple[frozenset[str], ...]
    away: np.ndarray
    gone: np.ndarray
    cancelled: np.ndarray
    seconds: np.ndarray
    bank: Bank
    known: np.ndarray
    no_answer: np.ndarray
    road: np.ndarray
    home: np.ndarray
    replication: int = 0
    turnover: Turnover | None = None

    @cached_property
    def missing(self) -> np.ndarray:
        """bool[days, staff], who makes no visits."""
        return self.ill | (self.out != Reason.NONE)


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
    long = turnover(plan, replication)
    gone, out, known = np.zeros_like(away), np.zeros((plan.days, len(staff)), dtype=np.int8), np.ones(away.shape)
    if long is not None:
        gone, out, known = long.gone, long.out, long.known
        seconds = np.rint(seconds * long.longer[visits.day, visits.client]).astype(np.int64)

    left = _sum(plan, ~unwanted)
    left_us, hospital = gone[visits.day, visits.client], away[visits.day, visits.client]
    cancelled = np.select([left_us, hospital, left == 0], [Reason.LEFT, Reason.AWAY, Reason.CLIENT], Reason.NONE).astype(np.int8)
    bank = keep(plan, np.where(left_us | hospital, 0, saved), cancelled)
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
        out=out,
        away=away & ~gone,
        gone=gone,
        cancelled=cancelled,
        seconds=seconds + bank.spent,
        bank=bank,
        known=known,
        no_answer=keyed("no_answer").uniform(need[first], agreed[first]) < chance["no_answer_share"],
        road=keyed("road").lognormal(chance["travel_cv"], need[first, None], agreed[first, None], np.arange(2)),
        home=keyed("home").lognormal(chance["travel_cv"], staff, days),
        replication=replication,
        turnover=long,
    )


def _sum(plan: Plan, of_occasions: np.ndarray) -> np.ndarray:
    """Sum over the occasions of each visit, int64[visits]."""
    return np.bincount(plan.occasions.visit, weights=of_occasions, minlength=len(plan.visits)).astype(np.int64)


def _first_occasion(plan: Plan) -> np.ndarray:
    """For each visit the row of one occasion, the one whose need comes first: it stands for the whole visit in keys."""
    order = np.lexsort((plan.occasions.need, plan.occasions.visit))
    return order[np.searchsorted(plan.occasions.visit[order], np.arange(len(plan.visits)))]
