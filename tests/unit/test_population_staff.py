"""Made-up staff and the catalogue: the figures of domain B4, group by group, and nobody depends on another group."""

from __future__ import annotations

import numpy as np
import pytest
from hemtjanst.models.population import (
    CatalogueSection,
    StaffingSection,
    group_sizes,
    make_catalogue,
    make_shifts,
    make_staff,
    number_of_groups,
)
from pydantic import ValidationError


@pytest.fixture(scope="module")
def many():
    """Staff of 500 groups of 40 clients."""
    return make_staff(StaffingSection(), [40] * 500, seed=1)


def test_titles_and_degrees_of_employment(many):
    """72.5 % undersköterskor; 46 % of them and 60 % of the others part time; together 85-90 % of full time (B4)."""
    regular = [person for person in many if person.employment == "regular"]
    trained = [person for person in regular if person.title == "undersköterska"]
    others = [person for person in regular if person.title == "vårdbiträde"]
    assert len(trained) / len(regular) == pytest.approx(0.725, abs=0.02)
    assert np.mean([person.degree < 1 for person in trained]) == pytest.approx(0.46, abs=0.02)
    assert np.mean([person.degree < 1 for person in others]) == pytest.approx(0.60, abs=0.03)
    assert 0.85 < np.mean([person.degree for person in regular]) < 0.90


def test_employment_and_delegation(many):
    """23.6 % of employees are paid by the hour (B4); 70 % of regular staff and 30 % of the others may give medication (B8)."""
    kinds = {kind: [person for person in many if person.employment == kind] for kind in ("regular", "hourly", "pool")}
    assert len(kinds["hourly"]) / (len(kinds["hourly"]) + len(kinds["regular"])) == pytest.approx(0.236, abs=0.02)
    assert len(kinds["pool"]) == round(0.06 * len(kinds["regular"]))
    for kind, share in {"regular": 0.7, "hourly": 0.3, "pool": 0.3}.items():
        found = np.mean(["delegation" in person.skills for person in kinds[kind]])
        assert found == pytest.approx(share, abs=4 * np.sqrt(share * (1 - share) / len(kinds[kind])))
    assert {person.group for person in kinds["pool"]} == {-1}
    assert {person.degree for person in kinds["hourly"]} == {0.4}


def test_everybody_works_some_shift_and_most_work_all(many):
    """Somebody without any shift could never work; 20 % work only days or only evenings (assumption)."""
    assert all(person.shifts <= {"day", "evening"} and person.shifts for person in many)
    assert np.mean([len(person.shifts) == 1 for person in many if person.employment != "pool"]) == pytest.approx(0.2, abs=0.02)
    assert all(len(person.shifts) == 2 for person in many if person.employment == "pool")


def test_means_of_transport():
    """Shares of bicycle and foot are met, the rest drives."""
    staffing = StaffingSection.model_validate({"bicycle": 0.3, "foot": 0.2})
    modes = [person.mode for person in make_staff(staffing, [40] * 200, seed=1)]
    for mode, share in {"bicycle": 0.3, "foot": 0.2, "car": 0.5}.items():
        assert np.mean([m == mode for m in modes]) == pytest.approx(share, abs=0.03)


def test_one_client_more_changes_no_other_group():
    """A group that grows gets a colleague; names, titles and skills of everybody else stay."""
    before = make_staff(StaffingSection(), [40, 41, 38], seed=1)
    after = make_staff(StaffingSection(), [40, 44, 38], seed=1)
    assert set(before) < set(after)
    assert {person.group for person in set(after) - set(before)} == {1}
    assert len({person.id for person in after}) == len(after)
    assert not set(make_staff(StaffingSection(), [40, 41, 38], seed=2)) >= set(before)


def test_staff_is_shared_out_by_clients():
    """A given number of staff is kept exactly, nobody's group is left empty, and larger groups get more."""
    staffing = StaffingSection(regular=17)
    assert group_sizes(staffing, [60]) == (17,)
    for clients in ([41, 19], [1, 1, 58], [20, 20, 20], [0, 5], [0, 0]):
        sizes = group_sizes(staffing, clients)
        assert sum(sizes) == 17
        assert min(sizes) >= 1
        assert [size for _, size in sorted(zip(clients, sizes, strict=True))] == sorted(sizes)
    assert group_sizes(StaffingSection(), [28, 0, 14]) == (10, 1, 5)


