"""Which verdicts rest on an assumption about PowerOffice: written into a stream that has come to its end.

Decides nothing; it is told what every check that was run again ended with.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import orjson

from talkqa.report.check import Check, Rest
from talkqa.report.header import Flip
from talkqa.report.results import Results
from talkqa.report.stream import read
from talkqa.verdict.causes import resting
from talkqa.verdict.verdicts import Verdict


def rests(check: Check, tried: Mapping[tuple[str, str], Mapping[str, Verdict]]) -> list[Rest]:
    """The flips under which a check ends otherwise. tried: flip to the verdicts of the checks run under it."""
    found = ((flip, verdicts.get(check.id, check.verdict)) for flip, verdicts in tried.items())
    return [Rest(*flip, verdict) for flip, verdict in found if verdict != check.verdict]


def mark(
    results: Results, flips: Sequence[Flip], tried: Mapping[tuple[str, str], Mapping[str, Verdict]]
) -> Results:
    """The same stream with `rests_on` on its checks, and in its header what was tried. Replaces the file."""
    lines: list[dict[str, Any]] = [orjson.loads(line) for line in results.path.read_bytes().splitlines()]
    fidelity = lines[0].get("fidelity", {})
    lines[0]["fidelity"] = fidelity | {"is_tried": True, "tried": [asdict(flip) for flip in flips]}
    by_id = {check.id: check for check in results.checks}
    for line in lines:
        if line["kind"] == "check":
            found = rests(by_id[line["id"]], tried)
            line["rests_on"] = [asdict(rest) for rest in found]
            line["cause"] = resting(by_id[line["id"]].cause, [rest.verdict for rest in found])
    new = results.path.with_name(results.path.name + ".new")
    with new.open("wb") as file:
        file.writelines(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE) for line in lines)
        file.flush()
        os.fsync(file.fileno())
    new.replace(results.path)
    return read(results.path)
