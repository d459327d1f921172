"""The simulated world: SimPy processes that live through a plan and write a journal."""

from __future__ import annotations

from ...models.plan import Plan
from ..journal import Journal
from .acquaintance import Acquaintance
from .afterwards import afterwards
from .calls import calls_of
from .changes import Changes
from .day import Trace, live, morning
from .luck import draw
from .recorder import write
from .strain import Strain

__all__ = ["simulate"]


def simulate(plan: Plan, replication: int, *, trace: Trace | None = None) -> Journal:
    """Live through a plan once and write down what happened.

    Parameters
    ----------
    plan
        What was decided; its scenario says what is uncertain, its policy what is done about it.
    replication
        Number of the replication. The same plan and number give the same journal bit for bit; the same number gives every
        policy the same luck.
    trace
        Is told each stop in words as it is decided, for instance ``print``; makes no difference to the journal.

    Returns
    -------
    Journal
    """
    luck = draw(plan, replication)
    calls = calls_of(plan, luck)
    memory, days = Acquaintance(plan, luck), []
    changes, strain = Changes(plan, luck, memory), Strain(plan, luck)
    for day in range(plan.days):
        memory.begin(day)
        routes = morning(plan, luck, day)
        changes.before(day, routes)
        days.append(live(plan, luck, day, routes, trace, calls, memory))
        changes.after(day, days[-1])
        memory.remember(days[-1].crew, days[-1].reached)
        strain.after(day, days[-1])
    return afterwards(plan, replication, write(plan, luck, days, changes.facts))
