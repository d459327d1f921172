"""Clients, needs and staff from the user's own tables.

Three tables, each a CSV file (``clients.csv``, ``needs.csv``, ``staff.csv`` in one folder; separated by semicolon, comma or
tab, UTF-8, decimal comma or point) or a sheet of one Excel workbook. Names of tables and columns may be English or Swedish;
:func:`describe_tables` lists them, and ``scenarios/tables/example`` holds a small example of both kinds.
"""

from __future__ import annotations

import difflib
import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ...cython_ext.keyed import Keyed, key
from ..errors import Fault, nearest, raise_faults
from ..geography.projection import Plane
from ..geography.section import Locality
from ..scenario import Client, Need, Service, ShiftType, StaffMember
from .columns import COLUMNS, TABLES, Row, read_rows
from .sheets import read_sheets
from .staff import DELEGATION, POOL_GROUP
from .times import clock_of

ONE_GROUP = "home care"
FORTNIGHT_TO_MONTH = 30.4375 / 14


@dataclass(frozen=True)
class People:
    """What the tables say.

    Attributes
    ----------
    groups
        Names of the home care groups, in the order in which the table of clients has them.
    client_ids, client_groups, ages, live_alone, hours, forbidden
        Of each client: name, row of the group, years, whether nobody else lives there, hours granted a month, rows of staff who
        must not come.
    languages, contacts
        Language that the contact person should speak, and row of today's contact person; None where nothing is said.
    homes
        float64[clients, 2], latitude and longitude.
    needs, staff
        As in a scenario; ``needs`` are sorted by client.
    """

    groups: tuple[str, ...]
    client_ids: tuple[str, ...]
    client_groups: np.ndarray
    ages: tuple[int, ...]
    live_alone: tuple[bool, ...]
    hours: tuple[float, ...]
    forbidden: tuple[frozenset[int], ...]
    languages: tuple[str | None, ...]
    contacts: tuple[int | None, ...]
    homes: np.ndarray
    needs: tuple[Need, ...]
    staff: tuple[StaffMember, ...]

    def clients(self, places: Sequence[int]) -> tuple[Client, ...]:
        """Return the clients, each with the row of the place where it lives."""
        return tuple(
            Client(name, int(group), int(place), age, alone, never, language, contact)
            for name, group, place, age, alone, never, language, contact in zip(
                self.client_ids,
                self.client_groups,
                places,
                self.ages,
                self.live_alone,
                self.forbidden,
                self.languages,
                self.contacts,
                strict=True,
            )
        )


def describe_tables() -> str:
    """Describe the tables and their columns, as Markdown."""
    parts = []
    for table, columns in COLUMNS.items():
        parts += [
            f"### {table} ({', '.join(TABLES[table])})",
            "",
            "| column | also called | needed | meaning |",
            "| --- | --- | --- | --- |",
        ]
        parts += [
            f"| {column.name} | {', '.join(column.also)} | {'yes' if column.required else ''} | {column.about} |"
            for column in columns
        ]
        parts.append("")
    return "\n".join(parts)


