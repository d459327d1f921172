"""The roster (schema): who works when, group by group.

*Roster first* (``policy.roster.first: roster``) covers the demand of the visits; *clients first* does the same under the same hard
rules, and chooses who works when so that contact persons work when their clients' contact duties fall and somebody whom the
clients know is there when they are not (rows T16 to T18 of the checklist).
"""

from __future__ import annotations

from functools import partial

import numpy as np

from ...cython_ext.keyed import Keyed, key, keys
from ..plan import Contacts, Duties, Visits
from ..policy import Policy
from ..population.times import clock_of
from ..scenario import DAY, Scenario
from .demand import break_of, demand_of, with_absence
from .desk import coordination, team_attendance, team_days
from .familiar import Familiar, best_shift
from .group_days import contacts_of_groups, rows_of_groups
from .in_processes import in_processes
from .meetings import attendance, field_with_meeting
from .roster_bound import fewest_missing
from .roster_program import Solved, improve_by_program
from .roster_search import WISH, Search
from .shift_fields import Field, field_of
from .week_patterns import QUARTER, week_patterns

WEEKEND = 5  # Saturday
NAMED = 5  # clients named in a note
FEW_PER_CENT = 0.04  # contract hours may be off by this share, or by half a shift in a short period, without a note
HALF_A_SHIFT = 4.1  # hours


def make_roster(
    scenario: Scenario, policy: Policy, days: int, contacts: Contacts, visits: Visits, *, workers: int = 1
) -> tuple[Duties, tuple[str, ...]]:
    """Make the roster of all groups.

    Regular staff work their contract hours, every second weekend, on their shift types, with daily and weekly rest and at most five
    days in a row; hourly staff of the group take open shifts up to their degree of employment; what is still open is told of.

    Parameters
    ----------
    scenario, policy, days
        Who works, under which levers, from day 0 to ``days - 1``.
    contacts
        Who is whose contact person; matters when clients come first.
    visits
        The demand.
    workers
        Processes; the roster does not depend on it.

    Returns
    -------
    Duties
        Sorted by day, then staff.
    tuple of str
        Sentences for people: shifts nobody covers, hours that could not be worked, missing skills.
    """
    notes: list[str] = []
    kind = best_shift(scenario, visits)
    unfit = visits.client[kind < 0]
    if len(unfit):
        clients = [scenario.clients[row].id for row in np.unique(unfit)]
        who = f"{', '.join(clients[:NAMED])}{' and others' if len(clients) > NAMED else ''}"
        notes.append(f"{len(unfit)} visits (to {who}) fit no shift type between report and office work, the drives included.")
    notes += _shifts_without_rest(scenario)
    parts = enumerate(zip(contacts_of_groups(scenario, contacts), rows_of_groups(scenario, visits), strict=True))
    groups = [(group, known, visits.take(mine), kind[mine]) for group, (known, mine) in parts]
    found = in_processes(partial(_group, scenario, policy, days), groups, workers)
    rows = [row for duties, _ in found for row in duties]
    return Duties.from_rows(sorted(rows)), (*notes, *(note for _, said in found for note in said))


