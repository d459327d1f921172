"""Pictures show what the data says, on the axes they are given, and leave nothing behind."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from hemtjanst.models.errors import InputError
from hemtjanst.models.plan import CONTACT
from hemtjanst.models.planning import make_plan
from hemtjanst.models.planning.bounds import bounds
from hemtjanst.models.scenario_file import load_scenario
from hemtjanst.simulation.experiments import compare
from hemtjanst.simulation.experiments.sweep import Design, Sweep
from hemtjanst.simulation.experiments.sweep.points import settings
from hemtjanst.simulation.journal import ACCOUNTS, SPANS, Kind
from hemtjanst.simulation.measures import Run
from hemtjanst.simulation.report import plots
from hemtjanst.simulation.report.figures import pictures as pictures_of_report
from hemtjanst.simulation.report.plots.frontier import not_dominated
from hemtjanst.simulation.report.plots.replay import Positions
from hemtjanst.simulation.world import simulate

mpl.use("agg")
from matplotlib import pyplot as plt
from matplotlib.text import Text

maps = import_module("hemtjanst.simulation.report.plots.route_map")


@pytest.fixture(scope="module")
def week(village, back_to_basic):
    """A week of the village, planned and lived through once."""
    plan = make_plan(village, back_to_basic, 7)
    return plan, simulate(plan, 0)


@pytest.fixture(scope="module")
def comparison(village, fragmented, back_to_basic):
    """Both ways of working over a week, three replications."""
    return compare(village, [fragmented, back_to_basic], days=7, replications=3)


@pytest.fixture
def ax():
    """Axes of a figure of their own, closed afterwards."""
    figure, axes = plt.subplots()
    yield axes
    plt.close(figure)


PLANS = pd.DataFrame({"plan": list("abc"), "driving_minutes_per_visit": [5.0, 6.0, 6.5], "contact_share_visits": [0.2, 0.5, 0.4]})
TORNADO = pd.DataFrame(
    {
        "factor": ["narrow", "wide"],
        "low_value": [1, 0],
        "high_value": [2, 1],
        "low": [0.5, 0.4],
        "high": [0.52, 0.6],
        "baseline": [0.51, 0.51],
    }
)
SOBOL = pd.DataFrame(
    {"factor": ["a", "b"], "first": [0.1, 0.5], "total": [0.3, 0.6], "total_low": [0.2, 0.5], "total_high": [0.4, 0.8]}
)
MORRIS = pd.DataFrame({"factor": ["a", "b"], "mu_star": [0.1, 0.5], "low": [0.0, 0.4], "high": [0.2, 0.7]})


def _axes_of(animation, ax):
    """Draw an animation once, as saving it would, and return its axes."""
    animation.to_jshtml()
    return ax if ax is not None else animation._fig.axes[0]


def pictures(week, comparison):
    """Every plot function with something to draw."""
    plan, journal = week
    return {
        "fewest_staff": lambda ax: plots.fewest_staff(bounds(plan).clients.frame(), ax=ax),
        "frontier": lambda ax: plots.frontier(PLANS, "driving_minutes_per_visit", "contact_share_visits", label="plan", ax=ax),
        "heatmap": lambda ax: plots.heatmap(plan, journal, ax=ax),
        "meeting_network": lambda ax: plots.meeting_network(plan, journal, ax=ax),
        "replay": lambda ax: _axes_of(plots.replay(plan, journal, 3, minutes=120, ax=ax), ax),
        "ranking": lambda ax: plots.ranking(MORRIS, ax=ax),
        "sobol": lambda ax: plots.sobol(SOBOL, ax=ax),
        "tornado": lambda ax: plots.tornado(TORNADO, "presence_paid", ax=ax),
        "timeline": lambda ax: plots.timeline(plan, journal, 3, ax=ax),
        "route_map": lambda ax: plots.route_map(plan, 3, ax=ax),
        "distribution": lambda ax: plots.distribution({"a": np.array([1, 2, 2]), "b": np.array([2.0, np.nan])}, "people", ax=ax),
        "time_accounts": lambda ax: plots.time_accounts(comparison.journals, ax=ax),
        "intervals": lambda ax: plots.intervals(comparison.differences, ["presence_paid", "km"], ax=ax),
        "paired": lambda ax: plots.paired(comparison.measures, "presence_paid", ax=ax),
    }


def test_every_plot_is_tried_here(week, comparison):
    """A new picture must join the tests below."""
    assert pictures(week, comparison).keys() == set(plots.__all__)


@pytest.mark.parametrize("name", plots.__all__)
def test_a_plot_draws_on_the_axes_it_is_given_and_returns_them(week, comparison, ax, name):
    """Readers compose figures of their own; a plot that opens another figure breaks theirs."""
    before = plt.get_fignums(), dict(mpl.rcParams)
    assert pictures(week, comparison)[name](ax) is ax
    assert plt.get_fignums() == before[0]
    assert dict(mpl.rcParams) == before[1]
    assert ax.has_data()


@pytest.mark.parametrize("name", plots.__all__)
def test_a_plot_makes_its_own_axes_where_none_are_given(week, comparison, name):
    """The first call in a notebook has no axes yet."""
    own = pictures(week, comparison)[name](None)
    own.figure.canvas.draw()
    plt.close(own.figure)


def test_the_timeline_shows_every_second_of_every_duty_once(week, ax):
    """A picture of a day in which time is missing or double would mislead."""
    plan, journal = week
    plots.timeline(plan, journal, 3, ax=ax)
    drawn = sum(box.get_extents().width for bars in ax.collections for box in bars.get_paths())
    spans = (journal.day == 3) & np.isin(journal.kind, SPANS)
    assert drawn == pytest.approx((journal.end - journal.start)[spans].sum() / 3600)
    assert len(ax.get_yticks()) == len(set(journal.staff[spans].tolist()))


def test_the_bars_of_the_accounts_are_the_paid_hours(comparison, ax):
    """Their sum is the identity paid = client + travel + wait + kringtid + idle (domain A3)."""
    plots.time_accounts(comparison.journals, ax=ax)
    drawn = sum(bar.get_width() for bar in ax.patches)
    paid = 0.0
    for journal in comparison.journals.values():
        rows = np.isin(journal.kind, [kind for kinds in ACCOUNTS.values() for kind in kinds])
        paid += (journal.end[rows] - journal.start[rows]).sum() / 3600
    assert drawn == pytest.approx(paid)


def test_paired_replications_are_joined_and_all_shown(comparison, ax):
    """Each replication is one line across the policies."""
    plots.paired(comparison.measures, "presence_paid", ax=ax)
    values = comparison.measures.query("measure == 'presence_paid'").pivot(index="replication", columns="policy", values="value")
    lines = np.array([line.get_ydata() for line in ax.lines])
    np.testing.assert_allclose(lines, values[["fragmented", "back_to_basic"]].to_numpy())


def test_worse_and_better_have_different_colours(comparison, ax):
    """What got worse must be as visible as what got better."""
    rows = comparison.differences.query("verdict in ['better', 'worse'] and baseline_mean != 0")
    plots.intervals(rows, list(rows.measure), ax=ax)
    colours = [line.get_color() for line in ax.lines if len(line.get_xdata()) == 1]
    assert len(set(colours)) == len(set(rows.verdict)) == 2


def test_an_unsure_difference_does_not_hide_the_others(comparison, ax):
    """Few replications of a rare thing give an interval of thousands of per cent; it is cut, and an arrow says so."""
    rows = comparison.differences.query("measure in ['presence_paid', 'overtime_hours']").copy()
    rows.loc[rows.measure == "overtime_hours", ["baseline_mean", "difference", "low", "high"]] = 1.0, 4.5, -20.0, 27.0
    plots.intervals(rows, ["presence_paid", "overtime_hours"], ax=ax)
    low, high = ax.get_xlim()
    assert -600 < low < 0 < 450 < high < 600
    assert {"<", ">"} <= {line.get_marker() for line in ax.lines}


def test_a_picture_without_a_figure_is_left_out(comparison):
    """In a week nobody has been counted for 14 days: an empty picture would look like nobody met anybody."""
    assert {picture.name for picture in pictures_of_report(comparison)} >= {"presence", "contact_share"}
    assert "staff_met" not in {picture.name for picture in pictures_of_report(comparison)}


def test_a_spread_says_per_cent_of_what(comparison):
    """A bar of 20 per cent is of clients in one picture and of shifts in the next."""
    drawn = {
        picture.name: picture.draw() for picture in pictures_of_report(comparison) if picture.name in ("presence", "contact_share")
    }
    assert drawn["presence"].get_ylabel() == "per cent of shifts"
    assert drawn["contact_share"].get_ylabel() == "per cent of clients"
    for axes in drawn.values():
        plt.close(axes.figure)


def test_a_policy_keeps_its_colour_where_others_are_left_out(comparison):
    """Only one way of working has contact persons; in blue it would be taken for the other one, which is blue elsewhere."""
    drawn = {
        picture.name: picture.draw() for picture in pictures_of_report(comparison) if picture.name in ("presence", "contact_share")
    }
    colours = {name: [bar.patches[0].get_facecolor() for bar in axes.containers] for name, axes in drawn.items()}
    assert len(colours["presence"]) == 2
    assert colours["contact_share"] == colours["presence"][1:]
    for axes in drawn.values():
        plt.close(axes.figure)


def test_a_map_holds_its_routes_whole(week, ax, monkeypatch):
    """The road to the outermost home may lead round it; a route that leaves the picture seems to go nowhere."""
    plan, _ = week
    round_about = np.array([14.0, 14.4]), np.array([58.5, 58.9])
    monkeypatch.setattr(maps, "_along_roads", lambda *_: round_about)
    plots.route_map(plan, 3, group=0, ax=ax)
    for (low, high), points in zip((ax.get_xlim(), ax.get_ylim()), round_about, strict=True):
        assert low < points.min() < points.max() < high
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["home of a client", "base"]


def test_a_measure_that_does_not_exist_is_not_drawn(comparison):
    """An empty picture would be taken for a measure of nothing."""
    with pytest.raises(InputError, match="there is no measure 'presnce_paid'; did you mean 'presence_paid'"):
        comparison.plot("presnce_paid")


def test_breaks_and_visits_look_different(week, ax):
    """White for unpaid time, green for clients: the reader's first question is how much of the row is green."""
    plots.timeline(*week, 3, ax=ax)
    labels = {text.get_text() for text in ax.get_legend().get_texts()}
    assert {"visit", "drive", "break (unpaid)"} <= labels


