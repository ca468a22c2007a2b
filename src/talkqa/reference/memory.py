"""What the synchroniser remembers of entities: revisions, claims, tombstones, read positions.

`links` keeps the rest. Everything is on disk when its transaction ends, so death at any moment loses
nothing that was known (R-50).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, NamedTuple

from talkqa.reference.claims import Claim
from talkqa.reference.entities import ROLES, Key, Record, key_of, mark_of
from talkqa.reference.links import Links
from talkqa.reference.storage import Storage


class Revision(NamedTuple):
    """An entity as it was last seen."""

    record: Record
    text: str
    seen: int
    """Its latest stamp that is not of an own write, ticks."""
    own: int
    """The stamp of the last own write to it, ticks; 0: none."""


class Memory:
    """All tables but the links', and the links as `links`."""

    links_class: type[Links] = Links

    def __init__(self, folder: Path) -> None:
        self._storage = Storage(folder)
        self._storage.forget = self._forget_copies
        self._db = self._storage.db
        self._claims: dict[Key, dict[str, Claim]] = {}
        self._revisions: dict[Key, Revision | None] = {}
        self.links = self.links_class(self._storage)

    def close(self) -> None:
        """Let the file go."""
        self._storage.close()

    def transaction(self) -> AbstractContextManager[None]:
        """All or nothing; never held over a request."""
        return self._storage.transaction()

    # Revisions

    def revision(self, key: Key) -> Revision | None:
        """The entity as last seen; None when it never was."""
        if key not in self._revisions:
            found = self._db.execute("SELECT record, seen, own FROM revision WHERE key = ?", (key.text,))
            row = found.fetchone()
            self._revisions[key] = Revision(json.loads(row[0]), *row) if row else None
        return self._revisions[key]

    def record(self, key: Key) -> Record:
        """The entity as last seen; {} when it never was."""
        revision = self.revision(key)
        return revision.record if revision else {}

    def own_stamps(self) -> set[int]:
        """The stamps that the server gave to own writes, ticks."""
        return {own for (own,) in self._db.execute("SELECT own FROM revision WHERE own != 0")}

    def remember(self, entity: str, record: Record, seen: int, own: int) -> None:
        """Put a revision in the place of the one before; whoever is seen is not dead."""
        self._revisions.pop(key_of(entity, record), None)
        key = key_of(entity, record).text
        row = key, entity, mark_of(entity, record), seen, own, as_text(record)
        self._db.execute("INSERT OR REPLACE INTO revision VALUES (?, ?, ?, ?, ?, ?)", row)
        self._db.execute("DELETE FROM tombstone WHERE key = ?", (key,))

    def alive(self, entity: str) -> list[Key]:
        """All entities of a type that were seen and not deleted since, in order of id."""
        rows = self._db.execute(
            "SELECT key FROM revision WHERE type = ? AND key NOT IN (SELECT key FROM tombstone)", (entity,)
        )
        return sorted((Key.read(text) for (text,) in rows), key=lambda key: key.order)

    def is_alive(self, key: Key) -> bool:
        """Whether the entity was seen and not deleted since."""
        found = (
            "SELECT 1 FROM revision WHERE key = ?1 AND NOT EXISTS (SELECT 1 FROM tombstone WHERE key = ?1)"
        )
        return self._db.execute(found, (key.text,)).fetchone() is not None

    def marked(self, entity: str, mark: str) -> Key | None:
        """The living entity of a type that carries a creation mark."""
        rows = self._db.execute("SELECT key FROM revision WHERE mark = ? AND type = ?", (mark, entity))
        return next((key for (text,) in rows if self.is_alive(key := Key.read(text))), None)

    def roles(self, key: Key) -> list[Key]:
        """The entity and the other known roles of the same contact (P-1)."""
        if key.type not in ROLES:
            return [key]
        return [
            key,
            *(other for role in ROLES - {key.type} if self.is_alive(other := key._replace(type=role))),
        ]

    def counterpart(self, flow: str, own: str, forward: bool) -> str | None:
        """The id of the living partner of what has that id, as a value names it: without its parent's (R-21).

        forward: from the flow's source to its target.
        """
        here, there = ("a", "b") if forward else ("b", "a")
        rows = self._db.execute(
            f"SELECT {there} FROM link WHERE flow = ? AND {here} LIKE ?", (flow, f"%/{own}")
        )
        keys = [Key.read(text) for (text,) in rows]
        return next((key.id.rpartition("/")[2] for key in keys if self.is_alive(key)), None)

    def bury(self, key: Key) -> None:
        """Remember that the entity was deleted (R-39)."""
        row = key.text, self.counter("horizon")
        self._db.execute("INSERT OR IGNORE INTO tombstone VALUES (?, ?)", row)

    def tombstones(self) -> dict[Key, int]:
        """What was deleted, and the server time in ticks at which that was noticed."""
        return {Key.read(text): since for text, since in self._db.execute("SELECT key, since FROM tombstone")}

    # Claims

    def claims(self, key: Key) -> Mapping[str, Claim]:
        """What the entity says about each of its followed properties."""
        if key not in self._claims:
            self._claims[key] = self._claim_rows("claim", key)
        return self._claims[key]

    def claim(self, key: Key, claims: Mapping[str, Claim]) -> None:
        """Put claims in the place of those before."""
        self._write_claims("claim", key, claims)
        self._claims.pop(key, None)

    def expected(self, key: Key) -> Mapping[str, Claim]:
        """The copies whose arrival at this entity is not known yet (R-28)."""
        return self._claim_rows("expected", key)

    def expect(self, keys: Iterable[Key], claims: Mapping[str, Claim]) -> None:
        """Say beforehand what is going to be written; no claims: nothing is under way any more."""
        with self.transaction():
            for key in keys:
                self._db.execute("DELETE FROM expected WHERE key = ?", (key.text,))
                self._write_claims("expected", key, claims)

    def _claim_rows(self, table: str, key: Key) -> dict[str, Claim]:
        rows = self._db.execute(
            f"SELECT path, value, normal, time, side FROM {table} WHERE key = ?", (key.text,)
        )
        return {path: Claim(json.loads(value), *rest) for path, value, *rest in rows}

    def _write_claims(self, table: str, key: Key, claims: Mapping[str, Claim]) -> None:
        rows = [(key.text, path, json.dumps(c.value), c.normal, c.time, c.side) for path, c in claims.items()]
        self._db.executemany(f"INSERT OR REPLACE INTO {table} VALUES (?, ?, ?, ?, ?, ?)", rows)

    def _forget_copies(self) -> None:
        self._claims.clear()
        self._revisions.clear()

    # Positions and counters

    def position(self, entity: str) -> int | None:
        """The stamp up to which a type was read, ticks; None when it must be read completely."""
        row = self._db.execute("SELECT stamp FROM position WHERE type = ?", (entity,)).fetchone()
        return row[0] if row else None

    def set_position(self, entity: str, stamp: int) -> None:
        """Advance a read position, in the transaction that keeps what was read (R-45)."""
        self._db.execute("INSERT OR REPLACE INTO position VALUES (?, ?)", (entity, stamp))

    def forget_positions(self) -> None:
        """The next cycle reads everything; nothing else is forgotten (LAW-17)."""
        self._db.execute("DELETE FROM position")

    def counter(self, name: str) -> int:
        """A number kept by name; 0 at first."""
        row = self._db.execute("SELECT value FROM counter WHERE name = ?", (name,)).fetchone()
        return int(row[0]) if row else 0

    def set_counter(self, name: str, value: int) -> None:
        """Keep a number."""
        self._db.execute("INSERT OR REPLACE INTO counter VALUES (?, ?)", (name, value))


def as_text(record: Any) -> str:
    """A record as a column holds it."""
    return json.dumps(record, ensure_ascii=False)
