"""A policy: a way of working (arbetssätt). What somebody can choose; it knows of no municipality.

A policy is data, a YAML file over orthogonal levers that a reader can combine; the levers are code, in ``planning/`` (what
is decided beforehand) and in the simulated world (what is done when the day turns out otherwise).
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from .population.times import TimeOfDay

Title = Literal["undersköterska", "vårdbiträde"]
Role = Literal["manager", "planner", "care_manager", "nurse", "therapist"]
Minutes = Annotated[float, Field(ge=0, le=480)]
Replacement = Literal["backup", "known", "swap", "colleague", "pool", "overtime"]


class Lever(BaseModel):
    """Base of all groups of levers: unknown names are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Visits(Lever):
    """How granted needs become visits."""

    together: tuple[tuple[str, ...], ...] = Field(
        default=(
            ("morning_care", "medication"),
            ("lunch", "medication"),
            ("dinner", "medication"),
            ("evening_care", "medication"),
        ),
        description="Sets of services that may share one visit when their times allow (T5, T13). Others get a visit each.",
    )
    longest_minutes: Annotated[float, Field(gt=0)] = Field(default=240, description="No visit is bundled to more than this.")
    round_minutes: Annotated[float, Field(ge=0, le=120)] = Field(
        default=0, description="Planned lengths are rounded up to whole times of this: a coarser catalogue (F4); 0: as granted."
    )
    days: Literal["agreed", "contact"] = Field(
        default="agreed",
        description="Day of a movable service: as agreed, or a day of the same week when the contact person works (T18, T19).",
    )
    wish_weight: Annotated[float, Field(ge=0, le=10)] = Field(
        default=0,
        description="With days: contact, how much the weekday that a client wishes for weighs, where the contact person at work "
        "weighs 1; 0: not at all (T9).",
    )
    wished_time_minutes: Annotated[float, Field(ge=15)] | None = Field(
        default=None,
        description="A visit is planned to begin within so many minutes of the time that the client wishes for, as far as window "
        "and shifts allow; where visits would be left out, wishes bend. The fewer minutes, the more driving. Null: such wishes "
        "do not count (T9).",
    )
    avoid: tuple[TimeOfDay, TimeOfDay] | None = Field(
        default=None,
        description="Hours in which no visit starts whose window leaves a quarter of an hour on either side, for instance the peak "
        '["07:45", "08:45"]; null: none.',
    )

    @field_validator("avoid")
    @classmethod
    def _avoid_is_a_stretch(cls, avoid: tuple[float, float] | None) -> tuple[float, float] | None:
        if avoid is not None and avoid[0] >= avoid[1]:
            raise ValueError("the hours to avoid must end after they begin")
        return avoid


class Contacts(Lever):
    """Who may be contact person (kontaktperson, fast omsorgskontakt), for how many, and for what."""

    clients: tuple[int, int] | None = Field(
        default=None,
        description="Fewest and most clients for each contact person (T21); null: nobody has a contact person.",
    )
    titles: tuple[Title, ...] = Field(default=("undersköterska", "vårdbiträde"), description="Titles that may be contact person.")
    least_degree: Annotated[float, Field(ge=0, le=1)] = Field(
        default=0.5, description="Least degree of employment of a contact person."
    )
    backups: Annotated[int, Field(ge=0, le=5)] = Field(
        default=0, description="How many more people know each client and step in when the contact person is off (T17)."
    )
    most_hours: Annotated[float, Field(gt=0)] | None = Field(
        default=None,
        description="Most granted hours a week of a contact person's clients, for a full-time; others in proportion. Null: any.",
    )
    change_minutes: Annotated[float, Field(ge=0)] | None = Field(
        default=None,
        description="Price, in minutes of driving, of giving a client another contact person than today's. Null: today's does not "
        "count.",
    )
    duties: tuple[str, ...] = Field(default=(), description="Services the contact person should do as often as possible (T12).")

    coordination_minutes: Annotated[float, Field(ge=0, le=240)] = Field(
        default=0,
        description="Paid minutes a week for each client in which the contact person plans, follows up and keeps in touch with "
        "everybody around the client (N5, T27).",
    )

    @model_validator(mode="after")
    def _clients_are_ordered(self) -> Contacts:
        if self.clients is not None and not 0 < self.clients[1] >= self.clients[0] >= 0:
            raise ValueError(f"clients: {list(self.clients)} must be [fewest, most] with 0 <= fewest <= most and most > 0")
        if self.clients is None and (self.backups or self.duties or self.coordination_minutes):
            raise ValueError(
                "backups, duties and coordination_minutes need contact persons: set contacts.clients, for instance to [3, 4]"
            )
        return self