def test_the_heatmap_counts_every_meeting_of_the_group_once(week, ax):
    """The picture of continuity must be of all visits, and mark the right contact persons."""
    plan, journal = week
    plots.heatmap(plan, journal, ax=ax)
    met = Run(plan, journal).encounters
    assert ax.collections[0].get_array().sum() == len(met)
    contacts = {
        (plan.scenario.clients[c].id, plan.scenario.staff[s].id) for c, s in zip(*np.nonzero(plan.rank == CONTACT), strict=True)
    }
    columns, rows = ([label.get_text() for label in labels] for labels in (ax.get_xticklabels(), ax.get_yticklabels()))
    framed = {(rows[int(box.get_y())], columns[int(box.get_x())]) for box in ax.patches}
    assert framed == {(client, person) for client, person in contacts if client in rows and person in columns}
    assert framed


def test_the_network_has_a_line_for_each_pair_that_met(week, ax):
    """A line too many or too few would change what a reader thinks of infection."""
    plan, journal = week
    plots.meeting_network(plan, journal, ax=ax)
    met = Run(plan, journal).encounters
    assert len(ax.collections[0].get_segments()) == len(set(zip(met.client.tolist(), met.staff.tolist(), strict=True)))


def test_the_network_says_which_lines_are_of_a_contact_person(week, comparison, ax):
    """A colour without a word is decoration; and where there are no contact persons there is no such line."""
    plots.meeting_network(*week, ax=ax)
    assert "meetings with the contact person" in {text.get_text() for text in ax.get_legend().get_texts()}
    ax.clear()
    plots.meeting_network(comparison.plans["fragmented"], comparison.journals["fragmented"], ax=ax)
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["clients", "staff"]


