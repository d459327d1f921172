"""Pictures show what the data says, on the axes they are given, and leave nothing behind."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
import pytest
from hemtjanst.models.planning import make_plan
from hemtjanst.simulation.experiments import compare
from hemtjanst.simulation.journal import ACCOUNTS, SPANS
from hemtjanst.simulation.report import plots
from hemtjanst.simulation.world import simulate

mpl.use("agg")
from matplotlib import pyplot as plt


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


def pictures(week, comparison):
    """Every plot function with something to draw."""
    plan, journal = week
    return {
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


def test_breaks_and_visits_look_different(week, ax):
    """White for unpaid time, green for clients: the reader's first question is how much of the row is green."""
    plots.timeline(*week, 3, ax=ax)
    labels = {text.get_text() for text in ax.get_legend().get_texts()}
    assert {"visit", "drive", "break (unpaid)"} <= labels
