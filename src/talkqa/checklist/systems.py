"""What we know of the systems that a fake exists for: entities, property paths, and who may write them.

The facts are ours and lie in `fixtures/systems/`. No opinion on a document is formed here.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal, NamedTuple, get_args

from talkqa import shipped
from talkqa.checklist.errors import closest

Access = Literal["edit", "create", "read", "mark", "reference", "masked"]


@dataclass(frozen=True)
class Property:
    """One property path of an entity: its data type and who may write it (see `fixtures/systems/`).

    v1: API v1 alone has it, so that a client of v2 neither sees nor writes it.
    """

    path: str
    type: str
    access: Access
    v1: bool = False


@dataclass(frozen=True)
class Entity:
    """An entity, its properties by path, and those without which it cannot be created.

    v1: the path behind each name that API v1 has, "" for what stands in a list there. called: its names in documents.
    called_person: the names of those that are persons.
    """

    name: str
    properties: Mapping[str, Property]
    required: tuple[str, ...]
    v1: Mapping[str, str] = field(default_factory=dict)
    called: frozenset[str] = frozenset()
    called_person: frozenset[str] = frozenset()

    def path(self, written: str) -> str:
        """The path that a document means: itself, or what its v1 name stands for."""
        return written if written in self.properties else self.v1.get(_camel(written)) or written

    def is_listed(self, written: str) -> bool:
        """Whether API v1 has that name in each record of a list, such as street addresses."""
        return written not in self.properties and self.v1.get(_camel(written)) == ""

    def nearest(self, path: str) -> str | None:
        """The known path most like this one: by letter case, then likeness, then the last part alone."""
        by_last_part = {known.rsplit(".", 1)[-1]: known for known in self.properties}
        near = closest(path, self.properties) or closest(path.rsplit(".", 1)[-1], by_last_part)
        return by_last_part.get(near, near) if near else None


class Meant(NamedTuple):
    """What a document calls an entity: the entity, and what its records must hold (persons only, or all)."""

    entity: str
    only: Mapping[str, object]


class Connection(NamedTuple):
    """A reference between entities: the holder's property is the id of the other."""

    holder: str
    property: str
    to: str


@dataclass(frozen=True)
class System:
    """A system with a fake. renderings: its names without letter case, blanks and signs."""

    name: str
    renderings: frozenset[str]
    entities: Mapping[str, Entity]
    connections: tuple[Connection, ...] = ()

    def meant(self, written: str) -> Meant | None:
        """The entity that a document calls so, singular or plural; None when the fake has none."""
        called = " ".join(written.split()).casefold()
        for name, entity in self.entities.items():
            if called in entity.called:
                return Meant(name, {})
            if called in entity.called_person:
                return Meant(name, {"IsPerson": True})
        return None

    def connection(self, source: str, listed: str) -> Connection | None:
        """How records of two entities are connected; None when nothing connects them."""
        return next((one for one in self.connections if {one.holder, one.to} == {source, listed}), None)

    def is_called(self, name: str) -> bool:
        """Whether a document means this system by that name, or by several of its names glued together."""
        plain = "".join(filter(str.isalnum, name)).casefold()
        longest_first = sorted(self.renderings, key=len, reverse=True)
        return re.fullmatch(f"(?:{'|'.join(longest_first)})+", plain) is not None


@cache
def poweroffice() -> System:
    """PowerOffice Go, with the names of API v2 and, for what only v1 has, those of v1."""
    facts = tomllib.loads((shipped.fixtures() / "systems" / "poweroffice.toml").read_text(encoding="utf-8"))
    entities = {name: _entity(name, table) for name, table in facts.items() if isinstance(table, dict)}
    connections = tuple(Connection(**table) for table in facts["connections"])
    return System(facts["name"], frozenset(facts["renderings"]), entities, connections)


def _entity(name: str, table: Mapping[str, Any]) -> Entity:
    properties = {
        path: Property(path, type_, access, v1=bool(api))
        for access in get_args(Access)
        for api in ("", "v1_")
        for path, type_ in table.get(api + access, {}).items()
    }
    names = table["v1"] | {_camel(path): path for path, known in properties.items() if known.v1}
    called, persons = frozenset(table["called"]), frozenset(table.get("called_person", ()))
    return Entity(name, properties, tuple(table["required"]), names, called, persons)


def _camel(path: str) -> str:
    """A name as v1 sends it; its filters write the same with capitals."""
    return ".".join(part[:1].lower() + part[1:] for part in path.split("."))
