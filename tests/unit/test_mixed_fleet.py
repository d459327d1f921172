"""Cars, electric bicycles, bicycles and feet in one group on one day."""

import shutil
from pathlib import Path

import numpy as np
import yaml
from hemtjanst.models.files import find, read_yaml
from hemtjanst.models.legs import leg_seconds
from hemtjanst.models.scenario_file import load_scenario

SMALL = Path(str(find("scenario", "small")))


def test_everybody_travels_in_their_own_way(tmp_path, monkeypatch):
    """A municipality that buys electric bicycles writes 'elcykel' in the staff table, and their owner's legs follow."""
    monkeypatch.setenv("HEMTJANST_CACHE", str(tmp_path / "cache"))
    shutil.copytree(SMALL.parent / "tables" / "example", tmp_path / "mine")
    staff = tmp_path / "mine" / "staff.csv"
    rows = staff.read_text(encoding="utf-8-sig").splitlines()
    rows[1:4] = [row.rpartition(";")[0] + ";" + mode for row, mode in zip(rows[1:4], ("elcykel", "cykel", "gång"), strict=True)]
    staff.write_text("\n".join(rows), encoding="utf-8")
    data = read_yaml(SMALL)
    given = {key: data[key] for key in ("name", "start", "geography")} | {"tables": "mine"}
    (tmp_path / "coast.yaml").write_text(yaml.safe_dump(given), encoding="utf-8")
    scenario = load_scenario(tmp_path / "coast.yaml")
    assert [person.mode for person in scenario.staff[:3]] == ["e-bike", "bicycle", "foot"]
    homes = np.array([client.place for client in scenario.clients])
    legs = [leg_seconds(scenario, mode, scenario.groups[0].base, homes).sum() for mode in ("car", "e-bike", "bicycle", "foot")]
    assert legs == sorted(legs)
    assert len(set(legs)) == 4
