"""Closed forms of presence and of merged visits (domain A6, items 5 and 6), measured on journals made to fit them."""

import pytest
from hand_journal import Diary
from hemtjanst.simulation.measures import MEASURES, Run

LISTED = {  # mean visit in minutes for 65 % presence: travel minutes -> kringtid 10 %, 15 %, 20 %
    4: (10.4, 13.0, 17.3),
    6: (15.6, 19.5, 26.0),
    8: (20.8, 26.0, 34.7),
    10: (26.0, 32.5, 43.3),
    12: (31.2, 39.0, 52.0),
    15: (39.0, 48.8, 65.0),
    20: (52.0, 65.0, 86.7),
}
CASES = [(t, k, row[i]) for t, row in LISTED.items() for i, k in enumerate((0.10, 0.15, 0.20))]


def value(run: Run, name: str) -> float:
    """One figure of a run."""
    return MEASURES[name].function(run).value


@pytest.mark.parametrize(("travel", "kringtid", "listed"), CASES)
def test_visit_length_needed_for_65_percent(village, travel, kringtid, listed):
    """A6.5: d = 0.65 t / (0.35 - k); in a rural municipality 65 % cannot be had with 20-minute visits."""
    length = 0.65 * travel / (0.35 - kringtid)
    assert length == pytest.approx(listed, abs=0.05001)
    visits = 5
    diary = Diary(village, 1)
    shift = diary.shift(0, 0, 0).report(kringtid / (1 - kringtid) * visits * (travel + length))
    for client in range(visits):
        shift.drive(travel).visit(client, length)
    shift.end()
    run = diary.run()
    assert value(run, "presence_paid") == pytest.approx(0.65, abs=0.0005)
    assert value(run, "kringtid_share") == pytest.approx(kringtid, abs=0.0005)
    assert value(run, "field_efficiency") == pytest.approx(0.65 / (1 - kringtid), abs=0.0005)
    assert value(run, "driving_minutes_per_visit") == pytest.approx(travel)


@pytest.mark.parametrize("merged", [2, 3, 5])
@pytest.mark.parametrize("travel", [4, 12])
def test_merging_visits_saves_their_drives(village, merged, travel):
    """A6.6: merging m visits of d minutes into one saves (m - 1) t minutes and takes nothing from the client."""
    apart, together = Diary(village, 1), Diary(village, 1)
    shift = apart.shift(0, 0, 420)
    for _ in range(merged):
        shift.drive(travel).visit(0, 25)
    shift.end()
    together.shift(0, 0, 420).drive(travel).visit(0, 25 * merged).end()
    before, after = apart.run(), together.run()
    assert (value(before, "travel_hours") - value(after, "travel_hours")) * 60 == pytest.approx((merged - 1) * travel)
    assert (value(before, "paid_hours") - value(after, "paid_hours")) * 60 == pytest.approx((merged - 1) * travel)
    assert value(before, "client_hours") == value(after, "client_hours")
    assert value(after, "visits_per_client_day") == value(before, "visits_per_client_day") / merged == 1
