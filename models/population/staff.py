"""Staff made up from figures: every person a pure function of the scenario's seed, the figures and the person's own name."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from ...cython_ext.keyed import Keyed, key
from ..quantity import Assumptions, Quantity, quantity
from ..scenario import Employment, Mode, ShiftType, StaffMember
from .times import TimeOfDay

DELEGATION = "delegation"
POOL_GROUP = -1
PEOPLE_A_CAR = 3  # of each watch; each works every third day on average (assumption)
PATROL_DEGREE = 0.6  # 9.5 hours on every third night are 22 hours a week
STAFF = "share of staff"
STEPS = {
    quantity: math.sqrt(prime) % 1.0
    for quantity, prime in {
        "title": 2, "part time": 3, "degree": 5, "delegation": 7, "one shift only": 11, "which shift": 13, "mode": 17
    }.items()
}  # fmt: skip
"""What separates one person of a team from the next in each quantity (a Kronecker sequence): even a small group has about the
titles, hours and delegations that the figures say, as a manager would see to, and nobody depends on how many others there are."""


LEAST_GAP = 60  # minutes; less is a break


class Shift(BaseModel):
    """A kind of shift (turtyp)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(min_length=1)]
    start: TimeOfDay
    end: TimeOfDay
    gap: tuple[TimeOfDay, TimeOfDay] | None = Field(
        default=None,
        description='Unpaid hours in the middle of a split shift (delad tur), for instance ["11:00", "16:00"]; null: none.',
    )

    @model_validator(mode="after")
    def _ends_after_start(self) -> Self:
        if self.start >= self.end:
            raise ValueError(f"shift '{self.name}' ends before it starts")
        if self.gap is not None and not self.start < self.gap[0] <= self.gap[1] - LEAST_GAP < self.end - LEAST_GAP:
            raise ValueError(f"shift '{self.name}': the hours off must lie within the shift and be at least {LEAST_GAP} minutes")
        return self