def test_the_frontier_holds_what_no_plan_beats_in_both_directions(ax):
    """Less driving is better, more contact is better: plan c drives more than b for less contact."""
    plots.frontier(PLANS, "driving_minutes_per_visit", "contact_share_visits", ax=ax)
    assert ax.lines[0].get_xydata().tolist() == [[5.0, 0.2], [6.0, 0.5]]
    assert ax.collections[0].get_offsets().tolist() == [[6.5, 0.4]]


def test_no_client_meets_fewer_than_the_line_and_every_client_is_drawn(week, ax):
    """A dot below the line would disprove the bound; a client left out would flatter the plan."""
    table = bounds(week[0]).clients.frame()
    plots.fewest_staff(table, days=7, ax=ax)
    dots, areas = ax.collections[0].get_offsets(), ax.collections[0].get_sizes()
    assert (dots[:, 1] >= dots[:, 0]).all()
    assert areas.sum() / areas.min() == len(table.query("days == 7"))
    assert np.average(dots[:, 1], weights=areas) == pytest.approx(table.query("days == 7").staff.mean())
    with pytest.raises(ValueError, match="no window of 28 days; its windows are 7"):
        plots.fewest_staff(table, days=28, ax=ax)


def test_of_two_equal_plans_neither_beats_the_other():
    """Both stay, or a frontier of one plan run twice would be empty."""
    assert not_dominated(np.array([[1.0, 1.0], [1.0, 1.0], [1.0, 2.0]])).tolist() == [True, True, False]


def test_the_widest_bar_of_the_tornado_is_on_top_and_starts_at_the_baseline(ax):
    """A reader looks at the top for the assumption that matters."""
    plots.tornado(TORNADO, "presence_paid", ax=ax)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["wide", "narrow"]
    assert {round(bar.get_x(), 12) for bar in ax.patches} == {0.51}
    assert sorted(round(bar.get_width(), 12) for bar in ax.patches) == [-0.11, -0.01, 0.01, 0.09]


