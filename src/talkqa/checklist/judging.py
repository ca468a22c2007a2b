"""Whether a flow can be tried at all, and with which entities, criteria, connections and condition."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from talkqa.checklist.catalogue import catalogue
from talkqa.checklist.profiles import MergeRow, Profile
from talkqa.checklist.reasons import Reason
from talkqa.checklist.slugs import slug
from talkqa.checklist.statements import Row, Statement
from talkqa.checklist.systems import Connection, Entity, Meant, Property, poweroffice
from talkqa.checklist.wording import singular

_SENTENCES = {"match-merges", "no-match-creates"}
_CONDITION = re.compile(r'When a .+ gets (?P<path>[A-Za-z.]+) = "(?P<value>[^"]*)"')
"""The one form of condition that can be tried: a property and its value (GRAMMAR.md §3.1)."""
_VALUES: Mapping[str, object] = {"true": True, "false": False}


@dataclass(frozen=True)
class Judgement:
    """What a flow comes to. blocked: why nothing of it can be tried, whatever its rows are.

    criteria: usable merge rows in v2 names. against: why a merge row, by its key, or a clause, by its kind, is
    not tried although the flow is.
    """

    source: Meant
    target: Meant
    blocked: str | None = None
    criteria: tuple[MergeRow, ...] = ()
    connected: tuple[Connection, ...] = ()
    condition: Mapping[str, object] = field(default_factory=dict)
    against: Mapping[str, str] = field(default_factory=dict)

    @property
    def slug(self) -> str:
        """The flow by the fake's entities, whatever the document calls them."""
        return slug(self.source.entity, self.target.entity)


def judge(statement: Statement, profile: Profile) -> Judgement:
    """What can be tried of a flow, its rows apart."""
    sides = _side(statement.source_system, statement.source), _side(statement.target_system, statement.target)
    unknown = [side for side in sides if isinstance(side, str)]
    source, target = (
        Meant(name, {}) if isinstance(side, str) else side
        for side, name in zip(sides, (statement.source, statement.target), strict=True)
    )
    if unknown:
        return Judgement(source, target, unknown[0])
    entities = poweroffice().entities
    criteria, against = _criteria(statement.merge_rows, entities[source.entity], entities[target.entity])
    connected = _connected(statement, source.entity, against)
    condition = _condition(statement, entities[source.entity])
    found = Judgement(source, target, None, criteria, connected, condition, against)
    return _with_reason(found, _blocked(statement, found, profile))


def _with_reason(found: Judgement, blocked: str | None) -> Judgement:
    return Judgement(found.source, found.target, blocked) if blocked else found


def _side(system: str, entity: str) -> Meant | str:
    """The entity that one side of a flow means, or why there is none."""
    known = poweroffice()
    if not known.is_called(system):
        return Reason.NO_FAKE_OF_SYSTEM.say(system=system or "the system without a name")
    return known.meant(entity) or Reason.NO_FAKE_OF_ENTITY.say(system=known.name, entity=entity)


def _blocked(statement: Statement, found: Judgement, profile: Profile) -> str | None:
    source, target = found.source, found.target
    is_self = source.entity == target.entity
    if odd := _odd_clauses(statement):
        return odd
    kinds = {clause.kind for clause in statement.clauses}
    if "conditional" in kinds and not found.condition:
        return _free_text(statement)
    if "link-required" not in kinds and is_self:
        return Reason.SAME_TYPE.say(entity=source.entity)
    if "link-required" in kinds and not found.criteria and not found.connected:
        return Reason.NO_WAY_TO_LINK.say(why=_why_no_link(found))
    if is_self and profile.decisions["same_type_merge"] is not True:
        held = "false"
        return Reason.DECISION.say(key="same_type_merge", wanted="true", profile=profile.name, held=held)
    if is_self and source.only != target.only:
        return Reason.NO_SCENARIOS.say(source=statement.source, target=statement.target)
    makes = "link-required" not in kinds or bool(found.connected)
    if makes and target.entity == "Contactperson":
        if source.entity == "Customer" and source.only:
            return Reason.PERSON_PARENT.say()
        if source.entity == "Supplier":
            return Reason.NO_PARENT.say(source=singular(statement.source))
    if found.slug not in (*catalogue().flows, *catalogue().more_flows):
        return Reason.NO_SCENARIOS.say(source=statement.source, target=statement.target)
    return None


