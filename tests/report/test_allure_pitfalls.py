"""What is known to go wrong around Allure, one by one, and what keeps it from us.

PITFALLS names the tests of each; those that stand nowhere else are below. Three need no test of their own:
`allure run` (3, 10), `allure quality-gate` (2 to 4), `allure csv` and the log plugin (12) are not used, which is what
`test_allure_is_asked_for_one_page_and_nothing_else` shows.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from talkqa.cli.run import pytest_arguments
from talkqa.report.allure_labels import complete
from talkqa.report.past import KEPT
from talkqa.report.stream import read
from talkqa.scenario.plan import Plan
from tests.cli.running import talkqa
from tests.report.test_allure import labels, pretend, render, tools

__all__ = ["tools"]
TESTS = Path(__file__).parents[1]
PITFALLS: Mapping[int, tuple[str, tuple[str, ...]]] = {
    1: (
        "every page calls an analytics host",
        (
            "report/test_allure.py::test_page_is_rendered_without_the_analytics_tag",
            "report/test_allure.py::test_page_that_still_calls_is_not_kept",
            "report/test_allure_page.py::test_page_shows_the_run_and_no_request_leaves_it",
        ),
    ),
    2: ("Node older than 22", ("report/test_allure.py::test_old_node_is_named_with_the_way_out",)),
    3: (
        "Allure's gate is not evaluated by `generate`, and swallows pytest's exit code in `run`",
        (
            "report/test_allure_pitfalls.py::test_allure_is_asked_for_one_page_and_nothing_else",
            "report/test_gate.py::test_another_failure_is_new",
        ),
    ),
    4: (
        "each command adds a point to the history",
        (
            "report/test_allure_page.py::test_earlier_runs_are_kept_and_shown",
            "report/test_allure_pitfalls.py::test_allure_is_asked_for_one_page_and_nothing_else",
        ),
    ),
    5: (
        "what is in the folder stays in it",
        (
            "report/test_allure.py::test_page_is_rendered_without_the_analytics_tag",
            "report/test_allure_pitfalls.py::test_a_folder_with_a_space_outside_the_project_gets_each_run_alone",
        ),
    ),
    6: (
        "only a single file opens from a disk",
        (
            "report/test_allure_page.py::test_page_shows_the_run_and_no_request_leaves_it",
            "report/test_allure_pitfalls.py::test_allure_is_asked_for_one_page_and_nothing_else",
        ),
    ),
    7: (
        "two labels of a kind count a check twice",
        (
            "report/test_allure.py::test_groups_hold_exactly_one_label",
            "report/test_allure_pitfalls.py::test_items_without_a_check_have_one_label_of_a_kind_too",
        ),
    ),
    8: (
        "equal rows are retries of one another, and of two scenarios of one name one runs",
        (
            "report/test_allure.py::test_row_is_shown_and_identifies",
            "scenario/test_verify.py::test_one_change_in_a_feature_is_named",
            "scenario/test_collect.py::test_a_feature_that_would_run_less_than_is_written_is_a_collection_error",
        ),
    ),
    9: (
        "known failures count otherwise in Allure's gate; files for categories and environment are not read",
        (
            "report/test_allure_known.py::test_a_waived_failure_is_known_with_until_when_and_why",
            "report/test_gate.py::test_a_known_failure_lets_the_run_through_and_stays_a_failure",
            "report/test_allure_page.py::test_causes_are_its_categories",
            "report/test_allure_pitfalls.py::test_allure_is_asked_for_one_page_and_nothing_else",
        ),
    ),
    10: (
        "colours get into the texts",
        ("report/test_allure_pitfalls.py::test_pytest_is_told_everything_in_words_that_it_cannot_misread",),
    ),
    11: (
        "pytest takes the folder of the results for a test path",
        (
            "report/test_allure_pitfalls.py::test_pytest_is_told_everything_in_words_that_it_cannot_misread",
            "report/test_allure_pitfalls.py::test_a_folder_with_a_space_outside_the_project_gets_each_run_alone",
        ),
    ),
    12: (
        "`csv -o` and the log plugin do something else than they say",
        ("report/test_allure_pitfalls.py::test_allure_is_asked_for_one_page_and_nothing_else",),
    ),
    13: (
        "Chromium calls home by itself",
        ("report/test_allure_pitfalls.py::test_every_browser_of_the_tests_finds_no_host",),
    ),
}
"""Number, what goes wrong, and the tests that guard against it."""


def test_every_pitfall_has_tests_that_are_there() -> None:
    assert list(PITFALLS) == list(range(1, 14))
    for number, (_, named) in PITFALLS.items():
        assert named, number
        for one in named:
            file, name = one.split("::")
            assert f"def {name}(" in (TESTS / file).read_text("utf-8"), one


def test_allure_is_asked_for_one_page_and_nothing_else(tmp_path: Path, tools: Path) -> None:
    """One call of `generate` a run: no gate, no second report, one page in one file, all of it configured."""
    pretend(tools, "v24.1.0")
    node = tools / "node"
    node.write_text(node.read_text().replace("#!/bin/sh\n", f'#!/bin/sh\necho "$2" >> {tools}/calls\n', 1))
    render(tmp_path)
    asked = [one for one in (tools / "calls").read_text().splitlines() if one]
    assert asked == ["generate"]
    config = json.loads((tools / "config").read_text().removeprefix("export default ").rstrip(";\n"))
    assert "qualityGate" not in config
    assert list(config["plugins"]) == ["awesome"]
    assert config["plugins"]["awesome"]["options"]["singleFile"] is True
    assert config["historyLimit"] == KEPT == 30
    assert {"product defect", "harness defect"} < {one["name"] for one in config["categories"]["rules"]}


def test_items_without_a_check_have_one_label_of_a_kind_too(alone: Path, tmp_path: Path) -> None:
    complete(read(alone / "out" / "results.ndjson"), tmp_path)
    written = [json.loads(path.read_text("utf-8")) for path in tmp_path.glob("*-result.json")]
    assert written
    for one in written:
        for name in ("epic", "feature", "story", "flow", "property", "verdict"):
            assert len(labels(one, name)) == 1, name


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[int, list[str]]]:
    """Exit code and texts of Allure's results, of two runs into one folder: alone, then by two workers."""
    out = tmp_path_factory.mktemp("elsewhere") / "a folder" / "of results"
    found = []
    for words in ((), ("--workers=2",)):
        told = talkqa(
            "check", f"--out={out}", "--flow=all-flows", "--sut=mutant:M-25a", *words, cwd=out.parents[1]
        )
        found.append((told.code, [one.read_text("utf-8") for one in (out / "allure-results").iterdir()]))
    return found


