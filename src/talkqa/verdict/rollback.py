"""LAW-15 of the semantics, §4.2: what synchronisation writes never goes back to an edit older than one shown there.

The time of an edit is the stamp that its record had when the SUT first read it, since PowerOffice has one stamp per
record (R-27); where that is in doubt the doubt counts for the SUT. Addresses are left to the scenarios, their parts
having stamps of their own or none. For histories in which nothing but users and the SUT acts: a kill or a faulty answer
changes what the SUT has read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from talkqa.verdict.evidence import Evidence
from talkqa.verdict.exchange import Change, Exchange, lookup
from talkqa.verdict.ground import Ground, Place
from talkqa.verdict.normal import is_empty, normal
from talkqa.verdict.sent import differing, type_of

STAMP = "LastChangedDateTimeOffset"
Key = tuple[str, str]


@dataclass(frozen=True)
class Edit:
    """A value that a user typed. number: of the request; stamp: of the record then."""

    key: Key
    number: int
    stamp: str


@dataclass
class Past:
    """What the journal has shown up to some request."""

    edits: dict[tuple[Place, Any], list[Edit]] = field(default_factory=dict)
    saves: dict[Key, list[tuple[int, str]]] = field(default_factory=dict)
    reads: dict[str, list[int]] = field(default_factory=dict)

    def note(self, exchange: Exchange, ground: Ground) -> None:
        """Take in what one request read or changed; of two clients what the dataflow is about."""
        if exchange.author == "sut":
            read = type_of(exchange.operation)
            if (
                exchange.method == "GET"
                and exchange.accepted
                and not ground.is_elsewhere(read, exchange.client)
            ):
                self.reads.setdefault(read, []).append(exchange.number)
            return
        for change in exchange.changes:
            if change.after is not None and not ground.is_elsewhere(change.type, exchange.client):
                self._typed(exchange.number, change, str(change.after.get(STAMP)))

    def _typed(self, number: int, change: Change, stamp: str) -> None:
        key = (change.type, change.key)
        self.saves.setdefault(key, []).append((number, stamp))
        for path in differing(change):
            value = lookup(change.after, path)
            if not is_empty(value) and "." not in path:
                known = self.edits.setdefault(((change.type, path), _form(path, value)), [])
                known.append(Edit(key, number, stamp))

    def typed(self, ground: Ground, place: Place, value: Any) -> list[Edit]:
        """Who typed that value where it may come from."""
        form = _form(place[1], value)
        return [edit for origin in ground.sources(place) for edit in self.edits.get((origin, form), ())]

    def latest(self, edit: Edit) -> str:
        """The latest stamp that the SUT can have dated the edit by: that of the record at its first reading."""
        read = next((one for one in self.reads.get(edit.key[0], ()) if one > edit.number), None)
        return max(stamp for number, stamp in self.saves[edit.key] if read is None or number < read)

    def unread(self, edit: Edit) -> bool:
        """Whether the edit came after the SUT's last look at records of that type: a race that nobody can win."""
        return not any(number > edit.number for number in self.reads.get(edit.key[0], ()))


def rollbacks(exchanges: Sequence[Exchange], ground: Ground) -> Iterator[Evidence]:
    """LAW-15: each own update that puts an older edit in the place of a newer one."""
    past = Past()
    for exchange in exchanges:
        if exchange.author == "sut" and exchange.writes and exchange.accepted:
            for change in exchange.changes:
                elsewhere = ground.is_elsewhere(change.type, exchange.client)
                if change.before is not None and change.after is not None and not elsewhere:
                    yield from _gone_back(exchange, change, past, ground)
        past.note(exchange, ground)


def _gone_back(exchange: Exchange, change: Change, past: Past, ground: Ground) -> Iterator[Evidence]:
    for path in sorted(differing(change) & ground.written.get(change.type, frozenset())):
        place, old, new = (change.type, path), lookup(change.before, path), lookup(change.after, path)
        if "." in path or is_empty(old) or is_empty(new):
            continue
        shown, brought = past.typed(ground, place, old), past.typed(ground, place, new)
        if not shown or not brought or any(past.unread(edit) for edit in shown):
            continue
        contacts = {(ground.clients.get(edit.key[0]), edit.key[1].split("/")[0]) for edit in shown}
        pick = max if len(contacts) == 1 else min
        since = pick(edit.stamp for edit in shown)
        if max(map(past.latest, brought)) < since:
            yield Evidence(
                f"{exchange.place} by synchronisation, answered {exchange.status}",
                f"{change.type} {change.key} {path}: nothing older than {old!r}, which a user typed at {since}",
                f"{new!r}, which is from before that",
                (exchange.number, exchange.number),
                "the semantics, §4.2",
                "LAW-15",
            )


def _form(path: str, value: Any) -> Any:
    form = normal(path, value)
    return tuple(form) if isinstance(form, list) else form