def read_tables(
    source: Path,
    services: Mapping[str, Service],
    shifts: Sequence[ShiftType],
    localities: Iterable[Locality] = (),
    seed: int = 1,
) -> People:
    """Read clients, needs and staff.

    Parameters
    ----------
    source
        Folder with CSV files, or an Excel workbook.
    services, shifts
        What needs and staff may refer to.
    localities
        Where clients may live who have no coordinates; their homes are put at random within the locality, keyed by their name.
    seed
        Of the scenario.

    Raises
    ------
    InputError
        With every faulty cell: file or sheet, row, column, what is wrong and what is allowed.
    """
    faults: list[Fault] = []
    sheets = read_sheets(source, TABLES)
    rows = {table: read_rows(table, sheet, faults) for table, sheet in sheets.items()}
    clients = _unique(rows["clients"], faults)
    members = _unique(rows["staff"], faults)
    groups = _groups(rows["clients"], faults)

    staff = [_member(row, groups, shifts, faults) for row in rows["staff"]]
    rows_of_staff = {name: k for k, name in enumerate(members)}
    forbidden = [_forbidden(row, rows_of_staff, faults) for row in rows["clients"]]
    languages = [_language(row, staff, faults) for row in rows["clients"]]
    contacts = [_contact(row, rows_of_staff, faults) for row in rows["clients"]]
    places = {place.name.casefold(): place for place in localities}
    homes = [_home(row, places, seed, faults) for row in rows["clients"]]
    group_rows = [groups.index(row.get("group", groups[0])) for row in rows["clients"]]
    rows_of_clients = {name: k for k, name in enumerate(clients)}
    needs = _needs(rows["needs"], rows_of_clients, services, faults)

    helped = {need.client for need, _ in needs}
    named = {row["client"] for row in rows["needs"]}
    for k, row in enumerate(rows["clients"]):
        if row["id"] is not None and k not in helped and row["id"] not in named:
            faults.append(row.fault("id", f"client {row['id']} has no needs; every client needs at least one row in needs"))
    for group, name in enumerate(groups):
        if rows["clients"] and not any(person.group == group for person in staff):
            faults.append(Fault(sheets["staff"].where, f"nobody works in group {name}"))
    for need, row in needs:
        wanted = services[need.service].skill
        group = group_rows[need.client]
        able = sum((wanted is None or wanted in person.skills) and person.group in (group, POOL_GROUP) for person in staff)
        if staff and able < (need.people if wanted is None else 1):
            lack = f"nobody in group {groups[group]} or the pool has the skill '{wanted}'" if wanted else "there are not two people"
            faults.append(row.fault("service", f"{lack} that {need.service} needs"))
    raise_faults(faults)

    found = sorted((need for need, _ in needs), key=lambda need: need.client)
    granted = np.zeros(len(clients))
    for need in found:
        granted[need.client] += need.minutes * need.people * len(need.weekdays) * 2 / need.every_weeks / 60 * FORTNIGHT_TO_MONTH
    return People(
        groups=tuple(groups),
        client_ids=tuple(clients),
        client_groups=np.array(group_rows, dtype=np.int64),
        ages=tuple(row.get("age", 80) for row in rows["clients"]),
        live_alone=tuple(row.get("lives_alone", True) for row in rows["clients"]),
        hours=tuple(float(row.get("hours", hours)) for row, hours in zip(rows["clients"], granted, strict=True)),
        forbidden=tuple(forbidden),
        languages=tuple(languages),
        contacts=tuple(contacts),
        homes=np.array(homes, dtype=np.float64).reshape(-1, 2),
        needs=tuple(found),
        staff=tuple(staff),
    )


def _unique(rows: list[Row], faults: list[Fault]) -> list[str]:
    """Names of the rows; a name that is there twice is a fault."""
    first: dict[str, int] = {}
    for row in rows:
        name = row["id"]
        if name is None:
            continue
        if name in first:
            faults.append(row.fault("id", f"{name} is there twice, also in row {first[name]}"))
        first.setdefault(name, row.number)
    return [row.get("id", "") for row in rows]


def _groups(clients: list[Row], faults: list[Fault]) -> list[str]:
    """Names of the groups in order; one group where no client names any."""
    groups = list(dict.fromkeys(row["group"] for row in clients if row["group"] is not None))
    if groups:
        faults += [row.fault("group", "has no group, but other clients have one") for row in clients if row["group"] is None]
    return groups or [ONE_GROUP]


def _member(row: Row, groups: list[str], shifts: Sequence[ShiftType], faults: list[Fault]) -> StaffMember:
    employment = row.get("employment", "regular")
    name = row["group"]
    group = 0
    if employment == "pool":
        group = POOL_GROUP
        if name is not None:
            faults.append(row.fault("group", f"the pool belongs to no group; leave '{name}' out"))
    elif name is not None and name not in groups and (len(groups) > 1 or groups != [ONE_GROUP]):
        faults.append(row.fault("group", f"no client is in group '{name}'; {nearest(name, groups)}"))
    elif name is None and len(groups) > 1:
        faults.append(row.fault("group", f"the group is missing; {nearest('', groups)}"))
    elif name in groups:
        group = groups.index(name)
    known = {shift.name.casefold(): shift.name for shift in shifts}
    worked: set[str] = set()
    for shift in row.get("shifts", ()):
        if shift.casefold() in ("all", "alla"):
            worked.update(known.values())
        elif shift.casefold() in known:
            worked.add(known[shift.casefold()])
        else:
            faults.append(row.fault("shifts", f"there is no shift '{shift}'; {nearest(shift, [*known.values(), 'all'])}"))
    skills = frozenset(DELEGATION if skill.casefold() in ("delegering", DELEGATION) else skill for skill in row.get("skills", ()))
    return StaffMember(
        id=row.get("id", ""),
        group=group,
        title=row.get("title", ""),
        degree=row.get("degree", 1.0),
        employment=employment,
        skills=skills,
        shifts=frozenset(worked),
        mode=row.get("mode", "car"),
    )


