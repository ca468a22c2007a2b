"""`talkqa document diff` and `talkqa document history`, and what `features verify` says of a changed document."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from talkqa.cli.main import main
from talkqa.document import Facts, FlowFacts, render

ROWS = (
    ("FirstName", "FirstName", '"string"'),
    ("LastName", "LastName", '"string"'),
    ("PhoneNumber", "PhoneNumber", '"string"'),
)
Rows = tuple[tuple[str, str, str], ...]


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def put(path: Path, rows: Rows, day: int = 1) -> Path:
    """A document of one flow inside PowerOffice, generated on a day of January."""
    clauses = ("every", "keep-in-sync", "properties")
    flow = FlowFacts(("Poweroffice", "Employee"), ("PowerOffice", "Contactperson"), clauses, properties=rows)
    path.write_bytes(render(Facts("Poweroffice", "PowerOffice", f"2024-01-{day:02} 03:04:05", (flow,))))
    return path


MUTATIONS: dict[str, tuple[Callable[[Rows], Rows], list[tuple[str, str]], str]] = {
    "changed": (
        lambda rows: (*rows[:2], ("EmailAddress", "EmailAddress", '"string"')),
        [
            ("property-row-added", "EmailAddress → EmailAddress"),
            ("property-row-removed", "PhoneNumber → PhoneNumber"),
        ],
        "employee-contactperson/EmailAddress:EmailAddress",
    ),
    "deleted": (
        lambda rows: rows[:2],
        [("property-row-removed", "PhoneNumber → PhoneNumber")],
        "employee-contactperson/PhoneNumber:PhoneNumber",
    ),
    "added": (
        lambda rows: (*rows, ("EmailAddress", "EmailAddress", '"string"')),
        [("property-row-added", "EmailAddress → EmailAddress")],
        "employee-contactperson/EmailAddress:EmailAddress",
    ),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_mutated_document_is_named_by_diff_and_turns_verify_red(name: str, tmp_path: Path) -> None:
    """One row changed, deleted or added: diff names it, and the features of before do not fit any more."""
    mutate, expected, item = MUTATIONS[name]
    old, new = put(tmp_path / "old.rst", ROWS), put(tmp_path / "new.rst", mutate(ROWS), 2)
    told = json.loads(run("document", "diff", old, new, "--format", "json").output)
    assert [(change["kind"], change["subject"]) for change in told["changes"]] == expected
    assert item in {one["id"] for one in (*told["testing"]["added"], *told["testing"]["gone"])}
    assert run("features", "write", old, "--out", tmp_path / "features").exit_code == 0
    assert run("features", "verify", old, "--dir", tmp_path / "features").exit_code == 0
    verified = run("features", "verify", new, "--dir", tmp_path / "features")
    assert verified.exit_code == 1
    assert item in verified.output


def test_diff_ends_with_what_it_means_for_testing(tmp_path: Path) -> None:
    """Items by id, scenarios by file and title, and how many lost their test."""
    result = run("document", "diff", put(tmp_path / "old.rst", ROWS), put(tmp_path / "new.rst", ROWS[:2], 2))
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert '      - property row: PhoneNumber | PhoneNumber | "string"  (old line 32)' in lines
    assert "  - employee-contactperson/PhoneNumber:PhoneNumber: " in result.output
    at = next(at for at, line in enumerate(lines) if line.startswith("scenarios affected: "))
    assert lines[at] != "scenarios affected: 0"
    assert any(line.startswith("  employee_contactperson.feature: ") for line in lines[at:])
    assert any(line.startswith("items that lost their test: ") for line in lines[at:])


def test_the_exit_code_tells_a_change_when_asked(tmp_path: Path) -> None:
    """Another way of writing is no change."""
    old, new = put(tmp_path / "old.rst", ROWS), put(tmp_path / "new.rst", ROWS[:2], 2)
    crlf = tmp_path / "lf.rst"
    crlf.write_bytes(old.read_bytes().replace(b"\r\n", b"\n"))
    codes = [run("document", "diff", old, other, "--exit-code").exit_code for other in (new, crlf)]
    assert codes == [1, 0]


def test_among_other_revisions_flapping_is_told(tmp_path: Path) -> None:
    """The folder may hold the two documents themselves."""
    old, new = put(tmp_path / "1.rst", ROWS, 1), put(tmp_path / "2.rst", ROWS[:2], 2)
    put(tmp_path / "3.rst", ROWS, 3)
    assert "(flapping" in run("document", "diff", old, new, "--among", tmp_path).output
    assert "(flapping" not in run("document", "diff", old, new).output


def test_a_document_without_a_fake_can_be_compared(tmp_path: Path) -> None:
    """No scenario stands for it, and its items still come and go."""
    paths = []
    for rows in (ROWS, ROWS[:2]):
        paths.append(put(tmp_path / f"{len(rows)}.rst", rows))
        paths[-1].write_bytes(paths[-1].read_bytes().replace(b"PowerOffice", b"HubSpot"))
    told = json.loads(run("document", "diff", *paths, "--format", "json").output)
    assert [item["id"] for item in told["testing"]["gone"]] == [
        "employee-contactperson/PhoneNumber:PhoneNumber"
    ]
    assert told["testing"]["scenarios"] == []


def test_history_draws_and_counts(tmp_path: Path) -> None:
    """A folder of revisions as JSON, and a chart that is well-formed and fetches nothing."""
    for day, rows in ((1, ROWS), (2, ROWS[:2]), (3, ROWS)):
        put(tmp_path / f"{day}.rst", rows, day)
    svg = tmp_path / "history.svg"
    result = run("document", "history", tmp_path, "--format", "json", "--svg", svg)
    told = json.loads(result.output)
    assert [one["property_rows"] for one in told["revisions"]] == [3, 2, 3]
    assert [one["steady_property_rows"] for one in told["revisions"]] == [3, 3, 3]
    assert {one["subject"] for one in told["changed_back"]} == {"PhoneNumber → PhoneNumber"}
    assert ET.fromstring(svg.read_text()).tag == "{http://www.w3.org/2000/svg}svg"
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("diff", "none.rst", "none.rst"), "none.rst: cannot be read"),
        (("history", "none.rst"), "none.rst: no such file"),
    ],
)
def test_a_missing_file_is_refused(words: tuple[str, ...], message: str) -> None:
    """Exit code 2, and the path in the message."""
    result = run("document", *words)
    assert result.exit_code == 2
    assert message in result.stderr


@pytest.mark.parametrize("command", ["diff", "history"])
def test_help_has_an_example(command: str) -> None:
    """Every command shows how it is called."""
    assert f"Example:\n    talkqa document {command}" in run("document", command, "--help").output
