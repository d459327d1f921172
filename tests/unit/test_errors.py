"""Errors survive the journeys that SimPy and joblib send them on."""

from __future__ import annotations

import pickle

import pytest
from hemtjanst.models.errors import Fault, InputError, OutputError, nearest, raise_faults

ERRORS = [InputError(Fault("a.yaml: x", "is missing"), Fault("", "is odd")), OutputError("no space")]


@pytest.mark.parametrize("error", ERRORS, ids=["input", "output"])
def test_errors_can_be_rebuilt_from_their_args_and_pickled(error):
    """SimPy re-raises ``type(error)(*error.args)``; a worker process pickles. Both must keep the message (decision 7)."""
    assert str(type(error)(*error.args)) == str(error)
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


def test_every_fault_has_its_own_line():
    """One clear message per fault."""
    assert str(ERRORS[0]) == "a.yaml: x: is missing\nis odd"


def test_no_faults_is_no_error():
    """Checks gather faults and raise once."""
    raise_faults([])
    with pytest.raises(InputError, match="is odd"):
        raise_faults(iter([Fault("", "is odd")]))


def test_nearest_names_a_guess_only_where_one_is_close():
    """A far-fetched guess confuses more than none."""
    assert nearest("tanun", ["tanum", "small"]) == "did you mean 'tanum'? Allowed: small, tanum"
    assert nearest("xyz", ["tanum", "small"]) == "allowed: small, tanum"
    assert nearest("clients", ["events", "staffing"]) == "allowed: events, staffing"
    assert nearest("xyz", []) == "there are none"


def test_of_very_many_names_only_the_nearest_are_listed():
    """The guess drowns in a hundred names of measures."""
    told = nearest("name7", [f"name{k}" for k in range(100)])
    assert told.startswith("did you mean 'name7'? Allowed: name7, ")
    assert told.endswith(" and 92 more")
    assert told.count(",") == 7
