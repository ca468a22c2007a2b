"""The kill matrix as a file: which scenario and which law caught which planted fault, of one run of all mutants.

The file is made by `talkqa mutants run --write` and shipped; `read` gives it to whoever shows it. It holds facts only,
sorted, so that two runs of one talkqa write the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from talkqa import __version__, shipped
from talkqa.checklist.rulebook import LeftOut, rule_book
from talkqa.report.kills import Kill, in_order

FORMAT = 1
SAFETY = ("LAW-3", "LAW-4", "LAW-6", "LAW-8", "LAW-9", "LAW-15")
"""The laws that are checked after every scenario, whatever it is about."""


@dataclass(frozen=True)
class MutantLine:
    """One mutant. rule: `R-25`; fault: a sentence; declared: scenarios that must catch it; document: "" or made up."""

    mutant: str
    rule: str
    fault: str
    document: str
    declared: tuple[str, ...]
    caught: bool
    scenarios: Mapping[str, tuple[str, ...]]
    """Scenario numbers that caught it by a statement of their own, each with the checklist items that failed so."""
    laws: Mapping[str, tuple[str, ...]]
    """Safety laws that caught it, each with the numbers of the scenarios after which it was broken."""
    places: tuple[str, ...]
    """The scenarios that caught it, by either, in the order in which they ran: `x.feature::test_…`."""


@dataclass(frozen=True)
class Matrix:
    """All mutants, in order of number.

    talkqa: the version that ran them. impostors: each with the number of items that it passed (none, if all is well).
    left_out: faults of the rule book that no mutant can have here, with the reason. places: every scenario of the first
    document, and those that only a made-up one has, each with its numbers.
    """

    talkqa: str
    mutants: tuple[MutantLine, ...]
    impostors: Mapping[str, int]
    places: Mapping[str, tuple[str, ...]]
    left_out: tuple[LeftOut, ...] = ()

    @cached_property
    def by_rule(self) -> Mapping[str, tuple[MutantLine, ...]]:
        """Each rule that has mutants, in order, with them."""
        rules = in_order({line.rule for line in self.mutants})
        return {rule: tuple(line for line in self.mutants if line.rule == rule) for rule in rules}

    @property
    def rate(self) -> float:
        """The share of the mutants that were caught by every scenario that they name, 0 to 1."""
        return sum(line.caught for line in self.mutants) / len(self.mutants) if self.mutants else 0.0

    @property
    def by_scenarios(self) -> tuple[MutantLine, ...]:
        """Those that the scenarios' own statements catch, were there no laws."""
        return tuple(line for line in self.mutants if line.scenarios)

    @property
    def by_laws(self) -> tuple[MutantLine, ...]:
        """Those that the safety laws catch, had the scenarios no statement of their own."""
        return tuple(line for line in self.mutants if line.laws)

    @cached_property
    def of_law(self) -> Mapping[str, tuple[str, ...]]:
        """Each safety law with the mutants that it catches."""
        return {law: tuple(line.mutant for line in self.mutants if law in line.laws) for law in SAFETY}

    @cached_property
    def sole(self) -> Mapping[str, tuple[str, ...]]:
        """Each scenario (by place) with the mutants that it alone catches."""
        return self._caught_by(lambda line: line.places if len(line.places) == 1 else ())

    @cached_property
    def first(self) -> Mapping[str, tuple[str, ...]]:
        """Each scenario (by place) with the mutants that it catches before any other."""
        return self._caught_by(lambda line: line.places[:1])

    @cached_property
    def idle(self) -> tuple[str, ...]:
        """The scenarios that are neither the only nor the first to catch anything: without them nothing changes."""
        return tuple(place for place in self.places if place not in self.first)

    @cached_property
    def idle_numbers(self) -> tuple[str, ...]:
        """The scenario numbers of which the same holds for every scenario that has them."""
        busy = {number for place in self.first for number in self.places.get(place, ())}
        return in_order({number for numbers in self.places.values() for number in numbers} - busy)

    def _caught_by(self, places_of: Any) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for line in self.mutants:
            for place in places_of(line):
                found[place] = (*found.get(place, ()), line.mutant)
        return found

    def to_json(self) -> dict[str, Any]:
        """As the file holds it: what was found, and nothing that follows from it."""
        return {
            "format": FORMAT,
            "talkqa": self.talkqa,
            "mutants": [asdict(line) for line in self.mutants],
            "impostors": dict(self.impostors),
            "places": dict(self.places),
        }

    def write(self, path: Path) -> None:
        """Put the file, with a line for each mutant and scenario, in the place of the one before when it is whole."""
        part = path.with_name(path.name + ".part")
        part.write_text(_lines(self.to_json()), encoding="utf-8")
        part.replace(path)

    def updated(self, lines: Iterable[MutantLine], impostors: Mapping[str, int]) -> Matrix:
        """The same with some lines anew: what was run just now, of what is there already."""
        mutants = {line.mutant: line for line in (*self.mutants, *lines)}
        ordered = tuple(mutants[name] for name in in_order(mutants))
        known = {**self.impostors, **impostors}
        return replace(self, talkqa=__version__, mutants=ordered, impostors=dict(sorted(known.items())))


