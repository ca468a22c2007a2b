"""Allure's results of the made-up run, and its page with a Node that only pretends."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from talkqa.report import allure_bridge, allure_render
from talkqa.report.stream import read

TAG = (
    '<script async src="https://www.googletagmanager.com/gtag/js?id=G-1"></script>\n'
    "<script>\n  window.dataLayer = window.dataLayer || [];\n  gtag('js');\n</script>"
)
STATUSES = {
    "the Alpha travels": "passed",
    "the Beta travels": "failed",
    "the Gamma travels": "broken",
    "the Delta travels": "broken",
    "the Zeta travels": "broken",
    "a crash at the end spoils a pass": "broken",
    "a crash at the start is an error": "broken",
    "a step nobody wrote": "broken",
}


def results(project: Path) -> dict[str, dict[str, Any]]:
    """Results of scenarios by name; those written for items without a check are left out."""
    files = (project / "allure-results").glob("*-result.json")
    found = [json.loads(file.read_text("utf-8")) for file in files]
    return {one["name"]: one for one in found if one["fullName"].startswith("every.feature#")}


def labels(result: dict[str, Any], name: str) -> list[str]:
    return [label["value"] for label in result["labels"] if label["name"] == name]


def test_one_result_per_row_with_its_status(alone: Path, shared: Path) -> None:
    """Pass is passed, fail is failed, all else is broken; with workers too."""
    for project in (alone, shared):
        assert {name: one["status"] for name, one in results(project).items()} == STATUSES


def test_groups_hold_exactly_one_label(alone: Path) -> None:
    """Two flow or property labels would count a check twice."""
    for one in results(alone).values():
        for name in ("epic", "feature", "story", "flow", "property", "verdict"):
            assert len(labels(one, name)) == 1, name
    beta = results(alone)["the Beta travels"]
    assert labels(beta, "epic") == ["Made up to Made up"]
    assert (labels(beta, "flow"), labels(beta, "property")) == (["made-up"], ["Beta"])
    assert labels(beta, "rule") == ["A law"]
    assert labels(beta, "tag") == ["R-17", "S-17"]
    assert labels(results(alone)["the Gamma travels"], "verdict") == ["inconclusive"]


def test_row_is_shown_and_identifies(alone: Path) -> None:
    """Rows of one outline never have one identity, or Allure would call one a retry of the other."""
    rows = [one for one in results(alone).values() if one.get("parameters")]
    assert {p["name"]: p["value"] for p in results(alone)["the Beta travels"]["parameters"]} == {
        "item": "made-up/Beta:Beta",
        "property": "Beta",
        "end": "fail",
    }
    assert len({one["historyId"] for one in rows}) == len(rows) == 5
    assert len({one["testCaseId"] for one in rows}) == 1


def test_identity_is_the_same_in_every_run(alone: Path, shared: Path) -> None:
    """Of other workers, in another folder."""
    assert {one["historyId"] for one in results(alone).values()} == {
        one["historyId"] for one in results(shared).values()
    }


def test_gherkin_steps_are_allure_steps(alone: Path) -> None:
    """The failing one is failed, what was not reached is skipped, a missing one is broken."""
    steps = [(step["name"], step["status"]) for step in results(alone)["the Beta travels"]["steps"]]
    assert steps == [
        ("Given a pair", "passed"),
        ("When the Beta is edited", "passed"),
        ("Then the end is fail", "failed"),
        ("And nothing else happens", "skipped"),
    ]
    assert results(alone)["a step nobody wrote"]["steps"][-1]["status"] == "broken"


def test_step_holds_exchange_and_state(alone: Path) -> None:
    """As text and as JSON; secrets masked, the rest readable."""
    step = results(alone)["the Alpha travels"]["steps"][0]
    exchange, state = (
        (alone / "allure-results" / attached["source"]).read_text("utf-8") for attached in step["attachments"]
    )
    assert exchange.startswith("> GET /Employees\nAuthorization:")
    assert json.loads(state)["Employee"]["1007"]["LastName"] == "Lie"


def test_every_attachment_has_a_file_of_its_own(alone: Path) -> None:
    """Allure finds a file for the first reference only; the same content stands on disk once."""
    names = [
        attached["source"]
        for one in results(alone).values()
        for step in one.get("steps", ())
        for attached in step.get("attachments", ())
    ]
    assert len(names) == len(set(names)) > 20
    assert len({(alone / "allure-results" / name).stat().st_ino for name in names}) == 2


def test_failure_shows_its_evidence(alone: Path) -> None:
    """Not the bare exception."""
    message = results(alone)["the Beta travels"]["statusDetails"]["message"]
    assert message.splitlines()[:3] == [
        "did       Employee 1 was edited",
        "expected  Lie",
        "observed  ended in fail",
    ]


def test_no_canary_in_any_file(alone: Path, shared: Path) -> None:
    """Planted in headers, bodies, error texts and traces, they are in no artefact of the run."""
    for project in (alone, shared):
        files = [*(project / "allure-results").iterdir(), *(project / "out").iterdir()]
        assert len(files) > 10
        assert [file.name for file in files if b"CANARY" in file.read_bytes()] == []


def test_scenario_writes_one_file_and_its_attachments(alone: Path) -> None:
    """No container per fixture and step definition."""
    assert not list((alone / "allure-results").glob("*-container.json"))


def test_nothing_is_attached_without_alluredir() -> None:
    """Outside a run the functions do nothing."""
    allure_bridge.attach("name", {"a": 1})
    allure_bridge.end_step(allure_bridge.begin_step("a step"), ValueError("x"))


def test_clash_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """With allure-pytest-bdd installed pytest could not even start."""
    assert allure_bridge.clash() is None
    monkeypatch.setattr(allure_bridge, "version", lambda name: "2.16.2")
    assert "allure-pytest-bdd 2.16.2 is installed" in str(allure_bridge.clash())


def pretend(folder: Path, release: str, page: str = TAG, code: int = 0) -> None:
    """Put a `node` and an `npm` into a folder: enough to be asked, to install and to generate."""
    folder.mkdir(exist_ok=True)
    (folder / "page.html").write_text(f"<html><head>{page}</head><body>report</body></html>", "utf-8")
    node = f"""#!/bin/sh
