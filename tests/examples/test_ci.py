"""The pipelines for CI servers: parsed, and their commands run as the servers would, on a small selection."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from talkqa.report.stream import read

ROOT = Path(__file__).parents[2]
CI = ROOT / "examples" / "ci"
OWN = ROOT / ".github" / "workflows" / "check.yml"
SMALL = '[check]\nflow = ["all-flows"]\nallure = false\n'
INSTALLS = "python -m pip install talkqa"
"""The only command that is not run: it would fetch what is here already."""

IN_GITHUB = r"\$\{\{ (\S+) \}\}"


@dataclass
class Machine:
    """One job's machine: an empty folder with the project's configuration, and an environment of its own."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    ran: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True)
        (self.folder / "talkqa.toml").write_text(SMALL)

    def run(self, script: str) -> None:
        """Run a step's script in bash, which must succeed; talkqa is in PATH as after an installation."""
        if script.strip() == INSTALLS:
            return
        self.ran.append(script)
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        kept = {key: value for key, value in os.environ.items() if not key.startswith("GITHUB_")}
        done = subprocess.run(
            ["bash", "-e", "-o", "pipefail", "-c", script],
            cwd=self.folder, env=kept | {"PATH": path} | self.environment,
            capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{script}\n{done.stdout}{done.stderr}"


def loaded(path: Path) -> dict[str, Any]:
    found = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def filled(text: str, values: dict[str, str], form: str) -> str:
    """The text with its expressions replaced; an unknown one is an error, as on the server."""
    return re.sub(form, lambda found: values[found[1]], text)


def github(pipeline: dict[str, Any], shop: Path, translate: Any = lambda script: script) -> Iterator[Machine]:
    """Jobs that share artifacts, in the order of their needs."""
    for name in ("check", "checklist", "report"):
        job = pipeline["jobs"].get(name)
        shards = job["strategy"]["matrix"]["shard"] if job and "strategy" in job else [0]
        for shard in shards if job else []:
            machine = Machine(shop / f"machine-{name}-{shard}")
            values = {"matrix.shard": str(shard), "strategy.job-total": str(len(shards))}
            for step in job["steps"]:
                uses = step.get("uses", "").split("@")[0]
                told = {key: filled(str(one), values, IN_GITHUB) for key, one in step.get("with", {}).items()}
                if "run" in step:
                    machine.run(translate(filled(step["run"], values, IN_GITHUB)))
                elif uses == "actions/upload-artifact":
                    shutil.copytree(machine.folder / told["path"], shop / "artifacts" / told["name"])
                elif uses == "actions/download-artifact":
                    for artifact in (shop / "artifacts").glob(told["pattern"]):
                        shutil.copytree(artifact, machine.folder / artifact.name)
                else:
                    assert uses in ("actions/checkout", "actions/setup-python"), uses
            yield machine


def gitlab(pipeline: dict[str, Any], shop: Path) -> Iterator[Machine]:
    """Stages one after the other; a job with needs starts with their artifacts in place."""
    assert pipeline["stages"] == ["check", "report"]
    for name in ("check", "report"):
        job = pipeline[name]
        assert job["stage"] == name
        total = job.get("parallel", 1)
        for index in range(1, total + 1):
            machine = Machine(shop / f"machine-{name}-{index}")
            machine.environment = {"CI_NODE_INDEX": str(index), "CI_NODE_TOTAL": str(total)}
            for need in job.get("needs", []):
                shutil.copytree(shop / "artifacts" / need, machine.folder, dirs_exist_ok=True)
            for line in [*pipeline["default"]["before_script"], *job["script"]]:
                machine.run(line)
            for pattern in job["artifacts"]["paths"]:
                found = list(machine.folder.glob(pattern.rstrip("/")))
                assert found, f"{name}: no {pattern}"
                for folder in found:
                    shutil.copytree(folder, shop / "artifacts" / name / folder.name)
            for path in job["artifacts"].get("reports", {}).values():
                assert (machine.folder / path).is_file()
            yield machine


def azure(pipeline: dict[str, Any], shop: Path) -> Iterator[Machine]:
    """Jobs in order; artifacts come into the workspace, each in a folder of its name."""
    for job in pipeline["jobs"]:
        total = job.get("strategy", {}).get("parallel", 1)
        for position in range(1, total + 1):
            machine = Machine(shop / f"machine-{job['job']}-{position}")
            workspace = shop / f"workspace-{job['job']}-{position}"
            machine.environment = {
                "SYSTEM_JOBPOSITIONINPHASE": str(position),
                "SYSTEM_TOTALJOBSINPHASE": str(total),
                "PIPELINE_WORKSPACE": str(workspace),
            }
            values = {"System.JobPositionInPhase": str(position)}
            for step in job["steps"]:
                told = {key: filled(str(one), values, r"\$\(([\w.]+)\)") for key, one in step.items()}
                if "bash" in step:
                    machine.run(told["bash"])
                elif "publish" in step:
                    shutil.copytree(machine.folder / told["publish"], shop / "artifacts" / told["artifact"])
                elif "download" in step:
                    for artifact in (shop / "artifacts").glob(told["patterns"].split("/")[0]):
                        shutil.copytree(artifact, workspace / artifact.name)
                elif step["task"].startswith("PublishTestResults@"):
                    assert (machine.folder / step["inputs"]["testResultsFiles"]).is_file()
                else:
                    assert step["task"].startswith("UsePythonVersion@")
            yield machine


def judged(machines: list[Machine]) -> None:
    """Three parts and one merge, whose reports are of a whole and green run."""
    assert len(machines) == 4
    parts = [read(next(one.folder.glob("shard-*")) / "results.ndjson") for one in machines[:3]]
    assert [part.header.shard["number"] for part in parts if part.header.shard] == [1, 2, 3]
    whole = read(machines[3].folder / "reports" / "results.ndjson")
    assert (whole.exit_code, whole.header.shard) == (0, None)
    assert len(whole.checks) == sum(len(part.checks) for part in parts) > 3
    assert all(machine.ran for machine in machines)


@pytest.mark.parametrize(("name", "server"), [("github", github), ("gitlab", gitlab), ("azure", azure)])
def test_the_commands_of_an_example_make_the_reports_of_a_whole_run(
    name: str, server: Any, tmp_path: Path
) -> None:
    """As written, from the shards to the merge, with the server's own variables and ways of passing files on."""
    judged(list(server(loaded(CI / f"{name}.yml"), tmp_path)))


def make(script: str) -> str:
    """A step of our own workflow: by this Makefile, with the environment that is there already."""
    assert script.startswith("make ")
    rest = script.removeprefix("make ")
    return f"make -f '{ROOT / 'Makefile'}' -o .venv/core BIN='{Path(sys.executable).parent}' {rest}"


def test_our_own_workflow_shares_the_checklist_and_merges_it(tmp_path: Path) -> None:
    """By `make`, as anyone would by hand."""
    judged(list(github(loaded(OWN), tmp_path, make)))


def test_our_own_workflow_runs_what_the_gate_runs() -> None:
    """Every target of `.ci/run` is a step of the workflow, and the Makefile has it."""

    def targets(text: str) -> set[str]:
        calls = re.findall(r"^\s*(?:- run: )?make ([a-z ]+)", text, re.MULTILINE)
        return {target for call in calls for target in call.split()}

    gate = targets((ROOT / ".ci" / "run").read_text())
    own = targets(OWN.read_text())
    assert gate
    assert gate <= own
    known = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert own <= known


def test_no_pipeline_may_write_to_the_repository() -> None:
    """Least rights: reading is enough."""
    for path in (OWN, CI / "github.yml"):
        assert loaded(path)["permissions"] == {"contents": "read"}
