"""What the header of the results says about earlier runs into the same folder, and the page made from it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from talkqa.checklist import load_profile
from talkqa.cli.revisions import FOLDER, keep, keep_all, since
from talkqa.cli.run import run
from talkqa.document import Document, DocumentError, Facts, FlowFacts, read, render
from talkqa.report.stream import read as read_stream
from talkqa.scenario.plan import Plan

ROWS = (
    ("FirstName", "FirstName", '"string"'),
    ("LastName", "LastName", '"string"'),
    ("PhoneNumber", "PhoneNumber", '"string"'),
)
DEFAULT = load_profile("default")


def written(day: int, rows: int, systems: tuple[str, str] = ("Poweroffice", "PowerOffice")) -> bytes:
    """A document of one flow and so many rows, generated on a day of January."""
    s, t = systems
    clauses = ("every", "keep-in-sync", "properties")
    flow = FlowFacts((s, "Employee"), (t, "Contactperson"), clauses, properties=ROWS[:rows])
    return render(Facts(s, t, f"2024-01-{day:02} 03:04:05", (flow,)))


def ran(out: Path, document: Document) -> None:
    """Leave in a folder what a run leaves there, as far as the next run looks at it."""
    out.mkdir(exist_ok=True)
    header = {"kind": "header", "document": {"sha256": document.sha256}}
    (out / "results.ndjson").write_text(json.dumps(header) + "\n")
    keep(out, document)


def test_the_first_run_has_nothing_before_it(tmp_path: Path) -> None:
    """Nor does a folder that is not there yet."""
    assert since(tmp_path / "none", read(written(1, 3)), DEFAULT) == {}


def test_a_changed_document_is_told_with_its_meaning(tmp_path: Path) -> None:
    """The changes, the items, and a history of two revisions."""
    ran(tmp_path, read(written(1, 3)))
    told = since(tmp_path, read(written(2, 2)), DEFAULT)
    assert [(change["kind"], change["subject"]) for change in told["since"]["changes"]] == [
        ("property-row-removed", "PhoneNumber → PhoneNumber")
    ]
    gone = [item["id"] for item in told["since"]["testing"]["gone"]]
    assert gone == ["employee-contactperson/PhoneNumber:PhoneNumber"]
    assert [one["property_rows"] for one in told["history"]["revisions"]] == [3, 2]


def test_the_same_document_again_has_no_changes(tmp_path: Path) -> None:
    """That is told too; one revision makes no history."""
    ran(tmp_path, read(written(1, 3)))
    told = since(tmp_path, read(written(1, 3)), DEFAULT)
    assert told["since"]["changes"] == []
    assert "history" not in told


def test_the_run_before_counts_not_the_newest_revision(tmp_path: Path) -> None:
    """Someone may check an old revision again."""
    for day, rows in ((3, 1), (1, 3)):
        ran(tmp_path, read(written(day, rows)))
    told = since(tmp_path, read(written(2, 2)), DEFAULT)
    assert told["since"]["old"]["generated"] == "2024-01-01 03:04:05"
    assert [one["property_rows"] for one in told["history"]["revisions"]] == [3, 2, 1]


def test_another_document_in_the_same_folder_is_no_change(tmp_path: Path) -> None:
    """Two documents are not revisions of one."""
    ran(tmp_path, read(written(1, 3, ("HubSpot", "Tripletex"))))
    assert since(tmp_path, read(written(2, 2)), DEFAULT) == {}


def test_damaged_files_are_passed_over(tmp_path: Path) -> None:
    """What an earlier run left never stops the next one."""
    ran(tmp_path, read(written(1, 3)))
    (tmp_path / FOLDER / "odd.toml").write_text("odd = ")
    (tmp_path / "results.ndjson.part").write_text("{")
    assert since(tmp_path, read(written(2, 2)), DEFAULT)["since"]["counts"] == {"property-row-removed": 1}
    (tmp_path / "results.ndjson").write_text("")
    assert since(tmp_path, read(written(2, 2)), DEFAULT)["since"]["counts"] == {"property-row-removed": 1}


def test_earlier_revisions_can_be_given(tmp_path: Path) -> None:
    """Without a run before, the newest older one is what the document is compared with."""
    (tmp_path / "given").mkdir()
    for day, rows in ((1, 3), (2, 1), (5, 3)):
        (tmp_path / "given" / f"{day}.rst").write_bytes(written(day, rows))
    document = read(written(3, 2))
    keep_all(tmp_path / "out", document, [tmp_path / "given"])
    told = since(tmp_path / "out", document, DEFAULT)
    assert told["since"]["old"]["generated"] == "2024-01-02 03:04:05"
    assert [one["property_rows"] for one in told["history"]["revisions"]] == [3, 1, 2, 3]


def test_revisions_of_another_document_are_refused(tmp_path: Path) -> None:
    """Nothing is kept of them."""
    (tmp_path / "other.rst").write_bytes(written(1, 3, ("HubSpot", "Tripletex")))
    with pytest.raises(DocumentError, match="Name the revisions of one document"):
        keep_all(tmp_path / "out", read(written(3, 2)), [tmp_path / "other.rst"])
    assert not (tmp_path / "out").exists()


def test_no_sentence_of_a_document_is_kept(tmp_path: Path) -> None:
    """Values only: names, kinds and rows."""
    keep(tmp_path, read(written(1, 3)))
    [path] = (tmp_path / FOLDER).iterdir()
    assert "will be synchronized" not in path.read_text()
    assert "This page was written" not in path.read_text()


def test_the_second_report_tells_what_changed(tmp_path: Path) -> None:
    """Two runs into one folder: stream and page of the second have the change, the page has the chart."""
    for day, rows in ((1, 3), (2, 2)):
        path = tmp_path / "document.rst"
        path.write_bytes(written(day, rows))
        run(Plan(str(path), scenarios=("S-8",)), tmp_path / "out", allure=False)
        header = read_stream(tmp_path / "out" / "results.ndjson").header
        page = (tmp_path / "out" / "report.html").read_text()
        assert (header.since is None) == (day == 1)
        assert ('data-change="property-row-removed"' in page) == (day == 2)
        assert ("<svg viewBox" in page) == (day == 2)
    assert header.since
    assert header.since["counts"] == {"property-row-removed": 1}
    assert "http" not in page.split('id="since"')[1].split('id="overview"')[0]
