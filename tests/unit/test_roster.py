"""The roster: demand, legal weeks, contract hours, hourly staff, breaks, meetings, and what is said where people are missing."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hemtjanst.models import Policy
from hemtjanst.models.plan import Contacts
from hemtjanst.models.planning.contacts import assign_contacts
from hemtjanst.models.planning.demand import Job, break_of, demand_of, drives_to, late_jobs, paid_seconds, staff_needed
from hemtjanst.models.planning.group_days import all_group_days
from hemtjanst.models.planning.meetings import MONTH
from hemtjanst.models.planning.roster import make_roster
from hemtjanst.models.planning.shift_fields import Field
from hemtjanst.models.planning.visits import make_visits
from hemtjanst.models.planning.week_patterns import longest_run, week_patterns
from hemtjanst.models.scenario import Need, ShiftType
from joblib import parallel_config
from town import town

HOUR = 3600
NONE = Contacts.from_rows(())
BOTH = frozenset({"day", "evening"})


def rostered(scenario, policy, days=28):
    """Contacts, first visits, duties and notes."""
    contacts, _ = assign_contacts(scenario, policy)
    visits, _ = make_visits(scenario, policy, days, contacts)
    return contacts, visits, *make_roster(scenario, policy, days, contacts, visits)


@pytest.fixture(scope="module")
def one_group():
    """A town of one group with enough staff."""
    return town(clients=24)


def test_whoever_is_free_takes_what_is_due_first():
    """Two jobs at once need two people; one person can make them only if the second may wait."""
    jobs = [Job(0, 0, 600), Job(0, 300, 600)]
    assert late_jobs(jobs, [Field(0, HOUR)] * 2) == []
    assert late_jobs(jobs, [Field(0, HOUR)]) == [Job(0, 300, 600)]
    assert late_jobs([Job(0, 0, 600), Job(0, 600, 600)], [Field(0, HOUR)]) == []


def test_nobody_starts_what_would_end_after_work():
    """A person goes home at the end of the field; the job stays for somebody else."""
    assert late_jobs([Job(0, HOUR, HOUR + 1)], [Field(0, HOUR)]) == [Job(0, HOUR, HOUR + 1)]


def test_a_visit_of_the_next_shift_sends_nobody_home():
    """What is too long for the rest of the day shift waits for the evening; the short visit due later is still made."""
    long, short = Job(0, 9000, 7200), Job(600, 9500, 600)
    assert late_jobs([long, short], [Field(0, HOUR), Field(HOUR, 4 * HOUR)]) == []
    assert late_jobs([long, short], [Field(0, HOUR)]) == [long]


def test_nobody_is_called_in_where_it_would_not_help(village):
    """Everybody idle takes the break at 16:30, so a short job at 16:35 is late however many come: the search must end, with few."""
    evening = ShiftType("evening", 16 * HOUR, 22 * HOUR)
    rest = break_of(village, evening)
    jobs = [Job(rest.earliest + 300, rest.earliest + 900, 600), Job(rest.earliest + 3600, rest.earliest + 7200, 600)]
    assert late_jobs(sorted([*jobs, *[Job(*rest)] * 3]), [Field(16 * HOUR, 22 * HOUR)] * 3) == jobs[:1]
    assert sum(staff_needed(village, jobs, [evening])) <= 2


def test_demand_of_the_village_is_what_one_reckons(village, fragmented):
    """Seven morning jobs of about 40 minutes in 2 h 15 min need three people; without needs there is no demand."""
    visits, _ = make_visits(village, fragmented, 7, NONE)
    demand = demand_of(village, 0, 7, visits, [0, 1])
    assert np.all(demand.people[:, 0] >= 2)
    assert np.all(demand.people[:, 0] <= 3)
    assert np.all(demand.skilled[0, :, 0] == 1)  # c2's medication
    assert np.all(demand.skilled[0, :, 1] == 0)
    nothing, _ = make_visits(village.replace(needs=()), fragmented, 7, NONE)
    assert demand_of(village, 0, 7, nothing, [0, 1]).people.sum() == 0


def test_drives_are_reckoned_from_neighbours(village):
    """Home 0 has the base and home 2 one leg away, homes 1 and 4 two, home 3 three and home 5 four; c5 lives at the end."""
    drives = drives_to(village, 0)
    assert drives[0] == 150 + 180 * (1 + 1 + 2 + 2 + 3 + 4) // 6
    assert drives[0] < drives[5]


def test_a_break_leaves_no_half_of_the_shift_too_long(village):
    """At most five hours of work before and after the break (Arbetstidslagen, domain B4)."""
    day = village.shifts[0]
    spell = break_of(village, day)
    assert spell.latest == day.start + 5 * HOUR
    assert spell.earliest == day.end - 5 * HOUR - 30 * 60
    assert paid_seconds(village, day) == 8 * HOUR
    assert break_of(village, ShiftType("short", 7 * HOUR, 12 * HOUR)).seconds == 0


def test_legal_weeks_keep_the_rest_rules(village):
    """Written out again by hand: no day after an evening, runs of five, 36 hours of rest between Monday and Sunday."""
    weeks = week_patterns(village, BOTH)
    for shift in weeks.shift.tolist():
        text = "".join(".DE"[kind] for kind in shift)
        assert "ED" not in text
        assert max(map(len, text.split("."))) <= longest_run(village)
    found = {"".join(".DE"[k] for k in shift) for shift in weeks.shift.tolist()}
    assert "DDDDD.." in found
    assert "DEEE.EE" in found  # evening, off, evening: 40 h of rest
    assert "EEEE.DD" not in found  # evening, off, day: 33.5 h
    assert ".DDEEEE" not in found  # six in a row, and a free Monday alone is 31 h
    assert "......." in found
    assert found - {"......."} == found & {text for text in found if set(text) != {"."}}


def test_rest_holds_over_the_turn_of_a_week(fragmented):
    """With demand only on Sunday evenings and Monday mornings, people who work the one do not work the other."""
    scenario = town(clients=6, regular=6, hourly=3)
    needs = []
    for client in range(6):
        for name, weekday, hour in [("evening_care", 6, 20), ("morning_care", 0, 8)]:
            needs.append(Need(f"c{client}.{name}", client, name, 60, (weekday,), 60 * hour - 30, 60 * hour, people=2))
    _, _, duties, _ = rostered(scenario.replace(needs=tuple(needs)), fragmented)
    late = {(int(d), int(s)) for d, s, k in zip(duties.day, duties.staff, duties.shift, strict=True) if k == 1}
    early = {(int(d), int(s)) for d, s, k in zip(duties.day, duties.staff, duties.shift, strict=True) if k == 0}
    assert len({d for d, _ in late if d % 7 == 6}) == 4
    assert not {(day + 1, staff) for day, staff in late} & early


def test_only_own_shift_types(village):
    """A person who works days only has no week with an evening."""
    assert not (week_patterns(village, frozenset({"day"})).shift == 2).any()


def test_contract_hours_are_worked(one_group, fragmented):
    """Regular staff work their contract within a few per cent, needed or not; hourly staff at most their degree."""
    _, _, duties, notes = rostered(one_group, fragmented)
    paid = np.array([paid_seconds(one_group, shift) for shift in one_group.shifts])
    for row, person in enumerate(one_group.staff):
        hours = paid[duties.shift[duties.staff == row]].sum() / HOUR
        contract = person.degree * 37 * 4
        if person.employment == "regular":
            assert hours == pytest.approx(contract, abs=max(0.04 * contract, 4.1))
        else:
            assert hours <= contract
    assert not any("contract hours" in note for note in notes)


def test_hours_that_do_not_go_up_are_told_of(village, fragmented):
    """Contradictions come back as sentences: 37 hours a week cannot be worked in evenings of three and a half hours."""
    short = (village.shifts[0], ShiftType("evening", 18 * HOUR, 21 * HOUR + 1800))
    staff = (replace(village.staff[0], shifts=frozenset({"evening"})), *village.staff[1:])
    _, _, _, notes = rostered(village.replace(shifts=short, staff=staff), fragmented)
    assert any("contract hours do not go up" in note and "s0 " in note and "of 148 h" in note for note in notes)


def test_hourly_staff_come_only_where_somebody_is_missing(village, fragmented):
    """Paid hours follow the demand: with hardly any needs nobody is called in, while contract hours are still worked."""
    quiet = village.replace(needs=village.needs[:1])
    _, _, duties, notes = rostered(quiet, fragmented)
    worked = Counter(duties.staff.tolist())
    assert worked[5] == 0
    assert all(worked[row] >= 12 for row in range(5))
    assert notes == ()


def test_open_shifts_are_told_of(fragmented):
    """Too few people end in a sentence with figures, not in silence."""
    _, _, _, notes = rostered(town(clients=60, regular=6, hourly=1), fragmented)
    assert any("are covered by nobody" in note for note in notes)


def test_a_visit_between_two_shifts_is_told_of(village, fragmented):
    """Contradictions come back as sentences: nobody can make a visit at 06:30 when the first shift starts at 07:00."""
    early = Need("c3.early", 3, "lunch", 25, (1,), 6 * 60, 6 * 60 + 45)
    needs = tuple(sorted((*village.needs, early), key=lambda need: need.client))
    _, _, _, notes = rostered(village.replace(needs=needs), fragmented)
    assert any("4 visits (to c3) fit no shift type" in note for note in notes)


def test_the_pool_is_not_rostered(village, fragmented):
    """The pool steps in on the day; it has no duties of its own."""
    _, _, duties, _ = rostered(village, fragmented)
    assert 6 not in duties.staff


def test_everybody_meets_once_a_month_in_paid_time(one_group, back_to_basic):
    """T24: each regular member of the group once in four weeks, two hours and the preparation, out of the time for visits."""
    _, _, duties, _ = rostered(one_group, back_to_basic)
    at = np.flatnonzero(duties.meeting)
    assert Counter(duties.staff[at].tolist()) == {row: 1 for row, p in enumerate(one_group.staff) if p.employment == "regular"}
    assert set(duties.meeting[at].tolist()) == {135 * 60}
    assert np.all(duties.day[at] % 7 < 5)
    report, office = duties.first - duties.start, duties.end - duties.last
    assert np.all(report + office == 45 * 60 + duties.meeting)
    assert np.all((duties.first < duties.last)[at])


def test_a_week_has_its_share_of_the_monthly_meetings(one_group, back_to_basic):
    """A plan of one week must not carry a month's meetings, nor a plan of eight weeks only one."""
    for days in (7, 2 * MONTH):
        _, _, duties, _ = rostered(one_group, back_to_basic, days)
        assert (duties.meeting > 0).sum() == pytest.approx(14 * days / 28, abs=1)


