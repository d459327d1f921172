"""A table of typed columns: a frozen dataclass whose fields are equally long, read-only numpy arrays.

Plans and journals are tables. Kernels and loops use the arrays; people use :meth:`Table.frame`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np

if TYPE_CHECKING:
    import pandas as pd


def column(dtype: Any, doc: str) -> Any:
    """Declare a column of a :class:`Table`: its numpy type, and what it holds with its unit."""
    return field(metadata={"dtype": np.dtype(dtype), "doc": doc})


@cache
def _columns(table: type[Table]) -> dict[str, np.dtype]:
    return {f.name: f.metadata["dtype"] for f in fields(table)}


@dataclass(frozen=True)
class Table:
    """Base of all tables: subclasses are frozen dataclasses whose fields are all made by :func:`column`.

    Raises
    ------
    ValueError
        If the columns differ in length.
    """

    def __post_init__(self) -> None:
        lengths = {}
        for name, dtype in self.columns().items():
            array = np.ascontiguousarray(getattr(self, name), dtype=dtype).view()
            array.flags.writeable = False
            object.__setattr__(self, name, array)
            lengths[name] = array.shape
        if len(set(lengths.values())) > 1:
            raise ValueError(f"{type(self).__name__}: columns differ in length: {lengths}")

    @classmethod
    def columns(cls) -> dict[str, np.dtype]:
        """Names and numpy types of the columns, in order."""
        return dict(_columns(cls))

    @classmethod
    def describe(cls) -> dict[str, str]:
        """What each column holds, with its unit."""
        return {f.name: f.metadata["doc"] for f in fields(cls)}

    @classmethod
    def from_rows(cls, rows: Iterable[Sequence[Any]]) -> Self:
        """Build the table from rows in the order of the columns."""
        rows = list(rows)
        names = cls.columns()
        parts = zip(*rows, strict=True) if rows else ((),) * len(names)
        return cls(**{name: np.array(part, dtype=names[name]) for name, part in zip(names, parts, strict=True)})

    @classmethod
    def concat(cls, tables: Sequence[Self]) -> Self:
        """Stack tables below each other."""
        if not tables:
            return cls.from_rows(())
        return cls(**{name: np.concatenate([getattr(table, name) for table in tables]) for name in cls.columns()})

    def __len__(self) -> int:
        return next((len(getattr(self, name)) for name in _columns(type(self))), 0)

    def take(self, rows: np.ndarray) -> Self:
        """Return a table of the given rows: a boolean mask, or row numbers in the wanted order."""
        return type(self)(**{name: getattr(self, name)[rows] for name in self.columns()})

    def replace(self, **columns: Any) -> Self:
        """Return a copy in which some columns are others."""
        return type(self)(**({name: getattr(self, name) for name in self.columns()} | columns))

    def frame(self) -> pd.DataFrame:
        """Return the table as a pandas DataFrame (a copy that may be changed)."""
        import pandas as pd

        return pd.DataFrame({name: getattr(self, name).copy() for name in self.columns()})

    def write(self, path: Path) -> None:
        """Write the table to a Parquet file; the same table gives the same bytes."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        arrow = pa.table({name: pa.array(getattr(self, name)) for name in self.columns()})
        pq.write_table(arrow, path, compression="zstd")

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a table that :meth:`write` wrote."""
        import pyarrow.parquet as pq

        arrow = pq.read_table(path, columns=list(cls.columns()))
        return cls(**{name: arrow[name].to_numpy() for name in cls.columns()})