def test_sobol_indices_are_drawn_with_their_intervals(ax):
    """An index without its interval looks surer than it is."""
    plots.sobol(SOBOL, ax=ax)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["b", "a"]
    widths = [round(bar.get_width(), 12) for bar in ax.patches]
    assert widths == [0.5, 0.1, 0.6, 0.3]
    ends = ax.collections[0].get_segments()
    assert np.array(ends)[:, :, 0] == pytest.approx(np.array([[0.5, 0.8], [0.2, 0.4]]))


@pytest.mark.parametrize("kind", ["one_at_a_time", "saltelli", "morris", "latin_hypercube"])
def test_the_table_of_every_kind_of_sweep_can_be_drawn(ax, kind):
    """A picture whose columns no sweep gives is drawn by nobody; the rows come out in the order of the table."""
    names = ["uncertainty.visit_cv", "uncertainty.sick_share"]
    design = Design(
        name="made up",
        scenario="small",
        policies=("fragmented", "unhurried"),
        uncertainties=dict.fromkeys(names),
        sampling={"kind": kind, "points": 4},
        outcomes=("presence_paid",),
        replications=1,
    )
    made = settings(design, Path(), "made up")
    keys = [(setting.point, setting.label, 0, *(setting.values[name] for name in names)) for setting in made]
    runs = pd.DataFrame(keys, columns=["point", "way", "replication", *names])
    value = (2 + (runs["way"] == "unhurried")) * runs[names[0]] + 0.1 * runs[names[1]] ** 2
    measures = runs[["point", "way", "replication"]].assign(measure="presence_paid", value=value)
    result = Sweep(design, runs.assign(reason=""), measures)
    for baseline in (None, "fragmented"):
        drawn = result.plot("presence_paid", baseline=baseline, ax=ax)
        assert [label.get_text() for label in drawn.get_yticklabels()] == names
        ax.clear()
    if kind == "one_at_a_time":
        table = result.sensitivity("presence_paid", "unhurried", "fragmented").set_index("factor")
        row = table.loc[names[0]]
        assert row["low"] == pytest.approx(row["low_value"])
        assert row["high"] == pytest.approx(row["high_value"])
        assert (table["baseline"] == load_scenario("small").uncertainty.visit_cv.value).all()


def test_the_replay_puts_everybody_on_duty_where_they_are(week):
    """On a visit at the client's home, on a drive between the two doors, off duty nowhere; who is called in from elsewhere too."""
    plan, journal = week
    positions = Positions(plan, journal, 3, 0)
    places, spans = plan.scenario.places, (journal.day == 3) & np.isin(journal.kind, SPANS)
    for second in range(positions.first, positions.last, 3600):
        lon, _, kinds = positions.at(second)
        now = second + 3 * 86_400
        there = np.flatnonzero(spans & (journal.start <= now) & (now < journal.end))
        assert sorted(kinds) == sorted(journal.kind[there].tolist())
        still = sorted(places.lon[journal.place_to[row]] for row in there if journal.kind[row] != Kind.DRIVE)
        assert sorted(x for x, kind in zip(lon, kinds, strict=True) if kind != Kind.DRIVE) == pytest.approx(still)


@pytest.mark.parametrize("name", ["timeline", "intervals", "time_accounts", "paired", "heatmap", "fewest_staff"])
def test_a_swedish_picture_speaks_swedish(week, comparison, ax, name):
    """A report in two languages at once is read in neither."""
    plan, journal = week
    drawn = {
        "fewest_staff": lambda: plots.fewest_staff(bounds(plan).clients.frame(), ax=ax, language="sv"),
        "timeline": lambda: plots.timeline(plan, journal, 3, ax=ax, language="sv"),
        "heatmap": lambda: plots.heatmap(plan, journal, ax=ax, language="sv"),
        "time_accounts": lambda: plots.time_accounts(comparison.journals, ax=ax, language="sv"),
        "intervals": lambda: plots.intervals(comparison.differences, ["presence_paid", "km"], ax=ax, language="sv"),
        "paired": lambda: plots.paired(comparison.measures, "presence_paid", ax=ax, language="sv"),
    }[name]()
    legend = drawn.get_legend()
    words = " ".join(
        [text.get_text() for text in drawn.findobj(Text)] + ([text.get_text() for text in legend.get_texts()] if legend else [])
    )
    swedish = {
        "fewest_staff": "så få som möjligt",
        "timeline": "besök",
        "heatmap": "omsorgstagare",
        "time_accounts": "tomtid",
        "intervals": "närvaro av betald tid",
        "paired": "närvaro av betald tid",
    }
    assert swedish[name] in words
    assert not re.search(r"\b(visit|drive|clients|staff|hours|difference|presence|with)\b", words)
