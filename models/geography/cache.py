"""Arrays on disk under the hash of what they were computed from."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import warnings
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np

Arrays = dict[str, np.ndarray]

LARGEST = 2 * 2**30  # bytes in the folder; beyond it the files that were used longest ago go


class CorruptCacheWarning(UserWarning):
    """A cache file was damaged; what it held was computed again."""


def cache_folder() -> Path:
    """Folder of the user's cache: ``HEMTJANST_CACHE``, or ``hemtjanst`` in ``XDG_CACHE_HOME`` or in ``~/.cache``."""
    own = os.environ.get("HEMTJANST_CACHE")
    if own:
        return Path(own)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "hemtjanst"


def content_hash(*parts: object) -> str:
    """Hash of arrays (dtype, shape and bytes) and of the text of everything else."""
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        if isinstance(part, np.ndarray):
            digest.update(f"{part.dtype.str}{part.shape}".encode())
            digest.update(np.ascontiguousarray(part).tobytes())
        else:
            digest.update(repr(part).encode())
        digest.update(b"\x1f")
    return digest.hexdigest()


@cache
def code_digest() -> str:
    """Hash of the source files of this folder: part of every name, so that changed code never finds what older code computed."""
    return content_hash(*(file.read_bytes() for file in sorted(Path(__file__).parent.glob("*.py"))))


def cached(folder: Path | None, name: str, compute: Callable[[], Arrays]) -> Arrays:
    """Arrays of that name from the folder, or computed and kept there.

    A file is believed only if its checksum is right; otherwise it is computed again, with a warning. A folder that cannot
    be written to is not used, silently. Files appear whole or not at all.

    Parameters
    ----------
    folder
        None: compute, keep nothing.
    name
        Must hold a hash of everything that the result depends on.
    compute
        Makes the arrays.
    """
    if folder is None:
        return compute()
    file = folder / f"{name}.npz"
    with contextlib.suppress(OSError):
        if file.exists():
            arrays = _read(file)
            if arrays is not None:
                with contextlib.suppress(OSError):  # a folder that can only be read serves as well
                    file.touch()
                return arrays
            warnings.warn(f"the cache file {file} is damaged; its content is computed again", CorruptCacheWarning, stacklevel=2)
    arrays = compute()
    with contextlib.suppress(OSError):
        _write(file, arrays)
    return arrays


def _read(file: Path) -> Arrays | None:
    """Arrays of a file, or None if it is damaged."""
    try:
        with file.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
            arrays = {key: stored[key] for key in stored.files}
        checksum = str(arrays.pop("checksum"))
    except (ValueError, KeyError, EOFError, zipfile.BadZipFile, NotImplementedError):
        return None
    return arrays if checksum == _checksum(arrays) else None


def _write(file: Path, arrays: Arrays) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=file.parent, suffix=".draft")
    try:
        with os.fdopen(handle, "wb") as stream:
            np.savez(stream, checksum=np.array(_checksum(arrays)), **arrays)  # type: ignore[arg-type]
        Path(draft).replace(file)
    finally:
        Path(draft).unlink(missing_ok=True)
    _prune(file.parent)


def _prune(folder: Path) -> None:
    """Remove the files that were used longest ago, until the rest is no larger than :data:`LARGEST`."""
    files = sorted(((found.stat(), found) for found in folder.glob("*.npz")), key=lambda pair: -pair[0].st_mtime_ns)
    total = 0
    for status, found in files:
        total += status.st_size
        if total > LARGEST:
            found.unlink(missing_ok=True)


def _checksum(arrays: Arrays) -> str:
    return content_hash(*(part for key in sorted(arrays) for part in (key, arrays[key])))
