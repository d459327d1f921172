"""Everything that report and pictures say exists in Swedish and in English."""

from __future__ import annotations

import string

import pytest
from hemtjanst.models.checks import RULES
from hemtjanst.models.errors import InputError
from hemtjanst.models.files import shipped
from hemtjanst.simulation.journal import ACCOUNTS, SPANS
from hemtjanst.simulation.measures import MEASURES
from hemtjanst.simulation.report.texts import LANGUAGES, texts


def test_both_languages_have_the_same_texts():
    """A text in one language alone is a hole in the other's report. English definitions, levers, assumptions and units are the
    code's own: a new one needs its line in sv.yaml.
    """
    english, swedish = (texts(language).entries.keys() for language in LANGUAGES)
    assert sorted(english - swedish) == [], "missing in simulation/report/texts/sv.yaml"
    assert sorted(swedish - english) == [], "missing in simulation/report/texts/en.yaml, or no longer needed in sv.yaml"


def test_everything_that_is_shown_has_a_name():
    """A reader in a municipality must not meet the code's own names."""
    wanted = [f"measures.{name}" for name in MEASURES]
    wanted += [f"groups.{measure.group}" for measure in MEASURES.values()]
    wanted += [f"accounts.{account}" for account in ACCOUNTS]
    wanted += [f"kinds.{kind.name}" for kind in SPANS]
    wanted += [f"rules.{rule.__name__}" for rule in RULES]
    wanted += [f"policies.{name}" for name in shipped("policy")]
    assert sorted(set(wanted) - texts("en").entries.keys()) == [], "missing in simulation/report/texts/en.yaml"


def test_a_text_fills_in_the_same_values_in_both_languages():
    """A number that only one language tells would make two reports out of one."""
    for key, english in texts("en").entries.items():
        fields = [
            {field for _, field, _, _ in string.Formatter().parse(text) if field} for text in (english, texts("sv").entries[key])
        ]
        if not key.startswith(("definitions.", "levers.", "assumptions.")):
            assert fields[0] == fields[1], key


def test_numbers_are_written_as_the_language_does():
    """A decimal point in a Swedish report reads as thousands to some, and is wrong to all."""
    swedish, english = texts("sv"), texts("en")
    assert swedish.number(12.34) == "12,3"
    assert english.number(12.34) == "12.3"
    assert swedish.number(-1234567) == "\u22121\u00a0234\u00a0567"
    assert swedish.amount(-0.0233, "share", difference=True) == "\u22122,33\u00a0procentenheter"
    assert english.amount(0.516, "share") == "51.6\u00a0%"
    assert english.amount(0.209, "index") == "0.209"
    assert swedish.number(float("nan")) == "–"


def test_another_language_is_refused_with_those_there_are():
    """A slip of the key must not end in an English report that nobody asked for."""
    with pytest.raises(InputError, match="texts in en and sv, not in 'se'"):
        texts("se")
