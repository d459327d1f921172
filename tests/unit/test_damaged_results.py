"""Stored results that are damaged or of another scenario, and arguments of the wrong kind, end in a sentence."""

from __future__ import annotations

import pytest
from hemtjanst.models.errors import InputError
from hemtjanst.models.planning import make_plan
from hemtjanst.models.scenario_file import load_policy, load_scenario
from hemtjanst.simulation.experiments import compare
from hemtjanst.simulation.experiments.plan_store import read_plan, write_plan


@pytest.mark.parametrize(
    "broken", ["finished/fragmented/0000.parquet", "plans/fragmented/visits.parquet", "plans/fragmented/notes.json"]
)
def test_an_interrupted_comparison_that_is_damaged_says_what_to_remove(tmp_path, village, fragmented, broken):
    """A full disk or a broken copy leaves half a file; the same command must say which, not show a traceback."""

    def again():
        return compare(village, fragmented, days=1, replications=1, out=tmp_path / "out")

    whole = again()
    file = tmp_path / "out" / broken
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2])
    with pytest.raises(InputError, match=r"is damaged \(.*\); remove it, and the same command makes it again"):
        again()
    (file if "finished" in broken else file.parent / "notes.json").unlink()
    assert again().measures.equals(whole.measures)


def test_a_plan_of_another_scenario_is_refused(tmp_path, village):
    """Its rows would be read as other people, or as nobody."""
    policy = load_policy("fragmented")
    small = load_scenario("small")
    write_plan(make_plan(small, policy, 1, iterations=1), tmp_path)
    assert read_plan(tmp_path, small, policy, 1) is not None
    with pytest.raises(InputError, match=r"this plan is for \d+ clients or more, but '.*' has \d+; they do not belong together"):
        read_plan(tmp_path, village, policy, 1)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"days": 2.5}, "days: must be a whole number, not 2.5"),
        ({"days": "7"}, "days: must be a whole number, not '7'"),
        ({"replications": 0}, "replications: must be at least 1, not 0"),
    ],
)
def test_numbers_that_are_none_are_told(village, fragmented, arguments, message):
    """In a notebook there is no command line to check them."""
    with pytest.raises(InputError, match=message):
        compare(village, [fragmented], **arguments)


@pytest.mark.parametrize("seed", ["sju", 1.5, -1])
def test_a_seed_that_is_no_number_is_told(seed):
    """It keys everything random, and would fail deep inside."""
    with pytest.raises(InputError, match="seed: must be a whole number from 0 to"):
        load_scenario("small", seed=seed)


def test_one_way_of_working_needs_no_list():
    """A name alone would else be read letter by letter: there is no policy 'f'."""
    with pytest.raises(InputError, match="there is no policy of that name; did you mean 'fragmented'"):
        compare("small", "fragmentd", days=1, replications=1)
