"""A sweep of a few seconds: eight clients of `small`, two days; run as a script it stands for a notebook cell.

python tests/tiny_sweep.py DESIGN.yaml OUT WORKERS [ADDRESS]
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import yaml
from hemtjanst.models.files import find

DESIGN = {
    "name": "tiny",
    "scenario": "tiny.yaml",
    "policies": ["fragmented", "unhurried"],
    "days": 2,
    "replications": 6,
    "uncertainties": {"uncertainty.visit_cv": {"from": 0.1, "to": 0.4}},
    "sampling": {"kind": "grid", "steps": 3},
    "outcomes": ["presence_paid"],
}


def write(folder: Path, **changes: Any) -> Path:
    """Write scenario and design; returns the design's path."""
    data = yaml.safe_load(find("scenario", "small").read_text(encoding="utf-8"))
    data["population"]["clients"], data["staffing"]["regular"] = 8, 6
    (folder / "tiny.yaml").write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    path = folder / "design.yaml"
    path.write_text(yaml.safe_dump(DESIGN | changes, allow_unicode=True), encoding="utf-8")
    return path


if __name__ == "__main__":
    import hemtjanst

    def slow_hours(run: hemtjanst.Run) -> float:
        """An outcome of somebody's own, slow enough to be interrupted."""
        time.sleep(0.03)
        return run.hours["client"]

    where = sys.argv[4] if len(sys.argv) > 4 else None
    result = hemtjanst.sweep(
        sys.argv[1], out=sys.argv[2], workers=int(sys.argv[3]), cluster=where, outcomes={"slow_hours": slow_hours}
    )
    print(len(result.runs))
