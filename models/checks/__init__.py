"""The plan checker: rules a plan keeps, each checked by a function of its own that had no hand in making the plan.

======================= ===== =====================================================================================
rule                    kind  a plan breaks it when
======================= ===== =====================================================================================
own_shift               hard  a duty is of a shift the person does not work, or has other hours than that shift
hours_off               hard  a split shift has not the unpaid hours in its middle that its kind has
one_duty_per_day        hard  somebody has two duties on one day
daily_rest              hard  there are fewer than 11 h between two duties
weekly_rest             hard  a whole week of the horizon has no 36 h free at a stretch
longest_run             hard  somebody works more than 5 days in a row
weekends                hard  regular staff work two weekends in a row
contract_hours          hard  paid hours exceed the contract by more than one shift over the horizon
contact_capacity        hard  somebody is contact person of more clients than the policy allows
contact_hours           hard  a contact person's clients have more granted hours than the policy allows
contact_eligibility     hard  a contact person has not the title, degree or group for it, or is forbidden
contact_ranks           hard  a client has two contact persons, or more backups than the policy says
contact_missing         bent  a client has no contact person though the policy has them
occasions               hard  an agreed occasion is in no visit or in two, or one was not agreed
moved                   hard  an occasion is moved that may not move, or out of its week
frequency               hard  two occasions of a need fall on one day
spacing                 hard  a moved occasion leaves less than half of the agreed days to the next one of its need
visit_content           hard  a visit has not the client, people or skills of its needs
agreed_window           hard  a visit may start when one of its needs may not
granted_time            hard  less time is given than granted
unserved                bent  a visit is in too few routes, or in none
double_staffing         hard  a visit has too many people, one person twice, or two who begin at different times
right_day               hard  a visit is made on another day than its own
skills                  hard  somebody comes who lacks a skill that the visit asks for
forbidden               hard  somebody comes who must not come to this client
least_gap               hard  a client is visited too soon after the last meal or medication, where the catalogue asks for a gap
early                   hard  a visit starts before its window opens
late                    bent  a visit starts after its window closes
one_person_per_shift    bent  a further person comes to a client in a shift, though the policy makes one the rule
two_places              hard  somebody does two things at once
travel                  hard  there is less time between two doors than the travel takes
leaves                  hard  the first client is reached sooner than the drive from the base allows
back                    hard  the route ends after the time for the base begins
break_taken             hard  a long duty has no break, or one that is too short
break_window            hard  the break begins outside its window
break_in_time           hard  the break begins later than 5 h after the duty
======================= ===== =====================================================================================

A plan must have no hard violation. Bent ones are what a planner may be unable to avoid: they are counted and explained, never
silent. Hours, minutes and days above are the defaults of the scenario's assumptions.
"""

from __future__ import annotations

from ..plan import Plan
from . import contact_rules, route_rules, service_rules, staff_rules, visit_rules
from .violation import BENT, Rule, Violation

__all__ = ["BENT", "RULES", "Violation", "check"]

RULES: tuple[Rule, ...] = (
    *staff_rules.RULES,
    *contact_rules.RULES,
    *visit_rules.RULES,
    *service_rules.RULES,
    *route_rules.RULES,
)


def check(plan: Plan) -> list[Violation]:
    """Find every rule that a plan breaks, by rule in the order of the table above, then by day and person.

    Raises
    ------
    IndexError
        If the tables of the plan refer to rows that do not exist.
    """
    return [found for rule in RULES for found in rule(plan)]