def _forbidden(row: Row, staff: dict[str, int], faults: list[Fault]) -> frozenset[int]:
    unknown = [name for name in row.get("not_staff", ()) if name not in staff]
    faults += [row.fault("not_staff", f"there is no member of staff '{name}'; {_close(name, staff)}") for name in unknown]
    return frozenset(staff[name] for name in row.get("not_staff", ()) if name in staff)


def _language(row: Row, staff: Sequence[StaffMember], faults: list[Fault]) -> str | None:
    language, spoken = row["language"], sorted(set().union(*(person.skills for person in staff)))
    if language is not None and language not in spoken:
        faults.append(row.fault("language", f"nobody speaks '{language}': it is no skill of any member of staff"))
    return language


def _contact(row: Row, staff: dict[str, int], faults: list[Fault]) -> int | None:
    name = row["contact"]
    if name is not None and name not in staff:
        faults.append(row.fault("contact", f"there is no member of staff '{name}'; {_close(name, staff)}"))
    return staff.get(name) if name is not None else None


def _home(row: Row, localities: dict[str, Locality], seed: int, faults: list[Fault]) -> tuple[float, float]:
    """Latitude and longitude: as given, or anywhere in a round locality, evenly."""
    lat, lon, name = row["lat"], row["lon"], row["locality"]
    given = sorted(row.written & {"lat", "lon"})
    if lat is not None and lon is not None:
        return lat, lon
    if len(given) == 2:  # one of them is wrong, which is said already
        return 0.0, 0.0
    if given:
        faults.append(row.fault(given[0], "latitude and longitude must be given together"))
    elif name is None:
        faults.append(row.fault("id", f"it is not said where {row.get('id', 'the client')} lives: give lat and lon, or a locality"))
    elif name.casefold() not in localities:
        faults.append(
            row.fault("locality", f"there is no locality '{name}'; {nearest(name, [p.name for p in localities.values()])}")
        )
    else:
        place, entity = localities[name.casefold()], key(row.get("id", ""))
        luck = Keyed(seed, "tables: home")
        away, angle = place.radius * math.sqrt(luck.uniform(entity)), 2 * math.pi * luck.uniform(entity, index=1)
        home = np.array([[away * math.cos(angle), away * math.sin(angle)]])
        north, east = Plane(place.lat, place.lon).degrees(home)
        return float(north[0]), float(east[0])
    return 0.0, 0.0


def _needs(
    rows: list[Row], clients: dict[str, int], services: Mapping[str, Service], faults: list[Fault]
) -> list[tuple[Need, Row]]:
    """Needs whose client and service are known, with their rows."""
    words = {service.swedish.casefold(): name for name, service in services.items()} | {name.casefold(): name for name in services}
    taken: dict[str, int] = {}
    needs = []
    for row in rows:
        client, said = row["client"], row["service"]
        service = words.get(said.casefold()) if said is not None else None
        if client is not None and client not in clients:
            faults.append(row.fault("client", f"there is no client '{client}'; {_close(client, clients)}"))
        if said is not None and service is None:
            faults.append(row.fault("service", f"there is no service '{said}'; {nearest(said, services)}"))
        earliest, latest = row["earliest"], row["latest"]
        if earliest is not None and latest is not None and earliest > latest:
            faults.append(row.fault("latest", f"the window closes at {clock_of(latest)}, before it opens at {clock_of(earliest)}"))
        every, first = row.get("every_weeks", 1), row.get("first_week", 1)
        if first > every:
            faults.append(row.fault("first_week", f"the first week, {first}, comes after the {every} weeks of one round"))
        if client not in clients or service is None:
            continue
        name = row["id"]
        if name is None:
            name = next(n for n in _numbered(f"{client}/{service}") if n not in taken)
        elif name in taken:
            faults.append(row.fault("id", f"{name} is there twice, also in row {taken[name]}"))
        taken[name] = row.number
        need = Need(
            id=name,
            client=clients[client],
            service=service,
            minutes=row.get("minutes", services[service].minutes),
            weekdays=row.get("weekdays", ()),
            earliest=row.get("earliest", 0.0),
            latest=row.get("latest", 0.0),
            every_weeks=every,
            first_week=first - 1,
            people=row.get("people", 1),
        )
        needs.append((need, row))
    return needs


def _numbered(name: str) -> Iterable[str]:
    return itertools.chain([name], (f"{name}{k}" for k in itertools.count(2)))


def _close(name: str, known: Iterable[str]) -> str:
    """The nearest of many names, without listing them all."""
    listed = list(known)
    close = difflib.get_close_matches(name, listed, n=1)
    return f"did you mean '{close[0]}'?" if close else f"there are {', '.join(listed[:5])}{', …' if len(listed) > 5 else ''}"
