"""Tables keep their columns typed, equally long and unchanged."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from hemtjanst.models.table import Table, column


@dataclass(frozen=True)
class Pairs(Table):
    """Two columns, for these tests."""

    row: np.ndarray = column(np.int32, "a row")
    share: np.ndarray = column(np.float64, "a share")


def test_columns_have_their_type_and_cannot_be_written():
    """A measure that changed a journal in place would change every measure after it."""
    pairs = Pairs(row=[1, 2], share=[0.5, 1])  # type: ignore[arg-type]
    assert pairs.row.dtype == np.int32
    assert pairs.share.dtype == np.float64
    with pytest.raises(ValueError, match="read-only"):
        pairs.row[0] = 3


def test_the_callers_array_stays_writable():
    """Freezing a table must not freeze what it was made from."""
    mine = np.array([1, 2], dtype=np.int32)
    Pairs(row=mine, share=np.zeros(2))
    mine[0] = 5


def test_columns_of_different_length_are_refused():
    """A shifted column would pair every row with its neighbour's value."""
    with pytest.raises(ValueError, match="Pairs: columns differ in length"):
        Pairs(row=np.zeros(2), share=np.zeros(3))


def test_rows_take_concat_and_frame_agree():
    """The ways to make and cut tables must all mean the same rows."""
    pairs = Pairs.from_rows([(1, 0.1), (2, 0.2), (3, 0.3)])
    again = Pairs.concat([pairs.take(pairs.row > 1), pairs.take(np.array([0]))])
    assert again.row.tolist() == [2, 3, 1]
    assert again.frame().to_dict("list") == {"row": [2, 3, 1], "share": [0.2, 0.3, 0.1]}
    assert len(Pairs.from_rows([])) == len(Pairs.concat([])) == 0
    assert pairs.replace(share=np.zeros(3)).share.sum() == 0


def test_a_file_read_back_is_the_same_table_and_the_same_bytes(tmp_path):
    """Byte-identical Parquet files are how a repeated run is recognised."""
    pairs = Pairs.from_rows([(1, 0.1), (2, float("nan"))])
    pairs.write(tmp_path / "one.parquet")
    again = Pairs.read(tmp_path / "one.parquet")
    again.write(tmp_path / "two.parquet")
    assert (tmp_path / "one.parquet").read_bytes() == (tmp_path / "two.parquet").read_bytes()
    np.testing.assert_array_equal(again.share, pairs.share)
