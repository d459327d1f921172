"""What the report says, taken from a comparison: rows of its tables, ready to be worded."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ...models import Policy, Scenario
from ...models.quantity import Assumptions, Quantity
from ..measures import MEASURES
from .figures import HEADLINES
from .text import average, records
from .texts import Texts, levers

if TYPE_CHECKING:
    from ..experiments.comparison import Comparison

FEW = 10  # replications
LONGEST_WINDOW = 14  # days, of the official measure of continuity
EMPLOYMENTS = ("regular", "hourly", "pool")


class Assumed(NamedTuple):
    """An assumption of the scenario: dotted name, quantity, and what it means."""

    name: str
    quantity: Quantity
    about: str

    @property
    def has_source(self) -> bool:
        """Whether the number stands on something else than the word *assumption*."""
        return not self.quantity.source.removeprefix("off; ").startswith("assumption")


def place(scenario: Scenario, say: Texts) -> str:
    """What the municipality is called: shipped ones by the texts, others (and those on other roads) by their own title."""
    own = scenario.title or scenario.name
    return own if "roads" in scenario.loaded_from else say.entries.get(f"places.{scenario.loaded_from.get('name')}", own)


def people(scenario: Scenario) -> dict[str, int]:
    """How many clients, needs, groups and staff of each employment there are."""
    staff = Counter(person.employment for person in scenario.staff)
    counts = {"clients": len(scenario.clients), "needs": len(scenario.needs), "groups": len(scenario.groups)}
    return counts | {employment: staff[employment] for employment in EMPLOYMENTS}


def rows(result: Comparison) -> list[dict[str, Any]]:
    """Rows of the tables: for one policy its means, for several the differences."""
    if len(result.policies) == 1:
        return [row | {"mean": row["value"], "verdict": "unclear"} for row in records(average(result.measures))]
    return records(result.differences)


def headlines(result: Comparison) -> list[dict[str, Any]]:
    """The rows of the main measures, in their order."""
    return sorted((row for row in rows(result) if row["measure"] in HEADLINES), key=lambda row: HEADLINES.index(row["measure"]))


def by_group(found: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Rows by what their measure is about."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in found:
        groups.setdefault(MEASURES[row["measure"]].group, []).append(row)
    return groups


def policies(result: Comparison, say: Texts) -> list[tuple[str, str]]:
    """Name and description of each way of working: those of the texts where it is a shipped one, else its own."""
    found = []
    for name, plan in result.plans.items():
        about = say.entries.get(f"about_policies.{name}", plan.policy.about)
        found.append((say.entries.get(f"policies.{name}", plan.policy.title or name), about))
    return found


def levers_that_differ(result: Comparison, say: Texts) -> list[tuple[str, str, list[str]]]:
    """Levers that do not have the same value under all policies: name, meaning, value under each."""
    if len(result.plans) < 2:
        return []
    services = result.scenario.services.values() if say.language == "sv" else ()
    called = {service.name: service.swedish for service in services}
    found = []
    for name, _ in levers(Policy):
        values = [_lever(plan.policy, name) for plan in result.plans.values()]
        if any(value != values[0] for value in values):
            found.append((name, say.name("levers", name), [_value(value, called) for value in values]))
    return found


def _lever(policy: Policy, name: str) -> Any:
    value: Any = policy
    for part in name.split("."):
        value = getattr(value, part)
    return value


def _value(value: Any, called: dict[str, str]) -> str:
    if value is None or value == ():
        return "–"
    if isinstance(value, tuple):
        nested = any(isinstance(item, tuple) for item in value)
        words = [" + ".join(called.get(part, part) for part in item) if isinstance(item, tuple) else item for item in value]  # type: ignore
        return ("; " if nested else ", ").join(str(called.get(word, word)) for word in words)
    return f"{value:g}" if isinstance(value, float) else str(value).lower() if isinstance(value, bool) else str(value)


def definitions(say: Texts) -> list[tuple[str, str, str, str]]:
    """Name, better direction, definition and source of each measure."""
    return [(name, item.better, say(f"definitions.{name}"), item.source) for name, item in MEASURES.items()]


def violations(result: Comparison) -> dict[str, list[tuple[str, int, bool]]]:
    """For each policy the rules that its plan breaks: rule, how often, whether the rule is hard."""
    found = {}
    for name, broken in result.violations.items():
        counts = Counter((violation.rule, violation.hard) for violation in broken)
        found[name] = [(rule, count, hard) for (rule, hard), count in counts.items()]
    return found


def cautions(result: Comparison, say: Texts) -> list[str]:
    """What a reader must know before quoting the answer, as far as this comparison gives reason to."""
    found = assumptions(result.scenario, say)
    unsourced = sum(not item.has_source for item in found)
    told = [say("cautions.assumed", unsourced=unsourced, assumptions=len(found))]
    if result.days < LONGEST_WINDOW:
        told.append(say("cautions.short", days=result.days))
    if len(result.policies) == 1:
        return told
    if len({plan.policy.control.stay_planned_time for plan in result.plans.values()}) > 1:
        told.insert(0, say("cautions.stay", lever="control.stay_planned_time"))
    if result.replications < FEW:
        told.append(say("cautions.few", replications=result.replications))
    return [*told, say("cautions.many", measures=len(MEASURES), chance=round(0.05 * len(MEASURES)))]


def pairing(result: Comparison) -> float | None:
    """Median share of variance that pairing took away from the main measures; None where there are no intervals."""
    if len(result.policies) < 2:
        return None
    found = np.array([row["variance_explained"] for row in headlines(result)], float)
    found = found[np.isfinite(found)]
    return float(np.median(found)) if found.size else None


def assumptions(scenario: Scenario, say: Texts) -> list[Assumed]:
    """Every quantity of the scenario with unit, source, range and meaning."""
    sections: dict[str, Assumptions] = dict(scenario.made_up)
    sections |= {name: value for name, value in vars(scenario).items() if isinstance(value, Assumptions)}
    if scenario.conditions is not None:
        sections["road_conditions"] = scenario.conditions.factors
    found = []
    for section, values in sections.items():
        for field in type(values).model_fields:
            value = getattr(values, field)
            if isinstance(value, Quantity):
                name = f"{section}.{field}"
                found.append(Assumed(name, value, say.name("assumptions", name)))
    return found
