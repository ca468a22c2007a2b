"""From a statement to the rows that can be tested: the document's own, else the profile's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from talkqa.checklist.items import Finding
from talkqa.checklist.judging import Judgement, unknown_property
from talkqa.checklist.pairs import Pair, contradictions
from talkqa.checklist.profiles import Profile
from talkqa.checklist.reasons import Reason
from talkqa.checklist.statements import Row, Statement
from talkqa.checklist.systems import Entity, Property, poweroffice

_VALUES_FOR = {"string", "date"}
"""Data types for which unmistakable new values can be made up; a boolean has only two."""
_AT_CREATION = {"string", "boolean"}
_NAMES = {"FirstName", "LastName"}
_DIGITS = {"integer", "string"}
"""The one difference of types that has a rule: plain digits, and back as a number (R-55)."""

_BY_ACCESS = {
    "create": Reason.CREATION_ONLY,
    "read": Reason.SERVER_OWNED,
    "mark": Reason.EXTERNAL_MARK,
    "reference": Reason.REFERENCE,
    "masked": Reason.MASKED,
}


@dataclass(frozen=True)
class Judged:
    """A row, why it cannot be tested (None when it can), and whether a SUT is configured with it.

    row: as the document has it; None for a row of the profile.
    """

    pair: Pair
    reason: str | None
    configured: bool
    row: Row | None = None


EMPTY, NO_ROWS = "property-table-empty", "the document lists 0 properties for this flow"
"""The finding about a flow whose property table has no row, and its words."""


@dataclass(frozen=True)
class Table:
    """The rows of a flow, judged. usable: what a SUT is configured with."""

    judged: tuple[Judged, ...]
    from_profile: bool
    findings: tuple[Finding, ...]

    @property
    def usable(self) -> tuple[Pair, ...]:
        """The rows to configure: of the document's those that are tested, of the profile's all; each pair once."""
        pairs = {entry.pair.key: entry.pair for entry in reversed(self.judged) if entry.configured}
        return tuple(entry.pair for entry in self.judged if pairs.get(entry.pair.key) is entry.pair)


def table_of(statement: Statement, found: Judgement, profile: Profile) -> Table:
    """The rows of a flow whose entities the fake has."""
    given = profile.flow(found.slug)
    if not statement.rows:
        pairs = given.pairs if given else ()
        below = f"the checks below come from profile {profile.name}"
        finding = Finding(EMPTY, statement.slug, f"{NO_ROWS}; {below}")
        return Table(tuple(Judged(pair, _no_values(pair), True) for pair in pairs), True, (finding,))
    entities = poweroffice().entities
    source, target = entities[found.source.entity], entities[found.target.entity]
    judged = _without_contradictions([_judged(row, source, target) for row in statement.rows])
    judged, findings = _at_creation(judged, target, statement.slug)
    added = _completion(judged, given.pairs if given else (), target)
    if added:
        names = ", ".join(pair.target for pair in added)
        text = f"no row of the document fills {names}; at creation that is left to profile {profile.name}"
        findings.append(Finding("creation-values-added", statement.slug, text))
    return Table((*judged, *(Judged(pair, None, True) for pair in added)), False, tuple(findings))


def unfilled(pairs: Sequence[Pair], required: Sequence[str]) -> list[str]:
    """Properties without which the target is not created, and which no row fills."""
    filled = {pair.target for pair in pairs}
    return [path for path in required if path not in filled]


def plain_pair(row: Row) -> Pair:
    """The document's row, its data type not known yet."""
    origin = f"document line {row.line}"
    return Pair(row.source, row.target, "unknown", origin=origin, condition=row.condition)


