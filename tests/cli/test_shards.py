"""A run that machines share: its parts, and the merge that equals the undivided run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import pytest

from talkqa.report.canaries import Canaries
from talkqa.report.stream import read
from tests.cli.running import Call, check, talkqa

FLOW = "--flow=employee-contactperson"
OF = 3
VARYING = {"canary", "started", "finished", "seconds", "path"}
"""Times, and where the file lies."""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Call:
    """A mutant, so that there are failures, undivided and with Allure results."""
    return check(tmp_path_factory.mktemp("whole"), FLOW, "--sut=mutant:M-25a")


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> list[Call]:
    """The same in three parts."""
    folder = tmp_path_factory.mktemp("parts")
    return [
        check(folder / f"shard-{one}", FLOW, "--sut=mutant:M-25a", f"--shard={one}/{OF}")
        for one in range(1, OF + 1)
    ]


@pytest.fixture(scope="module")
def merged(parts: list[Call], tmp_path_factory: pytest.TempPathFactory) -> Call:
    """The parts put together, given in another order."""
    out = tmp_path_factory.mktemp("merged")
    told = talkqa("report", "merge", *files(parts[::-1]), f"--out={out}")
    return Call(told.code, told.out, told.err, out)


def files(calls: list[Call]) -> list[str]:
    return [str(call.folder / "results.ndjson") for call in calls]


def timeless(value: Any) -> Any:
    """Without times, recursively."""
    if isinstance(value, dict):
        return {key: timeless(one) for key, one in value.items() if key not in VARYING}
    return [timeless(one) for one in value] if isinstance(value, list) else value


def test_each_check_is_in_exactly_one_part(whole: Call, parts: list[Call]) -> None:
    """And the parts are of about the same size."""
    ids = [one["id"] for part in parts for one in part.checks]
    assert sorted(ids) == sorted(whole.verdicts)
    sizes = [len(part.checks) for part in parts]
    assert max(sizes) - min(sizes) <= 1


def test_the_merged_run_equals_the_undivided_one(whole: Call, merged: Call) -> None:
    """Header, every check with its evidence and steps, and the sums; in the same order, too."""
    assert merged.code == whole.code == 1, merged.err
    expected = timeless(whole.lines)
    assert expected[0].pop("shard") is None
    assert timeless(merged.lines) == expected


def test_reports_of_the_merged_run_say_the_same(whole: Call, merged: Call) -> None:
    """JUnit's cases, the client's page, and Allure's results: the same verdict for the same thing."""

    def cases(call: Call) -> list[tuple[str | None, list[str]]]:
        tree = Xml.parse(call.folder / "junit.xml").iter("testcase")
        return [(one.get("name"), [child.tag for child in one]) for one in tree]

    def allure(call: Call) -> list[tuple[str, str]]:
        found = (call.folder / "allure-results").glob("*-result.json")
        told = [json.loads(path.read_text()) for path in found]
        return sorted((one["fullName"], one["status"]) for one in told)

    assert cases(merged) == cases(whole)
    assert allure(merged) == allure(whole)
    assert len(allure(merged)) >= len(whole.checks)
    here, there = (read(call.folder / "results.ndjson") for call in (merged, whole))
    assert [(one.item.id, one.verdict, one.reason) for one in here.items] == [
        (one.item.id, one.verdict, one.reason) for one in there.items
    ]


def test_a_part_says_that_it_is_one_and_blames_nobody_for_the_rest(parts: list[Call]) -> None:
    """Items of other parts are not tested here; the part itself is not an error."""
    told = read(parts[0].folder / "results.ndjson")
    assert told.counts["error"] == 0
    assert "left to another shard of this run" in {one.reason for one in told.items}
    assert f"shard 1/{OF} of {told.header.shard['planned']} checks" in parts[0].out  # type: ignore[index]


