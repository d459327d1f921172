"""Keyed random numbers: the published answers, the promised distributions, independence, scalars as arrays."""

from __future__ import annotations

import math
import subprocess
import sys
from itertools import combinations

import numpy as np
import pytest
from hemtjanst.cython_ext import _keyed, _keyed_py
from hemtjanst.cython_ext.keyed import Keyed, key, keys
from scipy import stats

N = 100_000


@pytest.mark.parametrize("philox", [_keyed.philox, _keyed_py.philox], ids=["kernel", "twin"])
@pytest.mark.parametrize(
    ("counter", "secret", "answer"),
    [
        ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
        ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
        (
            (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
            (0xA4093822, 0x299F31D0),
            (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
        ),
    ],
)
def test_known_answers_of_philox(philox, counter, secret, answer):
    """The generator is Philox4x32-10 itself: Random123 publishes these answers (kat_vectors)."""
    c0, c1, c2, c3 = counter
    assert philox(secret[1] << 32 | secret[0], c1 << 32 | c0, c2, c3) == answer


def test_names_have_the_same_number_everywhere():
    """Ids key all luck, so a number that changed with the machine or Python's hash seed would change every result."""
    assert key("c001") == 1444561677543400024 == int(keys(["c001"])[0])
    code = (
        "from hemtjanst.cython_ext.keyed import Keyed, key; print(key('å'), Keyed(7, 'travel', 2).lognormal(0.25, key('s001'), 5))"
    )
    out = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    }
    assert len(out) == 1


def test_one_number_is_pinned():
    """A silent change of the keying would shift every published result; this one must be noticed."""
    assert Keyed(1, "visit", 0).uniform(key("c001/morning_care"), 12, 1) == pytest.approx(0.08439070483653033, abs=0)


@pytest.mark.parametrize(
    ("draw", "law"),
    [
        (lambda k, *at: k.uniform(*at), stats.uniform()),
        (lambda k, *at: k.normal(*at), stats.norm()),
        (lambda k, *at: k.exponential(3.0, *at), stats.expon(scale=3.0)),
        (
            lambda k, *at: k.lognormal(0.25, *at),
            stats.lognorm(math.sqrt(math.log(1.0625)), scale=1 / math.sqrt(1.0625)),
        ),
    ],
    ids=["uniform", "normal", "exponential", "lognormal"],
)
@pytest.mark.parametrize("along", [0, 1, 2], ids=["entity", "day", "index"])
def test_distributions(draw, law, along):
    """Numbers follow their law along every argument they may be asked for."""
    at = [17, 3, 2]
    at[along] = np.arange(N)
    assert stats.kstest(draw(Keyed(1, "law"), *at), law.cdf).pvalue > 1e-4


def test_lognormal_has_mean_one_and_the_given_spread():
    """A noise factor must not lengthen visits on average; without spread it is exactly 1."""
    factors = Keyed(1, "visit").lognormal(0.25, np.arange(1_000_000))
    assert factors.mean() == pytest.approx(1, abs=0.001)
    assert factors.std() == pytest.approx(0.25, abs=0.001)
    assert Keyed(1, "visit").lognormal(0.0, 5) == 1.0
    assert (Keyed(1, "visit").lognormal(0.0, np.arange(9)) == 1.0).all()


def test_normal_and_logarithm_are_accurate():
    """Own elementary functions (for equal bits on all machines) agree with scipy's to the last digits, tails included."""
    from scipy.special import ndtri

    p = np.concatenate([Keyed(1, "p").uniform(np.arange(N)), [2.0**-53, 1e-12, 0.0749, 0.0751, 0.5, 1 - 2.0**-53]])
    z = p.copy()
    _keyed.normals(z)
    np.testing.assert_allclose(z, ndtri(p), rtol=1e-13, atol=1e-15)
    logs, x = p.copy(), np.linspace(-40, 40, 10_001)
    _keyed.logs(logs)
    np.testing.assert_allclose(logs, np.log(p), rtol=5e-16, atol=0)
    exps = x.copy()
    _keyed.exps(exps)
    np.testing.assert_allclose(exps, np.exp(x), rtol=5e-16)


def test_quantities_entities_days_and_replications_are_independent():
    """Two streams that share all but one argument are uncorrelated, also in their squares and shifted by one."""
    e = np.arange(N)
    streams = {
        "base": Keyed(1, "travel").normal(e, 3),
        "seed": Keyed(2, "travel").normal(e, 3),
        "quantity": Keyed(1, "visit").normal(e, 3),
        "replication": Keyed(1, "travel", 1).normal(e, 3),
        "day": Keyed(1, "travel").normal(e, 4),
        "index": Keyed(1, "travel").normal(e, 3, 1),
        "days": Keyed(1, "travel").normal(3, e),
        "next": Keyed(1, "travel").normal(e + 1, 3),
        "high": Keyed(1, "travel").normal(e.astype(np.uint64) << np.uint64(32), 3),
    }
    for (_, a), (_, b) in combinations(streams.items(), 2):
        assert abs(np.corrcoef(a, b)[0, 1]) < 5 / math.sqrt(N)
        assert abs(np.corrcoef(a**2, b**2)[0, 1]) < 5 / math.sqrt(N)


def test_no_two_numbers_collide():
    """A million different (entity, day, index) give a million different numbers: no argument is lost or folded onto another."""
    e, d, i = np.meshgrid(keys(f"c{n:03d}" for n in range(100)), np.arange(100), np.arange(100), indexing="ij")
    assert len(np.unique(Keyed(1, "travel").uniform(e, d, i))) == 1_000_000
    assert len(set(keys(f"c{n:05d}/need{k}" for n in range(20_000) for k in range(5)).tolist())) == 100_000


def test_broadcasting_equals_asking_one_by_one():
    """A planner that asks for an array and a world that asks one at a time meet the same luck."""
    k = Keyed(3, "sick", 4)
    e, d = keys(["s001", "s002", "s003"])[:, None], np.array([[0, 1, 27, 40_000]], dtype=np.int32)
    for name, first in {"uniform": (), "normal": (), "lognormal": (0.4,), "exponential": (2.0,), "integers": (7,)}.items():
        ask = getattr(k, name)
        many = ask(*first, e, d, index=2)
        assert many.shape == (3, 4)
        for row in range(3):
            for column in range(4):
                one = ask(*first, int(e[row, 0]), d[0, column], index=2)
                assert type(one) in (int, float)
                assert one == many[row, column]


def test_integers_and_weighted_choice():
    """Every value comes as often as it should, none outside the range, and never one with weight 0."""
    k, e = Keyed(1, "choice"), np.arange(N)
    assert stats.chisquare(np.bincount(k.integers(6, e), minlength=6)).pvalue > 1e-4
    counts = np.bincount(k.choice_weighted([3, 0, 1, 0], e), minlength=4)
    assert counts[1] == counts[3] == 0
    assert stats.binomtest(int(counts[0]), N, 0.75).pvalue > 1e-4
    assert k.choice_weighted([0, 0, 2], 5) == 2
    assert sorted(k.permutation(10, 1)) == list(range(10))
    assert list(k.permutation(10, 1)) != list(k.permutation(10, 2))


def test_bad_arguments_are_refused():
    """Fractions as keys, ranges without numbers and impossible weights are mistakes, not randomness."""
    k = Keyed(1, "x")
    with pytest.raises(TypeError, match="integers"):
        k.uniform(np.array([1.5]))
    with pytest.raises(ValueError, match="between 1 and"):
        k.integers(0, 1)
    for weights in ([], [0, 0], [-1, 2], [float("nan")]):
        with pytest.raises(ValueError, match="weights"):
            k.choice_weighted(weights, 1)
    assert k.uniform(np.array([])).shape == (0,)
