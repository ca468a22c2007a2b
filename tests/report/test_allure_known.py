"""Known failures are marked in Allure's results: those whose items are all waived, and no other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from talkqa.report.allure_known import mark
from talkqa.report.baseline import Waiver

WAIVED = {
    item: Waiver(item, "QA", "is cut after 20 characters", "2026-12-31", "ACME-7")
    for item in ("f/Name:Name", "f/City:City")
}
TOLD = "known failure, until 2026-12-31: is cut after 20 characters (QA, ACME-7)"


def left(folder: Path, status: str, *items: str) -> Any:
    """A result of that status about those items, as it stands after marking."""
    path = folder / "1-result.json"
    labels = [{"name": "item", "value": item} for item in items] + [{"name": "flow", "value": "f"}]
    details = {"message": "observed x", "trace": "y"}
    path.write_text(json.dumps({"status": status, "statusDetails": details, "labels": labels}))
    mark(WAIVED, folder)
    assert [one.name for one in folder.iterdir()] == ["1-result.json"]
    return json.loads(path.read_text())["statusDetails"]


@pytest.mark.parametrize("status", ["failed", "broken"])
def test_a_waived_failure_is_known_with_until_when_and_why(tmp_path: Path, status: str) -> None:
    details = left(tmp_path, status, "f/Name:Name")
    assert details == {"known": True, "message": f"{TOLD}\nobserved x", "trace": "y"}


def test_a_check_of_two_waived_items_tells_both(tmp_path: Path) -> None:
    details = left(tmp_path, "failed", "f/Name:Name", "f/City:City")
    assert details["message"] == f"{TOLD}\n{TOLD}\nobserved x"


@pytest.mark.parametrize(
    ("status", "items"),
    [
        ("passed", ["f/Name:Name"]),
        ("skipped", ["f/Name:Name"]),
        ("failed", ["f/Phone:Phone"]),
        ("failed", ["f/Name:Name", "f/Phone:Phone"]),
        ("failed", []),
    ],
)
def test_nothing_else_is_known(tmp_path: Path, status: str, items: list[str]) -> None:
    assert left(tmp_path, status, *items) == {"message": "observed x", "trace": "y"}