def test_a_folder_with_a_space_outside_the_project_gets_each_run_alone(
    runs: list[tuple[int, list[str]]],
) -> None:
    """Neither is it taken for tests, nor are results of the run before left in it, nor colours in what failed."""
    sums: list[Any] = []
    for code, texts in runs:
        assert code == 1
        assert not [text for text in texts if re.search(r"\\u001b|\x1b", text)]
        told = [json.loads(text) for text in texts if '"historyId"' in text]
        sums.append(sorted((one["name"], one["status"]) for one in told))
    assert "failed" in dict(sums[0]).values()
    assert sums[0] == sums[1]
    assert len(sums[0]) > 6


def test_pytest_is_told_everything_in_words_that_it_cannot_misread(tmp_path: Path) -> None:
    """Each value joined to its option, so that no word of these is a path; root and settings named; no colours."""
    features, plan, out = (tmp_path / name for name in ("features", "plan.json", "out"))
    options = pytest_arguments(features, plan, 2, out, Plan().checklist())
    assert [word for word in options if not word.startswith("--")] == []
    given = dict(word.removeprefix("--").partition("=")[::2] for word in options)
    assert given["alluredir"] == str(out / "allure-results")
    assert given["rootdir"] == str(features)
    assert given["config-file"].endswith("pytest.ini")
    assert given["color"] == "no"


def test_every_browser_of_the_tests_finds_no_host() -> None:
    """What Chromium asks of its maker in spite of all flags ends at once, and reaches nobody."""
    starts = [path for path in TESTS.rglob("*.py") if '"--headless' in path.read_text("utf-8")]
    assert len(starts) >= 3
    assert [
        path.name for path in starts if "--host-resolver-rules=MAP * ~NOTFOUND" not in path.read_text()
    ] == []
