"""The checklist is whole: no row of it is silently missing."""

from collections import Counter

import checklist

# Rows that nothing protects yet. Only ever take ids out.
OPEN = {
    "T6", "T7", "T9", "T10", "T11", "T14", "T22", "T25", "T26", "T31", "T32", "N1", "N2", "N3", "N6", "N7", "C3", "C4",
    "C5", "C6", "C8", "C12", "F3", "F6", "F8", "F9", "G4", "G6", "G7", "G8", "G12", "G13", "G14",
}  # fmt: skip


def test_every_row_of_the_documents_is_there():
    """36 rows of Tanum, 11 of Norrtälje, 13, 10 and 15: 85 in all, each with a quote, a kind and what answers for it."""
    rows = checklist.read()
    assert Counter(row.id[0] for row in rows) == {"T": 36, "N": 11, "C": 13, "F": 10, "G": 15}
    assert all(row.says and row.by and row.kind in checklist.KINDS for row in rows)


def test_every_row_has_a_test_or_a_reason():
    """A row without a test is context with a reason, or on the list of open rows, which only gets shorter."""
    rows = checklist.read()
    assert {row.id for row in rows if row.is_open} <= OPEN


def test_every_id_in_a_test_name_is_a_row():
    """A slip in a test's name would protect a row that does not exist."""
    assert checklist.tests_by_row().keys() <= {row.id for row in checklist.read()}
