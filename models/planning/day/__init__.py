"""One day's routes: who visits whom, in which order and when.

>>> import numpy as np
>>> from hemtjanst.models.planning.day import DayProblem, solve
>>> problem = DayProblem(
...     travel=np.array([[0, 300], [300, 0]]),                 # seconds between places
...     shift_start=[7 * 3600], shift_end=[16 * 3600],         # staff
...     place=[1, 1], duration=[1800, 900],                    # visits
...     earliest=[8 * 3600, 12 * 3600], latest=[9 * 3600, 13 * 3600],
... )
>>> plan = solve(problem, iterations=10, seed=1)
>>> [route.tolist() for route in plan.routes], plan.start.tolist(), plan.unserved.tolist()
([[0, 1]], [28800, 43200], [])

``plan.components`` is the cost by component in cost units (``UNIT`` per minute of weight 1), ``plan.break_start`` when each
member of staff has lunch. Everything that can be said about staff and visits is listed in :class:`DayProblem`; skills, double
staffing, gaps, contact persons and known faces among it.
"""

from ....cython_ext.day_search import FORBIDDEN
from .problem import ANY_TIME, UNIT, DayProblem, DayWeights
from .solve import DayPlan, evaluate, solve

__all__ = ["ANY_TIME", "FORBIDDEN", "UNIT", "DayPlan", "DayProblem", "DayWeights", "evaluate", "solve"]
