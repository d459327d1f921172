"""Scenario files: checked whole, then made into a :class:`~hemtjanst.models.scenario.Scenario`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any, Self

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from .assumptions import Costs, Driving, Uncertainty, Work
from .errors import Fault, InputError, nearest
from .events import Events, documented
from .files import find, read_yaml, shipped, validate
from .geography import GeographySection, RoadNetwork, built_in_network, cache_folder, place, read_roads
from .geography.conditions import RoadConditions
from .geography.place_kinds import place_kinds
from .geography.road_times import travel_times
from .infection import Infection
from .information import Claims, Information, Organisation
from .policy import Policy
from .population.catalogue import CatalogueSection, make_catalogue
from .population.clients import GOLDEN, client_ids, make_clients, workload
from .population.section import PopulationSection
from .population.staff import StaffingSection, make_shifts, make_staff, number_of_groups
from .population.tables import read_tables
from .scenario import Group, Places, Scenario


class ScenarioFile(BaseModel):
    """A municipality as people write it down. Sections that are left out keep their documented defaults."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(min_length=1)]
    title: str = ""
    about: str = ""
    start: date = Field(default=date(2026, 3, 2), description="First day; a Monday.")
    seed: Annotated[int, Field(ge=0, lt=2**63)] = Field(default=1, description="Keys everything random.")
    geography: GeographySection
    catalogue: CatalogueSection = CatalogueSection()
    population: PopulationSection = PopulationSection()
    staffing: StaffingSection = StaffingSection()
    providers: dict[str, Annotated[float, Field(gt=0)]] = Field(
        default_factory=dict,
        description="Who runs home care (own, and others under LOV), with the share of the home care groups of each; empty: one.",
    )
    tables: str | None = Field(
        default=None,
        description="Folder with clients.csv, needs.csv and staff.csv, or an Excel workbook; a path relative to the scenario file. "
        "They take the place of population and staffing; shifts stay those of staffing.",
    )
    work: Work = Work()
    driving: Driving = Driving()
    uncertainty: Uncertainty = Uncertainty()
    costs: Costs = Costs()
    events: Events = Field(
        default=Events(),
        description="Alarms, nights, comings and goings: all off by default; 'documented' switches all on at documented rates.",
    )
    information: Information = Information()
    organisation: Organisation = Organisation()
    claims: Claims = Claims()
    infection: Infection = Infection()
    road_conditions: RoadConditions | None = Field(
        default=None,
        description="Rush hours, slippery days by region and month, closed roads. With it, slippery_share and slippery_factor of "
        "uncertainty do not count.",
    )

    @field_validator("events", mode="before")
    @classmethod
    def _documented(cls, events: Any) -> Any:
        return documented() if events == "documented" else events

    @field_validator("providers")
    @classmethod
    def _is_whole(cls, providers: dict[str, float]) -> dict[str, float]:
        if providers and not 0.98 <= sum(providers.values()) <= 1.02:
            raise ValueError(f"the shares sum to {sum(providers.values()):g}; together they must make 1")
        return providers

    @model_validator(mode="after")
    def _parts_of_split_shifts_need_no_break(self) -> Self:
        longest = self.work.break_after_hours.value * 60
        for shift in self.staffing.shifts:
            if shift.gap is not None and max(shift.gap[0] - shift.start, shift.end - shift.gap[1]) > longest:
                most = f"{longest / 60:g} h"
                raise ValueError(f"shift '{shift.name}': each part of a split shift is worked without a break, so at most {most}")
        return self

    @field_validator("start")
    @classmethod
    def _is_a_monday(cls, start: date) -> date:
        if start.weekday() != 0:
            raise ValueError(f"{start} is a {start:%A}; the first day must be a Monday, so that weeks are whole")
        return start


def load_policy(name: str | Path) -> Policy:
    """Load a policy by its shipped name or from a YAML file.

    Raises
    ------
    InputError
        With everything that is wrong with it.
    """
    path = find("policy", name)
    return validate(Policy, read_yaml(path), path)


def load_scenario(
    name: str | Path,
    *,
    seed: int | None = None,
    roads: str | Path | None = None,
    share: float = 1.0,
    provider: str | None = None,
) -> Scenario:
    """Load a scenario by its shipped name or from a YAML file, and make up what the file gives only figures of.

    Parameters
    ----------
    name
        ``tanum``, ``small``, or a path.
    seed
        Instead of the file's own.
    roads
        Road file (OpenStreetMap or GraphML) to live on instead of the file's own geography.
    share
        Share of the home care groups, evenly picked, with their clients and staff: a large municipality for quick trials.
    provider
        Only the groups of one of the file's providers: each provider chooses its own way of working, so each is a scenario (F6).

    Raises
    ------
    InputError
        With everything that is wrong with the files.
    """
    if seed is not None and not (hasattr(seed, "__index__") and 0 <= seed < 2**63):
        raise InputError(Fault("seed", f"must be a whole number from 0 to 2^63 - 1, not {seed!r}"))
    path = find("scenario", name)
    file = validate(ScenarioFile, read_yaml(path), path)
    made = make_scenario(file, folder=path.parent, seed=seed, roads=roads, share=share, provider=provider)
    given = {"name": str(name)} | ({} if roads is None else {"roads": str(roads)}) | ({} if share == 1 else {"share": share})
    given |= {} if provider is None else {"provider": provider}
    return made.replace(loaded_from=given)


