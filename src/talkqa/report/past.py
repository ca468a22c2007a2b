"""The runs before: what the last one said of each item, and the sums of the last 30, in `history.json`.

Kept beside the reports. A file that cannot be read is taken for none: history decides nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import orjson

from talkqa.report.difference import Side, side_of
from talkqa.report.results import Results
from talkqa.report.stream import StreamError, read

NAME = "history.json"
KEPT = 30
"""So many runs are remembered. Source: what was agreed for the report."""


def before(out: Path, sut: str, profile: str) -> dict[str, Any]:
    """Keys `before` and `runs` of the next header: earlier runs into `out` of the same SUT and profile, if any.

    Call it before the folder is cleared.
    """
    found: dict[str, Any] = {}
    runs = [one for one in history(out) if (one["sut"], one["profile"]) == (sut, profile)]
    if runs:
        found["runs"] = runs
    try:
        last = read(out / "results.ndjson")
    except (StreamError, OSError):
        return found
    if last.damage or last.header.shard or (last.header.sut.spec, last.header.profile.name) != (sut, profile):
        return found
    return {**found, "before": asdict(side_of(last))}


def side_from(told: Mapping[str, Any]) -> Side:
    """The run before, as the header keeps it."""
    items = {id: (verdict, title) for id, (verdict, title) in told["items"].items()}
    lists = {name: tuple(told[name]) for name in ("only", "statements")}
    return Side(**{**told, **lists, "items": items})


def history(out: Path) -> list[dict[str, Any]]:
    """The runs that are remembered, oldest first."""
    try:
        found = orjson.loads((out / NAME).read_bytes())
        return [
            one for one in found["runs"] if {"started", "sut", "profile", "counts", "exit_code"} <= one.keys()
        ]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return []


def remember(out: Path, results: Results) -> Path:
    """Add a run to the history, under another name first; the oldest above `KEPT` are forgotten."""
    path = out / NAME
    runs = [*history(out), _sums(results)][-KEPT:]
    part = path.with_name(path.name + ".part")
    part.write_bytes(_lines(runs))
    part.replace(path)
    return path


def _sums(results: Results) -> dict[str, Any]:
    header = results.header
    return {
        "started": header.started,
        "talkqa": header.talkqa,
        "document": header.document.generated,
        "sha256": header.document.sha256,
        "sut": header.sut.spec,
        "profile": header.profile.name,
        "only": list(header.only),
        "seed": header.seed,
        "counts": results.counts,
        "checks": len(results.checks),
        "exit_code": results.exit_code,
        "truncated": results.incomplete,
    }


def _lines(runs: Sequence[dict[str, Any]]) -> bytes:
    """A run on each line, so that the file reads and diffs well."""
    return b'{"runs":[\n' + b",\n".join(orjson.dumps(one) for one in runs) + b"\n]}\n"
