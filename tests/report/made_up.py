"""A made-up pytest-bdd project that yields every outcome, and its run in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

FEATURE = """\
Feature: Every outcome
  What a reader of the report is told about this feature.

  Rule: A law
    @R-17 @S-17
    Scenario Outline: the <property> travels
      Given a pair
      When the <property> is edited
      Then the end is <end>
      And nothing else happens
      Examples:
        | item                | property | end          |
        | made-up/Alpha:Alpha | Alpha    | pass         |
        | made-up/Beta:Beta   | Beta     | fail         |
        | made-up/Gamma:Gamma | Gamma    | inconclusive |
        | made-up/Delta:Delta | Delta    | error        |
        | made-up/Delta:Delta | Zeta     | skip         |

  @R-8
  Scenario: a crash at the end spoils a pass
    Given a pair that cannot be taken down
    Then the end is pass

  Scenario: a crash at the start is an error
    Given a pair
    Then the end is pass

  Scenario: a step nobody wrote
    Given a pair
    Then pigs fly
"""

CONFTEST = '''\
import time
import types
import pytest
from pytest_bdd import given, parsers, then, when
from talkqa.report import allure_bridge

SOURCE = "from pytest_bdd import scenarios as _s\\n_s({path!r}, features_base_dir={base!r})\\ndel _s\\n"


class Inconclusive(Exception):
    pass


class FeatureModule(pytest.Module):
    def _getobj(self):
        module = types.ModuleType(self.path.stem)
        module.__file__ = str(self.path)
        try:
            exec(SOURCE.format(path=str(self.path), base=str(self.path.parent)), module.__dict__)
        except Exception as error:
            raise self.CollectError(f"{type(error).__name__}: {error}") from error
        return module


def pytest_collect_file(file_path, parent):
    if file_path.suffix == ".feature":
        return FeatureModule.from_parent(parent, path=file_path)


@pytest.fixture(autouse=True)
def told(request):
    """Stands in for the step layer."""
    row = request.node.callspec.params["_pytest_bdd_example"] if hasattr(request.node, "callspec") else {}
    name = request.node.name.removeprefix("test_").replace("_", " ")
    check = {
        "id": f"every.feature::{request.node.name}", "flow": "made-up",
        "items": [row.get("item", "made-up/behaviour")],
        "feature": "Every outcome", "feature_file": "every.feature", "scenario": name.split("[")[0],
        "tags": [m.name for m in request.node.iter_markers() if m.name[:2] in ("R-", "S-")],
        "row": dict(row), "requests": 3, "evidence": [], "steps": [],
    }
    request.node.user_properties.append(("talkqa-check", check))
    request.node.stash[allure_bridge.AT_STEP_END] = lambda: [
        ("exchange", "> GET /Employees\\nAuthorization: Bearer CANARY-HEADER-1\\n< 200"),
        ("state after", {"Employee": {"1007": {"LastName": "Lie", "NationalIdNumber": "CANARY-BODY-1"}}}),
    ]
    if "start" in name:
        raise RuntimeError("no fake today, client_secret=CANARY-ERROR-1")
    yield check
    if "end_spoils" in request.node.name:
        raise RuntimeError("the fake would not stop")


@given("a pair")
@given("a pair that cannot be taken down")
def pair():
    pass


@when(parsers.parse("the {name} is edited"))
def edited(name):
    pass


@then("nothing else happens")
def nothing():
    pass


@then(parsers.parse("the end is {end}"))
def end(end, told):
    evidence = {"did": "Employee 1 was edited", "expected": "Lie", "observed": f"ended in {end}",
                "journal": [1, 3], "origin": "document line 14", "law": None}
    if end == "fail":
        told |= {"verdict": "fail", "evidence": [evidence]}
        assert end == "pass", "client_secret=CANARY-ERROR-1"
    if end == "inconclusive":
        told |= {"verdict": "inconclusive", "evidence": [evidence]}
        raise Inconclusive("two stamps are equal")
    if end == "error":
        raise KeyError("access_token: CANARY-ERROR-1")
    if end == "skip":
        pytest.skip("not today")
    told["verdict"] = "pass"
'''

RUN = """\
import json, sys
from pathlib import Path
import pytest
from talkqa.report.recorder import Recorder

HEADER = json.loads(Path("header.json").read_text())
recorder = Recorder(Path("out/results.ndjson"), HEADER)
code = pytest.main(sys.argv[1:], plugins=[recorder])
results = recorder.finish()
print("pytest", int(code), "ours", results.exit_code, "truncated", results.truncated)
"""

ITEMS = ["Alpha:Alpha", "Beta:Beta", "Gamma:Gamma", "Delta:Delta", "behaviour", "forgotten", "left-out"]
REASONS = {"left-out": "the document leaves it out"}
EXPECTED = {
    "made-up/Alpha:Alpha": "pass",
    "made-up/Beta:Beta": "fail",
    "made-up/Gamma:Gamma": "inconclusive",
    "made-up/Delta:Delta": "error",
    "made-up/behaviour": "error",
    "made-up/forgotten": "error",
    "made-up/left-out": "not tested",
}
"""Item to verdict, as the made-up feature is written."""


def header() -> dict[str, object]:
    """A header whose checklist holds the items of the feature, one that nothing checks, one left out."""
    items = [
        {
            "id": f"made-up/{key}",
            "flow": "made-up",
            "title": f"the statement about {key}",
            "kind": "property" if ":" in key else "behaviour",
            "rules": ["R-17"],
            "origin": "document line 14",
            "source": key.partition(":")[0] if ":" in key else "",
            "target": key.partition(":")[2],
            "not_tested_reason": REASONS.get(key),
        }
        for key in ITEMS
    ]
    document = {
        "file": "made-up.rst",
        "title": "Made up to Made up",
        "source_system": "Here",
        "target_system": "There",
        "generated": "2023-06-27 05:11:35",
        "sha256": "ab" * 32,
    }
    return {
        "started": "2026-01-01T00:00:00+00:00",
        "document": document,
        "profile": {"name": "default", "sha256": "cd" * 32, "summary": "made up"},
        "seed": 1,
        "lane": "in process",
        "sut": {"spec": "none", "name": "nobody", "version": "0"},
        "flows": [
            {
                "slug": "made-up",
                "source": "Here",
                "target": "There",
                "line": 1,
                "pairs": 4,
                "from_profile": True,
            }
        ],
        "items": items,
        "findings": [],
    }


def project(folder: Path, feature: str = FEATURE) -> Path:
    """Write the project into a folder of its own."""
    import json

    (folder / "features").mkdir(parents=True)
    (folder / "features" / "every.feature").write_text(feature, encoding="utf-8")
    (folder / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    (folder / "run.py").write_text(RUN, encoding="utf-8")
    (folder / "pytest.ini").write_text(
        "[pytest]\nfilterwarnings = ignore::pytest.PytestUnknownMarkWarning\n", encoding="utf-8"
    )
    (folder / "header.json").write_text(json.dumps(header()), encoding="utf-8")
    return folder


def run(folder: Path, *options: str) -> str:
    """Run the project; what it printed."""
    command = [sys.executable, "run.py", "-p", "no:cacheprovider", "-p", "no:terminal"]
    command += ["-p", "talkqa.report.allure_bridge", "--talkqa-epic=Made up to Made up", *options, "features"]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=120, env=dict(os.environ)
    )
    return done.stdout + done.stderr
