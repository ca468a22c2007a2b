"""`talkqa check` of a document that states one flow several times: each occurrence is tried, and judged, by itself."""

from __future__ import annotations

from pathlib import Path

from talkqa.document import Facts, FlowFacts, render
from tests.checklist.made_up import flow
from tests.cli.running import Call, check, talkqa

FLOW = "supplier-customer"
ROWS = tuple((name, name, "N/A") for name in ("Name", "EmailAddress", "PhoneNumber"))
WEBSITE = ("WebsiteUrl", "WebsiteUrl", "N/A")
TWICE = flow("Supplier", "Customer", ROWS), flow("Supplier", "Customer", (*ROWS, WEBSITE))


def written(folder: Path, *flows: FlowFacts) -> str:
    """A document that says that."""
    path = folder / "made-up.rst"
    path.write_bytes(render(Facts("Poweroffice", "PowerOffice", "2024-01-02 03:04:05", flows)))
    return str(path)


def flows_of(call: Call, verdict: str) -> set[str]:
    """The flows of which an item has a check with that verdict."""
    return {
        item.partition("/")[0] for one in call.checks if one["verdict"] == verdict for item in one["items"]
    }


def test_each_occurrence_is_tried_and_passes(tmp_path: Path) -> None:
    """Every statement of both is run; none rests on the other's run."""
    call = check(tmp_path / "out", written(tmp_path, *TWICE), "--no-allure")
    assert call.code == 0, call.out
    assert flows_of(call, "pass") >= {FLOW, f"{FLOW}#2"}
    assert "13 statements of the document: 13 tested, 0 not tested" in call.out
    assert not [one for one in call.checks if len({item.partition("/")[0] for item in one["items"]}) > 1]


def test_a_fault_in_what_one_occurrence_asks_for_fails_that_one_alone(tmp_path: Path) -> None:
    """The website stands in one of the tables only."""
    sut = "--sut=python:tests.sut.no_websites:NeverUpdatesWebsites"
    call = check(tmp_path / "out", written(tmp_path, *TWICE), sut, "--no-allure")
    assert call.code == 1
    failed = {item for one in call.checks if one["verdict"] != "pass" for item in one["items"]}
    assert len({item.partition("/")[0] for item in failed}) == 1
    assert {item.partition("/")[2] for item in failed} == {"WebsiteUrl:WebsiteUrl"}


def test_the_features_of_such_a_document_agree_with_its_checklist(tmp_path: Path) -> None:
    """Both ways, with nothing left without a scenario."""
    document, features = written(tmp_path, *TWICE), str(tmp_path / "features")
    assert talkqa("features", "write", document, "--out", features).code == 0
    verified = talkqa("features", "verify", document, "--dir", features)
    assert verified.code == 0, verified.out + verified.err