class StaffingSection(Assumptions):
    """The ``staffing`` section of a scenario file: who works there and when; everything not written is the default.

    ``clients_per_employee`` is 2.8 as in Huddinge, not 3.8 as in Göteborg (domain B4), because 3.8 cannot be had with the hours
    granted: of 33 h a month 87 % are planned, 29 h a client, so that 3.8 clients are 109 h. A member of staff at 87 % of 37 h a
    week is paid 140 h a month, and would spend 78 % of them with clients even if nobody were ever ill or on holiday; measured
    shares are 40-62 % (B5). With 2.8 clients it is 58 %, and hourly staff bring it to about 50 %. (Göteborg may count the clients
    of private providers but not their staff; not checked.)
    """

    about: str = ""
    regular: Annotated[int, Field(ge=1, le=50_000)] | None = Field(
        default=None, description="Regular staff; without it clients_per_employee says how many."
    )
    clients_per_employee: Quantity = quantity(
        2.8, "clients", "Huddinge 2.8, Karlstad 3.5, Göteborg 3.8, Skönsmo 4.3, domain B4", (2.0, 4.3), least=0.2, most=50
    )
    groups: Annotated[int, Field(ge=1, le=5_000)] | None = Field(
        default=None, description="Home care groups; without it group_size says how many."
    )
    group_size: Quantity = quantity(
        14, "regular staff", "8-14 Töreboda, about 15 Karlstad, domain B4", (7, 16), least=1, about="Regular staff in a group."
    )
    trained: Quantity = quantity(
        0.725,
        STAFF,
        "70-75 % in Göteborg, domain B4",
        (0.5, 1.0),
        most=1,
        about="Undersköterskor (protected title); the others are vårdbiträden.",
    )
    part_time_trained: Quantity = quantity(
        0.46, "share of undersköterskor", "Socialstyrelsen, domain B4", (0.2, 0.6), most=1, about="Working part time."
    )
    part_time_untrained: Quantity = quantity(
        0.60, "share of vårdbiträden", "Socialstyrelsen, domain B4", (0.3, 0.8), most=1, about="Working part time."
    )
    part_time_degrees: Annotated[tuple[Annotated[float, Field(gt=0, lt=1)], ...], Field(min_length=1)] = Field(
        default=(0.5, 0.6, 0.75, 0.75, 0.8, 0.9),
        description="Degrees of part-time employment, all as likely (assumption; with them the mean is 87 %, domain B4: 85-90 %).",
    )
    delegation_regular: Quantity = quantity(
        0.7, "share of regular staff", "assumption, domain B8", (0.5, 1.0), most=1, about="May give medication."
    )
    delegation_others: Quantity = quantity(
        0.3, "share of hourly staff and pool", "assumption, domain B8", (0.0, 0.7), most=1, about="May give medication."
    )
    one_shift_only: Quantity = quantity(
        0.2, "share of regular and hourly staff", "assumption", (0.0, 0.6), most=1, about="Work only one kind of shift."
    )
    hourly: Quantity = quantity(
        0.236,
        "share of employees",
        "Socialstyrelsen 2022, domain B4",
        (0.0, 0.4),
        most=0.8,
        about="Paid by the hour (timanställda).",
    )
    hourly_degree: Quantity = quantity(
        0.4,
        "ratio",
        "assumption",
        (0.1, 0.8),
        least=0.01,
        most=1,
        about="The most that hourly staff work, as a degree of employment.",
    )
    pool: Quantity = quantity(
        0.06,
        "people per regular employee",
        "assumption; short-term sick leave is 4.5 % of shifts, domain B4",
        (0.0, 0.15),
        most=1,
        about="People in the pool (bemanningsenhet), who step in anywhere; at least one unless 0.",
    )
    night_cars: Annotated[int, Field(ge=0, le=200)] = Field(
        default=0, description="Cars of the night patrol (nattpatrull), 21:30-07:00; 0: nights are somebody else's."
    )
    alarm_cars: Annotated[int, Field(ge=0, le=200)] = Field(
        default=0, description="Cars of an alarm patrol by day and evening; they drive only under a policy that has them answer."
    )
    bicycle: Quantity = quantity(0.0, STAFF, "assumption: a rural municipality", (0.0, 1.0), most=1, about="Go by bicycle.")
    foot: Quantity = quantity(
        0.0, STAFF, "assumption: a rural municipality", (0.0, 1.0), most=1, about="Go on foot; the rest drive."
    )
    shifts: Annotated[tuple[Shift, ...], Field(min_length=1)] = Field(
        default=(Shift(name="day", start=7 * 60, end=15.5 * 60), Shift(name="evening", start=16 * 60, end=22 * 60)),
        description="Kinds of shift; by default 07:00-15:30 (Töreboda) and 16:00-22:00 (Huddinge), domain B4.",
    )

    @model_validator(mode="after")
    def _fits(self) -> Self:
        names = [shift.name for shift in self.shifts]
        if len(set(names)) < len(names):
            raise ValueError("two shifts have the same name")
        if self.bicycle.value + self.foot.value > 1:
            raise ValueError("bicycle and foot together exceed 1")
        if self.regular and self.groups and self.groups > self.regular:
            raise ValueError(f"{self.groups} groups need at least {self.groups} regular staff, not {self.regular}")
        return self


def make_shifts(staffing: StaffingSection) -> tuple[ShiftType, ...]:
    """Kinds of shift, in seconds."""
    return tuple(
        ShiftType(shift.name, *_seconds(shift.start, shift.end), shift.gap and _seconds(*shift.gap)) for shift in staffing.shifts
    )


def _seconds(begin: float, end: float) -> tuple[int, int]:
    return round(begin * 60), round(end * 60)


def number_of_groups(staffing: StaffingSection, clients: int) -> int:
    """How many home care groups look after so many clients."""
    if staffing.groups:
        return staffing.groups
    regular = staffing.regular or clients / staffing.clients_per_employee.value
    return max(1, round(regular / staffing.group_size.value))


