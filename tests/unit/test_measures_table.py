"""The table of measures and the description of each."""

import math
import subprocess
import sys

import numpy as np
import pytest
from hand_journal import Diary, meetings
from hemtjanst.models.errors import InputError
from hemtjanst.simulation.measures import MEASURES, Figure, Run, describe_measures, measure
from hemtjanst.simulation.measures.figure import ratio, register, spread, total

GROUPS = {"presence", "time", "driving", "continuity", "punctuality", "work", "cost"}


@pytest.fixture(scope="module")
def run(village):
    """Three weeks in which three people take turns with two clients."""
    met = [(day, client, (day + client) % 3, at) for day in range(28) for client in range(2) for at in (480, 1080)]
    return meetings(village, 28, met, contacts=[(0, 0, 0), (1, 1, 0)])


def test_every_measure_is_in_the_table_with_what_it_was_divided_by(run):
    """Numerator and denominator stand beside every value, and but for spreads they make it."""
    table = measure(run)
    assert list(table.columns) == ["measure", "value", "numerator", "denominator", "unit"]
    assert list(table["measure"]) == list(MEASURES)
    for row in table.itertuples():
        expected = row.numerator / row.denominator if row.denominator else math.nan
        root = math.sqrt(expected) if row.measure.endswith("_spread") else expected
        assert row.value == pytest.approx(root, nan_ok=True), row.measure


def test_chosen_measures_in_the_order_asked_for(run):
    """A sweep measures only what it needs."""
    assert list(measure(run, ["km", "coc"])["measure"]) == ["km", "coc"]


def test_unknown_measures_are_all_named_with_the_nearest(run):
    """A slip of the pen ends in a sentence, not in a KeyError, and both slips are told at once."""
    with pytest.raises(InputError) as caught:
        measure(run, ["presence_payd", "coc", "sekon"])
    assert "no measure 'presence_payd'; did you mean 'presence_paid'?" in str(caught.value)
    assert "no measure 'sekon'; did you mean 'secon'?" in str(caught.value)


def test_an_empty_run_has_a_whole_table(village):
    """A village where nothing happens for 28 days gives every measure without a warning."""
    table = measure(Diary(village, 28).run()).set_index("measure")
    assert len(table) == len(MEASURES)
    assert math.isnan(table.loc["presence_paid", "value"])
    assert table.loc["paid_hours", "value"] == 0


def test_a_run_without_clients_or_needs_has_a_whole_table(village):
    """Somebody may simulate an empty group; counting nobody must not fail."""
    assert len(measure(Diary(village.replace(clients=(), needs=()), 14).run())) == len(MEASURES)


def test_each_measure_is_described():
    """Nobody can trust a figure whose unit, direction, definition and source are not written down."""
    table = describe_measures()
    assert list(table.columns) == ["measure", "group", "unit", "better", "definition", "source"]
    assert set(table["group"]) == GROUPS
    assert set(table["better"]) == {"higher", "lower", "neither"}
    for row in table.itertuples():
        assert row.definition.endswith("."), row.measure
        assert "\n" not in row.definition, row.measure
        assert row.source, row.measure
        assert row.unit, row.measure


def test_the_recommended_set_is_there():
    """The names of domain A5, so that figures from here and elsewhere can be laid side by side."""
    recommended = (
        "continuity_14d_kolada distinct_staff_14d_all distinct_staff_28d contact_share_visits contact_share_time upc coc secon hhi "
        "mmci known_staff_share staff_per_client_day presence_paid presence_active field_efficiency km co2 visits_per_staff_day "
        "clients_per_staff_day unused_granted_hours"
    )
    assert set(recommended.split()) <= set(MEASURES)


def test_figures_of_nothing_and_of_amounts():
    """Dividing by nothing is NaN without a warning, and keeps what there was to divide."""
    assert ratio(1, 2) == Figure(0.5, 1, 2)
    assert math.isnan(ratio(3, 0).value)
    assert ratio(3, 0)[1:] == (3, 0)
    assert total(7) == Figure(7, 7, 1)


def test_spread_is_the_population_standard_deviation():
    """2 and 4 lie one from their mean."""
    assert spread(np.array([2.0, 4.0])) == Figure(1, 2, 2)
    assert math.isnan(spread(np.array([])).value)


def test_two_measures_cannot_share_a_name():
    """The second would silently replace the first in every table."""
    with pytest.raises(ValueError, match="already a measure called 'km'"):

        @register("km", "lower", "driving", "own")
        def km(run):
            """Another kilometre."""
            return total(0)


@pytest.mark.parametrize(
    ("column", "said"),
    [("day", "day 40"), ("staff", "staff 40"), ("client", "client 40"), ("visit", "visit 40"), ("duty", "duty 40")],
)
def test_a_journal_of_another_plan_is_refused(village, column, said):
    """Figures from a plan and somebody else's journal would be wrong without a word."""
    run = meetings(village, 3, [(0, 0, 0, 480)])
    other = run.journal.replace(**{column: np.full(len(run.journal), 40)})
    with pytest.raises(InputError, match=f"journal: tells of {said}, but the plan ends at .*: they do not belong together"):
        Run(run.plan, other)


def test_measuring_is_quick_to_import():
    """A command that only says what the measures mean must not wait for pandas, scipy or matplotlib."""
    heavy = "pandas", "scipy.stats", "matplotlib", "pyarrow"
    code = f"import sys, hemtjanst.simulation.measures; sys.exit(any(name in sys.modules for name in {heavy}))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
