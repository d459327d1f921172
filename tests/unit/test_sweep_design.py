"""A design file is checked whole before anything runs, and becomes settings that are known by their content."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from hemtjanst.models.errors import InputError, OutputError
from hemtjanst.models.files import shipped
from hemtjanst.models.policy import Policy
from hemtjanst.models.scenario_file import ScenarioFile, make_scenario
from hemtjanst.simulation.experiments.sweep import load_design
from hemtjanst.simulation.experiments.sweep.lock import locked
from hemtjanst.simulation.experiments.sweep.parameters import DESCRIBES
from hemtjanst.simulation.experiments.sweep.points import settings
from hemtjanst.simulation.experiments.sweep.sampling import unit_points
from hemtjanst.simulation.experiments.sweep.work import Town, scenario_of

SMALL = {"name": "mine", "scenario": "small", "policies": ["fragmented", "back_to_basic"], "days": 1}


def made(**changes):
    """Settings of a design."""
    return settings(*load_design(SMALL | changes))


@pytest.mark.parametrize("name", sorted(shipped("sweep")))
def test_shipped_designs_can_be_used(name):
    """Each is valid down to the last setting."""
    assert len(settings(*load_design(name))) > 2


def test_sections_of_scenario_and_policy_have_names_of_their_own():
    """A path finds its file by its first word; a section of the same name in both would be ambiguous."""
    assert not (ScenarioFile.model_fields.keys() & Policy.model_fields.keys()) - DESCRIBES


def test_every_fault_of_a_design_comes_at_once_with_the_nearest_name():
    """Unknown parameters, levers among the uncertainties, levers of policies that are not there."""
    with pytest.raises(InputError) as told:
        made(
            uncertainties={"uncertainty.visit_cw": None, "continuity.contact_minutes": {"from": 0, "to": 1}},
            levers={"contacts.backups": {"values": [1], "only": ["back_to_basics"]}},
            constants={"weather.rain": 1},
        )
    message = str(told.value)
    assert "uncertainties.uncertainty.visit_cw: there is no such parameter; did you mean 'uncertainty.visit_cv'?" in message
    assert "uncertainties.continuity.contact_minutes: is for somebody to choose; put it under levers" in message
    assert "there is no policy 'back_to_basics' here; did you mean 'back_to_basic'?" in message
    assert "constants.weather.rain: there is no such parameter" in message


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"levers": {"contacts.least_degree": {"values": [1.5], "only": ["back_to_basic"]}}}, "contacts.least_degree"),
        ({"levers": {"contacts.backups": {"values": [2]}}}, "need contact persons: set contacts.clients"),
        ({"uncertainties": {"uncertainty.sick_share": {"from": 0, "to": 2}}}, "uncertainty.sick_share: 2 share of shifts must be"),
        ({"uncertainties": {"population.clients": None}}, "population.clients: has no range of its own"),
        ({"outcomes": ["presence"]}, "presence: there is no measure of that name"),
        ({"sampling": {"kind": "sobol", "points": 12}}, "12 is no power of 2"),
        ({"policies": ["fragmentd"]}, "did you mean 'fragmented'"),
        ({"replication": 2}, "unknown key 'replication'; did you mean 'replications'?"),
        ({"constants": {"uncertainty.visit_cv": 1}, "uncertainties": {"uncertainty.visit_cv": None}}, "is given twice"),
    ],
)
def test_values_outside_what_is_allowed_are_told(changes, message):
    """Before the first plan is made, in the words of the file that would not accept them."""
    with pytest.raises(InputError, match=message):
        made(**changes)


def test_levers_belong_to_some_policies_and_assumptions_to_all():
    """Every way of working meets the same points, the baseline first."""
    found = made(
        uncertainties={"uncertainty.visit_cv": None, "staffing.regular": {"from": 15, "to": 17}},
        levers={"continuity.contact_minutes": {"values": [0, 40], "only": ["back_to_basic"]}},
        sampling={"kind": "grid", "steps": 2},
    )
    labels = ["fragmented", "back_to_basic, contact_minutes=0", "back_to_basic, contact_minutes=40"]
    assert [s.label for s in found[:3]] == labels
    assert len(found) == 4 * 3
    last = found[-1]
    assert last.policy.continuity.contact_minutes == 40
    assert (last.file.uncertainty.visit_cv.value, last.file.staffing.regular) == (0.5, 17)
    assert last.file.uncertainty.visit_cv.unit == "ratio"


@pytest.mark.parametrize(("kind", "points"), [("latin_hypercube", 8), ("sobol", 8), ("morris", 24), ("saltelli", 32)])
def test_every_kind_of_sample_fills_the_ranges(kind, points):
    """Points lie within, are the same every time, and there are as many as the description says."""
    design, _, _ = load_design(
        SMALL
        | {"uncertainties": {"uncertainty.visit_cv": None, "uncertainty.travel_cv": None}, "sampling": {"kind": kind, "points": 8}}
    )
    unit = unit_points(design)
    assert unit.shape == (points, 2)
    assert (unit == unit_points(design)).all()
    values = [s.file.uncertainty.visit_cv.value for s in made(uncertainties=dict(design.uncertainties), sampling=design.sampling)]
    assert 0 <= min(values) < 0.2
    assert 0.3 < max(values) <= 0.5


def test_runs_are_known_by_content_not_by_where_they_stand():
    """More points or another title must not make finished runs strangers; another seed must."""
    few = made(uncertainties={"uncertainty.sick_share": {"values": [0.0, 0.1]}})
    more = made(name="other", uncertainties={"uncertainty.sick_share": {"values": [0.05, 0.1, 0.0]}})
    assert {s.address for s in few} < {s.address for s in more}
    assert not {s.address for s in few} & {s.address for s in made(seed=2)}
    assert few[0].run(0, "") != few[0].run(1, "")


def test_only_what_planning_reads_asks_for_another_plan():
    """Bad luck and prices are lived through, not planned for; office work is planned for."""
    hidden = frozenset({"scenario.uncertainty", "policy.control"})
    luck = made(policies=["fragmented", "unhurried"], uncertainties={"uncertainty.visit_cv": None})
    assert len({s.plan_address(hidden) for s in luck}) == 1
    assert len({s.address for s in luck}) == 6
    office = made(policies=["fragmented"], uncertainties={"work.office_minutes": None})
    assert len({s.plan_address(hidden) for s in office}) == 3


@pytest.mark.parametrize("path", ["uncertainty.visit_cv", "work.office_minutes", "costs.km", "driving.speed_factor"])
def test_a_scenario_that_shares_its_places_is_the_one_made_afresh(path):
    """Places, people and roads are made once and sections put in; the result must be the same scenario."""
    setting = made(policies=["fragmented"], uncertainties={path: None})[-1]
    assert scenario_of(setting).digest() == make_scenario(setting.file, folder=setting.folder, seed=setting.seed).digest()


def test_places_and_people_are_made_once_for_all_only_where_all_share_them():
    """Workers get what every one of them would make; where settings differ in it, the sweep's own process would hold them up."""
    luck = made(uncertainties={"uncertainty.visit_cv": None})
    given = Town(luck)
    for setting in luck:
        scenario = given(setting)
        assert scenario is not None
        assert scenario.digest() == make_scenario(setting.file, folder=setting.folder, seed=setting.seed).digest()
    sizes = made(uncertainties={"population.clients": {"from": 20, "to": 30}})
    assert [Town(sizes)(setting) for setting in sizes] == [None] * len(sizes)


