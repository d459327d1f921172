"""A change that moves a user's numbers must be meant."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from golden import kept, run


def test_small_gives_what_it_gave():
    """Every plan, every journal row and every measure of a week of ``small``; refreshed only by ``make golden``."""
    found, expected = run(), kept()
    assert found["scenario"] == expected["scenario"], "the municipality itself is another"
    assert found["plans"] == expected["plans"]
    assert found["journals"] == expected["journals"]
    assert found["measures"] == expected["measures"]
