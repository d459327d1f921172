"""What the code says in English sentences is Swedish in a Swedish report."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hemtjanst.models.files import find, read_yaml, shipped
from hemtjanst.models.planning import make_plan
from hemtjanst.models.quantity import Quantity
from hemtjanst.models.scenario_file import load_policy, load_scenario
from hemtjanst.simulation.measures import MEASURES
from hemtjanst.simulation.report.texts import assumption_sections, texts
from hemtjanst.simulation.report.texts.told import FIELD, Told, told
from town import town

HERE = "simulation/report/texts/told_sv.yaml"


def sources():
    """Sources of measures, of assumptions in the code, and of those in shipped scenarios."""
    found = {measure.source for measure in MEASURES.values()}
    for kind in assumption_sections().values():
        found |= {field.default.source for field in kind.model_fields.values() if isinstance(field.default, Quantity)}

    def given(value):
        if isinstance(value, dict):
            if isinstance(value.get("source"), str):
                found.add(value["source"])
            for inner in value.values():
                given(inner)

    for name in shipped("scenario"):
        given(read_yaml(find("scenario", name)))
    return sorted(found)


def test_every_source_is_told_in_swedish():
    """Whoever doubts a number in a Swedish report must be able to read where it is from."""
    assert {text: left for text in sources() if (left := told("sv").lacking(text))} == {}, f"missing in {HERE}"


@pytest.fixture(scope="module")
def notes(village, back_to_basic, some_of_goteborg):
    """What plans and places had to say: a shipped city, and places that lack this or that."""
    nobody = town(regular=4, hourly=0, seed=2)
    odd = village.replace(staff=tuple(replace(person, skills=frozenset()) for person in village.staff[:3]))
    few = back_to_basic.model_copy(
        update={"contacts": back_to_basic.contacts.model_copy(update={"clients": (3, 3), "most_hours": 6.0})}
    )
    made = [
        (some_of_goteborg, load_policy("attractive_home_care")),
        (nobody, back_to_basic),
        (odd, back_to_basic),
        (village, few),
        (load_scenario("own_tables"), load_policy("back_to_basic")),
    ]
    plans = [make_plan(place, policy, 2, iterations=0) for place, policy in made]
    return sorted({note for plan in plans for note in (*plan.notes, *plan.scenario.notes)})


def test_every_note_of_planner_and_roads_is_told_in_swedish(notes):
    """Numbers and names are kept; what is missing is named."""
    assert len(notes) > 12
    assert {text: left for text in notes if (left := told("sv").lacking(text))} == {}, f"missing in {HERE}"
    for text in notes:
        assert sorted(re.findall(r"\d+", text)) == sorted(re.findall(r"\d+", told("sv")(text)))


def test_both_sentences_of_a_pair_have_the_same_values():
    """A value that only one language tells is lost in the other."""
    for english, swedish in read_yaml(Path(__file__).parents[2] / HERE).items():
        assert set(FIELD.findall(english)) == set(FIELD.findall(swedish)), english


def test_a_sentence_nobody_translated_stays_as_it_is_and_is_named():
    """Rather English than nothing; values that are sentences themselves are told too."""
    made = Told({"{who} has {what}.": "{who} har {what}.", "a cold": "en förkylning"})
    assert made("Anna has a cold.") == "Anna har en förkylning."
    assert made.lacking("Anna has a fever.") == ["a fever"]
    assert made("No such thing.") == "No such thing."
    assert texts("en").told("a cold") == "a cold"