def _judged(row: Row, source: Entity, target: Entity) -> Judged:
    """The row with PowerOffice's paths and the type that they have, and what speaks against testing it."""
    pair = replace(plain_pair(row), source=source.path(row.source), target=target.path(row.target))
    against = _against(row.source, source) or _against(row.target, target)
    if against is None:
        one, other = source.properties[pair.source], target.properties[pair.target]
        pair = replace(pair, type=one.type if one.type == other.type else "unknown", v1=one.v1 or other.v1)
        against = _types_differ(one, other)
    if against is None and row.condition:
        against = Reason.CONDITIONAL_ROW.say(text=row.condition)
    against = against or _no_values(pair)
    return Judged(pair if against is None else plain_pair(row), against, against is None, row)


def _against(written: str, entity: Entity) -> str | None:
    """What speaks against testing that property of that entity."""
    path = entity.path(written)
    found = entity.properties.get(path)
    if found is None:
        return unknown_property(written, entity)
    return None if found.access == "edit" else _BY_ACCESS[found.access].say(path=path, entity=entity.name)


def _types_differ(one: Property, other: Property) -> str | None:
    if one.type == other.type:
        return None
    types = {"source_type": one.type, "target_type": other.type}
    reason = Reason.NUMBER_AS_TEXT if {one.type, other.type} == _DIGITS else Reason.TYPES_DIFFER
    return reason.say(source=one.path, target=other.path, **types)


def _no_values(pair: Pair) -> str | None:
    """Why a row of that type is not tried, although it may be configured."""
    types = _VALUES_FOR if pair.synchronised else _AT_CREATION
    return None if pair.type in types else Reason.NO_VALUES.say(type=pair.type, path=pair.target)


def _without_contradictions(judged: list[Judged]) -> list[Judged]:
    """Of rows that fight over a property the one whose names agree stays; without one, all are set aside."""
    against: dict[str, str] = {}
    pairs = {entry.pair.key: entry.pair for entry in judged if entry.configured}
    for one, other, problem in contradictions(list(pairs.values())):
        if _names_agree(one) != _names_agree(other):
            winner, loser = (one, other) if _names_agree(one) else (other, one)
            against.setdefault(loser.key, Reason.SAME_PAIR_WINS.say(problem=problem, winner=winner.key))
        else:
            for pair in (one, other):
                against.setdefault(pair.key, Reason.CONTRADICTION.say(problem=problem))
    return [
        replace(entry, reason=against[entry.pair.key], configured=False)
        if entry.configured and entry.pair.key in against
        else entry
        for entry in judged
    ]


def _names_agree(pair: Pair) -> bool:
    """Whether both sides call the property the same."""
    return pair.source.rsplit(".", 1)[-1] == pair.target.rsplit(".", 1)[-1]


def _at_creation(judged: list[Judged], target: Entity, flow: str) -> tuple[list[Judged], list[Finding]]:
    """A row that was set aside for another one serves at creation where nothing else fills what is required."""
    missing = unfilled([entry.pair for entry in judged if entry.configured], target.required)
    findings = []
    for place, entry in enumerate(judged):
        loses = (entry.reason or "").startswith("a second row for source")
        if entry.pair.target in missing and loses and entry.row:
            pair = replace(entry.pair, creation_only=True)
            judged[place] = replace(entry, pair=pair, reason=None, configured=True)
            missing.remove(entry.pair.target)
            text = f"{pair.key} is tried at creation only, where {target.name} needs it: {entry.reason}"
            findings.append(Finding("creation-only", flow, text))
    return judged, findings


def _completion(judged: Sequence[Judged], given: Sequence[Pair], target: Entity) -> list[Pair]:
    """The profile's rows that a creation needs and the document's table lacks, as creation-only rows.

    Without its names no person is created, so that a target is one is said only where rows fill them.
    """
    filled = {entry.pair.target for entry in judged if entry.configured}
    needed = [pair for pair in given if pair.creation_only or pair.target in target.required]
    unborn = filled if filled >= _NAMES else {*filled, "IsPerson"}
    return [replace(pair, creation_only=True) for pair in needed if pair.target not in unborn]
