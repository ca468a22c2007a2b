"""The SQLite file under the memory: its tables, its transactions, and that one process owns it (R-50, R-51).

Write-ahead logging makes a commit survive SIGKILL. Nothing is flushed to the platter, because what a killed
process has written the system still has; against a loss of power `synchronous` would have to be FULL.
Exclusive locking makes a second synchroniser on the same folder fail at once, and ends with its process.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from talkqa.sut.errors import CannotStart

TABLES = """
CREATE TABLE IF NOT EXISTS revision (  -- each entity as it was last seen
    key TEXT PRIMARY KEY, type TEXT NOT NULL, mark TEXT NOT NULL,
    seen INTEGER NOT NULL,             -- its latest stamp that is not of an own write, ticks
    own INTEGER NOT NULL,              -- the stamp of the last own write to it, ticks; 0: none
    record TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS revision_type ON revision (type);
CREATE INDEX IF NOT EXISTS revision_mark ON revision (mark) WHERE mark != '';
CREATE TABLE IF NOT EXISTS claim (     -- what each side says about each followed property
    key TEXT, path TEXT, value TEXT, normal TEXT, time INTEGER, side INTEGER,
    PRIMARY KEY (key, path)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS expected (  -- copies that are being written: when they turn up, they are no edits
    key TEXT, path TEXT, value TEXT, normal TEXT, time INTEGER, side INTEGER,
    PRIMARY KEY (key, path)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS link (      -- one to one within a flow (R-1)
    flow TEXT, a TEXT, b TEXT, how TEXT NOT NULL,
    PRIMARY KEY (flow, a), UNIQUE (flow, b)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS intent (    -- creations that were begun and are not known to have ended
    flow TEXT, a TEXT, mark TEXT NOT NULL, given TEXT NOT NULL, PRIMARY KEY (flow, a)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS tombstone (key TEXT PRIMARY KEY, since INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS parked (
    flow TEXT, key TEXT, reason TEXT NOT NULL, since INTEGER NOT NULL, fingerprint TEXT NOT NULL,
    PRIMARY KEY (flow, key)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS position (type TEXT PRIMARY KEY, stamp INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
"""


class Storage:
    """One open file. Statements outside `transaction` commit by themselves."""

    def __init__(self, folder: Path) -> None:
        self._depth = 0
        self.forget: Callable[[], None] = lambda: None
        """Called when a transaction is undone, for whoever keeps copies of rows."""
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / "reference.sqlite"
        self.db = sqlite3.connect(file, isolation_level=None, timeout=0.2, check_same_thread=False)
        try:
            self.db.executescript(
                "PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL;"
                f"BEGIN IMMEDIATE; {TABLES} COMMIT;"
            )
        except sqlite3.OperationalError as error:
            self.db.close()
            raise CannotStart(
                f"{file}: {error}. Another synchroniser uses this folder; end it, or give another one"
            ) from error

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing. A transaction inside another is part of it. Never held over a request."""
        if self._depth:
            yield
            return
        self.db.execute("BEGIN IMMEDIATE")
        self._depth += 1
        try:
            yield
        except BaseException:
            self.db.execute("ROLLBACK")
            self.forget()
            raise
        else:
            self.db.execute("COMMIT")
        finally:
            self._depth -= 1

    def close(self) -> None:
        """Let the file go; what was not committed is undone."""
        self.db.close()
