"""A scenario: a municipality with its clients and staff. What nobody can choose; it knows of no policy.

These are the values that planning and the simulated world work with. Files and tables are checked and turned into them by
``scenario_file.py``; how people and places are made up where a file only gives figures is in ``population/`` and
``geography/``.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any, Literal

import numpy as np

from .assumptions import Costs, Driving, Uncertainty, Work
from .events import Events
from .geography import RoadNetwork, TravelTimes
from .geography.conditions import RoadConditions
from .geography.place_kinds import PlaceKind
from .geography.road_days import RoadDays
from .infection import Infection
from .information import Claims, Information, Organisation
from .quantity import Assumptions

Mode = Literal["car", "e-bike", "bicycle", "foot"]
Employment = Literal["regular", "hourly", "pool", "patrol"]

DAY = 86_400  # seconds
UNSAID = {"unsaid": True}  # marks a field that counts only where it is said: a scenario without it is the scenario it was


@dataclass(frozen=True, slots=True)
class Service:
    """One kind of help in the catalogue of services (insatskatalog).

    Attributes
    ----------
    name, swedish
        Name in files and figures, and the word that staff use.
    minutes
        Standard length in minutes.
    movable
        Whether an occasion may move to another day of its week (cleaning may, breakfast may not).
    skill
        Skill or delegation that is needed, or None.
    least_gap
        Fewest minutes from the end of a visit with this service to the next visit with one of its ``kind`` on the same day.
    kind
        What is spaced: ``meal`` for lunch and dinner, say; None: the service itself.
    """

    name: str
    swedish: str
    minutes: float
    movable: bool = False
    skill: str | None = None
    least_gap: float = 0
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """One granted, recurring need (insats) of a client.

    Attributes
    ----------
    id
        Unique in the scenario; keys the randomness of this need, so it must not depend on who else is a client.
    client
        Row of the client in the scenario.
    service
        Name of the :class:`Service`.
    minutes
        Planned length of one occasion, for each of the ``people``.
    weekdays
        Agreed days, 0 = Monday.
    every_weeks, first_week
        Falls in weeks ``first_week, first_week + every_weeks, …`` counted from the scenario's first week.
    earliest, latest
        The visit starts between these, in minutes after midnight.
    people
        Staff needed at once: 2 for double staffing (dubbelbemanning).
    """

    id: str
    client: int
    service: str
    minutes: float
    weekdays: tuple[int, ...]
    earliest: float
    latest: float
    every_weeks: int = 1
    first_week: int = 0
    people: int = 1

    def falls_on(self, weekday: int, week: int) -> bool:
        """Whether an occasion is agreed for that day of the week in that week of the scenario."""
        return weekday in self.weekdays and week % self.every_weeks == self.first_week


@dataclass(frozen=True, slots=True)
class Client:
    """A person with granted home care (omsorgstagare, brukare).

    Attributes
    ----------
    id
        Name of the client in tables and figures; keys all randomness of the client.
    group, place
        Rows of the client's home care group and home.
    age
        Years; U21401 counts persons of 65 and over.
    lives_alone
        Whether nobody else lives in the household.
    forbidden
        Rows of staff members who must not come.
    language
        The skill (a language) that the client's contact person should have; None where it does not matter.
    contact
        Row of the contact person of today, where there is one.
    """

    id: str
    group: int
    place: int
    age: int
    lives_alone: bool
    forbidden: frozenset[int] = frozenset()
    language: str | None = field(default=None, metadata=UNSAID)
    contact: int | None = field(default=None, metadata=UNSAID)


@dataclass(frozen=True, slots=True)
class StaffMember:
    """A member of staff.

    Attributes
    ----------
    id
        Name in tables and figures; keys all randomness of the person.
    group
        Row of the home group; for the pool (bemanningsenhet) -1.
    title
        ``undersköterska`` (protected title) or ``vårdbiträde``.
    degree
        Degree of employment (sysselsättningsgrad), 0 to 1; for hourly staff and the pool the most they work.
    employment
        ``regular`` (rostered over contract hours), ``hourly`` (timanställd: called in for open shifts of the group) or
        ``pool`` (bemanningsenhet: steps in anywhere, the same morning).
    skills
        Skills and delegations, which are personal.
    shifts
        Names of the shift types this person works.
    mode
        How the person gets from client to client.
    """

    id: str
    group: int
    title: str
    degree: float
    employment: Employment
    skills: frozenset[str]
    shifts: frozenset[str]
    mode: Mode = "car"


@dataclass(frozen=True, slots=True)
class Group:
    """A home care group (hemtjänstgrupp): a base, its staff and its clients."""

    id: str
    area: str
    base: int


@dataclass(frozen=True, slots=True)
class ShiftType:
    """A kind of shift (turtyp): name, start and end in seconds after midnight.

    A split shift (delad tur) is worked in two parts: ``gap`` is when the unpaid hours between them begin and end.
    """

    name: str
    start: int
    end: int
    gap: tuple[int, int] | None = field(default=None, metadata=UNSAID)

    @property
    def seconds(self) -> int:
        """Length in seconds, break and hours off included."""
        return self.end - self.start


@dataclass(frozen=True)
class Places:
    """Bases and homes.

    Attributes
    ----------
    ids
        Names.
    lat, lon
        float64[places], degrees (WGS 84).
    kinds
        What each place is: parking and walking in take longer at some. Where nothing is said, all are in the country.
    """

    ids: tuple[str, ...]
    lat: np.ndarray
    lon: np.ndarray
    kinds: tuple[PlaceKind, ...] = ()

    def __post_init__(self) -> None:
        if not self.kinds:
            object.__setattr__(self, "kinds", ("country",) * len(self.ids))

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True)
class Scenario:
    """A municipality: places, roads, clients with granted needs, staff, uncertainties, seed.

    Attributes
    ----------
    name, title
        What commands call it, and what reports do.
    start
        First day, always a Monday, so that week 0 is a whole week.
    seed
        Everything random about the scenario and what happens in it is keyed by this number.
    places, network, travel
        Where bases and homes are, the roads between them, and seconds and metres from each place to each other on an everyday.
    clients, needs, staff, groups
        Rows refer to each other by number; ``needs`` are sorted by client.
    services, shifts
        The catalogue by name of the service, and the kinds of shifts that people can be put on.
    work, driving, uncertainty, costs, events, information, organisation, claims, infection
        Assumptions by section of the file, each with unit, source and range.
    conditions
        What makes one hour or day on the roads different from another; None: all are alike, but for the share of slippery days
        of ``uncertainty``.
    notes
        What was made of places and roads, in sentences: how far homes were snapped, what was dropped.
    made_up
        Assumptions from which clients and staff were made up, by section of the file; nothing where they came from tables.
    loaded_from
        What :func:`~hemtjanst.models.scenario_file.load_scenario` was called with; empty for a scenario made otherwise.
    """

    name: str
    title: str
    start: date
    seed: int
    places: Places
    network: RoadNetwork
    travel: TravelTimes
    groups: tuple[Group, ...]
    clients: tuple[Client, ...]
    needs: tuple[Need, ...]
    staff: tuple[StaffMember, ...]
    services: dict[str, Service]
    shifts: tuple[ShiftType, ...]
    work: Work = field(default_factory=Work)
    driving: Driving = field(default_factory=Driving)
    uncertainty: Uncertainty = field(default_factory=Uncertainty)
    costs: Costs = field(default_factory=Costs)
    events: Events = field(default_factory=Events)
    information: Information = field(default_factory=Information)
    organisation: Organisation = field(default_factory=Organisation)
    claims: Claims = field(default_factory=Claims)
    infection: Infection = field(default_factory=Infection)
    conditions: RoadConditions | None = None
    notes: tuple[str, ...] = ()
    made_up: dict[str, Assumptions] = field(default_factory=dict)
    loaded_from: dict[str, Any] = field(default_factory=dict)

    def date_of(self, day: int) -> date:
        """Calendar date of a day, counted from 0."""
        return self.start + timedelta(days=int(day))

    @staticmethod
    def weekday(day: int) -> int:
        """Day of the week of a day, 0 = Monday."""
        return int(day) % 7

    @cached_property
    def road_days(self) -> RoadDays | None:
        """Travel on each day and at each hour; None without road conditions."""
        if self.conditions is None:
            return None
        working = min(shift.start for shift in self.shifts), max(shift.end for shift in self.shifts)
        factor, (ids, lat, lon) = self.driving.speed_factor.value, (self.places.ids, self.places.lat, self.places.lon)
        return RoadDays(self.network, lat, lon, self.travel.modes, ids, self.conditions, factor, working)

    def travel_on(self, day: int | None) -> TravelTimes:
        """Travel times as far as they are known before a day; of an everyday (None) where it is not known which day it will be."""
        if day is None or self.road_days is None:
            return self.travel
        return self.road_days.expected(self.date_of(day))

    @cached_property
    def skills(self) -> tuple[str, ...]:
        """All skills that a service needs or somebody has, in a fixed order; skill ``k`` is bit ``k`` of a mask."""
        names = {s.skill for s in self.services.values() if s.skill}
        return tuple(sorted(names.union(*(person.skills for person in self.staff))))

    def skill_mask(self, names: frozenset[str] | set[str]) -> int:
        """Bits of the named skills."""
        return sum(1 << k for k, name in enumerate(self.skills) if name in names)

    @cached_property
    def skill_masks(self) -> tuple[int, ...]:
        """For every member of staff the bits of their skills."""
        return tuple(self.skill_mask(person.skills) for person in self.staff)

    @cached_property
    def needs_of(self) -> tuple[range, ...]:
        """For every client the rows of its needs."""
        first = np.searchsorted([need.client for need in self.needs], np.arange(len(self.clients) + 1))
        return tuple(range(int(a), int(b)) for a, b in itertools.pairwise(first))

    def clients_of(self, group: int) -> list[int]:
        """Rows of the clients of a group."""
        return list(self._clients_by_group.get(group, ()))

    def staff_of(self, group: int) -> list[int]:
        """Rows of the staff of a group (the pool is group -1)."""
        return list(self._staff_by_group.get(group, ()))

    @cached_property
    def _clients_by_group(self) -> dict[int, list[int]]:
        return _by_group(client.group for client in self.clients)

    @cached_property
    def _staff_by_group(self) -> dict[int, list[int]]:
        return _by_group(person.group for person in self.staff)

    @cached_property
    def park_seconds(self) -> np.ndarray:
        """int64[places], seconds of parking and walking in at each place, once for each drive there; by kind of place."""
        driving = self.driving
        extra = {"base": driving.park_at_base_extra, "town": driving.park_in_town_extra, "country": driving.park_in_country_extra}
        seconds = {kind: max(round((driving.park_and_walk_minutes.value + more.value) * 60), 0) for kind, more in extra.items()}
        return np.array([seconds[kind] for kind in self.places.kinds], dtype=np.int64)

    def digest(self) -> str:
        """Hash of everything that results depend on; the same scenario gives the same digest on every machine."""
        content = hashlib.blake2b(digest_size=16)
        for part in (
            self.start,
            self.seed,
            self.groups,
            self.clients,
            self.needs,
            self.staff,
            sorted(self.services.items()),
            self.shifts,
            self.places.kinds,
        ):
            content.update(_canonical(part).encode())
        for section in (self.work, self.driving, self.uncertainty, self.costs):
            content.update(section.model_dump_json().encode())
        for section in (self.events, self.information, self.organisation, self.claims, self.infection):
            if section != type(section)():
                content.update(section.model_dump_json().encode())
        if self.conditions is not None:
            content.update(f"{self.conditions.model_dump_json()}{self.network.digest()}".encode())
        for array in (self.places.lat, self.places.lon, self.travel.seconds, self.travel.metres):
            content.update(np.ascontiguousarray(array).tobytes())
        return content.hexdigest()

    def replace(self, **changes: object) -> Scenario:
        """Return a copy with some fields changed."""
        return replace(self, **changes)  # type: ignore[arg-type]


def _by_group(groups: Iterable[int]) -> dict[int, list[int]]:
    """Rows of the members of each group."""
    rows: dict[int, list[int]] = {}
    for row, group in enumerate(groups):
        rows.setdefault(group, []).append(row)
    return rows


def _canonical(value: object) -> str:
    """A text of values and dataclasses that is the same in every process (sets have no order of their own)."""
    if isinstance(value, frozenset | set):
        return "{" + ",".join(sorted(_canonical(item) for item in value)) + "}"
    if isinstance(value, tuple | list):
        return "[" + ",".join(_canonical(item) for item in value) + "]"
    if is_dataclass(value):
        said = [getattr(value, f.name) for f in fields(value) if getattr(value, f.name) is not None or f.metadata != UNSAID]
        return type(value).__name__ + _canonical(tuple(said))
    return repr(value)
