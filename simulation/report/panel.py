"""A panel for notebooks: move levers, and see a day and its figures change within a second or two."""

from __future__ import annotations

import io
import time
from html import escape
from typing import Any

from ...models import Policy, Scenario
from ...models.errors import Fault, InputError
from ...models.planning import make_plan
from ...models.scenario_file import load_policy, load_scenario
from ..measures import MEASURES, Run, measure
from ..world import simulate
from . import plots
from .texts import Texts, texts

SHOWN = (
    "presence_paid",
    "driving_share",
    "driving_minutes_per_visit",
    "staff_per_client_day",
    "contact_share_visits",
    "contact_or_backup_share",
    "on_time_window_15",
    "missed_share",
    "overtime_hours",
    "idle_share",
)
REPLACED_BY = {
    "backups_first": ("backup", "known", "colleague", "pool"),
    "colleagues_first": ("colleague", "pool"),
    "pool_first": ("pool", "colleague"),
}


class Panel:
    """Levers beside one day of one group and its figures. It shows itself where it is the last value of a notebook cell.

    Parameters
    ----------
    scenario
        A scenario, a shipped name or a path; large ones answer slowly.
    policy
        The way of working that the levers start from.
    days
        Days that are planned and lived through; the picture shows the last.
    language
        ``en`` or ``sv``.

    Attributes
    ----------
    levers
        The controls by name: set ``levers["backups"].value`` and everything follows.
    figures
        What was measured last, a data frame; the first policy's figures stay beside it.
    seconds
        How long the last answer took.

    Raises
    ------
    InputError
        If ipywidgets is not installed, or scenario or policy cannot be used.
    """

    def __init__(
        self,
        scenario: Scenario | str = "small",
        policy: Policy | str = "back_to_basic",
        days: int = 2,
        language: str = "en",
    ) -> None:
        widgets = _ipywidgets()
        self.say = texts(language)
        self.scenario = scenario if isinstance(scenario, Scenario) else load_scenario(scenario)
        self.start = policy if isinstance(policy, Policy) else load_policy(policy)
        self.days = days
        self.levers: dict[str, Any] = _levers(widgets, self.start, self.scenario, self.say)
        self.picture = widgets.Image(format="png", layout=widgets.Layout(width="100%"))
        self.table = widgets.HTML()
        self.figures = self.first = None
        self.seconds = 0.0
        for lever in self.levers.values():
            lever.observe(self._changed, names="value")
        self.update()
        self.first = self.figures
        left = widgets.VBox([*self.levers.values(), self.table], layout=widgets.Layout(width="24em", flex="0 0 auto"))
        self.widget = widgets.HBox([left, self.picture])

    @property
    def policy(self) -> Policy:
        """The way of working that the levers stand for."""
        value = {name: lever.value for name, lever in self.levers.items()}
        start = self.start.model_dump()
        contacts, continuity = start["contacts"], start["continuity"]
        continuity["one_person_per_shift"] = value["one_person_per_shift"]
        for price in ("known_minutes", "new_face_minutes", "contact_minutes"):
            continuity[price] *= value["prices"]
        start["control"]["stay_planned_time"] = value["stay_planned_time"]
        start["absence"]["replaced_by"] = REPLACED_BY[value["replaced_by"]]
        if value["contacts"]:
            contacts["clients"] = (1, value["clients"])
            contacts["backups"] = value["backups"]
        else:
            contacts |= {"clients": None, "backups": 0, "duties": ()}
            continuity["contact_minutes"] = 0
            start["visits"]["days"], start["roster"]["first"] = "agreed", "roster"
            start["absence"]["replaced_by"] = tuple(who for who in start["absence"]["replaced_by"] if who != "backup")
        return Policy.model_validate(start)

    def update(self) -> None:
        """Plan, live through the days and show them."""
        began = time.perf_counter()
        sick = self.scenario.uncertainty.sick_share.model_copy(update={"value": self.levers["sick_share"].value})
        scenario = self.scenario.replace(uncertainty=self.scenario.uncertainty.model_copy(update={"sick_share": sick}))
        plan = make_plan(scenario, self.policy, self.days)
        journal = simulate(plan, 0)
        self.figures = measure(Run(plan, journal), SHOWN).set_index("measure")
        self.picture.value = _png(plan, journal, self.days - 1, self.say.language)
        self.seconds = time.perf_counter() - began
        self.table.value = self._as_html()

    def _changed(self, _: object) -> None:
        self.update()

    def _as_html(self) -> str:
        now, before = self.figures, self.figures if self.first is None else self.first
        assert now is not None
        assert before is not None
        rows = [
            f"<tr><td style='text-align:left'>{escape(self.say('measures.' + name))}</td>"
            f"<td>{self.say.amount(before.value[name], MEASURES[name].unit)}</td>"
            f"<td><b>{self.say.amount(now.value[name], MEASURES[name].unit)}</b></td></tr>"
            for name in SHOWN
        ]
        head = f"<tr><th></th><th>{self.say('panel.before')}</th><th>{self.say('panel.now')}</th></tr>"
        note = self.say("panel.note", days=self.days, seconds=self.say.number(round(self.seconds, 1)))
        return f"<table style='font-size:.85em'>{head}{''.join(rows)}</table><small>{note}</small>"

    def _ipython_display_(self) -> None:
        from IPython.display import display

        display(self.widget)