def _group(
    scenario: Scenario, policy: Policy, days: int, group: int, contacts: Contacts, visits: Visits, kind: np.ndarray
) -> tuple[list[tuple[int, ...]], list[str]]:
    names = [shift.name for shift in scenario.shifts]
    people = [row for row in scenario.staff_of(group) if scenario.staff[row].shifts & set(names)]
    if not people or not days:
        return [], [] if people or not scenario.clients_of(group) else [f"Group {scenario.groups[group].id} has nobody to roster."]
    staff = [scenario.staff[row] for row in people]
    worked = [k for k, name in enumerate(names) if any(name in person.shifts for person in staff)]
    demand = with_absence(demand_of(scenario, group, days, visits, worked), policy.roster.expected_absence)
    kinds = {shifts: week_patterns(scenario, shifts) for shifts in {person.shifts for person in staff}}
    whole = -(-days // 7) * 7
    clients_first = policy.roster.first == "clients"
    familiar = Familiar(contacts, visits, kind, people, whole, len(names)) if clients_first else None
    who = keys(person.id for person in staff)[:, None, None]
    wishes = Keyed(scenario.seed, "wish").integers(WISH + 1, who, np.arange(whole)[:, None], np.arange(len(names)))
    turn = Keyed(scenario.seed, "roster order")
    order = sorted(range(len(people)), key=lambda p: turn.uniform(key(staff[p].id)))
    full_time = scenario.work.full_time_hours.value * 3600 / QUARTER * days / 7
    search = Search(
        scenario,
        demand,
        days,
        patterns=[kinds[person.shifts] for person in staff],
        hours=[round(person.degree * full_time) for person in staff],
        regular=[person.employment == "regular" for person in staff],
        weekend=_weekends(scenario, people, order, familiar),
        skills=np.array([[name in person.skills for name in scenario.skills] for person in staff], np.int64),
        wishes=wishes,
        familiar=familiar,
    )
    search.run_regular(order)
    solved = improve_by_program(search) if policy.roster.method == "mixed_integer" else None
    search.run_hourly(order)
    shifts = search.shifts()
    meetings = attendance(scenario, policy, group, visits, people, shifts, team_days(policy, group, days))
    meetings |= team_attendance(scenario, policy, group, visits, people, shifts, contacts)
    works = np.zeros(len(scenario.staff), np.int64)
    works[people] = np.count_nonzero(shifts, axis=1)
    coordinates = coordination(scenario, policy, contacts, works, days)
    rows = [
        _duty(scenario, group, day, people[p], int(shifts[p, day]) - 1, meetings.get((p, day), 0), int(coordinates[people[p]]))
        for p, day in zip(*(axis.tolist() for axis in np.nonzero(shifts)), strict=True)
    ]
    return rows, _notes(scenario, group, people, search, solved)


def _weekends(scenario: Scenario, people: list[int], order: list[int], familiar: Familiar | None) -> list[int]:
    """Weekends of even (0) or of odd weeks (1) for each person: equally many and skilled; not the same for who shares clients."""
    weekend = np.full(len(people), -1)
    shared = familiar.knows @ familiar.knows.T if familiar is not None else np.zeros((len(people), len(people)), np.int64)
    regular = [p for p in order if scenario.staff[people[p]].employment == "regular"]
    for p in sorted(regular, key=lambda p: -len(scenario.staff[people[p]].skills)):
        skills = len(scenario.staff[people[p]].skills)
        alike = [q for q in regular if len(scenario.staff[people[q]].skills) == skills]
        half = -(-len(alike) // 2)
        taken = [sum(weekend[q] == side for q in alike) for side in (0, 1)]
        together = [int(shared[p][weekend == side].sum()) for side in (0, 1)]
        everybody = [int((weekend == side).sum()) for side in (0, 1)]
        weekend[p] = min((0, 1), key=lambda side: (taken[side] >= half, together[side], everybody[side], side))
    return weekend.tolist()


def _duty(scenario: Scenario, group: int, day: int, staff: int, kind: int, meeting: int, coordinates: int) -> tuple[int, ...]:
    shift = scenario.shifts[kind]
    whole = field_of(scenario, shift)
    field = field_with_meeting(scenario, kind, meeting) if meeting else whole
    assert field is not None
    # coordination is done where the meeting is: after the report of a late shift, else before the office work
    late = field.first > whole.first
    coordinates = min(coordinates, (field.last - field.first) // 2)
    field = Field(field.first + coordinates * late, field.last - coordinates * (not late))
    meeting += coordinates
    rest = break_of(scenario, shift)
    latest = min(rest.latest, field.last - rest.seconds)
    earliest = min(max(rest.earliest, field.first), latest)
    spell = (rest.seconds, earliest, latest) if rest.seconds else (0, 0, 0)
    return (day, staff, group, kind, shift.start, shift.end, field.first, field.last, meeting, *spell)


def _shifts_without_rest(scenario: Scenario) -> list[str]:
    """A sentence for each shift type that worked two days running leaves less than the daily rest; nobody is rostered so."""
    rest = scenario.work.daily_rest_hours.value
    found = []
    for shift in scenario.shifts:
        left = (DAY - shift.seconds) / 3600
        if left < rest:
            hours = f"{clock_of(shift.start / 60)}-{clock_of(shift.end / 60)}"
            found.append(
                f"Shift '{shift.name}' ({hours}) leaves {left:g} h until it begins again; "
                f"the daily rest is {rest:g} h, so nobody works it two days running."
            )
    return found


def _notes(scenario: Scenario, group: int, people: list[int], search: Search, solved: Solved | None) -> list[str]:
    name = scenario.groups[group].id
    notes = []
    if solved is not None:
        which = "all legal weeks" if solved.all_weeks else "the weeks that were looked at"
        notes.append(f"Group {name}: the roster of the regular staff is within {solved.gap:.1%} of the best of {which}.")
    missing, needed = search.missing(), int(search.need.sum())
    if missing.any():
        weekend = int(missing[np.arange(len(missing)) % 7 >= WEEKEND].sum())
        least = fewest_missing(search)
        why = "regular and hourly staff together have too few hours" if least else "free weekends and rests stand in the way"
        notes.append(
            f"Group {name}: {int(missing.sum())} of {needed} shifts are covered by nobody, {weekend} of them on weekends: {why}. "
            f"No roster of these people and hours leaves fewer than {least}."
        )
    for skill, (need, on) in enumerate(zip(search.need_skilled, search.on_skilled, strict=True)):
        short = int((need > on).sum())
        if short:
            notes.append(f"Group {name}: {short} shifts have fewer people with {scenario.skills[skill]} than the visits ask for.")
    off = {}
    for p, row in enumerate(people):
        booked, contract = search.booked[p].sum() / 4, search.hours[p] / 4
        if search.regular[p] and abs(booked - contract) > max(FEW_PER_CENT * contract, HALF_A_SHIFT):
            off[scenario.staff[row].id] = f"{booked:g} of {contract:g} h"
    if off:
        who = ", ".join(f"{person} {hours}" for person, hours in off.items())
        notes.append(f"Group {name}: contract hours do not go up in the shift types and rest rules of {len(off)} people ({who}).")
    return notes
