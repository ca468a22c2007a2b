"""Documents of the family written sentence by sentence, with their totals counted while they are written.

Nothing of the reader is used: sentences, names, types and codes are those of the grammar, set down here once more.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field

from tests.document import family_words as words
from tests.document.family_tables import RowRead, Tables
from tests.document.family_words import SYSTEMS


@dataclass
class Written:
    """A document with one line feed per line, and what it says.

    totals: by the keys of `expected.json`, but for those of the file itself. rows: per flow, source and target
    paths with their conditions, repeats dropped. items: per flow, what a source must be connected to.
    """

    lines: list[str]
    totals: dict[str, object]
    rows: list[list[RowRead]] = field(default_factory=list)
    items: list[tuple[str, ...]] = field(default_factory=list)

    @property
    def data(self) -> bytes:
        return "".join(f"{line}\n" for line in self.lines).encode("ascii")


def write(seed: int) -> Written:
    """One made-up document. The same seed gives the same one."""
    return _Writer(random.Random(seed)).document()


def glued(rng: random.Random, key: str) -> str:
    """Two or three of a system's names with nothing between them, which is no name itself."""
    name = "".join(rng.choice(SYSTEMS[key]) for _ in range(rng.randint(2, 3)))
    return glued(rng, key) if words.plain(name) in words.KNOWN else name


def is_same(one: str, other: str) -> bool:
    """Whether two names are of one system, case and signs aside."""
    pair = {words.plain(one), words.plain(other)}
    return any(pair <= set(map(words.plain, names)) for names in SYSTEMS.values())


class _Writer(Tables):
    def __init__(self, rng: random.Random) -> None:
        super().__init__(rng)
        self._clauses = Counter[str]()
        self._flows: list[dict[str, object]] = []
        self._headings: set[str] = set()
        self._key, self._other = rng.choice(list(SYSTEMS)), rng.choice(list(SYSTEMS))
        self._s = rng.choice((*SYSTEMS[self._key], "Alpha Beta") if self._chance(10) else SYSTEMS[self._key])
        self._t = "" if self._chance(15) else rng.choice(SYSTEMS[self._other])
        self._made = Written(self._lines, {}, self._rows)

    def document(self) -> Written:
        title = f"{self._s} to {self._t} Dataflow"
        stamp = f"2024-0{self._rng.randint(1, 9)}-11 00:0{self._rng.randint(0, 9)}:23"
        dotted = self._chance(25)
        self._lines += ["=" * len(title), title, "=" * len(title), "", f"Generated: {stamp}", ""]
        self._lines += [f"Introduction{'.' * dotted}", "-" * 12, ""]
        self._lines.append(
            f"Made up. This is the data flow from {self._s} to {self._t}. It serves as a QA checklist, no more."
        )
        for code, found in (
            ("intro-heading-dot", dotted),
            ("underline-short", dotted),
            ("title-target-empty", not self._t),
        ):
            self._codes[code] += found
        for at in range(self._rng.choice((0, 1, 2, 3, 5, 8))):
            self._lines += [""] * (2 if at else 1)
            self._flow()
        if self._flows:
            self._lines += ["", ""]
        self._codes["no-flows"] += not self._flows
        self._made.totals.update(
            lines=len(self._lines),
            title=title,
            source_system=self._s,
            target_system=self._t,
            generated=stamp,
            flows=len(self._flows),
            clauses=dict(self._clauses),
            **{key: self._sums[key] for key in ("merge_tables", "merge_rows", "property_tables")},
            **{key: self._sums[key] for key in ("empty_property_tables", "property_rows", "dependants")},
            data_types=dict(self._types),
            diagnostics=dict(+self._codes),
            flow_list=self._flows,
        )
        return self._made

    def _system(self, key: str, title: str) -> str:
        """A system for one side of a flow, and the codes that it deserves."""
        if self._chance(70) and title:
            return title
        if self._chance(15):
            self._codes["system-jumbled"] += 1
            return glued(self._rng, key)
        name = self._rng.choice(SYSTEMS[key if self._chance(80) else self._rng.choice(list(SYSTEMS))])
        if title and name != title:
            self._codes["system-variant" if is_same(name, title) else "system-foreign"] += 1
        return name

    def _flow(self) -> None:
        rng, lines = self._rng, self._lines
        source, target = self._system(self._key, self._s), ""
        if self._chance(20):
            self._codes["flow-target-system-empty"] += 1
        else:
            target = self._system(self._other, self._t)
            self._codes["system-missing-in-title"] += not self._t
        entities = rng.choice(words.ENTITIES), rng.choice(words.ENTITIES)
        a, b = f"{source} {entities[0]}", f"{target} {entities[1]}"
        heading = f"{a} to {b}"
        self._codes["duplicate-flow"] += heading in self._headings
        self._headings.add(heading)
        line = len(lines) + 1
        lines += [heading, "-" * len(heading)]
        before = self._sums["merge_rows"], self._sums["property_rows"]
        kinds, items = self._opening(a, b, source, target)
        self._made.items.append(items)
        lines += [
            "",
            f"Once a link between a {a} and a {b} is established, it will keep in sync between the two systems, "
            "regardless of where it is edited.",
            "",
        ]
        lines += [f"The following properties are synchronized between a {a} and a {b}:", ""]
        self._properties(a, b, target)
        kinds += ["keep-in-sync", "properties"]
        self._clauses.update(kinds)
        self._flows.append(
            {
                "line": line,
                "source": [source, entities[0]],
                "target": [target, entities[1]],
                "clauses": kinds,
                "merge_rows": self._sums["merge_rows"] - before[0],
                "property_rows": self._sums["property_rows"] - before[1],
            }
        )

    def _opening(self, a: str, b: str, source: str, target: str) -> tuple[list[str], tuple[str, ...]]:
        """Everything before the keep clause: kinds, and the items of a list."""
        rng, lines = self._rng, self._lines
        first, create, merge = rng.choice(
            (
                *(("every", False, False), ("every", False, True), ("conditional", False, False)),
                *(("conditional", False, True), ("link-required", True, False)),
                *(("link-required", False, True), ("link-required", True, True)),
            )
        )
        kinds = [first]
        items: tuple[str, ...] = ()
        if first == "every":
            lines.append(f"Every {a} will be synchronized with a {b}.")
        elif first == "conditional":
            text, subject = rng.choice(words.CONDITIONS)
            lines.append(f"{text}, it  will be synchronized with a {b}.")
            if not subject:
                self._codes["developer-note"] += 1
            else:
                self._codes["condition-subject"] += subject != a.lower()
        else:
            lines.append(
                f"Before any synchronization can take place, a link between a {a} and a {b} must be established."
            )
        if create:
            items = tuple(rng.sample(words.ITEMS, rng.choice((1, 2, 3, 6))))
            said = items[0] if len(items) == 1 else ", ".join(items[:-1]) + f", or {items[-1]}"
            lines += [
                "",
                f"A new {b} will be created from a {a} if it is connected to a {source} {said} that is synchronized "
                f"into {target}.",
            ]
            kinds.append("create-if-connected")
        if merge and first != "link-required":
            lines += [
                "",
                f"If a matching {b} already exists, the {a} will be merged with the existing one.",
                f"If no matching {b} is found, a new {b} will be created.",
            ]
            kinds += ["match-merges", "no-match-creates"]
        if merge:
            lines += [
                "",
                f"A {a} will merge with a {b} if one of the following property combinations match:",
                "",
            ]
            self._merge(a, b)
            kinds.append("merge-on")
        return kinds, items
