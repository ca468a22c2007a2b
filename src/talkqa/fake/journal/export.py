"""The journal for others' eyes: chosen entries as NDJSON, or as a HAR 1.2 that browsers' tools open.

Keys and tokens are masked when an entry is written (`journal`), and once more here: an answer, or a record,
can hold what a client stored.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import orjson

from talkqa import __version__
from talkqa.fake.entities import Write
from talkqa.fake.journal.choosing import Choice, ChoiceError
from talkqa.fake.journal.entry import Entry
from talkqa.fake.journal.masking import Mask

if TYPE_CHECKING:
    from talkqa.fake.tenant import Tenant


def exported(tenant: Tenant, form: str, choice: Choice | None = None) -> Iterator[bytes]:
    """The chosen entries of a tenant's journal, without its secrets.

    form: "ndjson", one JSON object a line, or "har". Raises ChoiceError for another.
    """
    entries = (choice or Choice()).of(tenant.journal)
    mask = Mask(tenant.credentials())
    if form == "ndjson":
        return ndjson(entries, mask)
    if form == "har":
        return iter((mask(orjson.dumps(har(entries, __version__, tenant.journal.gone))),))
    raise ChoiceError(f"journal: format is '{form[:80]}', expected ndjson or har.")


def ndjson(entries: Iterable[Entry], mask: Mask | None = None) -> Iterator[bytes]:
    """One JSON object a line, with its line end. mask: what takes secrets out."""
    mask = mask or Mask()
    return (mask(orjson.dumps(told(entry), option=orjson.OPT_APPEND_NEWLINE)) for entry in entries)


def har(entries: Iterable[Entry], version: str, gone: int = 0) -> dict[str, Any]:
    """An HTTP archive 1.2. version: of talkqa, for `creator`. gone: how many of the oldest entries are no more.

    What the format has no place for stands in members that begin with an underscore, as it provides.
    """
    return {
        "log": {
            "version": "1.2",
            "creator": {"name": "talkqa", "version": version},
            "entries": [_exchange(entry) for entry in entries],
            "_gone": gone,
        }
    }


def told(entry: Entry) -> dict[str, Any]:
    """An entry as an object of JSON."""
    return {
        "number": entry.number,
        "at": entry.at.isoformat(),
        "credential": entry.credential,
        "operation": entry.operation,
        "method": entry.method,
        "path": entry.path,
        "query": entry.query,
        "request_headers": dict(entry.request_headers),
        "request_body": _text(entry.request_body),
        "status": entry.status,
        "response_headers": dict(entry.response_headers),
        "response_body": _text(entry.response_body),
        "fault": entry.fault,
        "delivered": entry.delivered,
        "dropped": entry.dropped,
        "writes": [_write(write) for write in entry.writes],
    }


def _write(write: Write) -> dict[str, Any]:
    return {"type": write.type, "key": write.key, "before": write.before, "after": write.after}


def _exchange(entry: Entry) -> dict[str, Any]:
    url = f"{entry.scheme}://{entry.request_headers.get('host', 'localhost')}{entry.path}"
    request: dict[str, Any] = {
        "method": entry.method,
        "url": f"{url}?{entry.query}" if entry.query else url,
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _pairs(entry.request_headers.items()),
        "queryString": _pairs(parse_qsl(entry.query, keep_blank_values=True, errors="replace")),
        "headersSize": -1,
        "bodySize": len(entry.request_body),
    }
    if entry.request_body:
        mime = entry.request_headers.get("content-type", "application/octet-stream")
        request["postData"] = {"mimeType": mime, "text": _text(entry.request_body)}
    return {
        "startedDateTime": entry.at.isoformat(),
        "time": 0,
        "request": request,
        "response": _answer(entry),
        "cache": {},
        "timings": {"send": 0, "wait": 0, "receive": 0},
        "_number": entry.number,
        "_credential": entry.credential,
        "_operation": entry.operation,
        "_fault": entry.fault,
        "_delivered": entry.delivered,
        "_dropped": entry.dropped,
        "_writes": [_write(write) for write in entry.writes],
    }


def _answer(entry: Entry) -> dict[str, Any]:
    return {
        "status": entry.status,
        "statusText": _phrase(entry.status),
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _pairs(entry.response_headers.items()),
        "content": _content(entry.response_body, entry.response_headers),
        "redirectURL": "",
        "headersSize": -1,
        "bodySize": len(entry.response_body),
    }


def _content(body: bytes, headers: Mapping[str, str]) -> dict[str, Any]:
    content: dict[str, Any] = {"size": len(body), "mimeType": headers.get("content-type", "x-unknown")}
    try:
        return {**content, "text": body.decode()}
    except UnicodeDecodeError:
        return {**content, "text": base64.b64encode(body).decode(), "encoding": "base64"}


def _pairs(pairs: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in pairs]


def _text(body: bytes) -> str:
    return body.decode("utf-8", "replace")


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
