"""The streams of all parts of a run, made into the stream that one machine would have written.

Refuses what does not fit together: other documents, profiles, seeds or systems, a part that is missing, double
or cut short, a check that stands in two parts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import orjson

from talkqa.report.results import Results
from talkqa.report.stream import Writer, read

_OF_ITS_OWN = ("started", "python", "shard", "since", "history", "before", "runs", "canary")
"""Keys of the header in which the parts of one run may differ."""
_PARTLY: Mapping[str, tuple[str, ...]] = {
    "document": ("file",),
    "fidelity": ("tried",),
    "plan": ("checks", "shard"),
}
"""Keys of keys: where the document lay, how many checks a flip was tried with, which checks a part has."""


class MergeError(ValueError):
    """The streams are not the parts of one run; the message says which, what and what next."""


@dataclass(frozen=True)
class Part:
    """One stream: its header and its checks as they stand in the file."""

    path: Path
    header: Mapping[str, Any]
    checks: Sequence[Mapping[str, Any]]

    @property
    def number(self) -> int:
        """Which part it is, from 1."""
        return int(self.header["shard"]["number"])


def read_parts(paths: Iterable[Path]) -> list[Part]:
    """The parts of one run, in order. Raises StreamError for a file that is no whole stream, and MergeError."""
    parts = [_part(path) for path in paths]
    if not parts:
        raise MergeError("no results to merge: name the results.ndjson of every shard.")
    _all_there(parts)
    for part in parts[1:]:
        _alike(parts[0], part)
    _each_once(parts)
    return sorted(parts, key=lambda part: part.number)


def merge(parts: Sequence[Part], path: Path, earlier: Mapping[str, Any] = MappingProxyType({})) -> Results:
    """Write the parts as one stream, in the order of an undivided run; returns its results.

    earlier: what the header says about earlier runs.
    """
    first = parts[0].header
    header = {key: value for key, value in first.items() if key not in ("shard", "canary")} | dict(earlier)
    header["started"] = min(part.header["started"] for part in parts)
    header["fidelity"] = _fidelity(parts)
    if plan := first.get("plan"):
        header["plan"] = plan | {"checks": [], "shard": None}
    writer = Writer(path, header)
    for part in parts:
        for place, check in enumerate(part.checks):
            writer.check(check, (check["feature_file"], place * len(parts) + part.number))
    return writer.finish()


def _part(path: Path) -> Part:
    found = read(path)
    if found.damage:
        raise MergeError(f"{path}: damaged, {found.damage[0]}. Run that shard again.")
    if found.truncated:
        raise MergeError(f"{path}: the run of this part did not come to its end. Run that shard again.")
    lines = [orjson.loads(line) for line in path.read_bytes().splitlines()]
    if not found.header.shard:
        raise MergeError(f"{path}: a whole run, expected one of `talkqa check --shard`. Take it out.")
    return Part(path, lines[0], [line for line in lines if line["kind"] == "check"])


def _all_there(parts: Sequence[Part]) -> None:
    of = parts[0].header["shard"]["of"]
    if other := [part for part in parts if part.header["shard"]["of"] != of]:
        told = f"a part of {other[0].header['shard']['of']}, but {parts[0].path} is one of {of}"
        raise MergeError(f"{other[0].path}: {told}. Merge the parts of one run.")
    seen = Counter(part.number for part in parts)
    if double := [part for part in parts if seen[part.number] > 1]:
        files = ", ".join(str(part.path) for part in double if part.number == double[0].number)
        raise MergeError(f"shard {double[0].number}/{of} is there {seen[double[0].number]} times: {files}.")
    if missing := [f"{number}/{of}" for number in range(1, of + 1) if number not in seen]:
        raise MergeError(f"shard {', '.join(missing)} is missing. Run it, or name its results too.")


def _alike(first: Part, other: Part) -> None:
    """Everything that decides a verdict must be the same."""
    for key in sorted((first.header.keys() | other.header.keys()) - set(_OF_ITS_OWN)):
        left, right = _told(first.header, key), _told(other.header, key)
        if left != right:
            told = f"another {key} than {first.path}: got {_short(right)}, expected {_short(left)}"
            raise MergeError(f"{other.path}: {told}. Merge the parts of one run.")


def _told(header: Mapping[str, Any], key: str) -> Any:
    """A key without what may differ."""
    value = header.get(key)
    own = _PARTLY.get(key, ())
    return {name: one for name, one in value.items() if name not in own} if own and value else value


def _each_once(parts: Sequence[Part]) -> None:
    seen: dict[str, Path] = {}
    for part in parts:
        for check in part.checks:
            if (before := seen.setdefault(check["id"], part.path)) != part.path:
                raise MergeError(f"{check['id']}: stands in {before} and in {part.path}, expected once.")
    planned = parts[0].header["shard"]["planned"]
    if len(seen) != planned:
        told = f"{planned} checks were planned, the parts hold {len(seen)}"
        raise MergeError(f"{told}. Run the shards again.")


def _fidelity(parts: Sequence[Part]) -> dict[str, Any]:
    """What was tried in any part, with the checks of all of them."""
    tried: dict[tuple[str, str], dict[str, Any]] = {}
    for part in parts:
        for flip in part.header["fidelity"].get("tried", []):
            known = tried.setdefault((flip["assumption"], flip["alternative"]), flip | {"checks": 0})
            known["checks"] += flip["checks"]
    found: dict[str, Any] = {**parts[0].header["fidelity"]}
    return found | ({"tried": [tried[key] for key in sorted(tried)]} if tried else {})


def _short(value: object) -> str:
    told = str(value)
    return told if len(told) <= 120 else told[:119] + "…"
