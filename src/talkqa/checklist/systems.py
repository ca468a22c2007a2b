"""What we know of the systems that a fake exists for: entities, property paths, and who may write them.

The facts are ours and lie in `fixtures/systems/`. No opinion on a document is formed here.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args

from talkqa import shipped
from talkqa.checklist.errors import closest

Access = Literal["edit", "create", "read", "mark", "reference", "masked"]


@dataclass(frozen=True)
class Property:
    """One property path of an entity: its data type and who may write it (see `fixtures/systems/`)."""

    path: str
    type: str
    access: Access


@dataclass(frozen=True)
class Entity:
    """An entity, its properties by path, and those without which it cannot be created."""

    name: str
    properties: Mapping[str, Property]
    required: tuple[str, ...]

    def nearest(self, path: str) -> str | None:
        """The known path most like this one: by letter case, then likeness, then the last part alone."""
        by_last_part = {known.rsplit(".", 1)[-1]: known for known in self.properties}
        near = closest(path, self.properties) or closest(path.rsplit(".", 1)[-1], by_last_part)
        return by_last_part.get(near, near) if near else None


@dataclass(frozen=True)
class System:
    """A system with a fake. renderings: its names without letter case, blanks and signs."""

    name: str
    renderings: frozenset[str]
    entities: Mapping[str, Entity]

    def is_called(self, name: str) -> bool:
        """Whether a document means this system by that name."""
        return "".join(filter(str.isalnum, name)).casefold() in self.renderings


@cache
def poweroffice() -> System:
    """PowerOffice Go, API v2."""
    facts = tomllib.loads((shipped.fixtures() / "systems" / "poweroffice.toml").read_text(encoding="utf-8"))
    entities = {name: _entity(name, table) for name, table in facts.items() if isinstance(table, dict)}
    return System(facts["name"], frozenset(facts["renderings"]), entities)


def _entity(name: str, table: Mapping[str, Any]) -> Entity:
    properties = {
        path: Property(path, type_, access)
        for access in get_args(Access)
        for path, type_ in table.get(access, {}).items()
    }
    return Entity(name, properties, tuple(table["required"]))
