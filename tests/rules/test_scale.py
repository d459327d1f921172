"""Rows about who and how many: what is granted is planned, one contact person each; staffing and demand are figures in a file."""

from __future__ import annotations

import numpy as np
import pytest
from hemtjanst.models import Policy
from hemtjanst.models.checks import check
from hemtjanst.models.errors import InputError
from hemtjanst.models.planning import make_plan
from hemtjanst.models.planning.contacts import assign_contacts
from hemtjanst.models.population import CatalogueSection, PopulationSection, StaffingSection, make_clients, make_staff
from hemtjanst.models.scenario_file import load_scenario

CONTACTS = Policy.model_validate({"name": "contacts", "contacts": {"clients": [1, 4], "backups": 1}})


def planned_hours(**population):
    """Planned hours a month for each client, for a population of 200."""
    _, needs = make_clients(PopulationSection.model_validate({"clients": 200} | population), CatalogueSection(), 1)
    return sum(need.minutes * need.people * len(need.weekdays) / need.every_weeks for need in needs) / 60 * 4.35 / 200


def test_T7_one_contact_person_has_the_whole_of_a_client(village):
    """T7: 'helhetsansvar': every client has exactly one contact person, and whoever steps in is somebody else."""
    contacts, _ = assign_contacts(village, CONTACTS)
    assert np.bincount(contacts.client[contacts.rank == 0], minlength=6).tolist() == [1] * 6
    pairs = list(zip(contacts.client.tolist(), contacts.staff.tolist(), strict=True))
    assert len(set(pairs)) == len(pairs)


def test_T10_what_is_granted_is_planned_and_nothing_else(village):
    """T10: every occasion of a granted need is in the plan once, at its agreed rhythm; without a decision there is no visit."""
    plan = make_plan(village, Policy(name="p"), 14, iterations=3)
    wanted = sorted((n, d) for n, need in enumerate(village.needs) for d in range(14) if need.falls_on(d % 7, d // 7))
    assert sorted(zip(plan.occasions.need.tolist(), plan.occasions.agreed_day.tolist(), strict=True)) == wanted
    fewer = village.replace(needs=tuple(need for need in village.needs if need.client != 3))
    plan = make_plan(fewer, Policy(name="p"), 14, iterations=3)
    assert 3 not in plan.visits.client
    assert "granted_time" not in {found.rule for found in check(plan)}


def test_G13_more_people_with_large_needs_at_home_are_more_hours():
    """G13: shares of clients by granted hours are figures; moving ten per cent from the lightest to a heavy group shows."""
    usual = planned_hours()
    heavier = planned_hours(hours={"under_10": 0.27, "from_80": 0.17})
    assert heavier > usual + 5


@pytest.mark.parametrize("scarce", [3.5, 4.3])
def test_F9_G14_fewer_are_to_care_for_more(scarce):
    """F9, G14: how many share the work, and how many have the title, are figures: scarcity is fewer people for the same clients."""
    usual = make_staff(StaffingSection(), [100.0], 1)
    few = make_staff(StaffingSection.model_validate({"clients_per_employee": scarce, "trained": 0.5}), [100.0], 1)
    regular = [[person for person in staff if person.employment == "regular"] for staff in (usual, few)]
    assert len(regular[1]) == round(100 / scarce) < len(regular[0])
    trained = [np.mean([person.title == "undersköterska" for person in people]) for people in regular]
    assert trained[1] < trained[0]
    assert planned_hours(clients=200) == planned_hours(), "demand is not staff's doing"


def test_F6_own_run_care_changes_and_other_providers_stay():
    """F6: the groups of the own-run and of other providers are two scenarios that share nobody, and together are the whole."""
    whole, own, other = (load_scenario("falkenberg", provider=name) for name in (None, "own", "other"))
    clients = [{client.id for client in part.clients} for part in (own, other)]
    assert not clients[0] & clients[1]
    assert clients[0] | clients[1] == {client.id for client in whole.clients}
    assert len(own.groups) / len(whole.groups) == pytest.approx(0.8, abs=0.05)
    with pytest.raises(InputError, match="no provider 'oun'"):
        load_scenario("falkenberg", provider="oun")
