"""Files that people write are read strictly, and every fault is told at once."""

from __future__ import annotations

import pytest
from hemtjanst.models import Policy
from hemtjanst.models.errors import InputError
from hemtjanst.models.files import find, read_yaml, shipped, validate


def faults(data: dict) -> dict[str, str]:
    """What is said of a policy, by place."""
    with pytest.raises(InputError) as caught:
        validate(Policy, data, "mine.yaml")
    return {fault.where: fault.what for fault in caught.value.faults}


def test_all_faults_are_told_at_once():
    """A person who mends one fault at a time gives up before the last."""
    found = faults({"name": 3, "visits": {"longest_minutes": -4, "days": "contct"}, "contacts": {"backups": "two"}})
    assert found == {
        "mine.yaml: name": "must be text, not 3",
        "mine.yaml: visits.longest_minutes": "must be greater than 0, not -4",
        "mine.yaml: visits.days": "'contct' is not possible; did you mean 'contact'? Allowed: agreed, contact",
        "mine.yaml: contacts.backups": "must be a whole number, not 'two'",
    }


def test_an_unknown_key_is_named_with_the_nearest_one():
    """A misspelt lever would otherwise be ignored and its default compared by mistake."""
    found = faults({"name": "x", "continuity": {"known_minuts": 3}})
    assert found["mine.yaml: continuity.known_minuts"].startswith("unknown key 'known_minuts'; did you mean 'known_minutes'?")


def test_levers_that_need_contact_persons_say_so():
    """A policy without contact persons but with contact duties would silently do nothing."""
    found = faults({"name": "x", "visits": {"days": "contact"}, "absence": {"replaced_by": ["backup"]}})
    assert "need contact persons: set contacts.clients" in found["mine.yaml"]


def test_a_key_given_twice_is_refused(tmp_path):
    """Plain YAML keeps the last value without a word."""
    file = tmp_path / "twice.yaml"
    file.write_text("name: a\ndays: 1\nname: b\n")
    with pytest.raises(InputError, match="line 3, column 1: this is not YAML: the key 'name' is given twice"):
        read_yaml(file)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"a: [1\nb: 2\n", "this is not YAML"),
        (b"\xff\xfe\x00", "not a text file in UTF-8"),
        (b"- 1\n- 2\n", "must hold names with values"),
        (b"", "must hold names with values .name: value., not nothing"),
        (b"start: 2026-13-02", "line 1, column 8: this is not YAML: 2026-13-02 cannot be .month must be in 1..12."),
        (b"name: x\n\tdays: 1\n", "line 2, column 1: this is not YAML: indent with spaces; a tab may not begin anything"),
        (b"a: !!python/object/apply:os.system ['true']", "this is not YAML"),
    ],
)
def test_what_is_not_a_mapping_in_yaml_is_refused_in_a_sentence(tmp_path, content, message):
    """No file, however broken or malicious, may end in a traceback or run code."""
    file = tmp_path / "broken.yaml"
    file.write_bytes(content)
    with pytest.raises(InputError, match=message):
        read_yaml(file)


def test_an_unknown_name_offers_the_nearest():
    """The commonest slip at the command line is a misspelt name."""
    with pytest.raises(InputError, match=r"there is no policy of that name; did you mean 'fragmented'\?"):
        find("policy", "fragmentd")
    with pytest.raises(InputError, match="there is no such policy file"):
        find("policy", "here/it.yaml")


@pytest.mark.parametrize("name", sorted(shipped("policy")))
def test_shipped_policies_are_valid_and_named_as_their_file(name):
    """A policy is found by its file name and reported by its own: they must be the same."""
    assert validate(Policy, read_yaml(find("policy", name)), name).name == name
