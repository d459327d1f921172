"""The checklist is whole: no row of it is silently missing."""

from collections import Counter

import checklist

# Rows that nothing protects yet. Only ever take ids out.
OPEN: set[str] = set()


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
