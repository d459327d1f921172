"""Pure functions from a journal (and its plan) to figures, each with definition, unit and source.

``measure(Run(plan, journal))`` gives the table of all figures, ``describe_measures()`` what they mean. The modules here hold
the functions themselves, whose keywords decide what official definitions leave open.
"""

# The order of these imports is the order of the measures in tables.
from . import presence, driving, kolada, continuity, contact, relation, infection, information  # noqa: I001
from . import punctuality, missed, influence, work, strain, events, cost
from .figure import MEASURES, Figure, Measure
from .run import Run
from . import distributions
from .table import describe_measures, measure

__all__ = [
    "MEASURES",
    "Figure",
    "Measure",
    "Run",
    "contact",
    "continuity",
    "cost",
    "describe_measures",
    "distributions",
    "driving",
    "events",
    "infection",
    "influence",
    "information",
    "kolada",
    "measure",
    "missed",
    "presence",
    "punctuality",
    "relation",
    "strain",
    "work",
]
