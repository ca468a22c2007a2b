"""Profiles: every decision with its value, and the property tables for flows whose own table is empty.

A profile is refused as a whole rather than read in part: an unknown key, a missing one, a value of the
wrong type, rows that contradict each other or lose data never reach a run.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from talkqa import shipped
from talkqa.checklist import decisions
from talkqa.checklist.errors import ProfileError, did_you_mean
from talkqa.checklist.pairs import Pair
from talkqa.checklist.rows import checked_merge_criteria, checked_pairs
from talkqa.checklist.slugs import slug
from talkqa.checklist.systems import poweroffice

MergeRow = tuple[tuple[str, str], ...]
"""One alternative of the merge criteria: (source path, target path) pairs that must all match."""


@dataclass(frozen=True)
class ProfileFlow:
    """The property table and the merge criteria that a profile gives a flow."""

    source: str
    target: str
    pairs: tuple[Pair, ...]
    merge_criteria: tuple[MergeRow, ...]

    @property
    def slug(self) -> str:
        """`employee-contactperson`."""
        return slug(self.source, self.target)


@dataclass(frozen=True)
class Profile:
    """A profile that was checked. decisions: by dotted key, all of them."""

    name: str
    summary: str
    file: str
    sha256: str
    decisions: Mapping[str, object]
    flows: tuple[ProfileFlow, ...]

    def flow(self, flow_slug: str) -> ProfileFlow | None:
        """The profile's table for that flow, if it has one."""
        return next((flow for flow in self.flows if flow.slug == flow_slug), None)

    def to_json(self) -> dict[str, str]:
        """What the header of the results says about the profile."""
        return {"name": self.name, "sha256": self.sha256, "summary": self.summary}


def load_profile(name_or_path: str) -> Profile:
    """A shipped profile by name, or any by path. Raises `ProfileError`."""
    path = _find(name_or_path)
    content = path.read_bytes()
    try:
        table = tomllib.loads(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise ProfileError(
            str(path), f"byte {error.start}", "bytes that are not UTF-8", "a TOML file"
        ) from None
    except tomllib.TOMLDecodeError as error:
        where = re.search(r"line (\d+)", str(error))
        raise ProfileError(str(path), f"line {where[1] if where else '?'}", str(error), "TOML") from None
    return _profile(str(path), table, hashlib.sha256(content).hexdigest())


def shipped_profiles() -> list[str]:
    """The names that `load_profile` knows, sorted."""
    return sorted(path.stem for path in (shipped.fixtures() / "profiles").glob("*.toml"))


def _find(name_or_path: str) -> Path:
    known = shipped_profiles()
    if name_or_path in known:
        return shipped.fixtures() / "profiles" / f"{name_or_path}.toml"
    if (path := Path(name_or_path)).is_file():
        return path
    expected = f"one of {', '.join(known)}, or the path of a TOML file"
    raise ProfileError(
        name_or_path, "profile", "no such profile", expected, did_you_mean(name_or_path, known)
    )


def _profile(file: str, table: Mapping[str, Any], sha256: str) -> Profile:
    if "extends" in table:
        return _extended(file, table, sha256)
    _only_keys(file, "", table, {"name": str, "summary": str, "decisions": dict, "flow": list})
    settled = decisions.checked(file, table["decisions"])
    flows: list[ProfileFlow] = []
    for number, row in enumerate(table["flow"], start=1):
        flow = _flow(file, f"flow {number}", row, settled, table["name"])
        if any(earlier.slug == flow.slug for earlier in flows):
            raise ProfileError(
                file, f"flow {number}", f"{flow.slug} a second time", "each flow once", "Join the two."
            )
        flows.append(flow)
    return Profile(table["name"], table["summary"], file, sha256, settled, tuple(flows))


def _extended(file: str, table: Mapping[str, Any], sha256: str) -> Profile:
    """A shipped profile with some decisions taken otherwise."""
    _only_keys(file, "", table, {"name": str, "summary": str, "extends": str, "decisions": dict})
    if table["extends"] not in (known := shipped_profiles()) or table["extends"] == table["name"]:
        advice = did_you_mean(table["extends"], known)
        raise ProfileError(file, "extends", repr(table["extends"]), f"one of {', '.join(known)}", advice)
    base = load_profile(table["extends"])
    changed = decisions.flattened(table["decisions"])
    settled = decisions.checked(file, decisions.nested({**base.decisions, **changed}))
    sha256 = hashlib.sha256(f"{base.sha256}{sha256}".encode()).hexdigest()
    return Profile(table["name"], table["summary"], file, sha256, settled, base.flows)


def _flow(file: str, key: str, row: object, settled: Mapping[str, object], profile: str) -> ProfileFlow:
    if not isinstance(row, dict):
        raise ProfileError(file, key, repr(row), "a [[flow]] table")
    _only_keys(file, key, row, {"source": str, "target": str, "merge_criteria": list}, {"property": list})
    entities = poweroffice().entities
    for side in ("source", "target"):
        if row[side] not in entities:
            advice = did_you_mean(row[side], entities)
            raise ProfileError(
                file, f"{key}.{side}", repr(row[side]), f"one of {', '.join(entities)}", advice
            )
    source, target = entities[row["source"]], entities[row["target"]]
    rows = row.get("property", [])
    pairs = checked_pairs(file, key, rows, source, target, settled)
    named = f"profile {profile}, flow {slug(source.name, target.name)}"
    pairs = tuple(
        replace(pair, origin=f"{named}, row {number}") for number, pair in enumerate(pairs, start=1)
    )
    criteria = checked_merge_criteria(file, f"{key}.merge_criteria", row["merge_criteria"], source, target)
    return ProfileFlow(source.name, target.name, pairs, criteria)


def _only_keys(
    file: str,
    key: str,
    table: Mapping[str, Any],
    needed: Mapping[str, type],
    allowed: Mapping[str, type] | None = None,
) -> None:
    """Exactly the needed keys, perhaps the allowed ones, each of its type."""
    known = {**needed, **(allowed or {})}
    prefix = f"{key}." if key else ""
    for name, value in table.items():
        if name not in known:
            expected = f"only {', '.join(known)}"
            raise ProfileError(file, f"{prefix}{name}", "an unknown key", expected, did_you_mean(name, known))
        if type(value) is not known[name]:
            raise ProfileError(file, f"{prefix}{name}", decisions.spelt(value), _TYPES[known[name]])
    for name, kind in needed.items():
        if name not in table:
            raise ProfileError(file, f"{prefix}{name}", "no such key", _TYPES[kind], "Add it.")


_TYPES: Mapping[type, str] = {str: "a text", dict: "a table", list: "a list"}