def test_number_of_groups():
    """Tanum's 400 clients are ten groups of about 14, the small scenario one; a number in the file is taken as it is."""
    assert number_of_groups(StaffingSection(), 400) == 10
    assert number_of_groups(StaffingSection(regular=17), 60) == 1
    assert number_of_groups(StaffingSection(), 1) == 1
    assert number_of_groups(StaffingSection(groups=7), 60) == 7


def test_shifts_in_seconds():
    """Times are written as people do and worked with in seconds; the shifts cover 07-22 but for a gap when nothing is agreed."""
    staffing = StaffingSection.model_validate({"shifts": [{"name": "tidig", "start": "06:45", "end": 840}]})
    assert [(shift.name, shift.start, shift.end) for shift in make_shifts(staffing)] == [("tidig", 24_300, 50_400)]
    default = make_shifts(StaffingSection())
    assert min(shift.start for shift in default) == 7 * 3600
    assert max(shift.end for shift in default) == 22 * 3600
    dinner = CatalogueSection().services["dinner"]
    assert max(shift.start for shift in default) <= dinner.earliest * 60


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"shifts": []}, "at least 1 item"),
        ({"shifts": [{"name": "day", "start": "15:00", "end": "07:00"}]}, "ends before it starts"),
        ({"shifts": [{"name": "day", "start": "7 o'clock", "end": "15:00"}]}, "write it like 07:15"),
        ({"shifts": [{"name": "day", "start": "07:00", "end": "24:30"}]}, "write it like 07:15"),
        ({"shifts": [{"name": "d", "start": "07:00", "end": "9:00"}] * 2}, "same name"),
        ({"bicycle": 0.7, "foot": 0.7}, "together exceed 1"),
        ({"regular": 3, "groups": 5}, "at least 5 regular staff"),
        ({"hourly": 0.95}, "at most 0.8"),
    ],
)
def test_impossible_staffing_is_refused(given, said):
    """A file with staffing that cannot be is stopped at the border, with the reason."""
    with pytest.raises(ValidationError, match=said):
        StaffingSection.model_validate(given)


def test_the_default_catalogue():
    """The thirteen services with the suggested lengths of domain B1; medication needs delegation, weekly services may move."""
    catalogue = make_catalogue(CatalogueSection())
    assert {name: service.minutes for name, service in catalogue.items()} == {
        "morning_care": 30, "lunch": 25, "dinner": 22, "evening_care": 18, "check": 12, "toileting": 13, "medication": 9,
        "shower": 40, "walk": 45, "cleaning": 75, "laundry": 45, "shopping": 50, "escort": 120,
    }  # fmt: skip
    assert [name for name, service in catalogue.items() if service.skill] == ["medication"]
    assert {name for name, service in catalogue.items() if service.movable} == {
        "shower", "walk", "cleaning", "laundry", "shopping", "escort"
    }  # fmt: skip


def test_a_catalogue_is_changed_in_part():
    """Only differences are written: a bare number keeps unit and range, null takes a service out, new ones are added."""
    section = CatalogueSection.model_validate(
        {
            "services": {
                "cleaning": {"minutes": 90},
                "escort": None,
                "snow": {"swedish": "snöskottning", "minutes": 30, "least": 15, "most": 60, "earliest": "08:00", "latest": 840},
            }
        }
    )
    cleaning = section.services["cleaning"]
    assert (cleaning.minutes.value, cleaning.minutes.source, cleaning.every_weeks) == (90, "given in the file", 2)
    assert "escort" not in section.services
    assert make_catalogue(section)["snow"].minutes == 30
    assert section.services["snow"].latest == 14 * 60


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({"lunch": {"minutes": -5}}, "must lie between least 15 and most 45"),
        ({"lunch": {"earliest": "14:30"}}, "closes before it opens"),
        ({"lunch": {"minute": 5}}, "minute"),
        ({"tea": {"minutes": 5}}, "swedish"),
        ({"lunch": {"minutes": {"value": 25, "unit": "h"}}}, "unit is 'min'"),
    ],
)
def test_an_impossible_catalogue_is_refused(entry, said):
    """Negative lengths, windows that close before they open and unknown keys are found in the file."""
    with pytest.raises(ValidationError, match=said):
        CatalogueSection.model_validate({"services": entry})
