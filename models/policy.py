"""A policy: a way of working (arbetssätt). What somebody can choose; it knows of no municipality.

A policy is data, a YAML file over orthogonal levers that a reader can combine; the levers are code, in ``planning/`` (what
is decided beforehand) and in the simulated world (what is done when the day turns out otherwise).
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Title = Literal["undersköterska", "vårdbiträde"]
Replacement = Literal["backup", "known", "colleague", "pool", "overtime"]


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
    days: Literal["agreed", "contact"] = Field(
        default="agreed",
        description="Day of a movable service: as agreed, or a day of the same week when the contact person works (T18, T19).",
    )


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
    duties: tuple[str, ...] = Field(default=(), description="Services the contact person should do as often as possible (T12).")

    @model_validator(mode="after")
    def _clients_are_ordered(self) -> Contacts:
        if self.clients is not None and not 0 < self.clients[1] >= self.clients[0] >= 0:
            raise ValueError(f"clients: {list(self.clients)} must be [fewest, most] with 0 <= fewest <= most and most > 0")
        if self.clients is None and (self.backups or self.duties):
            raise ValueError("backups and duties need contact persons: set contacts.clients, for instance to [3, 4]")
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
        default=0, description="Price of each further person that a client meets in a day, and in 14 days (T4, T30)."
    )


class Roster(Lever):
    """What decides when people work."""

    first: Literal["roster", "clients"] = Field(
        default="roster",
        description="roster: shifts follow the demand curve alone; clients: contacts also work on their clients' days (T16).",
    )


class Absence(Lever):
    """Who steps in when somebody is ill in the morning, tried in this order (T17, T34)."""

    replaced_by: tuple[Replacement, ...] = ("colleague", "pool")
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


class Control(Lever):
    """How minutes are controlled (minutstyrning)."""

    stay_planned_time: bool = Field(
        default=False, description="Stay with the client the whole planned time even where the tasks went faster (T29)."
    )


class Meetings(Lever):
    """Contact-person meetings (kontaktmannamöten), paid time that is neither visit nor driving (T24)."""

    minutes: Annotated[float, Field(ge=0, le=480)] = Field(default=0, description="Length of the monthly meeting of the group.")
    preparation_minutes: Annotated[float, Field(ge=0, le=480)] = Field(
        default=0, description="Preparation for each meeting, each member of the group (läser in sig)."
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
                }.items()
                if wanted
            ]
            if needing:
                raise ValueError(f"{', '.join(needing)} need contact persons: set contacts.clients, for instance to [3, 4]")
        return self
