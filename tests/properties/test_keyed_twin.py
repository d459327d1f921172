"""The kernel of keyed randomness and its plain Python twin give the same bits."""

from __future__ import annotations

import numpy as np
from hemtjanst.cython_ext import _keyed, _keyed_py
from hypothesis import given
from hypothesis import strategies as st

word32, word64 = st.integers(0, 2**32 - 1), st.integers(0, 2**64 - 1)


@given(word64, word64, word32, word32)
def test_bits_and_uniforms(key, entity, day, index):
    """Any key and counter: the same four words, the same number, scalar and in an array, inside the open interval."""
    assert _keyed.philox(key, entity, day, index) == _keyed_py.philox(key, entity, day, index)
    expected = _keyed_py.uniform(key, entity, day, index)
    assert 0 < expected < 1
    assert _keyed.uniform(key, entity, day, index) == expected
    out = np.empty(2)
    _keyed.uniforms(key, np.array([entity] * 2, np.uint64), np.array([day], np.uint32), np.array([index] * 2, np.uint32), out)
    assert out.tolist() == [expected] * 2


@given(st.floats(2.0**-53, 1 - 2.0**-53))
def test_normal_quantiles(p):
    """The inverse normal distribution function, alone and in an array."""
    values = np.array([p])
    _keyed.normals(values)
    assert _keyed.normal(p) == values[0] == _keyed_py.normal(p)


@given(st.floats(1e-300, 1e300), st.floats(-700, 700))
def test_logarithm_and_exponential(x, y):
    """Elementary functions, alone and in an array."""
    values = np.array([x])
    _keyed.logs(values)
    assert _keyed.log(x) == values[0] == _keyed_py.log(x)
    values = np.array([y])
    _keyed.exps(values)
    assert _keyed.exp(y) == values[0] == _keyed_py.exp(y)
