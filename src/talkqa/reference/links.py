"""Who is whose partner, which creations are under way, and what is parked and why."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import NamedTuple

from talkqa.reference.claims import Claim
from talkqa.reference.entities import Key
from talkqa.reference.storage import Storage


class Link(NamedTuple):
    """The durable statement that a source and a target are the same thing in a flow (R-1 … R-3)."""

    flow: str
    a: Key
    b: Key
    how: str
    """`created`, `identity`, `criterion`, `mark`, `way back` or `twin`."""


class Intent(NamedTuple):
    """A creation that was begun: its mark ("": none) and the claims that it gave, by target path (R-47)."""

    a: Key
    mark: str
    given: Mapping[str, Claim]


class Parked(NamedTuple):
    """An entity that is not synchronised now, why, and since when in ticks of server time (R-60)."""

    flow: str
    key: str
    reason: str
    since: int
    fingerprint: str = ""
    """What was refused; the same is not tried again (R-53)."""


class Links:
    """Links, intents and parked entities, by flow."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self.db = storage.db

    def all(self) -> list[Link]:
        """Every link, in a steady order."""
        rows = self.db.execute("SELECT flow, a, b, how FROM link")
        links = [Link(flow, Key.read(a), Key.read(b), how) for flow, a, b, how in rows]
        return sorted(links, key=lambda link: (link.flow, link.a.order))

    def partner(self, flow: str, a: Key) -> Key | None:
        """The target linked to a source; deleted or not (R-39)."""
        row = self.db.execute("SELECT b FROM link WHERE flow = ? AND a = ?", (flow, a.text)).fetchone()
        return Key.read(row[0]) if row else None

    def linked(self, flow: str) -> set[Key]:
        """The sources of a flow that have a partner, deleted or not."""
        return {Key.read(a) for (a,) in self.db.execute("SELECT a FROM link WHERE flow = ?", (flow,))}

    def taken(self, b: Key) -> bool:
        """Whether a target is some source's partner, in any flow (R-6, D-5); twins of one type do not count."""
        found = "SELECT 1 FROM link WHERE b = ? AND how != 'twin'"
        return self.db.execute(found, (b.text,)).fetchone() is not None

    def origin(self, flow: str, b: Key) -> Key | None:
        """The source whose partner in that flow this is."""
        row = self.db.execute("SELECT a FROM link WHERE flow = ? AND b = ?", (flow, b.text)).fetchone()
        return Key.read(row[0]) if row else None

    def is_synchronised(self, key: Key) -> bool:
        """Whether an entity is linked at all, at either end (R-14)."""
        found = "SELECT 1 FROM link WHERE a = ? OR b = ?"
        return self.db.execute(found, (key.text, key.text)).fetchone() is not None

    def made_here(self, key: Key) -> bool:
        """Whether the synchroniser created the entity (D-2)."""
        found = "SELECT 1 FROM link WHERE b = ? AND how IN ('created', 'mark')"
        return self.db.execute(found, (key.text,)).fetchone() is not None

    def link(self, link: Link) -> None:
        """Keep a link, and end the intent that led to it, in one transaction."""
        with self._storage.transaction():
            self.db.execute(
                "INSERT INTO link VALUES (?, ?, ?, ?)", (link.flow, link.a.text, link.b.text, link.how)
            )
            self.drop_intent(link.flow, link.a)
            self.unpark(link.flow, str(link.a))

    # Intents

    def intend(self, flow: str, intent: Intent) -> None:
        """Written down before the POST, so that death cannot make a duplicate (R-47)."""
        given = json.dumps(dict(intent.given))
        row = flow, intent.a.text, intent.mark, given
        self.db.execute("INSERT OR REPLACE INTO intent VALUES (?, ?, ?, ?)", row)

    def intents(self, flow: str) -> list[Intent]:
        """Creations of a flow that are not known to have ended."""
        rows = self.db.execute("SELECT a, mark, given FROM intent WHERE flow = ? ORDER BY a", (flow,))
        return [
            Intent(Key.read(a), mark, {path: Claim(*claim) for path, claim in json.loads(given).items()})
            for a, mark, given in rows
        ]

    def drop_intent(self, flow: str, a: Key) -> None:
        """The creation surely did not happen, or its link is kept."""
        self.db.execute("DELETE FROM intent WHERE flow = ? AND a = ?", (flow, a.text))

    # Parked

    def park(self, flow: str, key: str, reason: str, since: int, fingerprint: str = "") -> None:
        """Keep why something waits; `since` stays while the reason does."""
        self.db.execute(
            "INSERT INTO parked VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
            "since = iif(reason = excluded.reason, since, excluded.since), "
            "reason = excluded.reason, fingerprint = excluded.fingerprint",
            (flow, key, reason, since, fingerprint),
        )

    def unpark(self, flow: str, key: str) -> None:
        """It waits no longer."""
        self.db.execute("DELETE FROM parked WHERE flow = ? AND key = ?", (flow, key))

    def unpark_everywhere(self, key: str) -> None:
        """The entity is gone, and waits for nothing."""
        self.db.execute("DELETE FROM parked WHERE key = ?", (key,))

    def is_refused(self, flow: str, key: str, fingerprint: str) -> bool:
        """Whether exactly this was refused before."""
        found = "SELECT 1 FROM parked WHERE flow = ? AND key = ? AND fingerprint = ?"
        return self.db.execute(found, (flow, key, fingerprint)).fetchone() is not None

    def parked(self) -> list[Parked]:
        """All that waits."""
        return [Parked(*row) for row in self.db.execute("SELECT * FROM parked ORDER BY flow, key")]