def test_a_grid_does_not_wait_for_the_samplers():
    """Every worker imports what a run needs: half a second for statistics that only samples and results use is lost each time."""
    code = (
        "import sys; from hemtjanst.simulation.experiments.sweep import load_design, work; "
        "from hemtjanst.simulation.experiments.sweep.points import settings; "
        f"settings(*load_design({SMALL!r})); print([name for name in ('scipy', 'matplotlib', 'networkx') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_two_sweeps_in_one_folder_are_told_of_each_other(tmp_path):
    """The second must not mix its files into those of the first."""
    told = rf"another sweep is at work in this folder \(process {os.getpid()} on"
    with locked(tmp_path), pytest.raises(OutputError, match=told):
        locked(tmp_path).__enter__()
    with locked(tmp_path):
        pass


def test_a_lock_ends_with_its_process_however_it_ends(tmp_path):
    """SIGKILL leaves the file behind; whoever comes next must not have to remove it by hand."""
    script = (
        "import os, sys; from pathlib import Path\n"
        "from hemtjanst.simulation.experiments.sweep.lock import locked\n"
        "held = locked(Path(sys.argv[1])); held.__enter__(); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False)
    left = tmp_path / ".sweep.lock"
    assert json.loads(left.read_text())["pid"] != os.getpid()
    with locked(tmp_path):
        assert json.loads(left.read_text())["pid"] == os.getpid()


def test_a_lock_of_another_machine_is_respected(tmp_path):
    """On a shared disk nobody here can tell whether that machine still works."""
    (tmp_path / ".sweep.lock").write_text(json.dumps({"pid": 1, "host": "node17", "started": "2026-03-02T08:00"}))
    with pytest.raises(OutputError, match="process 1 on node17, since 2026-03-02T08:00"):
        locked(tmp_path).__enter__()
