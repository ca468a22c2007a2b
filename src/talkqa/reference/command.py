"""The command form: one process is one cycle, as an integration that is started by a timer.

Reads the assignment from the JSON file that TALKQA_ASSIGNMENT names: `endpoint` (the five strings of
`Endpoint`), `target_endpoint` (those of the target system, where it is a client of its own), `dataflow`,
`state_folder`, `reset` (forget the read positions first) and `pause_scale` (what a pause is multiplied by; 0 does
not wait). Writes one JSON line: its identity and its report.
Exit code 0: the cycle is done. 1: it is not, and stderr says why.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from talkqa.reference.synchroniser import Reference
from talkqa.sut.errors import SutError
from talkqa.sut.protocol import Assignment, Endpoint

VARIABLE = "TALKQA_ASSIGNMENT"


def run(factory: Callable[[], Reference]) -> int:
    """Run one cycle of what the factory makes. Returns the exit code."""
    try:
        print(json.dumps(one_cycle(factory(), read_assignment(os.environ.get(VARIABLE))), ensure_ascii=False))
    except (SutError, OSError, ValueError) as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 1
    return 0


def one_cycle(sut: Reference, paper: Mapping[str, Any]) -> dict[str, Any]:
    """Start, reset if told so, cycle, stop. Returns what is printed."""
    scale = float(paper.get("pause_scale", 1))
    assignment = Assignment(
        Endpoint(**paper["endpoint"]),
        paper["dataflow"],
        Path(paper["state_folder"]),
        pause=lambda seconds: time.sleep(seconds * scale),
        target=Endpoint(**paper["target_endpoint"]) if paper.get("target_endpoint") else None,
    )
    identity = sut.start(assignment)
    try:
        if paper.get("reset"):
            sut.reset()
        sut.cycle()
        report = [waiting._asdict() for waiting in sut.report()]
        updates = sut.updates()
    finally:
        sut.stop()
    return {"name": identity.name, "version": identity.version, "report": report, "updates": updates}


def read_assignment(file: str | None) -> Mapping[str, Any]:
    """The JSON of the file. Raises `ValueError` with what is wrong and what is expected."""
    if not file:
        raise ValueError(f"{VARIABLE} is not set; expected the path of a JSON file with the assignment")
    paper = json.loads(Path(file).read_text())
    missing = [name for name in ("endpoint", "dataflow", "state_folder") if name not in paper]
    if missing:
        raise ValueError(f"{file}: no {', no '.join(missing)}; expected endpoint, dataflow and state_folder")
    return dict(paper)