if [ "$1" = "--version" ]; then echo {release}; exit 0; fi
out=$(sed -n 's/.*"output": "\\(.*\\)",/\\1/p' "$5")
mkdir -p "$out"; cp {folder}/page.html "$out/index.html"; cp "$5" {folder}/config
"""
    npm = f"""#!/bin/sh
echo "$@" >> {folder}/npm.log
if [ {code} -ne 0 ]; then echo "no network here" >&2; exit {code}; fi
mkdir -p node_modules/allure; echo > node_modules/allure/cli.js
"""
    for name, script in (("node", node), ("npm", npm)):
        (folder / name).write_text(script, "utf-8")
        (folder / name).chmod(0o755)


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for pretended tools, first in PATH; no wheel of Node, and a cache of its own."""
    monkeypatch.setenv("PATH", f"{tmp_path / 'tools'}{os.pathsep}{os.defpath}")
    monkeypatch.setenv("TALKQA_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(allure_render, "find_spec", lambda name: None)
    return tmp_path / "tools"


def render(tmp_path: Path) -> allure_render.Rendered:
    out = tmp_path / "out" / "allure"
    return allure_render.render(tmp_path / "results", out, "Title", {"Profile": "default"})


def test_page_is_rendered_without_the_analytics_tag(tmp_path: Path, tools: Path) -> None:
    """Grouped flow, then property; what was in the folder before is gone."""
    pretend(tools, "v24.1.0")
    (tmp_path / "out" / "allure").mkdir(parents=True)
    (tmp_path / "out" / "allure" / "old.html").write_text("an older run")
    page = render(tmp_path).page
    assert page is not None
    assert page.read_text() == "<html><head></head><body>report</body></html>"
    assert [file.name for file in page.parent.iterdir()] == ["index.html"]
    config = json.loads((tools / "config").read_text().removeprefix("export default ").rstrip(";\n"))
    assert config["plugins"]["awesome"]["options"]["groupBy"] == ["flow", "property"]
    assert config["variables"] == {"Profile": "default"}


def test_allure_is_installed_once(tmp_path: Path, tools: Path) -> None:
    """By the lock file, without install scripts."""
    pretend(tools, "v24.1.0")
    render(tmp_path)
    render(tmp_path)
    assert (tools / "npm.log").read_text() == "ci --ignore-scripts --no-audit --no-fund\n"


def test_page_that_still_calls_is_not_kept(tmp_path: Path, tools: Path) -> None:
    """Should Allure write its tag in another way one day."""
    pretend(tools, "v24.1.0", "<script>load('https://www.googletagmanager.com/x')</script>")
    rendered = render(tmp_path)
    assert rendered.page is None
    assert "still names the analytics host" in rendered.line
    assert not (tmp_path / "out" / "allure").exists()


def test_old_node_is_named_with_the_way_out(tmp_path: Path, tools: Path) -> None:
    """One line: what was found, what is needed, how to get it."""
    pretend(tools, "v20.20.2")
    rendered = render(tmp_path)
    assert rendered.page is None
    assert rendered.line == (
        f"no Allure page, Node >= 22 not found ({tools / 'node'} is version 20). "
        "Install it with `pip install 'talkqa[allure]'`, or put Node >= 22 in PATH."
    )


def test_failing_npm_is_told_and_leaves_no_half_installation(tmp_path: Path, tools: Path) -> None:
    """Without network the other reports are there all the same."""
    pretend(tools, "v24.1.0", code=7)
    assert render(tmp_path).line == "no Allure page: npm ci ended with 7: no network here"
    assert list((tmp_path / "cache" / "talkqa").iterdir()) == []


def test_lock_names_no_registry() -> None:
    """Whoever installs chooses the registry; the hashes make sure of the content."""
    lock = json.loads((Path(allure_render.__file__).with_name("allure") / "package-lock.json").read_text())
    packages = {name: facts for name, facts in lock["packages"].items() if name}
    assert len(packages) > 100
    assert packages["node_modules/allure"]["version"] == "3.18.0"
    assert not [name for name, facts in packages.items() if "resolved" in facts]
    assert not [name for name, facts in packages.items() if "integrity" not in facts]


def test_stream_of_the_run_needs_no_allure(alone: Path) -> None:
    """The verdicts are in the stream; Allure is one of its readers."""
    assert len(read(alone / "out" / "results.ndjson").checks) == len(STATUSES)
