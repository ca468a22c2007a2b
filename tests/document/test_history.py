"""A document over its revisions: counts, what changed, and what was changed back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from talkqa.document import Document, DocumentError, read, read_file
from talkqa.document.history import history
from talkqa.document.history_text import describe
from tests.document.made_up import EVERY, HEAD, MERGE
from tests.document.shared import dataflows

NAME_ROW = '   * - Name\n     - fullName\n     - "string"\n'
FULL, LESS = HEAD + EVERY + MERGE, HEAD + EVERY.replace(NAME_ROW, "") + MERGE


def on(day: int, text: str, file: str = "") -> Document:
    return read(text.replace("2024-05-06", f"2024-05-{day:02}").encode(), file or f"{day}.rst")


def test_revisions_stand_in_the_order_of_their_stamps() -> None:
    """Whatever the order of the files; each with its counts and its changes since the one before."""
    made = history([on(3, FULL), on(1, HEAD + EVERY), on(2, LESS)])
    assert [(one.document.file, one.flows, one.property_rows, one.changes) for one in made.revisions] == [
        ("1.rst", 1, 2, {}),
        ("2.rst", 2, 1, {"flow-added": 1, "property-row-removed": 1}),
        ("3.rst", 2, 2, {"property-row-added": 1}),
    ]


def test_what_is_changed_back_is_damped_and_named() -> None:
    """A row that was away for a day counts in the steady series, and the return is told."""
    made = history([on(1, FULL), on(2, LESS), on(3, FULL)])
    assert [(one.property_rows, one.steady_rows) for one in made.revisions] == [(2, 2), (1, 2), (2, 2)]
    assert [one.same_as for one in made.revisions] == ["", "", "2024-05-01 07:08:09"]
    assert [
        (one.fact.kind, one.fact.subject, one.went, one.changed, one.changed_back) for one in made.returns
    ] == [
        (kind, "Name → fullName", True, "2024-05-02 07:08:09", "2024-05-03 07:08:09")
        for kind in ("property-row", "data-type")
    ]


def test_what_is_changed_back_too_late_is_a_change() -> None:
    """The limit is a choice of the caller."""
    made = history([on(1, FULL), on(2, LESS), on(9, FULL)], timedelta(days=6))
    assert [one.steady_rows for one in made.revisions] == [2, 1, 2]
    assert made.returns == ()


def test_a_renamed_system_changes_nothing() -> None:
    """Nor does a data type that is withheld after an expression."""
    expression, withheld = (FULL.replace('"string"', kind) for kind in ('["decimal", "_."]', "N/A"))
    made = history([on(1, expression), on(2, withheld), on(3, expression.replace("Alpha", "ALPHA"))])
    assert [one.changes for one in made.revisions] == [{}, {}, {}]
    assert [one.same_as for one in made.revisions] == ["", *["2024-05-01 07:08:09"] * 2]


def test_one_revision_in_two_files_counts_once() -> None:
    """Line ends make no second revision."""
    made = history([on(1, FULL), on(1, FULL.replace("\n", "\r\n"), "crlf.rst"), on(2, FULL)])
    assert [one.document.file for one in made.revisions] == ["1.rst", "2.rst"]


def test_a_document_without_a_stamp_is_refused() -> None:
    """It has no place in the order."""
    with pytest.raises(DocumentError, match="no readable `Generated:` stamp"):
        history([on(1, FULL), read(FULL.replace("Generated", "Made").encode(), "odd.rst")])


def test_another_document_is_refused() -> None:
    """A history of two documents would say nothing of either."""
    with pytest.raises(DocumentError, match="expected a revision of 'Alpha to Beta Dataflow'"):
        history([on(1, FULL), on(2, FULL.replace("Beta", "Gamma"))])


def test_people_see_a_line_per_revision_and_what_came_back() -> None:
    """Counts as printed and steady, changes in words."""
    assert list(describe(history([on(1, FULL), on(2, LESS), on(3, FULL)]))) == [
        "Alpha to Beta Dataflow: 3 revisions",
        "",
        "  generated            flows  steady   rows  steady  changed since the revision before",
        "  2024-05-01 07:08:09      2       2      2       2  the first",
        "  2024-05-02 07:08:09      2       2      1       2  1 property row removed",
        "  2024-05-03 07:08:09      2       2      2       2  1 property row added; "
        "states the same as 2024-05-01 07:08:09",
        "",
        "  steady: without what was changed back within 30 days",
        "",
        "changed and changed back",
        "  2024-05-02 07:08:09  for 1 day, until 2024-05-03 07:08:09: 1 property row away",
        "      Person → Worker: Name → fullName",
    ]


def test_the_published_revisions_of_one_document_flap() -> None:
    """Eleven revisions in twelve files: the counts that are published, and two flows that lived 61 seconds."""
    made = history(map(read_file, sorted(dataflows().glob("poweroffice-poweroffice.*.rst"))))
    assert [(one.flows, one.property_rows) for one in made.revisions] == [
        *((4, 14), (4, 28), (4, 51), (3, 30), (4, 32), (1, 0), (1, 0), (3, 0), (1, 12), (3, 19), (0, 0)),
    ]
    short = [
        str(one.fact.flow)
        for one in made.returns
        if (one.fact.kind, one.changed, one.changed_back)
        == ("flow", "2023-06-27 05:11:35", "2023-06-27 05:12:36")
    ]
    assert short == ["Employee → Contactperson", "Supplier → Customer"]