class Continuity(Lever):
    """What the planner of routes pays for few and known faces, in minutes of driving it would accept instead."""

    one_person_per_shift: Literal["free", "wish", "rule"] = Field(
        default="free", description="One person makes all visits to a client in a shift (T15); double staffing is exempt."
    )
    contact_minutes: Annotated[float, Field(ge=0)] = Field(
        default=0,
        description="Price of each contact duty not done by the contact person; a visit may hold several duties.",
    )
    known_minutes: Annotated[float, Field(ge=0)] = Field(
        default=0, description="Price of a visit by somebody who is neither contact person nor backup."
    )
    new_face_minutes: Annotated[float, Field(ge=0)] = Field(
        default=0,
        description="Price of each person who is neither contact person nor backup and comes to a client in 14 days, however "
        "often, and again in 28 days (T4, T30).",
    )
    other_than_last_week_minutes: Annotated[float, Field(ge=0)] = Field(
        default=0,
        description="Price of another person at a visit than the same weekday last week, where that person is at work.",
    )


class Roster(Lever):
    """What decides when people work."""

    first: Literal["roster", "clients"] = Field(
        default="roster",
        description="roster: shifts follow the demand curve alone; clients: contacts also work on their clients' days (T16).",
    )
    method: Literal["search", "mixed_integer"] = Field(
        default="search",
        description="search: person by person, week by week; mixed_integer: then, for groups of at most 20 regular staff, by a "
        "mixed-integer program with a proved gap, which takes minutes for a municipality.",
    )
    expected_absence: Annotated[float, Field(ge=0, le=0.5)] = Field(
        default=0,
        description="Share of shifts expected to fall out by illness: so many more people are put on, spread over the days.",
    )


class Absence(Lever):
    """Who steps in when somebody is ill in the morning, tried in this order (T17, T34)."""

    replaced_by: tuple[Replacement, ...] = Field(
        default=("colleague", "pool"),
        description="In this order; swap: who knows the client but has no room hands a visit to a colleague who is known there.",
    )
    overtime_minutes: Annotated[float, Field(ge=0, le=240)] = Field(
        default=60, description="Where replaced_by names overtime: how long a colleague may stay for it."
    )
    pool_from_visits: Annotated[int, Field(ge=1)] = Field(
        default=1, description="The pool is called in only where at least so many visits of a route are left over; 1: for any."
    )
    dropped_first: tuple[str, ...] = Field(
        default=(), description="Services whose visits are given to somebody last, and so are dropped first when hands are short."
    )
    telephone_minutes: Annotated[float, Field(ge=0, le=60)] = Field(
        default=0,
        description="A contact person at work telephones, so long, their clients who get no visit or a stranger; 0: nobody.",
    )
    telephoned_by: Literal["contact", "backup"] = Field(
        default="contact",
        description="Who telephones where the contact person is off or ill. contact: nobody; backup: the first backup at work.",
    )


class Alarms(Lever):
    """Who answers an alarm (trygghetslarm) that needs somebody to come."""

    answered_by: Literal["nearest", "known", "patrol"] = Field(
        default="nearest",
        description="nearest: whoever of all at work can be there first; known: first somebody who knows the client and can be "
        "there in time; patrol: the alarm patrol, where the scenario has cars for one.",
    )
    hand_over_minutes: Annotated[float, Field(ge=0)] | None = Field(
        default=None,
        description="Visits that would begin more than so many minutes late after an alarm or a car that failed go to "
        "colleagues; null: they are late.",
    )


class Night(Lever):
    """How clients with planned checks at night (nattillsyn) are looked after."""

    camera_share: Annotated[float, Field(ge=0, le=1)] = Field(
        default=0, description="Share of them who are offered a camera (Trygghetskamera) instead of a visit (G8)."
    )


class Introduction(Lever):
    """How newcomers are introduced."""

    web: bool = Field(default=False, description="By a common web-based introduction (G7).")
    doubled: bool = Field(
        default=False,
        description="They go along with a colleague of the same shift to the clients (dubbelgång), instead of learning apart.",
    )


class Control(Lever):
    """How minutes are controlled (minutstyrning)."""

    stay_planned_time: bool = Field(
        default=False, description="Stay with the client the whole planned time even where the tasks went faster (T29)."
    )

    block: bool = Field(
        default=False,
        description="The planned time of a stretch of visits counts, not that of each: time lost at one visit is taken back at the "
        "next, where staff else stay the whole planned time (F2).",
    )
    tolerance_minutes: Annotated[float, Field(ge=0, le=240)] = Field(
        default=0, description="A visit that begins and lasts so many minutes off the plan is no deviation (F2)."
    )

    @model_validator(mode="after")
    def _one_way(self) -> Control:
        if self.block and self.stay_planned_time:
            raise ValueError("block and stay_planned_time exclude each other: the time of each visit counts, or that of a stretch")
        return self


