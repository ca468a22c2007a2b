"""Every diagnostic code is tripped by a made-up document, and by no sound one."""

from __future__ import annotations

from collections import Counter

import pytest

from talkqa.document import CODES, read
from tests.document.made_up import CONDITIONAL, EVERY, HEAD, LINK_FIRST, MERGE

EMPTY_TARGET_HEAD = HEAD.replace("Beta", "").replace("=" * 22, "=" * 18)
JUMBLED = EVERY.replace("Alpha", "WaveWave Financial").replace("-" * 27, "-" * 40)
SPLIT_TWICE = """
Alpha Way to Beta Go to Stop
----------------------------
"""
ROW = '   * - Name\n     - fullName\n     - "string"\n'


def with_row(source: str, target: str = "fullName", kind: str = '"string"') -> str:
    """A document whose first property row holds other cells."""
    return (HEAD + EVERY).replace(ROW, f"   * - {source}\n     - {target}\n     - {kind}\n")


def changed(text: str, old: str, new: str) -> str:
    """The text with every old replaced, which must be in it."""
    assert old in text
    return text.replace(old, new)


ODD: dict[str, tuple[str, dict[str, int]]] = {
    "unclassified": (HEAD + "\nStray words.\n" + EVERY, {"unclassified": 1}),
    "clause-sequence": (
        HEAD + changed(EVERY, "Every Alpha Person will be synchronized with a Beta Worker.\n\n", ""),
        {"clause-sequence": 1},
    ),
    "row-cells": (changed(HEAD + EVERY, '     - "string"\n', ""), {"row-cells": 1}),
    "table-header": (changed(HEAD + EVERY, "Beta Data Type", "Gamma Data Type"), {"table-header": 1}),
    "table-without-clause": (
        HEAD + "\n.. list-table::\n   :header-rows: 1\n\n   * - a\n     - b\n\n" + EVERY,
        {"table-without-clause": 1},
    ),
    "clause-label-mismatch": (
        HEAD + changed(EVERY, "Every Alpha Person", "Every Alpha Animal"),
        {"clause-label-mismatch": 1},
    ),
    "heading-ambiguous": (HEAD + SPLIT_TWICE, {"heading-ambiguous": 1, "clause-sequence": 1}),
    "stamp-missing": (changed(HEAD + EVERY, "2024-05-06", "2024-15-06"), {"stamp-missing": 1}),
    "intro-missing": (
        changed(HEAD + EVERY, "Introduction\n------------\n", ""),
        {"intro-missing": 1, "unclassified": 1},
    ),
    "intro-system-mismatch": (
        changed(HEAD + EVERY, "flow from Alpha", "flow from Gamma"),
        {"intro-system-mismatch": 1},
    ),
    "into-mismatch": (
        HEAD + changed(LINK_FIRST, "into Beta.", "into Gamma."),
        {"into-mismatch": 1, "property-table-empty": 1},
    ),
    "list-form": (
        HEAD + changed(LINK_FIRST, ", or Created by", ", Created by"),
        {"list-form": 1, "property-table-empty": 1},
    ),
    "datatype-unindented": (changed(HEAD + EVERY, '     - "', '"'), {"datatype-unindented": 2}),
    "datatype-mangled": (with_row("Name", kind='"if", "eq"]]"'), {"datatype-mangled": 1}),
    "datatype-unknown": (with_row("Name", kind="N/A"), {"datatype-unknown": 1}),
    "property-table-empty": (HEAD + MERGE, {"property-table-empty": 1}),
    "no-flows": (HEAD, {"no-flows": 1}),
    "title-target-empty": (EMPTY_TARGET_HEAD, {"title-target-empty": 1, "no-flows": 1}),
    "flow-target-system-empty": (
        HEAD + changed(changed(EVERY, "Beta", ""), "-" * 27, "-" * 23),
        {"flow-target-system-empty": 1},
    ),
    "system-missing-in-title": (
        EMPTY_TARGET_HEAD + EVERY,
        {"title-target-empty": 1, "system-missing-in-title": 1},
    ),
    "system-variant": (HEAD + changed(EVERY, "Beta", "BETA"), {"system-variant": 1}),
    "system-jumbled": (HEAD + JUMBLED, {"system-jumbled": 1}),
    "system-foreign": (
        HEAD + changed(EVERY, "Alpha", "Asana"),
        {"system-foreign": 1},
    ),
    "system-unknown": (HEAD + changed(EVERY, "Alpha", "Gamma"), {"system-unknown": 1}),
    "developer-note": (
        HEAD + changed(CONDITIONAL, "When a Alpha Deal", "left out until a Alpha Deal"),
        {"developer-note": 1, "property-table-empty": 1},
    ),
    "condition-subject": (
        HEAD + changed(CONDITIONAL, "When a Alpha Deal", "When a Alpha Dealer"),
        {"condition-subject": 1, "property-table-empty": 1},
    ),
    "duplicate-flow": (HEAD + EVERY * 3, {"duplicate-flow": 2}),
    "merge-cell-empty": (
        HEAD + changed(MERGE, "   * - Mail\n     - email\n", "   * - \n     - \n"),
        {"merge-cell-empty": 2, "property-table-empty": 1},
    ),
    "path-whitespace": (with_row("Name\t"), {"path-whitespace": 1}),
    "path-empty-segment": (with_row("variants..sku"), {"path-empty-segment": 1}),
    "dependant-run-on": (
        with_row("Name (Dependant on having A in BDependant on having A in B)"),
        {"dependant-run-on": 1},
    ),
    "dependant-value-empty": (with_row("Name (Dependant on having  in B)"), {"dependant-value-empty": 1}),
    "dependant-path-empty": (with_row("Name (Dependant on having A in  )"), {"dependant-path-empty": 1}),
    "intro-heading-dot": (
        changed(HEAD + EVERY, "Introduction\n------------\n", "Introduction.\n-------------\n"),
        {"intro-heading-dot": 1},
    ),
    "underline-short": (changed(HEAD + EVERY, "-" * 27, "-" * 26), {"underline-short": 1}),
}


