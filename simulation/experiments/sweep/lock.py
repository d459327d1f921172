"""One sweep at a time in a folder. The operating system holds the lock, so it ends with its process, however that ends."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from ....models.errors import OutputError
from ..folder import LOCK, writing

FAR = 1 << 30  # Windows locks bytes, and nobody can read those that are locked: lock one that is not there


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder's lock.

    Raises
    ------
    OutputError
        If another process holds it, on this machine or (as far as one can tell) on another.
    """
    path = folder / LOCK
    with writing(path):
        folder.mkdir(parents=True, exist_ok=True)
        stream = path.open("a+", encoding="utf-8")
    with stream:
        stream.seek(0)
        before = _read(stream.read())
        if not _take(stream):
            raise OutputError(f"{folder}: another sweep is at work in this folder ({_who(before)}); wait for it or stop it first")
        if before and before.get("host") != socket.gethostname():
            raise OutputError(
                f"{folder}: a sweep on another machine may be at work in this folder ({_who(before)}); if it is not, remove {path}"
            )
        with writing(path):
            stream.truncate(0)
            mine = {"pid": os.getpid(), "host": socket.gethostname(), "started": datetime.now(UTC).isoformat(timespec="seconds")}
            stream.write(json.dumps(mine))
            stream.flush()
        try:
            yield
        finally:
            stream.truncate(0)  # not removed: somebody may have it open and would then hold a lock that nobody else sees


def _read(text: str) -> dict[str, str]:
    try:
        found = json.loads(text)
    except ValueError:  # empty, or cut off by a full disk
        return {}
    return found if isinstance(found, dict) else {}


def _who(owner: dict[str, str]) -> str:
    return f"process {owner.get('pid', '?')} on {owner.get('host', 'this machine')}, since {owner.get('started', 'just now')}"


def _take(stream: IO[str]) -> bool:
    try:
        try:
            import fcntl
        except ImportError:
            import msvcrt

            stream.seek(FAR)
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
            stream.seek(0)
        else:
            fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
