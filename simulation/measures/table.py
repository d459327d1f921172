"""All measures of a run as one table, and what each of them means."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ...models.errors import Fault, nearest, raise_faults
from .figure import MEASURES
from .run import Run

if TYPE_CHECKING:
    import pandas as pd


def measure(run: Run, names: Iterable[str] | None = None) -> pd.DataFrame:
    """Measure a run.

    Parameters
    ----------
    run
        The run.
    names
        Which measures, in which order; all where None.

    Returns
    -------
    DataFrame
        Columns measure, value, numerator, denominator, unit.

    Raises
    ------
    InputError
        If there is no measure of a name.
    """
    import pandas as pd

    names = list(MEASURES) if names is None else list(names)
    raise_faults(Fault("measures", f"there is no measure '{n}'; {nearest(n, MEASURES)}") for n in names if n not in MEASURES)
    rows = [(name, *MEASURES[name].function(run), MEASURES[name].unit) for name in names]
    return pd.DataFrame(rows, columns=["measure", "value", "numerator", "denominator", "unit"])


def describe_measures() -> pd.DataFrame:
    """Return what each measure means: columns measure, group, unit, better, definition, source."""
    import pandas as pd

    rows = [(m.name, m.group, m.unit, m.better, m.definition, m.source) for m in MEASURES.values()]
    return pd.DataFrame(rows, columns=["measure", "group", "unit", "better", "definition", "source"])
