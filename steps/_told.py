"""Small words between the fake's journal and the judge: one entry as an exchange, one value as text."""

from __future__ import annotations

import json
from typing import Any

from talkqa.fake import Entry
from talkqa.report.redact import redact
from talkqa.verdict import Change, Exchange, lookup


def unbroken(entries: list[Entry], number: int) -> list[Entry]:
    """Entries that begin with that number and hold their bytes, which is all that the laws can judge by.

    Raises LookupError for others: a scenario has asked more than the fake's journal keeps.
    """
    if entries and (entries[0].number != number or entries[0].dropped):
        what = "its bodies are" if entries[0].number == number else "it is"
        raise LookupError(
            f"journal: request {number} cannot be judged, as {what} no more. "
            "The scenario needs fewer requests, or the journal larger bounds."
        )
    return entries


def exchange(entry: Entry, client: str = "") -> Exchange:
    """A journal entry as the judge sees it. client: of two clients the one that was asked."""
    changes = tuple(Change(write.type, write.key, write.before, write.after) for write in entry.writes)
    return Exchange(
        number=entry.number,
        author=entry.credential or "unknown",
        method=entry.method,
        path=entry.path,
        operation=entry.operation,
        status=entry.status,
        body=body(entry.request_body),
        changes=changes,
        refused=says_no(entry),
        client=client,
    )


def says_no(entry: Entry) -> bool:
    """Whether a 200 of v1 holds a refusal: no success, or a problem wrapped in one."""
    told = entry.answer
    return isinstance(told, bytes) and told.startswith(_NO)


_NO = (b'{"success":false', b'{"data":{"type":"https://tools.ietf.org')


def body(data: bytes) -> Any:
    """The JSON in a body, None when there is none."""
    try:
        return json.loads(data) if data else None
    except ValueError:
        return None


def at(record: dict[str, Any], path: str) -> Any:
    """The value at a dotted path."""
    return lookup(record, path)


def short(value: Any) -> str:
    """A value for people: empty is said, long text is cut, which half a secret would survive."""
    text = "empty" if value in (None, "") else redact.text(str(value))
    return text if len(text) <= 60 else text[:57] + "…"


def counted(number: int, noun: str) -> str:
    """A number with its noun: 1 write, 2 writes."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
