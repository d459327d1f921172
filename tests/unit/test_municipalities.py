"""The four municipalities: what is known of them is in them, and a part of a large one is like the whole."""

import numpy as np
import pytest
from hemtjanst.models.errors import InputError
from hemtjanst.models.files import find, read_yaml
from hemtjanst.models.scenario_file import load_scenario


def test_G9_G10_G11_goteborg_has_the_size_its_programme_names(some_of_goteborg):
    """G9, G10, G11: 8 400 clients for 2 200 staff, 70-75 % of them undersköterskor; a part keeps the proportions."""
    data = read_yaml(find("scenario", "goteborg"))
    assert (data["population"]["clients"], data["staffing"]["regular"]) == (8400, 2200)
    regular = [person for person in some_of_goteborg.staff if person.employment == "regular"]
    assert len(some_of_goteborg.groups) == 2
    assert len(some_of_goteborg.clients) / len(regular) == pytest.approx(3.8, rel=0.25)
    assert np.mean([person.title == "undersköterska" for person in regular]) == pytest.approx(0.725, abs=0.08)


def test_a_part_has_the_places_of_its_own_people_only(some_of_goteborg):
    """Everybody's home and base is a place, every place is somebody's: nothing of the whole is left behind."""
    homes = {client.place for client in some_of_goteborg.clients}
    bases = {group.base for group in some_of_goteborg.groups}
    assert homes | bases == set(range(len(some_of_goteborg.places)))
    assert {client.group for client in some_of_goteborg.clients} == {0, 1}
    assert all(some_of_goteborg.places.ids[c.place] == c.id for c in some_of_goteborg.clients)


def test_clients_of_a_part_are_those_of_the_whole():
    """The same people live in the part as in the whole, in the same homes with the same needs; only the others are missing."""
    whole, part = load_scenario("falkenberg"), load_scenario("falkenberg", share=0.07)
    needs = {need.id: (need.minutes, need.weekdays) for need in whole.needs}
    assert all(needs[need.id] == (need.minutes, need.weekdays) for need in part.needs)
    at = {client.id: whole.places.lat[client.place] for client in whole.clients}
    assert all(at[client.id] == part.places.lat[client.place] for client in part.clients)
    assert len(part.groups) == 2


@pytest.mark.parametrize("share", [0.0, -1.0, 1.5])
def test_an_impossible_part_is_refused(share):
    """A sentence, not an empty municipality."""
    with pytest.raises(InputError, match="at most 1"):
        load_scenario("small", share=share)
