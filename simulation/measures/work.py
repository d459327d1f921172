"""Staff-days: visits and clients, overtime, how evenly the work is spread, who steps in."""

from __future__ import annotations

import numpy as np

from ..journal import Kind, Reason
from .figure import Figure, ratio, register, spread, total
from .run import Run


def overtime_seconds(run: Run) -> np.ndarray:
    """int64[duties worked]: seconds after the planned end; 0 where no end was planned."""
    duties = run.rows(Kind.DUTY)
    planned = run.journal.planned_end[duties]
    return np.where(planned >= 0, np.maximum(run.journal.end[duties] - planned, 0), 0)


@register("visits", "neither", "work", "domain A5; 11.6 in B4 (Huddinge)")
def visits_per_staff_day(run: Run) -> Figure:
    """Meetings at visits (two for a double-staffed one) / days that somebody worked, each member of staff counted."""
    return ratio(len(run.encounters), run.worked.sum())


@register("clients", "lower", "work", "domain B4 (4.0 in the 1980s, 11.8 in 2015)")
def clients_per_staff_day(run: Run) -> Figure:
    """Different clients that each member of staff met each day / days that somebody worked."""
    met = run.encounters
    return ratio(len(np.unique((met.day * run.staff + met.staff) * run.clients + met.client)), run.worked.sum())


@register("min", "neither", "work", "domain B1; T13")
def visit_minutes(run: Run) -> Figure:
    """Minutes with the client / performed visits; a double-staffed visit lasts as long as the one who stays longest."""
    return ratio(run.lasted.sum() / 60, len(run.performed))


@register("visits", "neither", "work", "domain B2; T13")
def visits_per_client_day(run: Run) -> Figure:
    """Performed visits / days with at least one performed visit, each client counted: fewer where needs are bundled."""
    visits = run.plan.visits
    client_day = visits.client[run.performed].astype(np.int64) * run.plan.days + visits.day[run.performed]
    return ratio(len(run.performed), len(np.unique(client_day)))


@register("h", "lower", "work", "domain A5")
def overtime_hours(run: Run) -> Figure:
    """Hours worked after the planned end of a duty."""
    return total(overtime_seconds(run).sum() / 3600)


@register("share", "lower", "work", "domain B8 (14-22 % of day schedules in Norway)")
def overtime_share(run: Run) -> Figure:
    """Duties that ended more than 5 minutes after their planned end / duties worked."""
    seconds = overtime_seconds(run)
    return ratio((seconds > 5 * 60).sum(), len(seconds))


@register("share", "higher", "work", "domain A3 (verkställighetsgrad), T29")
def performed_planned(run: Run) -> Figure:
    """Person-hours at performed visits / person-hours of all visits in the plan, cancelled and missed ones included."""
    visits = run.plan.visits
    return ratio(run.received.sum() / 3600, (visits.seconds.astype(np.int64) * visits.people).sum() / 3600)


@register("share", "higher", "work", "domain A3 (verkställighetsgrad); 80-90 % in B8")
def performed_granted(run: Run) -> Figure:
    """Person-hours at performed visits / person-hours granted (beviljad tid) for the same days."""
    return ratio(run.received.sum() / 3600, run.granted.sum() / 3600)


@register("h", "lower", "work", "domain A5")
def unused_granted_hours(run: Run) -> Figure:
    """Granted person-hours that clients did not receive, summed over clients; one client's surplus does not fill another's gap."""
    return total(np.maximum(run.granted - run.received, 0).sum() / 3600)


@register("share", "neither", "work", "T19")
def moved_days_share(run: Run) -> Figure:
    """Occasions of needs that the plan puts on another day than agreed / occasions of needs in the plan."""
    occasions = run.plan.occasions
    return ratio((run.plan.visits.day[occasions.visit] != occasions.agreed_day).sum(), len(occasions))


@register("share", "lower", "work", "domain A5 (short-notice substitutions), B4")
def duties_absent_share(run: Run) -> Figure:
    """Rostered duties whose own member of staff could not work them / rostered duties."""
    return ratio(len(run.rows(Kind.ABSENT)), len(run.plan.duties))


@register("share", "lower", "work", "domain A5 (short-notice substitutions), T17, T34")
def visits_taken_over_share(run: Run) -> Figure:
    """Meetings at visits that somebody took over the same morning / meetings at visits."""
    return ratio((run.encounters.reason == Reason.STEPPED_IN).sum(), len(run.encounters))


@register("share", "lower", "work", "domain A5; own definition")
def workload_spread(run: Run) -> Figure:
    """Standard deviation, over regular staff, of paid hours / contract hours of the same days."""
    scenario = run.plan.scenario
    regular = np.array([p.employment == "regular" and p.degree > 0 for p in scenario.staff], dtype=bool)
    degree = np.array([p.degree for p in scenario.staff])[regular]
    contract = degree * scenario.work.full_time_hours.value * 3600 * run.plan.days / 7
    return spread(run.paid.sum(axis=0)[regular] / contract)


@register("min", "lower", "work", "domain A5; own definition")
def client_minutes_spread(run: Run) -> Figure:
    """Standard deviation, over staff-days, of minutes at clients' homes."""
    return spread(run.accounts["client"][run.worked] / 60)


@register("days", "lower", "work", "domain A5 (weekend fairness); own definition")
def weekend_spread(run: Run) -> Figure:
    """Standard deviation, over regular staff, of Saturdays and Sundays worked."""
    regular = np.array([person.employment == "regular" for person in run.plan.scenario.staff], dtype=bool)
    weekend = np.arange(run.plan.days) % 7 >= 5
    return spread(run.worked[weekend][:, regular].sum(axis=0))
