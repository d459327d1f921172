"""The shipped scenario files: their people and staff can do the work, before any planning."""

from __future__ import annotations

import pytest
from hemtjanst.models.assumptions import Work
from hemtjanst.models.files import find, read_yaml, validate
from hemtjanst.models.population import (
    CatalogueSection,
    PopulationSection,
    StaffingSection,
    group_sizes,
    make_clients,
    make_staff,
    number_of_groups,
)


@pytest.mark.parametrize(("name", "clients", "staff", "groups"), [("tanum", 400, 143, 10), ("small", 60, 17, 1)])
def test_shipped_people_match_the_shipped_work(name, clients, staff, groups):
    """Planned client time is 40-62 % of paid time (B5): with fewer staff no plan could be whole, with more it would be easy."""
    data = read_yaml(find("scenario", name))
    catalogue, population, staffing = (
        validate(section, data.get(key, {}), name)
        for key, section in {"catalogue": CatalogueSection, "population": PopulationSection, "staffing": StaffingSection}.items()
    )
    drafts, needs = make_clients(population, catalogue, data["seed"])
    assert len(drafts) == clients
    assert number_of_groups(staffing, clients) == groups
    in_groups = [clients // groups] * groups
    assert sum(group_sizes(staffing, in_groups)) == pytest.approx(staff, abs=5)
    people = make_staff(staffing, in_groups, data["seed"])
    paid = sum(person.degree for person in people if person.employment != "pool") * Work().full_time_hours.value
    planned = sum(need.minutes * need.people * len(need.weekdays) / need.every_weeks for need in needs) / 60
    assert 0.40 < planned / paid < 0.58
    skills = {person.skills for person in people}
    assert frozenset({"delegation"}) in skills
