"""The panel answers when a lever is moved; driven here without a browser."""

from __future__ import annotations

import sys

import pytest
from hemtjanst.models.errors import InputError
from hemtjanst.simulation.report.panel import Panel


@pytest.fixture(scope="module")
def moved(village, back_to_basic):
    """A panel on the village."""
    pytest.importorskip("ipywidgets", reason="ipywidgets is not installed (extra: notebooks)")
    return Panel(village, back_to_basic, days=1, language="sv")


def test_the_levers_start_as_the_policy_is(moved, back_to_basic):
    """The first picture must be the way of working that was asked for, but for the fewest clients of a contact person."""
    assert moved.policy == back_to_basic


def test_moving_a_lever_changes_policy_picture_and_figures(moved):
    """That is all that the panel is for."""
    picture = bytes(moved.picture.value)
    moved.levers["contacts"].value = False
    assert not moved.policy.has_contacts
    assert moved.figures.value["contact_share_visits"] == 0 < moved.first.value["contact_share_visits"]
    assert bytes(moved.picture.value) != picture
    assert bytes(moved.picture.value).startswith(b"\x89PNG")
    moved.levers["contacts"].value = True
    assert bytes(moved.picture.value) == picture


def test_every_setting_of_the_levers_is_a_policy(moved):
    """A panel that answers a click with a traceback is closed and not opened again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(moved, "update", lambda: None)
        for contacts in (True, False):
            moved.levers["contacts"].value = contacts
            for name in ("replaced_by", "one_person_per_shift"):
                for _, choice in moved.levers[name].options:
                    moved.levers[name].value = choice
                    assert moved.policy.absence.replaced_by
            for name in ("clients", "backups", "prices"):
                for end in (moved.levers[name].min, moved.levers[name].max):
                    moved.levers[name].value = end
                    assert moved.policy.name


def test_the_table_speaks_the_language_that_was_asked_for(moved):
    """One language on the screen."""
    assert "närvaro av betald tid" in moved.table.value
    assert "genomlevda en gång" in moved.table.value


def test_without_ipywidgets_the_message_says_what_to_install(village, monkeypatch):
    """It is an optional extra."""
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    with pytest.raises(InputError, match=r"pip install 'hemtjanst\[notebooks\]'"):
        Panel(village)
