"""From a statement to the rows that can be tested: the document's own, else the profile's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from talkqa.checklist.items import Finding
from talkqa.checklist.pairs import Pair, contradictions
from talkqa.checklist.profiles import Profile
from talkqa.checklist.reasons import Reason
from talkqa.checklist.slugs import slug
from talkqa.checklist.statements import Row, Statement
from talkqa.checklist.systems import Entity, Property, poweroffice

_VALUES_FOR = {"string"}
"""Data types for which unmistakable new values can be made up; a boolean has only two."""
_AT_CREATION = {"string", "boolean"}

_BY_ACCESS = {
    "create": Reason.CREATION_ONLY,
    "read": Reason.SERVER_OWNED,
    "mark": Reason.EXTERNAL_MARK,
    "reference": Reason.REFERENCE,
    "masked": Reason.MASKED,
}


@dataclass(frozen=True)
class Judged:
    """A row, why it cannot be tested (None when it can), and whether a SUT is configured with it."""

    pair: Pair
    reason: str | None
    configured: bool


@dataclass(frozen=True)
class Table:
    """The rows of a flow, judged. usable: what a SUT is configured with."""

    judged: tuple[Judged, ...]
    from_profile: bool
    findings: tuple[Finding, ...]

    @property
    def usable(self) -> tuple[Pair, ...]:
        """The rows to configure: of the document's those that are tested, of the profile's all."""
        return tuple(entry.pair for entry in self.judged if entry.configured)


def table_of(statement: Statement, profile: Profile) -> Table:
    """The rows of a flow whose entities are in `poweroffice().entities`."""
    given = profile.flow(slug(statement.source, statement.target))
    if not statement.rows:
        pairs = given.pairs if given else ()
        below = f"the checks below come from profile {profile.name}"
        text = f"the document lists 0 properties for this flow; {below}"
        finding = Finding("property-table-empty", statement.slug, text)
        return Table(tuple(Judged(pair, _no_values(pair), True) for pair in pairs), True, (finding,))
    entities = poweroffice().entities
    source, target = entities[statement.source], entities[statement.target]
    judged = _without_contradictions([_judged(row, source, target) for row in statement.rows])
    added = _completion(judged, given.pairs if given else (), target)
    findings = []
    if added:
        names = ", ".join(pair.target for pair in added)
        text = f"no row of the document fills {names}; at creation that is left to profile {profile.name}"
        findings.append(Finding("creation-values-added", statement.slug, text))
    return Table((*judged, *(Judged(pair, None, True) for pair in added)), False, tuple(findings))


def unfilled(pairs: Sequence[Pair], target: Entity) -> list[str]:
    """Properties without which the target is not created, and which no row fills."""
    filled = {pair.target for pair in pairs}
    return [path for path in target.required if path not in filled]


def plain_pair(row: Row) -> Pair:
    """The document's row, its data type not known yet."""
    return Pair(row.source, row.target, "unknown", origin=f"document line {row.line}")


def _judged(row: Row, source: Entity, target: Entity) -> Judged:
    """The row with the type that its properties have, and what speaks against testing it."""
    pair = plain_pair(row)
    against = _against(row.source, source) or _against(row.target, target)
    if against is None:
        one, other = source.properties[row.source], target.properties[row.target]
        pair = replace(pair, type=one.type if one.type == other.type else "unknown")
        against = _types_differ(one, other)
    if against is None and row.condition:
        against = Reason.CONDITIONAL_ROW.say(text=row.condition)
    against = against or _no_values(pair)
    return Judged(pair, against, against is None)


def _against(path: str, entity: Entity) -> str | None:
    """What speaks against testing that property of that entity."""
    found = entity.properties.get(path)
    if found is None:
        near = entity.nearest(path)
        advice = f"; did it mean {near}?" if near else ""
        return Reason.NO_SUCH_PROPERTY.say(path=path, entity=entity.name, advice=advice)
    return None if found.access == "edit" else _BY_ACCESS[found.access].say(path=path, entity=entity.name)


def _types_differ(one: Property, other: Property) -> str | None:
    if one.type == other.type:
        return None
    types = {"source_type": one.type, "target_type": other.type}
    return Reason.TYPES_DIFFER.say(source=one.path, target=other.path, **types)


def _no_values(pair: Pair) -> str | None:
    """Why a row of that type is not tried, although it may be configured."""
    types = _VALUES_FOR if pair.synchronised else _AT_CREATION
    return None if pair.type in types else Reason.NO_VALUES.say(type=pair.type, path=pair.target)


def _without_contradictions(judged: list[Judged]) -> list[Judged]:
    """Rows that fight over a property are all set aside; none of them is the right one by chance."""
    against: dict[int, str] = {}
    for one, other, problem in contradictions([entry.pair for entry in judged if entry.configured]):
        for pair in (one, other):
            against.setdefault(id(pair), Reason.CONTRADICTION.say(problem=problem))
    return [
        Judged(entry.pair, against[id(entry.pair)], False) if id(entry.pair) in against else entry
        for entry in judged
    ]


def _completion(judged: Sequence[Judged], given: Sequence[Pair], target: Entity) -> list[Pair]:
    """The profile's rows that a creation needs and the document's table lacks, as creation-only rows."""
    filled = {entry.pair.target for entry in judged if entry.configured}
    needed = [pair for pair in given if pair.creation_only or pair.target in target.required]
    return [replace(pair, creation_only=True) for pair in needed if pair.target not in filled]
