"""What only API v1 has: which properties of a scenario are, what they hold, and who changed them.

The fake's journal tells records as v2 shows them; the laws are shown these values beside them, or a value that nobody
typed could come and go through v1 unseen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from steps._requests import saves_in_v1
from talkqa.checklist.systems import poweroffice
from talkqa.fake import Tenant
from talkqa.fake.v1.columns import camel
from talkqa.fake.v1.render import wire
from talkqa.fake.v1.rows import Row
from talkqa.verdict import Change, Exchange


def only_v1(type_: str, paths: Iterable[str]) -> list[str]:
    """Those of the properties that only API v1 has."""
    known = poweroffice().entities.get(type_)
    return [path for path in paths if known and path in known.properties and known.properties[path].v1]


def with_older(tenant: Tenant, type_: str, record: Mapping[str, Any], paths: Iterable[str]) -> dict[str, Any]:
    """A record of v2 with those of the values beside it that only v1 has; there what is empty is left out."""
    older = only_v1(type_, paths)
    row = wire(Row(tenant.store, type_, dict(record))) if older else {}
    return {**record, **{path: row.get(camel(path)) for path in older}}


class Older:
    """The values that v1's saves have set so far, by record: only v1 can set them."""

    def __init__(self) -> None:
        self._held: dict[tuple[str, str], dict[str, Any]] = {}

    def told(self, exchange: Exchange) -> Exchange:
        """The exchange with such values in the record that it was about; to be asked in the journal's order."""
        type_ = saves_in_v1(exchange.operation)
        if not type_ or not exchange.accepted or not isinstance(exchange.body, dict):
            return exchange
        changes = (self._with(change, exchange.body, type_) for change in exchange.changes)
        return replace(exchange, changes=tuple(changes))

    def _with(self, change: Change, body: Mapping[str, Any], type_: str) -> Change:
        names = {name.lower(): value for name, value in body.items()}
        paths = [
            path for path in only_v1(type_, poweroffice().entities[type_].properties) if path.lower() in names
        ]
        if change.type != type_ or change.after is None or not paths:
            return change
        held = self._held.setdefault((change.type, change.key), {})
        before = {path: held.get(path) for path in paths}
        held |= {path: names[path.lower()] for path in paths}
        after = {**change.after, **{path: held[path] for path in paths}}
        return replace(change, before=change.before and {**change.before, **before}, after=after)
