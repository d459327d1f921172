"""Who steps in on a morning, in the order that a policy says (:class:`~hemtjanst.models.policy.Absence`)."""

from __future__ import annotations

import numpy as np

from .day_routes import only
from .every_morning import MOST_LATE
from .morning import MOST_OVERTIME, Morning
from .swaps import Swaps


def replace_all(morning: Morning) -> None:
    """Try everybody in the policy's order."""
    lever = morning.plan.policy.absence
    for who in lever.replaced_by:
        if not len(morning.visit):
            break
        if who == "pool":
            _call_in(morning)
            continue
        if who == "swap":
            _swap(morning)
            continue
        overtime = round(lever.overtime_minutes * 60) if who == "overtime" else MOST_OVERTIME
        allowed = morning.may(morning.staff, morning.visit)
        if who in ("backup", "known"):
            allowed &= morning.backups(morning.visit) if who == "backup" else morning.known(morning.visit)
        rows = morning.open.give(morning.tasks(morning.visit, morning.at), allowed, overtime)
        for visit, row in zip(morning.visit[rows >= 0].tolist(), rows[rows >= 0].tolist(), strict=True):
            morning.taken.setdefault(row, set()).add(visit)
        morning.keep(rows < 0)
    if morning.grown:
        _relieve_the_overfull(morning)


def _swap(morning: Morning) -> None:
    """Let people who know the client make room by a swap (visits for two people keep whoever has room)."""
    swaps, alone = Swaps(morning, MOST_OVERTIME), morning.plan.visits.people[morning.visit] == 1
    todo = zip(morning.visit.tolist(), morning.at.tolist(), alone.tolist(), strict=True)
    morning.keep(np.array([not (single and swaps.make(visit, at)) for visit, at, single in todo], dtype=bool))


def _call_in(morning: Morning) -> None:
    """Give what is left of each route whole to the first of the pool who can do most of it, if it is enough to call for."""
    scenario = morning.plan.scenario
    for duty, route in morning.absent.items():
        rows = np.flatnonzero(morning.duty == duty)
        shift = scenario.shifts[morning.plan.duties.shift[duty]].name
        pool = [staff for staff in morning.pool if shift in scenario.staff[staff].shifts]
        able = morning.may(np.array(pool, dtype=np.int64), morning.visit[rows])
        if not able.size or able.sum(axis=0).max() < max(1, morning.plan.policy.absence.pool_from_visits):
            continue
        best = int(able.sum(axis=0).argmax())
        rows = rows[able[:, best]]
        theirs = set(morning.visit[rows].tolist())
        morning.pool = [staff for staff in morning.pool if staff != pool[best]]
        morning.called.append(only(route._replace(staff=pool[best], duty=-1, meeting=0), theirs))
        for visit, start in zip(route.stops, route.planned_start, strict=True) if morning.node else ():
            if visit in theirs and visit in morning.node:
                morning.open.begin(morning.node[visit], start)
        keep = np.ones(len(morning.visit), dtype=bool)
        keep[rows] = False
        morning.keep(keep)


def _relieve_the_overfull(morning: Morning) -> None:
    """Visits that would begin too late since needs have grown go to colleagues who have room; others are late."""
    visits = morning.plan.visits
    for k, row in enumerate(morning.own):
        stops = np.array([visit for visit in morning.present[row].stops if visit >= 0], dtype=np.int64)
        if not (morning.seconds[stops] != visits.seconds[stops]).any():
            continue
        others = np.arange(len(morning.own)) != k
        promised = dict(zip(morning.present[row].stops, morning.present[row].planned_start, strict=True))
        for visit, begins in zip(*morning.open.route(k), strict=True):
            if visit < 0 or visits.people[visit] > 1 or visit not in promised:
                continue
            if begins <= max(int(visits.latest[visit]) + MOST_LATE, promised[visit]):
                continue
            one = np.array([visit])
            tasks = morning.tasks(one, np.array([promised[visit]]))
            rows = morning.open.give(tasks, morning.may(morning.staff, one) & others, MOST_OVERTIME)
            if rows[0] >= 0:
                morning.taken.setdefault(int(rows[0]), set()).add(visit)
                morning.open.remove(k, visit)
                morning.taken.setdefault(k, set())
