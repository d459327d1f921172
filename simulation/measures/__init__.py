"""Pure functions from a journal (and its plan) to figures, each with definition, unit and source.

``measure(Run(plan, journal))`` gives the table of all figures, ``describe_measures()`` what they mean. The modules here hold
the functions themselves, whose keywords decide what official definitions leave open.
"""

# The order of these imports is the order of the measures in tables.
from . import presence, driving, kolada, continuity, contact, punctuality, missed, work, strain, cost  # noqa: I001
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
    "kolada",
    "measure",
    "missed",
    "presence",
    "punctuality",
    "strain",
    "work",
]
