"""What holds for the indices of continuity whatever the counts."""

import itertools

import numpy as np
import pytest
from hemtjanst.simulation.measures.indices import coc, hhi, k_index, mmci, secon, upc
from hypothesis import given
from hypothesis import strategies as st

counts = st.lists(st.integers(1, 40), min_size=1, max_size=30).filter(lambda n: sum(n) >= 2)


@given(counts)
def test_coc_is_hhi_corrected_for_chance(n):
    """COC = (N HHI - 1) / (N - 1) exactly (domain A2): the two are one index."""
    N = sum(n)
    assert coc(n) == pytest.approx((N * hhi(n) - 1) / (N - 1), abs=1e-12)


@given(counts, st.randoms(use_true_random=False))
def test_indices_lie_in_their_ranges_and_forget_names(n, shuffle):
    """Bounds of domain A2; who is called what does not matter."""
    mixed = list(n)
    shuffle.shuffle(mixed)
    for index in (upc, coc, hhi, mmci, k_index):
        assert index(mixed) == index(n)
        assert -1e-12 <= index(n) <= 1 + 1e-12
    assert 1 / len(n) - 1e-12 <= hhi(n) <= upc(n) + 1e-12


@given(counts)
def test_a_further_visit_by_the_most_frequent_never_lowers_continuity(n):
    """One more meeting with the person who comes most is more of the same."""
    more = list(n)
    more[int(np.argmax(n))] += 1
    for index in (upc, coc, hhi, mmci, k_index):
        assert index(more) >= index(n) - 1e-12


@given(st.lists(st.integers(0, 3), min_size=2, max_size=40))
def test_secon_counts_joints_between_equal_neighbours(sequence):
    """Read backwards the sequence has the same joints."""
    assert secon(sequence) == secon(sequence[::-1])
    joints = sum(a == b for a, b in itertools.pairwise(sequence))
    assert secon(sequence) * (len(sequence) - 1) == pytest.approx(joints)
