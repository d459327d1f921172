"""A long search: annealings from nothing, further ones from the best of their plans, plans put together from the routes of all."""

from __future__ import annotations

import time

from ....cython_ext import day_search
from ....cython_ext.keyed import Keyed
from .problem import DayProblem

GIFTS = (0.0, 0.68, 1.0)  # annealings from nothing, from ever more routes; one more goes on from the best of their plans,
REHEAT = 0.3  # from this share of the first temperature;
FURTHER, LOW_REHEAT = 2, 0.1  # where plans are put together from routes, so many go on from them, from this share
LARGEST = 1 << 32  # seeds of rounds
PATIENCE = 0.1  # share of the seconds that the choice of whole routes may take at a time


def search(
    problem: DayProblem, *, iterations: int | None, seconds: float | None, seed: int, temperatures: tuple[float, float]
) -> day_search.Found:
    """The best plan of all rounds after ``iterations`` steps in all (the same on every machine) or ``seconds`` of CPU time."""
    from .reassembly import Reassembly  # HiGHS takes longer to import than most days to plan

    begin = time.thread_time()
    keys = Keyed(seed, "day round")
    hot, cold = temperatures
    reassembly = Reassembly(problem, None if seconds is None else PATIENCE * seconds)
    found: list[day_search.Found] = []
    best: day_search.Found | None = None
    took = 0.0  # seconds of the last reassembly, which are set aside for each that is still to come
    turn, steps = 0, 0
    while (left := len(GIFTS) + (FURTHER if reassembly.pays else 1) - turn) > 0:
        anew = turn < len(GIFTS)
        spare = None if seconds is None else seconds - (time.thread_time() - begin) - took * min(left, FURTHER + 1)
        found.append(
            day_search.search(
                problem.arrays,
                iterations=None if iterations is None else (iterations - steps) // left,
                seconds=None if spare is None else max(0.0, spare / left),
                seed=keys.integers(LARGEST, turn),
                temperatures=(hot if anew else max(cold, (LOW_REHEAT if reassembly.pays else REHEAT) * hot), cold),
                start=None if anew or best is None else best.routes,
                start_breaks=None if anew or best is None else best.break_at,
                gift=GIFTS[turn] if anew else 0.0,
                keep=reassembly.keeps,
            )
        )
        steps += found[-1].steps
        best = min(found, key=lambda plan: plan.cost)
        reassembly.add(found[-1])
        turn += 1
        if turn == 1 or turn >= len(GIFTS):  # the first to see whether it pays
            clock = time.thread_time()
            better = reassembly.plan(best)
            if better is not None:
                found.append(day_search.evaluate(problem.arrays, better))
                best = min(found, key=lambda plan: plan.cost)
            took = time.thread_time() - clock
        found = [best._replace(kept=None)]
    assert best is not None
    return best._replace(steps=steps, kept=None)