class Meetings(Lever):
    """Contact-person meetings (kontaktmannamöten), paid time that is neither visit nor driving (T24)."""

    minutes: Annotated[float, Field(ge=0, le=480)] = Field(default=0, description="Length of the monthly meeting of the group.")
    preparation_minutes: Annotated[float, Field(ge=0, le=480)] = Field(
        default=0, description="Preparation for each meeting, each member of the group (läser in sig)."
    )
    others: tuple[Role, ...] = Field(default=(), description="Who else sits in (T25); their hours are counted beside home care.")
    notes_minutes: Annotated[float, Field(ge=0, le=480)] = Field(
        default=0, description="The planner's notes after each sitting (T27)."
    )


class Team(Lever):
    """Cross-professional team meetings (teamträffar) in three parts, and working together (C1-C13, F5)."""

    every_weeks: Annotated[int, Field(ge=0, le=26)] = Field(default=0, description="A meeting of each group so often; 0: never.")
    part_minutes: tuple[Minutes, Minutes, Minutes] = Field(
        default=(0, 0, 0),
        description="Length of its parts: care manager and home care (C9); all professions (C10); nurse and home care (C11).",
    )
    preparation_minutes: Minutes = Field(default=0, description="Of each who attends, before (C7).")
    follow_up_minutes: Minutes = Field(default=0, description="Of each who attends, after (C7).")
    attending: Annotated[int, Field(ge=1, le=20)] = Field(
        default=3, description="How many of the group attend, contact persons first, in turn."
    )
    joint_visit_share: Annotated[float, Field(ge=0, le=1)] = Field(
        default=0, description="Share of decisions that a joint home visit prepares: care manager and nurse come along (C4, C10)."
    )
    co_organised: bool = Field(default=False, description="Home care, home nursing and care managers are one organisation (F5).")
    delegated_titles: tuple[Title, ...] = Field(
        default=(), description="Everybody with these titles has the delegations of home nursing (F5, N11)."
    )

    @property
    def minutes(self) -> float:
        """Paid minutes of each who attends: the meeting, before and after."""
        return sum(self.part_minutes) + self.preparation_minutes + self.follow_up_minutes

    @model_validator(mode="after")
    def _meets(self) -> Team:
        if self.every_weeks and not sum(self.part_minutes):
            raise ValueError("every_weeks asks for meetings, but all part_minutes are 0")
        return self


class Reporting(Lever):
    """How what somebody noticed reaches the planner."""

    through: Literal["notes", "contact"] = Field(
        default="notes",
        description="notes: by what is written down; contact: the contact person is told and tells the planner (T22).",
    )


class TimeBank(Lever):
    """Granted time that the client disposes of (ramtid, G2-G4)."""

    most_minutes: Annotated[float, Field(ge=0, le=240)] = Field(
        default=0, description="So much saved time can make a visit by the contact person longer; 0: cancelled time is lost."
    )
    weeks: Annotated[int, Field(ge=1, le=52)] = Field(default=4, description="Saved time is lost after so many weeks.")
    swaps: bool = Field(
        default=False, description="The client may have something else done at a visit than was planned, in the same time (G3)."
    )


class Tools(Lever):
    """Technology."""

    mobile_documentation: bool = Field(
        default=False, description="Notes are written on the spot; what that saves is claims.mobile_saving (G5)."
    )
    supervisors: bool = Field(
        default=False,
        description="Care supervisors (omsorgshandledare) lead the work; they cost organisation.supervisor_month (G6).",
    )


class Policy(Lever):
    """A way of working: a name and its levers."""

    name: str
    title: str = ""
    about: str = ""
    visits: Visits = Visits()
    contacts: Contacts = Contacts()
    continuity: Continuity = Continuity()
    roster: Roster = Roster()
    absence: Absence = Absence()
    control: Control = Control()
    meetings: Meetings = Meetings()
    alarms: Alarms = Alarms()
    night: Night = Night()
    introduction: Introduction = Introduction()
    team: Team = Team()
    reporting: Reporting = Reporting()
    time_bank: TimeBank = TimeBank()
    tools: Tools = Tools()

    @property
    def has_contacts(self) -> bool:
        """Whether clients have contact persons."""
        return self.contacts.clients is not None

    @model_validator(mode="after")
    def _levers_agree(self) -> Policy:
        if not self.has_contacts:
            needing = [
                name
                for name, wanted in {
                    "visits.days: contact": self.visits.days == "contact",
                    "roster.first: clients": self.roster.first == "clients",
                    "absence.replaced_by: backup": "backup" in self.absence.replaced_by,
                    "continuity.contact_minutes": self.continuity.contact_minutes > 0,
                    "reporting.through: contact": self.reporting.through == "contact",
                    "time_bank.most_minutes": self.time_bank.most_minutes > 0,
                }.items()
                if wanted
            ]
            if needing:
                raise ValueError(f"{', '.join(needing)} need contact persons: set contacts.clients, for instance to [3, 4]")
        return self
