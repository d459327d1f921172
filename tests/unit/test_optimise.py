"""The cheapest setting that meets goals, on problems whose answer is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import tiny_sweep
from hemtjanst.cython_ext.keyed import Keyed
from hemtjanst.models.errors import InputError
from hemtjanst.simulation.experiments.optimise import judge, optimise
from hemtjanst.simulation.experiments.sweep.design import Search

SEARCH = Search.model_validate(
    {"minimise": "cost", "zone": 0.5, "goals": {"presence": {"at_least": 0.6}, "missed": {"at_most": 0}}}
)


def world(seed: int, n: int) -> dict[str, np.ndarray]:
    """Four settings: too cheap to be good, good, dear, and cheap but with a missed visit now and then."""
    keyed, who, when = Keyed(seed, "world"), np.arange(4)[:, None], np.arange(n)
    luck = keyed.normal(99, 0, when)
    missed = np.where((who == 3) & (keyed.uniform(who, 2, when) < 0.3), 1.0, 0.0)
    return {
        "cost": np.array([[8.0], [10.0], [11.0], [9.0]]) + luck + 0.5 * keyed.normal(who, 0, when),
        "presence": np.array([[0.57], [0.63], [0.64], [0.66]]) + 0.05 * keyed.normal(who, 1, when),
        "missed": missed,
    }


def choose(seed: int) -> list[int]:
    """All stages of a search."""
    alive, n = [0, 1, 2, 3], 20
    while True:
        verdicts = judge(world(seed, n), SEARCH, alive, 5)
        alive = [k for k in alive if k not in verdicts.out]
        if len(alive) < 2 or n >= 320:
            return alive
        n *= 2


def test_the_answer_is_right_as_often_as_was_promised():
    """Of 60 searches at 95 % nearly all find the one setting that is good and cheap; none ends with one that misses a goal."""
    answers = [choose(seed) for seed in range(60)]
    assert all(answer in ([1], [1, 2]) or 1 in answer for answer in answers)
    assert sum(answer == [1] for answer in answers) >= 55


def test_a_setting_that_is_open_cannot_drop_another():
    """A cheap one that may miss its goal must not drive out the one that meets it."""
    values = {name: them.copy() for name, them in world(1, 160).items()}
    values["presence"][0] = 0.6 + 0.05 * Keyed(5, "edge").normal(np.arange(160))
    verdicts = judge(values, SEARCH, [0, 1], 5)
    assert verdicts.met == (1,)
    assert verdicts.out == {}


def test_why_a_setting_is_out():
    """Each reason names the goal."""
    verdicts = judge(world(2, 160), SEARCH, [0, 1, 2, 3], 5)
    assert verdicts.out[0] == "misses presence"
    assert verdicts.out[3] == "misses missed"
    assert verdicts.out[2] == "costs more than 2"
    nowhere = judge(world(2, 20) | {"missed": np.full((4, 20), np.nan)}, SEARCH, [1], 5)
    assert nowhere.out == {1: "missed is not defined"}


def test_a_search_over_ways_of_working_ends_and_goes_on(tmp_path):
    """Staying the whole time costs less for each hour with clients; the same command does no run twice."""
    search = {"minimise": "cost_per_client_hour", "zone": 20, "goals": {"presence_paid": {"at_least": 0.1}}, "most": 40}
    design = tiny_sweep.write(tmp_path, uncertainties={}, search=search)
    found = optimise(design, out=tmp_path / "out")
    assert found.best == "unhurried"
    assert list(found.table["verdict"]) == ["costs more than unhurried", "chosen"]
    assert "unhurried: meets presence_paid >= 0.1" in str(found)
    open_still = replace(
        found, best=None, table=found.table.assign(verdict=["open: more replications are needed", "meets the goals"])
    )
    assert "Not decided, with 95 % confidence, after 40 replications: any of 2 ways" in str(open_still)
    kept = {path: path.stat().st_mtime_ns for path in (tmp_path / "out" / "chunks").iterdir()}
    assert str(optimise(design, out=tmp_path / "out")) == str(found)
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "out" / "chunks").iterdir()} == kept


def test_goals_nobody_meets_and_designs_that_do_not_fit(tmp_path):
    """No answer is an answer; what cannot be asked is told at once."""
    impossible = {"minimise": "cost_per_client_hour", "zone": 20, "goals": {"presence_paid": {"at_least": 0.99}}}
    found = optimise(tiny_sweep.write(tmp_path, uncertainties={}, search=impossible), out=tmp_path / "out")
    assert found.best is None
    assert "No way of working that was tried meets presence_paid >= 0.99, with 95 % confidence" in str(found)
    assert set(found.table["verdict"]) == {"misses presence_paid"}
    with pytest.raises(InputError, match=r"search: is missing(.|\n)*hold them as constants"):
        optimise(tiny_sweep.write(tmp_path), out=tmp_path / "out")
