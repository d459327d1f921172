"""Assumptions carry unit, source and range, and impossible values are refused."""

from __future__ import annotations

import pytest
from hemtjanst.models import assumptions
from hemtjanst.models.assumptions import Costs, Driving, Uncertainty, Work
from hemtjanst.models.errors import InputError
from hemtjanst.models.files import validate
from hemtjanst.models.quantity import Quantity


@pytest.mark.parametrize("section", [Work, Driving, Uncertainty, Costs])
def test_every_default_has_unit_source_and_a_range_around_it(section):
    """Decision 9: an assumption that nobody can see is a hidden one."""
    for name, field in section.model_fields.items():
        quantity = field.default
        assert isinstance(quantity, Quantity), name
        assert quantity.unit, name
        assert quantity.source, name
        assert field.description, name
        low, high = quantity.range
        assert low <= quantity.value <= high, name


def test_a_bare_number_keeps_unit_and_range_and_says_that_it_was_given():
    """Files stay short without hiding that the number is the user's own."""
    given = validate(Uncertainty, {"visit_cv": 0.3}, "f").visit_cv
    assert (given.value, given.unit, given.source) == (0.3, "ratio", "given in the file")
    assert given.range == Uncertainty().visit_cv.range


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"visit_cv": -1}, "-1 ratio must be at least 0 and at most 3"),
        ({"visit_cv": {"value": 0.2, "unit": "min"}}, "the unit is 'ratio', not 'min'"),
        ({"visit_cv": {"value": 0.2, "range": [1, 0]}}, r"the range \[1, 0\] is empty"),
        ({"visit_cv": "much"}, "visit_cv: must be"),
        ({"visit_cv": True}, "visit_cv: must be"),
        ({"sick_shar": 0.1}, "unknown key 'sick_shar'; did you mean 'sick_share'?"),
    ],
)
def test_impossible_values_are_refused_in_a_sentence(given, message):
    """A negative spread or a unit mistaken by a factor of sixty must not reach a simulation."""
    with pytest.raises(InputError, match=message):
        validate(Uncertainty, given, "f")


def test_every_section_of_the_module_is_tested():
    """A new section must be added to the test above."""
    sections = {
        value for value in vars(assumptions).values() if isinstance(value, type) and value.__module__ == assumptions.__name__
    }
    assert sections == {Work, Driving, Uncertainty, Costs}
