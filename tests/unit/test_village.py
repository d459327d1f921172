"""The hand-made village is what its description says."""

import numpy as np


def test_travel_is_three_minutes_a_leg(village):
    """Every other test that reckons by hand relies on these times."""
    seconds = village.travel.seconds[0]
    assert seconds[0, 1] == seconds[1, 0] == 180
    assert seconds[5, 6] == 6 * 180
    assert np.all(np.diag(seconds) == 0)


def test_needs_of_a_client_are_its_own(village):
    """Needs are found by client through one index; a slip there would plan somebody else's shower."""
    for client, rows in enumerate(village.needs_of):
        assert {village.needs[row].client for row in rows} == {client}
    assert sum(len(rows) for rows in village.needs_of) == len(village.needs)
