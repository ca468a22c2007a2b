"""What people check by hand: the list that `talkqa check` writes, and what becomes of it when it comes back."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from talkqa.document import Facts, FlowFacts, render
from tests.cli.running import check

EVERY = ("every", "keep-in-sync", "properties")
ROWS = (("Name", "Name", '"string"'), ("Phone", "PhoneNumber", '"string"'))
FOREIGN = FlowFacts(("HubSpot", "Company"), ("PowerOffice", "Customer"), EVERY, properties=ROWS)
OWN = FlowFacts(("PowerOffice", "Supplier"), ("PowerOffice", "Customer"), EVERY)
ITEMS = [f"company-customer/{what}" for what in (*EVERY, "Name:Name", "Phone:PhoneNumber")]
SIGNED = {"name": "Tester Testesen", "date": "2026-11-20", "note": "seen in both"}
NATIONAL_ID = "17054026641"


def document(folder: Path, *flows: FlowFacts) -> str:
    """A document of a system without a fake, or of whatever flows are given."""
    path = folder / "made-up.rst"
    path.write_bytes(render(Facts("HubSpot", "PowerOffice", "2026-01-02 03:04:05", flows or (FOREIGN,))))
    return str(path)


def filled_in(path: Path, to: Path, verdicts: dict[str, dict[str, str]], delimiter: str = ",") -> Path:
    """The list with lines filled in; verdicts: cells by what follows the flow in the item's id."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row.update(verdicts.get(row["item"].split("/")[1], {}))
    with to.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return to


def test_what_needs_a_system_without_a_fake_becomes_a_list_for_people(tmp_path: Path) -> None:
    """Every item with its reason; exit code 3, because nothing was decided."""
    call = check(tmp_path / "out", document(tmp_path), "--no-allure")
    assert call.code == 3, call.out + call.err
    with (tmp_path / "out" / "manual.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert sorted(row["item"] for row in rows) == sorted(ITEMS)
    assert {row["why not by talkqa"] for row in rows} == {"needs a system without a fake: HubSpot"}
    assert not any(row["verdict"] for row in rows)


def test_one_report_holds_the_verdicts_of_people_and_of_checks(tmp_path: Path) -> None:
    """Marked with name, date and note; one that failed makes the run fail."""
    place = tmp_path / "out"
    text = document(tmp_path, FOREIGN, OWN)
    assert check(place, text, "--profile=literal", "--no-allure").code == 0
    given = filled_in(
        place / "manual.csv",
        tmp_path / "filled.csv",
        {
            "every": {"verdict": "pass", **SIGNED},
            "Name:Name": {"verdict": "FAIL", **SIGNED, "note": "Name stays behind"},
        },
        ";",
    )
    call = check(place, text, "--profile=literal", f"--manual={given}", "--no-allure")
    assert call.code == 1, call.out
    by_hand = {line["items"][0]: line for line in call.checks if line.get("by_hand")}
    assert {item: line["verdict"] for item, line in by_hand.items()} == {
        "company-customer/every": "pass",
        "company-customer/Name:Name": "fail",
    }
    assert len(call.checks) > 10
    assert "by hand, Tester Testesen, 2026-11-20: Name stays behind" in (place / "report.html").read_text()
    assert "by hand, Tester Testesen, 2026-11-20: seen in both" in " ".join(call.out.split())
    assert "Name stays behind" in (place / "junit.xml").read_text()
    with (place / "manual.csv").open(encoding="utf-8-sig", newline="") as file:
        kept = {row["item"]: row["verdict"] for row in csv.DictReader(file)}
    assert (kept["company-customer/every"], kept["company-customer/keep-in-sync"]) == ("pass", "")


def test_all_ticked_by_people_is_a_pass(tmp_path: Path) -> None:
    """Every item decided, and exit code 0."""
    text = document(tmp_path)
    check(tmp_path / "out", text, "--no-allure")
    passes = {item.split("/")[1]: {"verdict": "pass", **SIGNED} for item in ITEMS}
    given = filled_in(tmp_path / "out" / "manual.csv", tmp_path / "filled.csv", passes)
    call = check(tmp_path / "out", text, f"--manual={given}")
    assert call.code == 0, call.out + call.err
    assert call.lines[-1]["counts"]["pass"] == len(ITEMS)


WRONG = {
    "item company-customer/gone is not in the checklist": {"item": "company-customer/gone"},
    "verdict maybe, expected pass or fail": {"verdict": "maybe", **SIGNED},
    "verdict nothing, expected pass or fail": SIGNED,
    "a verdict without a name": {"verdict": "pass", **SIGNED, "name": " "},
    "date 20.11.2026, expected YYYY-MM-DD": {"verdict": "pass", **SIGNED, "date": "20.11.2026"},
}


@pytest.mark.parametrize("told", WRONG)
def test_a_line_that_does_not_fit_is_refused_by_its_number(told: str, tmp_path: Path) -> None:
    """Exit code 2, before anything runs, and the earlier report stays."""
    text = document(tmp_path)
    check(tmp_path / "out", text, "--no-allure")
    before = (tmp_path / "out" / "results.ndjson").read_bytes()
    given = filled_in(tmp_path / "out" / "manual.csv", tmp_path / "filled.csv", {"keep-in-sync": WRONG[told]})
    call = check(tmp_path / "out", text, f"--manual={given}", "--no-allure")
    lines = given.read_text().splitlines()
    number = next(
        n
        for n, line in enumerate(lines, 1)
        if line.startswith(("company-customer/gone", "company-customer/keep"))
    )
    assert call.code == 2
    assert f"{given}:{number}: {told}" in call.err
    assert (tmp_path / "out" / "results.ndjson").read_bytes() == before


def test_an_item_that_talkqa_checks_itself_takes_no_verdict_by_hand(tmp_path: Path) -> None:
    """One judge for one item."""
    text = document(tmp_path, FOREIGN, OWN)
    given = tmp_path / "filled.csv"
    given.write_text("item,verdict,name,date,note\nsupplier-customer/every,pass,T,2026-11-20,\n")
    call = check(tmp_path / "out", text, f"--manual={given}", "--no-allure")
    assert call.code == 2
    assert f"{given}:2: item supplier-customer/every is checked by talkqa itself" in call.err


def test_secrets_in_notes_are_masked_everywhere(tmp_path: Path) -> None:
    """In the stream, the pages and the list that is written back."""
    text = document(tmp_path)
    check(tmp_path / "out", text, "--no-allure")
    note = f"national id {NATIONAL_ID}, Bearer abcdef123456"
    ticked = {"verdict": "pass", **SIGNED, "note": note}
    given = filled_in(tmp_path / "out" / "manual.csv", tmp_path / "filled.csv", {"every": ticked})
    check(tmp_path / "out", text, f"--manual={given}", "--no-allure")
    for path in (tmp_path / "out").iterdir():
        if path.is_file():
            held = path.read_text(errors="replace")
            assert NATIONAL_ID not in held, path
            assert "abcdef123456" not in held, path


def test_what_people_have_filled_in_is_not_written_over(tmp_path: Path) -> None:
    """A second run without the list stops before it does any harm."""
    text, place = document(tmp_path), tmp_path / "out"
    check(place, text, "--no-allure")
    filled_in(place / "manual.csv", place / "manual.csv", {"every": {"verdict": "pass", **SIGNED}})
    before = (place / "manual.csv").read_bytes()
    call = check(place, text, "--no-allure")
    assert call.code == 2
    assert "holds what people have filled in" in call.err
    assert (place / "manual.csv").read_bytes() == before
    assert check(place, text, f"--manual={place / 'manual.csv'}", "--no-allure").code == 0