def test_a_group_plans_alone(back_to_basic):
    """More clients in one group change nobody's shifts in another."""
    two = town(groups=2, clients=12, regular=6, hourly=1)
    fewer = two.replace(needs=tuple(need for need in two.needs if need.client != 20))
    for first, second in [(rostered(two, back_to_basic, 14)[2], rostered(fewer, back_to_basic, 14)[2])]:
        a, b = first.take(first.group == 0), second.take(second.group == 0)
        assert a.frame().equals(b.frame())
        assert not first.take(first.group == 1).frame().equals(second.take(second.group == 1).frame())


def test_people_are_varied(one_group, fragmented):
    """Nobody repeats one week for ever, and no two people share a roster, unless somebody wants it so."""
    _, _, duties, _ = rostered(one_group, fragmented)
    weeks, kinds = Counter(), Counter()
    whole = set()
    for row in range(14):
        mine = duties.staff == row
        shifts = [(int(d), int(s)) for d, s in zip(duties.day[mine], duties.shift[mine], strict=True)]
        whole.add(tuple(shifts))
        weeks[len({tuple((d % 7, s) for d, s in shifts if d // 7 == w) for w in range(4)})] += 1
        kinds[len({s for _, s in shifts})] += 1
    assert len(whole) == 14
    assert weeks[1] == 0
    assert kinds[2] >= 12


def test_the_scenario_seed_alone_decides_between_equals(one_group, fragmented):
    """Same input, same roster; another seed, other wishes."""
    again = rostered(one_group, fragmented)[2]
    assert again.frame().equals(rostered(one_group, fragmented)[2].frame())
    assert not again.frame().equals(rostered(one_group.replace(seed=2), fragmented)[2].frame())


def test_a_policy_without_meetings_has_none(one_group):
    """The lever is off by default."""
    assert rostered(one_group, Policy(name="p"))[2].meeting.sum() == 0


def test_groups_are_cut_out_alike_however_many_there_are(back_to_basic):
    """Cutting reuses its row numbers from group to group: each group's visits, duties and contacts must be its own."""
    two = town(groups=2, clients=12, regular=6, hourly=1)
    contacts, visits, duties, _ = rostered(two, back_to_basic, 7)
    visits, occasions = make_visits(two, back_to_basic, 7, contacts, duties)
    for group, cut in enumerate(all_group_days(two, back_to_basic, 7, contacts, duties, visits, occasions)):
        assert {two.clients[row].group for row in visits.client[cut.visit_rows]} == {group}
        assert np.array_equal(np.array(two.clients_of(group))[cut.visits.client], visits.client[cut.visit_rows])
        assert set(duties.group[cut.duty_rows].tolist()) == {group}
        assert (cut.rank == 0).sum() == 12
        assert len(cut.can_wait) == len(cut.contact_duties) == len(cut.visits)


def test_two_workers_make_the_same_contacts_and_roster(back_to_basic):
    """Decision 2: groups planned side by side are the groups planned one by one, in the same order, notes included."""
    scenario = town(groups=3, clients=6, regular=3, hourly=1)
    plans = []
    with parallel_config(backend="threading"):  # as quick as one process; the routes' test starts real ones
        for workers in (1, 2):
            contacts, notes = assign_contacts(scenario, back_to_basic, workers=workers)
            visits, _ = make_visits(scenario, back_to_basic, 7, contacts)
            duties, said = make_roster(scenario, back_to_basic, 7, contacts, visits, workers=workers)
            plans.append((*(table.frame().to_csv() for table in (contacts, duties)), notes, said))
    assert plans[0] == plans[1]
    assert len(duties)