def make_scenario(
    file: ScenarioFile,
    *,
    folder: Path | None = None,
    seed: int | None = None,
    roads: str | Path | None = None,
    share: float = 1.0,
    provider: str | None = None,
) -> Scenario:
    """Make a scenario from a checked file.

    Parameters
    ----------
    file
        The file.
    folder
        Where the file lies; its relative paths start there.
    seed, roads, share, provider
        As for :func:`load_scenario`.

    Raises
    ------
    InputError
        A share or provider that cannot be had, and what is wrong with roads and tables.
    """
    if not 0 < share <= 1:
        raise InputError(Fault("share", f"{share:g} of the groups cannot be had; more than 0, and at most 1"))
    if provider is not None and provider not in file.providers:
        raise InputError(Fault("provider", f"there is no provider '{provider}'; {nearest(provider, file.providers)}"))
    if (share < 1 or provider is not None) and file.tables is not None:
        raise InputError(Fault("share", "people from tables are not made smaller; take rows out of the tables instead"))
    seed = file.seed if seed is None else seed
    section = file.geography
    if roads is not None:
        section = section.model_copy(update={"roads": str(Path(roads).absolute())})
    network = _network(section, seed, folder)

    services, shifts = make_catalogue(file.catalogue), make_shifts(file.staffing)
    if file.tables is None:
        staffing, ids = file.staffing, client_ids(file.population.clients)
        placed = place(network, section, ids, number_of_groups(staffing, len(ids)), seed)
        if share < 1 or provider is not None:
            whole = len(placed.areas)
            placed = placed.part(_groups(whole, share, file.providers, provider))
            ids = tuple(placed.ids[row] for row in placed.home)
            if staffing.regular is not None:
                regular = max(len(placed.areas), round(staffing.regular * len(placed.areas) / whole))
                staffing = staffing.model_copy(update={"regular": regular})
        drafts, needs = make_clients(file.population, file.catalogue, seed, ids)
        clients = tuple(
            draft.at(int(group), int(home)) for draft, group, home in zip(drafts, placed.group, placed.home, strict=True)
        )
        names = placed.group_ids
        work = [
            workload(file.population, [draft for draft, of in zip(drafts, placed.group, strict=True) if of == group])
            for group in range(len(names))
        ]
        staff = make_staff(staffing, work, seed)
    else:
        people = read_tables((folder or Path()) / file.tables, services, shifts, section.localities, seed)
        names = people.groups
        placed = place(network, section, people.client_ids, len(names), seed, people.homes, people.client_groups)
        clients, needs, staff = people.clients(placed.home.tolist()), people.needs, people.staff
    groups = tuple(Group(name, area, int(base)) for name, area, base in zip(names, placed.areas, placed.base, strict=True))
    modes = tuple(dict.fromkeys(["car", *sorted({person.mode for person in staff})]))
    factor = file.driving.speed_factor.value
    travel = travel_times(network, placed.lat, placed.lon, modes, factor, cache_folder(), ids=placed.ids)
    homes = travel.snapped[placed.home]
    snapping = (
        f"{len(homes)} homes were snapped to roads, {np.mean(homes):.0f} m away on average and {np.max(homes):.0f} m at most."
    )
    return Scenario(
        name=file.name,
        title=file.title if roads is None else f"{file.title or file.name}, on the roads of {Path(roads).name}",
        start=file.start,
        seed=seed,
        places=Places(placed.ids, placed.lat, placed.lon, place_kinds(network, placed.lat, placed.lon, int(placed.home.min()))),
        network=network,
        travel=travel,
        groups=groups,
        clients=clients,
        needs=needs,
        staff=staff,
        services=services,
        shifts=shifts,
        work=file.work,
        driving=file.driving,
        uncertainty=file.uncertainty,
        costs=file.costs,
        events=file.events,
        information=file.information,
        organisation=file.organisation,
        claims=file.claims,
        infection=file.infection,
        conditions=file.road_conditions,
        notes=(*network.notes, *placed.notes, snapping),
        made_up={} if file.tables is not None else {"population": file.population, "staffing": file.staffing},
    )


def tell_kind(name: str | Path) -> str:
    """Tell from a shipped name or the content of a file whether it is a ``scenario`` or a ``policy``.

    Raises
    ------
    InputError
        If there is neither such a name nor such a file.
    """
    if not Path(name).is_file():
        for kind in ("scenario", "policy"):
            if str(name) in shipped(kind):
                return kind
        raise InputError(Fault(str(name), f"there is no such file; {nearest(str(name), shipped('scenario') | shipped('policy'))}"))
    keys = read_yaml(Path(name)).keys()
    of_policy = len(keys & (Policy.model_fields.keys() - ScenarioFile.model_fields.keys()))
    return "policy" if of_policy > len(keys & (ScenarioFile.model_fields.keys() - Policy.model_fields.keys())) else "scenario"


def _groups(number: int, share: float, providers: dict[str, float], provider: str | None) -> np.ndarray:
    """Rows of the groups of a provider, mixed evenly with those of others, and of these a share, evenly picked; at least one."""
    rows = np.arange(number)
    if provider is not None:
        bounds = np.cumsum([0.0, *providers.values()]) / sum(providers.values())
        of = np.searchsorted(bounds, ((rows + 0.5) * GOLDEN) % 1, side="right") - 1
        rows = rows[of == list(providers).index(provider)]
        if not len(rows):
            raise InputError(Fault("provider", f"'{provider}' runs none of the {number} groups: its share is too small"))
    count = max(1, round(share * len(rows)))
    return rows[np.unique(np.arange(count) * len(rows) // count)]


def _network(section: GeographySection, seed: int, folder: Path | None) -> RoadNetwork:
    if section.roads is not None:
        return read_roads((folder or Path()) / section.roads, cache_folder())
    return built_in_network(section, seed)
