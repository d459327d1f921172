"""Indices of continuity against values reckoned by hand from the formulas of domain A2."""

import math

import pytest
from hemtjanst.simulation.measures.indices import coc, hhi, k_index, mmci, secon, upc

COUNTS = [3, 2, 1]  # N = 6, M = 3, sum of squares 14


def test_values_by_hand():
    """Six visits by three people: each formula worked out on paper."""
    assert upc(COUNTS) == pytest.approx(3 / 6)
    assert coc(COUNTS) == pytest.approx((14 - 6) / 30)
    assert hhi(COUNTS) == pytest.approx(14 / 36)
    assert mmci(COUNTS) == pytest.approx((1 - 3 / 6.1) / (1 - 1 / 6.1))
    assert k_index(COUNTS) == pytest.approx(3 / 5)
    assert secon([1, 1, 2, 1, 1, 3]) == pytest.approx(2 / 5)


def test_ends_of_the_scales():
    """One person always is 1 on every scale; a new person each time is 0 on those that promise it."""
    for index in (upc, coc, hhi, mmci, k_index):
        assert index([7]) == pytest.approx(1)
    assert coc([1] * 7) == k_index([1] * 7) == 0
    assert hhi([1] * 7) == upc([1] * 7) == pytest.approx(1 / 7)
    assert secon([4] * 7) == 1
    assert secon(range(7)) == 0


def test_undefined_is_nan_without_a_warning():
    """No visits, or too few, is not a continuity of 0: it has no value, and warnings are errors here."""
    assert all(math.isnan(index([])) for index in (upc, coc, hhi, mmci, k_index, secon))
    assert all(math.isnan(index([1])) for index in (coc, k_index, secon))
    assert upc([1]) == hhi([1]) == mmci([1]) == 1


def test_people_who_never_came_do_not_count():
    """A zero in a row of counts is somebody the client did not meet."""
    assert k_index([3, 0, 2, 0, 1]) == k_index(COUNTS)
    assert mmci([0, 3, 2, 1]) == mmci(COUNTS)


@pytest.mark.parametrize("wrong", [[-1, 2], [1.5, 2], [[1, 2], [3, 4]]])
def test_counts_that_are_no_counts_are_refused(wrong):
    """Shares given by mistake instead of counts would give a plausible number."""
    with pytest.raises(ValueError, match="whole numbers from 0 on"):
        coc(wrong)