def test_a_sound_document_has_no_diagnostic() -> None:
    """Nothing is said about a document in which nothing is odd."""
    assert read((HEAD + EVERY).encode()).diagnostics == ()


def test_every_code_has_a_document() -> None:
    """No code exists that no document can trip."""
    assert set(ODD) == set(CODES)


@pytest.mark.parametrize("code", ODD)
def test_a_document_trips_its_code(code: str) -> None:
    """The document has exactly the diagnostics listed, in LF and CRLF."""
    text, expected = ODD[code]
    for data in (text.encode(), text.replace("\n", "\r\n").encode()):
        assert Counter(found.code for found in read(data).diagnostics) == expected


LINES = {
    "row-cells": 26,
    "table-header": 23,
    "clause-label-mismatch": 14,
    "stamp-missing": 5,
    "intro-system-mismatch": 10,
    "datatype-mangled": 28,
    "path-whitespace": 26,
    "underline-short": 13,
    "system-unknown": 12,
    "unclassified": 12,
}


@pytest.mark.parametrize("code", LINES)
def test_a_diagnostic_names_its_line(code: str) -> None:
    """Line numbers count from 1."""
    found = [found for found in read(ODD[code][0].encode()).diagnostics if found.code == code]
    assert [one.line for one in found] == [LINES[code]]


def test_a_message_is_complete() -> None:
    """What, got, expected and what it means for the test stand in one line."""
    [found] = read(with_row("variants..sku").encode()).diagnostics
    assert found.message == (
        "a part of the property path is empty, got 'variants..sku', expected a name between the dots; "
        "for the test: the path names no property as it stands; something was lost"
    )


def test_a_message_stays_short() -> None:
    """A message repeats the start of a long line only; the diagnostic keeps all of it."""
    [found] = [
        found for found in read(HEAD.encode() + b"x" * 9000).diagnostics if found.code == "unclassified"
    ]
    assert len(found.got) == 9000
    assert len(found.message) < 500


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"\xff\xfe" + HEAD.encode(), 1),
        (HEAD.encode() + b"\n\xc3\x28\n", 12),
        (HEAD.encode() + b"\n   \n", 12),
        (b"\xef\xbb\xbf" + HEAD.encode(), 1),
    ],
)
def test_bytes_that_do_not_belong_are_reported(data: bytes, line: int) -> None:
    """Bytes that are no UTF-8, lines of blanks and a byte order mark are no part of the grammar."""
    assert line in {found.line for found in read(data).diagnostics if found.code == "unclassified"}


def test_an_empty_file_is_a_document_without_anything() -> None:
    """It says nothing, and that is said."""
    document = read(b"")
    assert (document.title, document.flows, document.lines, document.eol) == ("", (), 0, "none")
    assert {found.code for found in document.diagnostics} == {
        "unclassified",
        "stamp-missing",
        "intro-missing",
        "no-flows",
    }