def matrix_file() -> Path:
    """Where the shipped matrix is."""
    return shipped.fixtures() / "kill-matrix.json"


def read(path: Path | None = None) -> Matrix:
    """The matrix of a file, by default the shipped one.

    Raises OSError without the file, ValueError (what, where, what next) for one that is damaged or of another format.
    """
    path = path or matrix_file()
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["format"] != FORMAT:
            raise ValueError(f"format {data['format']!r}, expected {FORMAT}")
        mutants = tuple(_line(line) for line in data["mutants"])
        places = {place: tuple(numbers) for place, numbers in data["places"].items()}
        return Matrix(data["talkqa"], mutants, data["impostors"], places, rule_book().left_out)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        told = f"{error} is missing" if isinstance(error, KeyError) else str(error)
        raise ValueError(f"{path}: {told}. Make it anew: `talkqa mutants run --write`.") from None


def line_of(kill: Kill, fault: str, document: str | None) -> MutantLine:
    """What one mutant's run comes to."""
    own = [hit for hit in kill.hits if hit.own]
    lawful = [hit for hit in kill.hits if set(hit.laws) & set(SAFETY)]
    numbers = in_order({number for hit in own for number in hit.numbers})
    laws = [law for law in SAFETY if any(law in hit.laws for hit in lawful)]
    return MutantLine(
        kill.name,
        f"R-{kill.name[2:].rstrip('abcdefgh')}",
        fault,
        document or "",
        kill.declared,
        kill.caught,
        {n: tuple(sorted({item for hit in own if n in hit.numbers for item in hit.items})) for n in numbers},
        {law: in_order({n for hit in lawful if law in hit.laws for n in hit.numbers}) for law in laws},
        tuple(dict.fromkeys(placed(hit.place, document) for hit in kill.hits)),
    )


def placed(place: str, document: str | None) -> str:
    """A scenario's place; that of a made-up document has its name in front, as file names repeat."""
    return f"{document}/{place}" if document else place


def _lines(data: Mapping[str, Any]) -> str:
    """JSON in which the parts of each list and map stand on lines of their own, so that differences read well."""
    parts = []
    for name, value in data.items():
        if isinstance(value, list):
            text = "[\n" + ",\n".join(_text(one) for one in value) + "\n]"
        elif isinstance(value, dict):
            text = "{\n" + ",\n".join(f"{_text(key)}: {_text(one)}" for key, one in value.items()) + "\n}"
        else:
            text = _text(value)
        parts.append(f"{_text(name)}: {text}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _line(data: Mapping[str, Any]) -> MutantLine:
    lists = {name: tuple(data[name]) for name in ("declared", "places")}
    maps = {name: {key: tuple(found) for key, found in data[name].items()} for name in ("scenarios", "laws")}
    return MutantLine(**{**data, **lists, **maps})
