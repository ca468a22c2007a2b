"""Which planted faults the checks of each flow have caught, and what the client's page says of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from talkqa.report import html
from talkqa.report import kill_matrix as shipped
from talkqa.report.kill_matrix import Matrix, MutantLine
from talkqa.report.look import Look
from talkqa.report.proof import proof
from talkqa.report.results import Results
from talkqa.report.stream import Writer
from tests.report import made_up


def line(mutant: str, *places: str, by: str = "S-1", law: str = "", caught: bool = True) -> MutantLine:
    """A planted fault that these scenarios caught: by a statement of a number, or by a law after that number."""
    scenarios, laws = ({}, {law: (by,)}) if law else ({by: ("one/x",)}, {})
    return MutantLine(mutant, "R-1", f"fault {mutant}", "", (by,), caught, scenarios, laws, places)


MATRIX = Matrix(
    "9.9",
    (
        line("M-1a", "one.feature::test_a", "two.feature::test_b"),
        line("M-1b", "one.feature::test_a", by="S-2"),
        line("M-2a", "two.feature::test_b", by="S-7", law="LAW-9"),
        line("M-3a", "three.feature::test_c", by="S-9", caught=False),
    ),
    {},
    {"one.feature::test_a": ("S-1",), "one.feature::test_idle": ("S-5",), "two.feature::test_b": ("S-1",)},
)


def ran(folder: Path, *checks: tuple[str, str, str]) -> Results:
    """A run of checks: flow, id, scenario number."""
    writer = Writer(folder / "results.ndjson", made_up.header())
    for flow, id, number in checks:
        writer.check(
            {"id": id, "items": ["made-up/Alpha:Alpha"], "flow": flow, "scenario": f"about {id}", "tags": [number],
             "verdict": "pass", "feature_file": "f.feature"}
        )  # fmt: skip
    return writer.finish()


def test_faults_are_those_that_the_very_scenario_caught(tmp_path: Path) -> None:
    """Rows of an outline are one scenario; one that caught nothing is there all the same."""
    told = proof(
        ran(
            tmp_path,
            ("one", "one.feature::test_a[x]", "S-1"),
            ("one", "one.feature::test_a[y]", "S-1"),
            ("one", "one.feature::test_idle", "S-5"),
            ("two", "two.feature::test_b", "S-1"),
        ),
        MATRIX,
    )
    assert [(c.checks, c.mutants) for c in told.flows["one"]] == [(2, ("M-1a", "M-1b")), (1, ())]
    assert told.of("two") == ("M-1a", "M-2a")
    assert [one.mutant for one in told.faults] == ["M-1a", "M-1b", "M-2a"]
    assert told.caught == 3


def test_scenario_of_another_document_counts_by_its_number(tmp_path: Path) -> None:
    """By statement, and by law after it."""
    told = proof(
        ran(tmp_path, ("new", "new.feature::test_n", "S-1"), ("new", "new.feature::test_m", "S-7")), MATRIX
    )
    assert [one.mutants for one in told.flows["new"]] == [("M-1a",), ("M-2a",)]
    assert told.of("no such flow") == ()


@pytest.mark.parametrize("language", ["en", "nb"])
def test_page_tells_the_same_numbers_in_both_languages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    """In all, per flow, and which fault each kind of check caught, with a link to the fault."""
    monkeypatch.setattr("talkqa.report.proof.read", lambda: MATRIX)
    results = ran(
        tmp_path, ("made-up", "one.feature::test_a", "S-1"), ("made-up", "one.feature::test_idle", "S-5")
    )
    page = html.render(results, Look(language=language))
    section = page[page.index('<h2 id="proof"') : page.index("</table>", page.index('<h2 id="proof"'))]
    assert re.findall(r"\d+\.\d+|\d+", section.split("<p>")[1].split("</p>")[0]) == ["4", "3", "9.9", "2"]
    row = re.search(r'<tr data-proof="made-up">.*?</tr>', section, re.DOTALL)
    assert row
    assert re.findall(r"<td>(\d+)</td>", row[0]) == ["2", "1", "2"]
    assert re.findall(r'<a href="#(M-\w+)">\1</a>', page) == ["M-1a", "M-1b"]
    assert re.findall(r'<tr id="(M-\w+)">', page) == ["M-1a", "M-1b"]
    assert "Fault M-1b" in page
    assert '"M-3a"' not in page


def test_page_is_made_without_the_matrix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A results page must not be lost because of a file beside it; nothing is claimed then."""
    monkeypatch.setattr(shipped, "matrix_file", lambda: tmp_path / "no.json")
    page = html.render(ran(tmp_path, ("made-up", "one.feature::test_a", "S-1")))
    assert 'id="proof"' not in page
    assert "planted" not in page


def test_shipped_matrix_proves_the_shipped_features() -> None:
    """Every scenario that caught a planted fault of the first document is known by its place."""
    matrix = shipped.read()
    first = {place for line in matrix.mutants if not line.document for place in line.places}
    assert first <= set(matrix.places)
