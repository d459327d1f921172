"""From a scenario and a policy to a plan: contacts, roster, visits, routes."""

from __future__ import annotations

from ..errors import Fault, InputError
from ..plan import Plan
from ..policy import Policy
from ..scenario import Scenario
from ..under import under
from .bent_wishes import with_wishes_bent
from .contacts import assign_contacts
from .left_out import left_out
from .roster import make_roster
from .routes import make_routes
from .visits import make_visits

__all__ = ["assign_contacts", "make_plan", "make_roster", "make_routes", "make_visits"]


def make_plan(
    scenario: Scenario, policy: Policy, days: int, *, iterations: int | None = None, workers: int = 1, progress: bool = False
) -> Plan:
    """Plan ``days`` days of a scenario under a policy.

    Contact persons first, then the visits as the roster should expect them, the roster, the visits on the days when the right
    people work, and the routes. A scenario that lacks staff still gets a plan: visits are then left out, and the notes say so.
    Where wishes for a time count, routes are planned twice: where the first leave visits out, the second heed no wishes.

    Parameters
    ----------
    scenario, policy
        For whom, and by which way of working.
    days
        Length of the horizon, from the scenario's first Monday.
    iterations
        Steps of the search for routes, for each visit of a day. The same number is the same effort, whatever the policy.
    workers
        Processes that plan groups side by side; the plan does not depend on it.
    progress
        Show a progress bar.

    Raises
    ------
    InputError
        If ``days`` is less than 1.
    """
    if days < 1:
        raise InputError(Fault("days", f"{days} days cannot be planned; at least 1"))
    scenario = under(scenario, policy)
    contacts, about_contacts = assign_contacts(scenario, policy, workers=workers)
    expected, _ = make_visits(scenario, policy, days, contacts)
    duties, about_roster = make_roster(scenario, policy, days, contacts, expected, workers=workers)
    visits, occasions = make_visits(scenario, policy, days, contacts, duties)
    decided = (contacts, duties, visits, occasions)
    stops = make_routes(scenario, policy, days, *decided, iterations=iterations, workers=workers, progress=progress)
    if policy.visits.wished_time_minutes is not None and len(visits):
        bent, its_occasions = with_wishes_bent(scenario, policy, days, *decided, stops)
        if bent is not visits:
            visits, decided = bent, (contacts, duties, bent, its_occasions)
            stops = make_routes(scenario, policy, days, *decided, iterations=iterations, workers=workers, progress=progress)
    about_routes = left_out(scenario, duties, visits, stops)
    notes = (*about_contacts, *about_roster, *about_routes)
    return Plan(scenario, policy, days, *decided, stops, notes)