def panel(scenario: Scenario | str = "small", policy: Policy | str = "back_to_basic", days: int = 2, language: str = "en") -> Panel:
    """Open a :class:`Panel`; the arguments are its own."""
    return Panel(scenario, policy, days, language)


def _ipywidgets() -> Any:
    try:
        import ipywidgets
    except ImportError:
        raise InputError(Fault("panel", "the panel needs ipywidgets: pip install 'hemtjanst[notebooks]'")) from None
    return ipywidgets


def _levers(widgets: Any, start: Policy, scenario: Scenario, say: Texts) -> dict[str, Any]:
    look = {"style": {"description_width": "11em"}, "layout": widgets.Layout(width="23em")}
    slide = look | {"continuous_update": False}

    def named(name: str) -> dict[str, Any]:
        return {"description": say(f"panel.{name}")}

    most = start.contacts.clients[1] if start.contacts.clients else 4
    replaced = next((name for name, order in REPLACED_BY.items() if order == start.absence.replaced_by), "backups_first")
    orders = [(say(f"panel.{name}"), name) for name in REPLACED_BY]
    rules = [(say(f"panel.{rule}"), rule) for rule in ("free", "wish", "rule")]
    sick = scenario.uncertainty.sick_share
    return {
        "contacts": widgets.Checkbox(value=start.has_contacts, **named("contacts"), **look),
        "clients": widgets.IntSlider(value=most, min=2, max=8, **named("clients"), **slide),
        "backups": widgets.IntSlider(value=start.contacts.backups, min=0, max=5, **named("backups"), **slide),
        "one_person_per_shift": widgets.Dropdown(
            options=rules, value=start.continuity.one_person_per_shift, **named("one_person_per_shift"), **look
        ),
        "prices": widgets.FloatSlider(value=1, min=0, max=4, step=0.25, **named("prices"), **slide),
        "stay_planned_time": widgets.Checkbox(value=start.control.stay_planned_time, **named("stay_planned_time"), **look),
        "replaced_by": widgets.Dropdown(options=orders, value=replaced, **named("replaced_by"), **look),
        "sick_share": widgets.FloatSlider(
            value=sick.value, min=sick.range[0], max=sick.range[1], step=0.005, readout_format=".1%", **named("sick_share"), **slide
        ),
    }


def _png(plan: Any, journal: Any, day: int, language: str) -> bytes:
    """The day's timeline, drawn without pyplot so that nothing appears in the notebook by itself."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(10, 4.5), layout="constrained")
    plots.timeline(plan, journal, day, 0, ax=figure.subplots(), language=language)
    content = io.BytesIO()
    figure.savefig(content, format="png", dpi=80)
    return content.getvalue()
