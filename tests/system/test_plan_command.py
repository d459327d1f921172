"""``hemtjanst plan`` as a newcomer types it: tables that can be read again, a summary, and the same bytes each time."""

from pathlib import Path

import pytest
from hemtjanst.models.checks import check
from hemtjanst.models.scenario_file import load_policy, load_scenario
from hemtjanst.simulation.cli import app
from hemtjanst.simulation.experiments.plan_store import read_plan
from typer.testing import CliRunner

DAYS = 7


def typed(*words: str) -> str:
    """Output of a command that must succeed."""
    result = CliRunner().invoke(app, ["plan", *words, "--days", str(DAYS), "--workers", "1", "--quiet"], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.parametrize("policy", ["fragmented", "back_to_basic"])
def test_a_plan_is_told_stored_and_read_again(policy: str, tmp_path: Path):
    """What is printed is what is stored, and the stored plan breaks no hard rule."""
    told = typed("small", policy, "--out", str(tmp_path / "plan"))
    assert (tmp_path / "plan" / "summary.txt").read_text(encoding="utf-8") == told
    assert "violations by rule:" in told
    assert "different staff for each client in 7 days" in told
    table = (tmp_path / "plan" / "plans" / policy / "bounds.csv").read_text(encoding="utf-8")
    assert table.count("\n") == told.count(" from it)") + 1
    assert "HARD" not in told
    assert ("Contact persons are within" in told) == (policy == "back_to_basic")
    scenario = load_scenario("small")
    plan = read_plan(tmp_path / "plan" / "plans" / policy, scenario, load_policy(policy), DAYS)
    assert plan is not None
    violations = check(plan)
    assert not [violation for violation in violations if violation.hard]
    for rule in {violation.rule for violation in violations}:
        assert f"  {rule} " in told


def test_the_same_plan_has_the_same_bytes(tmp_path: Path):
    """Decision 2, as a file manager sees it; another seed is another town."""
    for folder, seed in (("a", "3"), ("b", "3"), ("c", "4")):
        typed("small", "fragmented", "--out", str(tmp_path / folder), "--seed", seed)
    files = [{file.name: file.read_bytes() for file in (tmp_path / folder / "plans").rglob("*.parquet")} for folder in "abc"]
    assert len(files[0]) == 6
    assert files[0] == files[1]
    assert files[0] != files[2]
