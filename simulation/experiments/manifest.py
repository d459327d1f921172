"""What a result was made with: versions, machine, time. Enough to repeat it (STRESS-DES 5.1-5.4)."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import sys
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

PACKAGES = ("hemtjanst", "simpy", "numpy", "scipy", "pandas", "pyarrow", "pydantic", "joblib", "matplotlib", "networkx", "osmium")


@lru_cache
def versions() -> dict[str, str]:
    """Versions of Python and of the packages that results depend on. Looked up once: every run's address asks for them."""
    found = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            found[package] = "not installed"
    return found


@lru_cache
def code() -> str:
    """Hash of the package's own files that results depend on: it changes between versions too."""
    return fingerprint(Path(__file__).parents[2])


def fingerprint(home: Path) -> str:
    """Hash of the files in the package's folder that results depend on.

    Kernels count by their source, or as they are compiled where the source is not installed. Reports and commands do not count.
    """
    compiled = {".so", ".pyd"} if not any((home / "cython_ext").glob("*.pyx")) else set()
    kinds = {".py", ".pyx", ".pxd", ".h"} | compiled
    found = blake2b(digest_size=8)
    for room in ("cython_ext", "models", "simulation"):
        for path in sorted((home / room).rglob("*")):
            name = path.relative_to(home)
            if path.suffix in kinds and name.parts[:2] not in {("simulation", "report"), ("simulation", "cli")}:
                found.update(f"{name.as_posix()}\0".encode() + path.read_bytes().replace(b"\r\n", b"\n"))
    return found.hexdigest()


def machine() -> dict[str, Any]:
    """The machine: system, processor, cores. No host or user name, because results are shared."""
    return {"system": platform.system(), "release": platform.release(), "processor": platform.machine(), "cores": os.cpu_count()}


def manifest(identity: dict[str, Any], wall_seconds: float, **more: Any) -> dict[str, Any]:
    """Everything that a reader needs to repeat a run, ready for JSON."""
    return {
        "identity": identity,
        "finished": True,
        "written": datetime.now(UTC).isoformat(timespec="seconds"),
        "command": ["hemtjanst", *sys.argv[1:]] if sys.argv and sys.argv[0].endswith("hemtjanst") else None,
        "wall_seconds": round(wall_seconds, 1),
        "versions": versions(),
        "machine": machine(),
        **more,
    }