def _why_no_link(found: Judgement) -> str:
    return "; ".join(dict.fromkeys(found.against.values())) or "it has no merge row and no connection"


def _odd_clauses(statement: Statement) -> str | None:
    """One opening, then what belongs to it, kept in sync, with properties: each once (GRAMMAR.md §2)."""
    kinds = [clause.kind for clause in statement.clauses]
    openings = [kind for kind in kinds if kind in ("every", "link-required", "conditional")]
    middle = set(kinds) - {*openings, "keep-in-sync", "properties"}
    wanted = (
        {"create-if-connected", "merge-on"} if openings == ["link-required"] else {"merge-on", *_SENTENCES}
    )
    sound = (
        len(openings) == 1
        and len(set(kinds)) == len(kinds)
        and {"keep-in-sync", "properties"} <= set(kinds)
        and middle <= wanted
        and (openings == ["link-required"] or middle in (set(), wanted))
    )
    return None if sound else Reason.ODD_CLAUSES.say(clauses=", ".join(kinds))


def _free_text(statement: Statement) -> str | None:
    texts = [clause.text for clause in statement.clauses if clause.kind == "conditional"]
    return Reason.FREE_TEXT.say(text=texts[0]) if texts else None


def _criteria(
    rows: tuple[Row, ...], source: Entity, target: Entity
) -> tuple[tuple[MergeRow, ...], dict[str, str]]:
    """The alternatives that can be compared, each once, and why the others cannot be."""
    criteria: dict[MergeRow, None] = {}
    against: dict[str, str] = {}
    for row in rows:
        problem = _incomparable(row.source, source) or _incomparable(row.target, target)
        if problem:
            against[row.key] = problem
        else:
            criteria[((source.path(row.source), target.path(row.target)),)] = None
    return tuple(criteria), against


def _incomparable(path: str, entity: Entity) -> str | None:
    if not path:
        return Reason.MERGE_CELL_EMPTY.say()
    found = entity.properties.get(entity.path(path))
    if found is None:
        return unknown_property(path, entity)
    if found.access == "masked":
        return Reason.MASKED.say(path=path, entity=entity.name)
    if found.v1:
        return Reason.V1_ONLY.say(path=path, entity=entity.name)
    if found.access != "edit" or found.type != "string":
        why = f"{path} of {entity.name} is {'no text' if found.access == 'edit' else 'not for users to type'}"
        return Reason.NOTHING_SEEN.say(why=why)
    return None


def unknown_property(path: str, entity: Entity) -> str:
    """Why a path means no property of the entity."""
    if entity.is_listed(path):
        return Reason.IN_A_LIST.say(path=path, entity=entity.name)
    near = entity.nearest(path)
    advice = f"; did it mean {near}?" if near else ""
    return Reason.NO_SUCH_PROPERTY.say(path=path, entity=entity.name, advice=advice)


def _connected(statement: Statement, source: str, against: dict[str, str]) -> tuple[Connection, ...]:
    """How the source hangs together with the listed entities; notes why it cannot be tried."""
    listed = [name for clause in statement.clauses for name in clause.listed]
    system = poweroffice()
    meant = [known.entity for name in listed if (known := system.meant(name))]
    links = [link for entity in dict.fromkeys(meant) if (link := system.connection(source, entity))]
    found = [link for link in links if link.to == source]
    if listed and not found:
        against["create-if-connected"] = Reason.NO_CONNECTION.say(source=source, listed=", ".join(listed))
    return tuple(found)


def _typed(known: Property) -> bool:
    """Whether a user types the property in API v2."""
    return known.access == "edit" and not known.v1


def _condition(statement: Statement, source: Entity) -> dict[str, object]:
    """The property and its value, where the condition has that form and a user can edit the property."""
    for clause in statement.clauses:
        found = _CONDITION.fullmatch(clause.text) if clause.kind == "conditional" else None
        if found and (known := source.properties.get(source.path(found["path"]))) and _typed(known):
            value = _VALUES.get(found["value"].casefold(), found["value"])
            if (known.type == "boolean") == isinstance(value, bool):
                return {known.path: value}
    return {}
