"""Randomness that is keyed, not drawn in order.

Every number is a pure function of (seed, quantity, replication, entity, day, index). Two policies therefore meet the same
slippery Tuesday, the same sick caregiver and the same slow morning wash even though they ask in another order, and one more
client changes nobody else's luck.

>>> slow = Keyed(seed=1, quantity="visit", replication=3)
>>> slow.lognormal(0.25, key("c001/morning_care"), day=12) == slow.lognormal(0.25, key("c001/morning_care"), day=12)
True
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import Any, TypeAlias, overload

import numpy as np

from . import _keyed  # pyright: ignore[reportAttributeAccessIssue]

Integer: TypeAlias = int | np.integer[Any]
Integers: TypeAlias = Integer | np.ndarray | Sequence[int]
ONE = (int, np.integer)

LARGEST = 2**32  # integers(n): beyond, 52 bits would no longer be practically unbiased


def key(name: str) -> int:
    """Return the 63-bit number of a name (BLAKE2b), the same on every machine and in every run."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "little") >> 1


def keys(names: Iterable[str]) -> np.ndarray:
    """Return :func:`key` of each name, uint64[names]."""
    return np.array([key(name) for name in names], dtype=np.uint64)


class Keyed:
    """The random numbers of one quantity in one replication; it has no state and never "advances".

    Parameters
    ----------
    seed
        Of the scenario or experiment.
    quantity
        What the numbers are for ("travel", "sick", …); different quantities are independent.
    replication
        Number of the replication; different replications are independent.

    Notes
    -----
    Philox4x32-10 (Salmon et al. 2011): the 64-bit key is a hash of the three parameters, the 128-bit counter is (entity, day,
    index). All methods take scalars (and return a float or int) or integer arrays that broadcast (and return an array), and both
    ways agree bit for bit. ``entity`` counts modulo 2**64, ``day`` and ``index`` modulo 2**32. Distributions are obtained by
    inversion, so that a larger parameter never gives a smaller number.
    """

    def __init__(self, seed: int, quantity: str, replication: int = 0) -> None:
        self.seed, self.quantity, self.replication = int(seed), quantity, int(replication)
        text = f"{self.seed}\x1f{quantity}\x1f{self.replication}"
        self._key = int.from_bytes(blake2b(text.encode(), digest_size=8, person=b"Keyed").digest(), "little")

    def __repr__(self) -> str:
        return f"Keyed(seed={self.seed}, quantity={self.quantity!r}, replication={self.replication})"

    @overload
    def uniform(self, entity: Integer, day: Integer = 0, index: Integer = 0) -> float: ...
    @overload
    def uniform(self, entity: Integers, day: Integers = 0, index: Integers = 0) -> Any: ...
    def uniform(self, entity: Integers, day: Integers = 0, index: Integers = 0) -> Any:
        """Return numbers uniform on the open interval (0, 1), float64 of the broadcast shape.

        Raises
        ------
        TypeError
            If an argument is not of integers.
        """
        if isinstance(entity, ONE) and isinstance(day, ONE) and isinstance(index, ONE):
            return _keyed.uniform(self._key, int(entity) & 0xFFFFFFFFFFFFFFFF, int(day) & 0xFFFFFFFF, int(index) & 0xFFFFFFFF)
        arrays = [_words(entity, np.uint64), _words(day, np.uint32), _words(index, np.uint32)]
        shape = np.broadcast_shapes(*(array.shape for array in arrays))
        flat = [
            array.ravel() if array.size == 1 or array.shape == shape else np.broadcast_to(array, shape).ravel() for array in arrays
        ]
        out = np.empty(math.prod(shape))
        _keyed.uniforms(self._key, *flat, out)
        return out.reshape(shape)

    @overload
    def normal(self, entity: Integer, day: Integer = 0, index: Integer = 0) -> float: ...
    @overload
    def normal(self, entity: Integers, day: Integers = 0, index: Integers = 0) -> Any: ...
    def normal(self, entity: Integers, day: Integers = 0, index: Integers = 0) -> Any:
        """Return standard normal numbers."""
        return _apply(_keyed.normal, _keyed.normals, self.uniform(entity, day, index))

    @overload
    def lognormal(self, cv: float, entity: Integer, day: Integer = 0, index: Integer = 0) -> float: ...
    @overload
    def lognormal(self, cv: float, entity: Integers, day: Integers = 0, index: Integers = 0) -> Any: ...
    def lognormal(self, cv: float, entity: Integers, day: Integers = 0, index: Integers = 0) -> Any:
        """Return lognormal factors with mean 1 and coefficient of variation ``cv``; exactly 1 where ``cv`` is 0.

        With s² = ln(1 + cv²) the factor is exp(s·z − s²/2), z standard normal.
        """
        variance = _keyed.log(1.0 + cv * cv)
        spread = math.sqrt(variance)
        return _apply(_keyed.exp, _keyed.exps, spread * self.normal(entity, day, index) - 0.5 * variance)

    @overload
    def exponential(self, mean: float, entity: Integer, day: Integer = 0, index: Integer = 0) -> float: ...
    @overload
    def exponential(self, mean: float, entity: Integers, day: Integers = 0, index: Integers = 0) -> Any: ...
    def exponential(self, mean: float, entity: Integers, day: Integers = 0, index: Integers = 0) -> Any:
        """Return exponential numbers with the given mean."""
        return -mean * _apply(_keyed.log, _keyed.logs, 1.0 - self.uniform(entity, day, index))

    @overload
    def integers(self, n: int, entity: Integer, day: Integer = 0, index: Integer = 0) -> int: ...
    @overload
    def integers(self, n: int, entity: Integers, day: Integers = 0, index: Integers = 0) -> Any: ...
    def integers(self, n: int, entity: Integers, day: Integers = 0, index: Integers = 0) -> Any:
        """Return integers uniform on 0 … n − 1, int64 of the broadcast shape.

        Raises
        ------
        ValueError
            If ``n`` is not between 1 and 2**32.
        """
        if not 1 <= n <= LARGEST:
            raise ValueError(f"n is {n}; it must be between 1 and 2**32")
        scaled = self.uniform(entity, day, index) * n
        return int(scaled) if isinstance(scaled, float) else scaled.astype(np.int64)

    @overload
    def choice_weighted(
        self, weights: Sequence[float] | np.ndarray, entity: Integer, day: Integer = 0, index: Integer = 0
    ) -> int: ...
    @overload
    def choice_weighted(
        self, weights: Sequence[float] | np.ndarray, entity: Integers, day: Integers = 0, index: Integers = 0
    ) -> Any: ...
    def choice_weighted(
        self, weights: Sequence[float] | np.ndarray, entity: Integers, day: Integers = 0, index: Integers = 0
    ) -> Any:
        """Return rows of ``weights`` (float[k], need not sum to 1), each as often as its weight says.

        Raises
        ------
        ValueError
            If a weight is negative or all are zero.
        """
        weights = np.asarray(weights, dtype=np.float64)
        bounds = np.cumsum(weights)
        if weights.ndim != 1 or not len(weights) or not (weights >= 0).all() or not 0 < bounds[-1] < np.inf:
            raise ValueError("weights must be non-negative numbers, at least one of them positive")
        u = self.uniform(entity, day, index) * bounds[-1]
        row = np.minimum(np.searchsorted(bounds, u, side="right"), np.flatnonzero(weights)[-1])
        return int(row) if isinstance(u, float) else row

    def permutation(self, n: int, entity: Integer, day: Integer = 0) -> np.ndarray:
        """Return 0 … n − 1 in a random order, int64[n]."""
        return np.argsort(self.uniform(entity, day, np.arange(n)), kind="stable")


def _words(values: Integers, dtype: Any) -> np.ndarray:
    """Return integers as an array of unsigned words, negative ones counted from the top."""
    array = np.asarray(values)
    if array.dtype.kind not in "iu":
        if array.size:
            raise TypeError(f"keys must be integers, not {array.dtype}")
        array = array.astype(np.int64)
    return array.astype(dtype, order="C", copy=False)


def _apply(one: Any, many: Any, values: Any) -> Any:
    """Apply a function to a number, or its twin to a fresh array in place."""
    if isinstance(values, float):
        return one(values)
    values = np.ascontiguousarray(values)
    many(values.reshape(-1))
    return values
