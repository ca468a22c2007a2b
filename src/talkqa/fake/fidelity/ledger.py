"""The entries of `entries/*.toml`, typed. Read when somebody asks, so that a fake starts without them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "entries"


class FidelityError(ValueError):
    """An assumption that does not exist, or one asked for in a wrong way; the text says what is expected."""


@dataclass(frozen=True)
class Evidence:
    """A behaviour that a source states.

    section: of API.md. sources: its tags there. test: file below `tests/` and function that show it.
    """

    id: str
    what: str
    section: str
    sources: tuple[str, ...]
    test: str


@dataclass(frozen=True)
class Assumption:
    """A behaviour that no source states: our choice, why, and what it could be instead.

    settles: what API.md leaves open, each as its section and some of its words there; empty for what API.md
    does not speak of. alternatives: name to what it means.
    """

    id: str
    subject: str
    choice: str
    why: str
    alternatives: Mapping[str, str]
    settles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Area:
    """The entries about one subject."""

    title: str
    evidence: tuple[Evidence, ...]
    assumptions: tuple[Assumption, ...]

    @property
    def entries(self) -> int:
        return len(self.evidence) + len(self.assumptions)


@cache
def ledger() -> tuple[Area, ...]:
    """All areas, in the order of their files' names."""
    return tuple(_area(path) for path in sorted(FOLDER.glob("*.toml")))


def totals(areas: Iterable[Area]) -> tuple[int, int]:
    """How many entries are evidence, and how many assumption."""
    areas = tuple(areas)
    return sum(len(area.evidence) for area in areas), sum(len(area.assumptions) for area in areas)


def assumption(id: str) -> Assumption:
    """The assumption of that name. Raises FidelityError."""
    found = {one.id: one for one in assumptions()}
    if id not in found:
        raise FidelityError(f"no assumption '{id[:80]}'.{_nearest(id, found)}")
    return found[id]


def assumptions() -> Iterator[Assumption]:
    """Every assumption of every area."""
    return (one for area in ledger() for one in area.assumptions)


def find(id: str) -> Evidence | Assumption:
    """The entry of that name. Raises FidelityError."""
    found: dict[str, Evidence | Assumption] = {one.id: one for one in assumptions()}
    found |= {one.id: one for area in ledger() for one in area.evidence}
    if id not in found:
        raise FidelityError(f"no entry '{id[:80]}'.{_nearest(id, found)}")
    return found[id]


def read_flips(pairs: Iterable[str]) -> dict[str, str]:
    """`ID=ALTERNATIVE` texts as a mapping; `ID` alone means its first alternative. Raises FidelityError."""
    flips: dict[str, str] = {}
    for pair in pairs:
        id, _, name = pair.partition("=")
        known = assumption(id.strip()).alternatives
        flips[id.strip()] = name.strip() or next(iter(known))
    return checked(flips)


def checked(flips: Mapping[str, str]) -> dict[str, str]:
    """The same flips, each an alternative of an assumption. Raises FidelityError."""
    for id, name in flips.items():
        known = assumption(id).alternatives
        if name not in known:
            raise FidelityError(f"{id}: no alternative '{name[:80]}', expected {' or '.join(known)}.")
    return dict(flips)


def _nearest(id: str, known: Iterable[str]) -> str:
    near = get_close_matches(id, list(known), n=2)
    meant = f" Did you mean {' or '.join(near)}?" if near else ""
    return f"{meant} `talkqa fidelity` lists them."


def _area(path: Path) -> Area:
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    return Area(
        raw["area"],
        tuple(Evidence(**_frozen(entry)) for entry in raw.get("evidence", ())),
        tuple(Assumption(**_frozen(entry)) for entry in raw.get("assumption", ())),
    )


def _frozen(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()}