def group_sizes(staffing: StaffingSection, clients: Sequence[float]) -> tuple[int, ...]:
    """Regular staff of each group, by its number of clients or its workload (``clients.workload``) in average clients.

    By ``clients_per_employee`` each group gets what its own clients ask for, at least one, so that a client more changes no other
    group; a given number of regular staff is shared out by the largest remainder.
    """
    if staffing.regular is None:
        return tuple(max(1, round(n / staffing.clients_per_employee.value)) for n in clients)
    spare = staffing.regular - len(clients)  # everybody gets one first
    total = sum(clients)
    wish = [spare * (n / total if total else 1 / len(clients)) for n in clients]
    sizes = [1 + int(w) for w in wish]
    by_rest = sorted(range(len(wish)), key=lambda g: (int(wish[g]) - wish[g], g))
    for g in by_rest[: staffing.regular - sum(sizes)]:
        sizes[g] += 1
    return tuple(sizes)


def make_staff(staffing: StaffingSection, clients: Sequence[float], seed: int) -> tuple[StaffMember, ...]:
    """Make up the staff.

    Parameters
    ----------
    staffing
        Section of the scenario file.
    clients
        Number of clients of each group, or better its workload in average clients.
    seed
        Of the scenario.

    Returns
    -------
    staff
        Regular staff (``s0101``: first of the first group), then hourly staff (``h0101``), by group, then the pool (``p01``). Names
        carry the group so that one more person in one group changes nobody in the others.
    """
    sizes = group_sizes(staffing, clients)
    hourly = staffing.hourly.value / (1 - staffing.hourly.value)
    pool = max(1, round(staffing.pool.value * sum(sizes))) if staffing.pool.value else 0
    return (
        *(_person(staffing, seed, f"s{g + 1:02d}", k, g, "regular") for g, size in enumerate(sizes) for k in range(size)),
        *(
            _person(staffing, seed, f"h{g + 1:02d}", k, g, "hourly")
            for g, size in enumerate(sizes)
            for k in range(round(hourly * size))
        ),
        *(_person(staffing, seed, "p", k, POOL_GROUP, "pool") for k in range(pool)),
        *_patrols(staffing, seed),
    )


def _patrols(staffing: StaffingSection, seed: int) -> Iterator[StaffMember]:
    """Three people for each car of a watch, who work three days each; they work no other shift, and drive."""
    for watch, team, cars in (
        ("night", "n", staffing.night_cars),
        ("alarm day", "d", staffing.alarm_cars),
        ("alarm evening", "e", staffing.alarm_cars),
    ):
        for k in range(PEOPLE_A_CAR * cars):
            person = _person(staffing, seed, team, k, POOL_GROUP, "patrol")
            yield replace(person, shifts=frozenset({watch}), mode="car", degree=PATROL_DEGREE)


def _person(staffing: StaffingSection, seed: int, team: str, number: int, group: int, employment: Employment) -> StaffMember:
    """Make up one person of a team: the regular or hourly staff of a group, or the pool."""

    def chance(quantity: str) -> float:
        return (_numbers(seed, quantity).uniform(key(team)) + number * STEPS[quantity]) % 1.0

    trained = chance("title") < staffing.trained.value
    part_time = staffing.part_time_trained if trained else staffing.part_time_untrained
    if employment == "hourly":
        degree = staffing.hourly_degree.value
    elif employment == "regular" and chance("part time") < part_time.value:
        degree = staffing.part_time_degrees[int(chance("degree") * len(staffing.part_time_degrees))]
    else:
        degree = 1.0
    delegation = staffing.delegation_regular if employment == "regular" else staffing.delegation_others
    shifts = [shift.name for shift in staffing.shifts]
    if employment not in ("pool", "patrol") and chance("one shift only") < staffing.one_shift_only.value:
        shifts = [shifts[int(chance("which shift") * len(shifts))]]
    u = chance("mode")
    mode: Mode = "bicycle" if u < staffing.bicycle.value else "foot" if u < staffing.bicycle.value + staffing.foot.value else "car"
    return StaffMember(
        id=f"{team}{number + 1:02d}",
        group=group,
        title="undersköterska" if trained else "vårdbiträde",
        degree=degree,
        employment=employment,
        skills=frozenset({DELEGATION} if chance("delegation") < delegation.value else ()),
        shifts=frozenset(shifts),
        mode=mode,
    )


@cache
def _numbers(seed: int, quantity: str) -> Keyed:
    return Keyed(seed, f"staff: {quantity}")
