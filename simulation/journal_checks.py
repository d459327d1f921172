"""The journal checker: what every lived day keeps, each rule checked by a function of its own that had no hand in living it.

============== ====================================================================================================
rule           a journal breaks it when
============== ====================================================================================================
order          its rows are not sorted by day, staff, start, kind
rows           a row lacks its day, person, visit, duty or client, or names those of another
lengths        something ends before it begins, takes no time, or begins on another day
one_duty       somebody has spans of work without a duty, or two duties on a day
tiles          the spans of a duty leave a gap, overlap, or do not reach from its start to its end
balance        paid time is not client + travel + wait + kringtid + idle, or the break is paid
two_places     somebody does two things at once
places         somebody is at a place without having gone there, or not with the client, or not back at the base
travel         a drive has the wrong length of road, or takes no time, or too little on a day without noise; where there are
               road conditions: no weather that the day can have explains all its drives
early          a visit starts before its window opens
together       the people at a visit come or go at different times
length         a visit is shorter than the policy or a world without noise has it
documented     a visit is not followed by its documentation
kringtid       report, meeting or office work of a duty are too long or too short
break_taken    a break is missing, too short, too long, too early, or there are two
outcome        a visit of the plan is not exactly one of performed by all its people, missed, cancelled
reasons        a row has a reason that its kind cannot have, or that is not true
tried          a visit was missed at the door without enough waiting there
away           a client in hospital is visited, or only some visits are cancelled
duties         a duty of the plan was neither worked nor lost to absence, or both, or at other hours
absent         somebody who is absent does something
skills         somebody comes who lacks a skill that the visit asks for
forbidden      somebody comes who must not come to this client
============== ====================================================================================================

What else happens has rules of its own in :mod:`.journal_event_checks`.

Nothing here is shared with the simulated world: the rules are written from the definitions in :mod:`.journal`.
"""

from __future__ import annotations

from ..models.checks.violation import Violation
from ..models.plan import Plan
from .checks.duty_rules import absent, break_taken, duties, kringtid
from .checks.road_rules import places, travel
from .checks.row_rules import lengths, order, reasons, rows
from .checks.time_rules import balance, one_duty, tiles, two_places
from .checks.visit_rules import away, documented, early, forbidden, length, outcome, skills, together, tried
from .journal import Journal
from .journal_event_checks import EVENT_RULES
from .journal_reading import Rule


def check_journal(plan: Plan, journal: Journal) -> list[Violation]:
    """Find every rule that a journal breaks, by rule in the order of the table above.

    Raises
    ------
    IndexError
        If the journal refers to rows that do not exist.
    """
    return [found for rule in (*RULES, *EVENT_RULES) for found in rule(plan, journal)]


RULES: tuple[Rule, ...] = (
    order,
    rows,
    lengths,
    one_duty,
    tiles,
    balance,
    two_places,
    places,
    travel,
    early,
    together,
    length,
    documented,
    kringtid,
    break_taken,
    outcome,
    reasons,
    tried,
    away,
    duties,
    absent,
    skills,
    forbidden,
)
