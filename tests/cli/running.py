"""Calling `talkqa` as a user does: in a process of its own, with its exit code and its reports."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Call:
    """One call that has ended."""

    code: int
    out: str
    err: str
    folder: Path

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The results stream."""
        return [json.loads(line) for line in (self.folder / "results.ndjson").read_text().splitlines()]

    @property
    def checks(self) -> list[dict[str, Any]]:
        """Its check lines."""
        return [line for line in self.lines if line["kind"] == "check"]

    @property
    def verdicts(self) -> dict[str, str]:
        """Verdict by check id."""
        return {check["id"]: check["verdict"] for check in self.checks}


def talkqa(*words: str, cwd: Path | None = None) -> Call:
    """Run `talkqa` with these words."""
    ended = subprocess.run(
        [sys.executable, "-m", "talkqa", *words],
        capture_output=True,
        text=True,
        timeout=1500,
        check=False,
        cwd=cwd,
    )
    return Call(ended.returncode, ended.stdout, ended.stderr, Path())


def check(folder: Path, *words: str, cwd: Path | None = None) -> Call:
    """Run `talkqa check` without Allure, with its reports in `folder`."""
    ended = talkqa("check", f"--out={folder}", *words, cwd=cwd)
    return Call(ended.code, ended.out, ended.err, folder)
