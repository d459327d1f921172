"""Errors that speak to a person: what was wrong, where, what is allowed, the nearest guess."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import NamedTuple

MANY, FEW = 40, 8  # of more names than people read only the nearest few are listed


class Fault(NamedTuple):
    """One thing that is wrong, and where.

    Attributes
    ----------
    where
        File and path within it (``scenarios/mine.yaml: population.clients``), or the name of an argument.
    what
        A sentence: what was found, what is allowed, and the nearest guess if there is one.
    """

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" if self.where else self.what


class HemtjanstError(Exception):
    """Something a person can mend; the command line prints it and exits with code 2.

    Errors of this family are rebuilt from their ``args`` alone, because SimPy and joblib both do so
    (``type(error)(*error.args)``): subclasses must keep ``__init__(*args)`` with every argument in ``args``.
    """


class InputError(HemtjanstError):
    """Input that cannot be used, with *all* faults found, not only the first.

    Parameters
    ----------
    *faults
        One or more :class:`Fault`.
    """

    def __init__(self, *faults: Fault) -> None:
        self.faults = tuple(Fault(*fault) for fault in faults)
        super().__init__(*self.faults)

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.faults)


class OutputError(HemtjanstError):
    """Results that cannot be written: the folder is read-only, the disk is full, other results are there."""


def raise_faults(faults: Iterable[Fault]) -> None:
    """Raise an :class:`InputError` with all ``faults``, or do nothing where there are none."""
    faults = tuple(faults)
    if faults:
        raise InputError(*faults)


def nearest(name: str, allowed: Iterable[str]) -> str:
    """Half a sentence that names what is allowed and, where one is close, the nearest guess.

    Examples
    --------
    >>> nearest("fragmentd", ["fragmented", "back_to_basic"])
    "did you mean 'fragmented'? Allowed: back_to_basic, fragmented"
    """
    names = sorted(allowed)
    if not names:
        return "there are none"
    close = difflib.get_close_matches(name, names, n=1, cutoff=0.65)
    shown = names if len(names) <= MANY else difflib.get_close_matches(name, names, n=FEW, cutoff=0)
    listing = ", ".join(shown) + (f" and {len(names) - len(shown)} more" if len(shown) < len(names) else "")
    return f"did you mean '{close[0]}'? Allowed: {listing}" if close else f"allowed: {listing}"