def test_a_missing_part_is_refused(parts: list[Call], tmp_path: Path) -> None:
    """It is named; nothing is written."""
    told = talkqa("report", "merge", *files(parts[:1]), f"--out={tmp_path / 'out'}")
    assert (told.code, (tmp_path / "out").exists()) == (2, False)
    assert "shard 2/3, 3/3 is missing" in told.err


def test_a_double_part_is_refused(parts: list[Call], tmp_path: Path) -> None:
    """Also when all are there."""
    told = talkqa("report", "merge", *files([*parts, parts[1]]), f"--out={tmp_path / 'out'}")
    assert told.code == 2
    assert "shard 2/3 is there 2 times" in told.err


def changed(call: Call, folder: Path, old: str, new: str) -> str:
    """A copy of a part's stream in which one text stands for another."""
    path = folder / "results.ndjson"
    text = (call.folder / "results.ndjson").read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    return str(path)


def test_parts_of_different_runs_are_refused(parts: list[Call], tmp_path: Path) -> None:
    """Another seed, another SUT: what differs is named with both values."""
    other = changed(parts[1], tmp_path, '"seed":1', '"seed":2')
    told = talkqa("report", "merge", files(parts)[0], other, files(parts)[2], f"--out={tmp_path / 'out'}")
    assert told.code == 2
    assert "another seed than" in told.err
    assert "got 2, expected 1" in told.err


def test_a_whole_run_a_cut_one_and_a_repeated_check_are_refused(
    whole: Call, parts: list[Call], tmp_path: Path
) -> None:
    """None of them is a part of this run."""
    first, second, third = files(parts)
    assert "a whole run, expected one of" in talkqa("report", "merge", *files([whole])).err
    cut = tmp_path / "cut" / "results.ndjson"
    cut.parent.mkdir()
    cut.write_text("".join(Path(second).read_text().splitlines(keepends=True)[:-1]))
    assert "did not come to its end" in talkqa("report", "merge", first, str(cut), third).err
    mine, theirs = (call.checks[0]["id"] for call in (parts[0], parts[1]))
    old, new = (f'"kind":"check","id":{json.dumps(id, ensure_ascii=False)}' for id in (theirs, mine))
    twice = changed(parts[1], tmp_path, old, new)
    told = talkqa("report", "merge", first, twice, third, f"--out={tmp_path / 'out'}")
    assert (told.code, f"{mine}: stands in" in told.err) == (2, True)


@pytest.mark.parametrize(
    ("shard", "told"),
    [
        ("4/3", "got '4/3', expected a part"),
        ("0/3", "got '0/3'"),
        ("half", "got 'half'"),
        ("1/9999", "Take at most"),
    ],
)
def test_a_part_that_cannot_be_is_refused(shard: str, told: str, tmp_path: Path) -> None:
    """Before anything runs; with more parts than checks some would be empty and prove nothing."""
    call = check(tmp_path / "out", FLOW, f"--shard={shard}")
    assert (call.code, (tmp_path / "out").exists()) == (2, False)
    assert told in call.err


def test_a_secret_of_a_part_in_the_merged_run_is_found(parts: list[Call], tmp_path: Path) -> None:
    """By what the part's header tells of its mark; the merge is red, and names the files."""
    spoilt = Canaries("7f3a91c2d4e5")
    for part in parts:
        folder = tmp_path / part.folder.name
        folder.mkdir()
        header, *lines = (json.loads(line) for line in (part.folder / "results.ndjson").open())
        assert len(header["canary"]) == 64
        if part is parts[0]:
            header["canary"] = spoilt.trace
            lines[0]["scenario"] += f" as {spoilt.mark}"
        text = "".join(json.dumps(line) + "\n" for line in (header, *lines))
        (folder / "results.ndjson").write_text(text)
    told = talkqa(
        "report", "merge", *map(str, tmp_path.glob("*/results.ndjson")), f"--out={tmp_path / 'out'}"
    )
    assert told.code != 0
    for name in ("results.ndjson", "report.html", "junit.xml"):
        assert f"{tmp_path / 'out' / name}: holds a key or token of this run" in told.out
