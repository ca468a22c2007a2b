"""What a short acquaintance with a system under test says of its set-up, by its requests and its failures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from talkqa.cli.ailments import Finding
from talkqa.fake import Entry

CYCLES = 8
"""Cycles in which it must come to rest (the semantics, §1 *settle*)."""

_UNREACHED = ("fake.invalid", "Connect", "URLError", "gaierror", "resolution")
"""Words of a failure to reach a host; in process only the transport leads anywhere."""
_ENDLESS = ("did not end within", "never paused")
_NAMES = {"partycontactperson": "contactperson"}
_TYPES = ("Employee", "Supplier", "Customer", "Contactperson")


@dataclass
class Seen:
    """What a short acquaintance showed. hosts: others than it was told. entries: its requests, in order."""

    start: str = ""
    troubles: list[str] = field(default_factory=list)
    hosts: list[str] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    wanted: frozenset[str] = frozenset()
    restless: bool = False
    again: list[str] = field(default_factory=list)
    offers: frozenset[str] = frozenset()


def diagnose(seen: Seen, *, is_in_process: bool) -> list[Finding]:
    """The first ailment that keeps it from being judged; without one, all that looks odd."""
    stopping = next(_stopping(seen, is_in_process), None)
    return [stopping] if stopping else list(_odd(seen))


def _stopping(seen: Seen, is_in_process: bool) -> Iterator[Finding]:
    trouble = seen.start or next(iter(seen.troubles), "")
    if seen.hosts:
        yield Finding("wrong-host", seen.hosts[0])
    if seen.entries:
        yield from _refused(seen.entries)
    elif is_in_process and any(word in trouble for word in _UNREACHED):
        yield Finding("ignores-transport", trouble)
    if "cannot be run" in trouble:
        yield Finding("cannot-run", trouble)
    if seen.start:
        yield Finding("crashes-at-start", trouble)
    if any(word in trouble for word in _ENDLESS) or ("it did not list" in trouble and not seen.entries):
        yield Finding("cycle-times-out", trouble)
    if trouble and not seen.entries:
        yield Finding("fails-before-asking", trouble)


def _refused(entries: Sequence[Entry]) -> Iterator[Finding]:
    """Who never got an answer to anything but a sign-in, by how it was refused first."""
    if any(entry.status < 300 for entry in entries if not is_sign_in(entry)):
        return
    for entry in entries:
        what = f"{entry.method} {entry.path} → {entry.status}"
        if b"subscription key" in entry.response_body:
            yield Finding("wrong-subscription-key", what)
        elif is_sign_in(entry) and entry.status >= 400:
            yield Finding("wrong-grant" if b"grant" in entry.response_body else "wrong-key", what)
        elif is_lost(entry) or entry.status in (404, 405):
            yield Finding("wrong-path", what)
        elif entry.status == 401:
            yield Finding("no-token", what)


def _odd(seen: Seen) -> Iterator[Finding]:
    if not seen.entries:
        yield Finding("asks-nothing")
        return
    never = [trouble for trouble in seen.troubles if "it did not list" in trouble]
    if seen.troubles and not never:
        yield Finding("cycle-fails", seen.troubles[0])
    if "v2" in seen.offers and not any(is_of_v2(entry) for entry in seen.entries):
        yield Finding("speaks-v1")
    unknown = sorted({f"{one.method} {one.path}" for one in seen.entries if one.status == 501})
    if unknown:
        yield Finding("gap-of-the-fake", ", ".join(unknown))
    missing = seen.wanted - {listing(entry) for entry in seen.entries}
    if missing and (never or not seen.troubles):
        yield Finding("never-lists", ", ".join(sorted(missing)))
    outside = sorted({write.type for one in seen.entries for write in one.writes[:1]} - seen.wanted)
    if outside:
        yield Finding("writes-outside", ", ".join(outside))
    if seen.restless:
        yield Finding("never-settles", str(CYCLES))
    if seen.again:
        yield Finding("forgets", ", ".join(seen.again))


def is_sign_in(entry: Entry) -> bool:
    """Whether it asks for a token."""
    return entry.path.lower().rstrip("/").endswith("/oauth/token")


def is_write(entry: Entry) -> bool:
    """Whether it asks for a change."""
    return entry.method in ("POST", "PATCH", "PUT", "DELETE") and not is_sign_in(entry)


def is_of_v2(entry: Entry) -> bool:
    """Whether it asks API v2 for something, known or unknown."""
    return entry.path.lower().removeprefix("/demo").startswith("/v2/")


def is_lost(entry: Entry) -> bool:
    """Whether it asks for a type of PowerOffice, or for a token, where PowerOffice has neither."""
    words = set(entry.path.lower().strip("/").split("/"))
    return not entry.operation and bool(
        {"token", "employees", "suppliers", "customers", "contactpersons"} & words
    )


def listing(entry: Entry) -> str:
    """The type whose list it asks for, of either API; "" for any other request."""
    word = entry.operation.rstrip("/").rpartition("/")[2].lower()
    named = _NAMES.get(word, word.removesuffix("s"))
    return next((type_ for type_ in _TYPES if entry.method == "GET" and type_.lower() == named), "")
