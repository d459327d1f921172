"""Random generators keyed by names, for what is generated once per scenario."""

from __future__ import annotations

import hashlib

import numpy as np


def generator(seed: int, *names: object) -> np.random.Generator:
    """Return a generator that depends on the seed and the names alone, not on what was drawn before.

    The key of the counter-based Philox generator (Salmon et al. 2011) is a 128-bit BLAKE2b hash of seed and names, so one
    locality or client more changes nothing for the others.
    """
    text = "\x1f".join(str(part) for part in (seed, *names))
    key = int.from_bytes(hashlib.blake2b(text.encode(), digest_size=16).digest(), "little")
    return np.random.Generator(np.random.Philox(key=key))
