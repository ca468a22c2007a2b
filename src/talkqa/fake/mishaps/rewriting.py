"""The server stores something else than it was given. The journal holds what was sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson

from talkqa.fake.faults import Fault
from talkqa.fake.message import Request
from talkqa.fake.mishaps.kinds import is_write, kind

NAMES = frozenset(("name", "firstname", "lastname", "legalname", "city", "address1", "address2"))
"""Properties that are names of somebody or some place, in lower case."""

Edit = Callable[[str, str], str]
"""From the name of a property, in lower case, and its text to the text that is stored."""


@kind("trim")
def trim() -> Fault:
    """Texts lose the spaces at their ends before they are stored."""
    return _rewriting(lambda name, text: text.strip())


@kind("title-case")
def title_case() -> Fault:
    """Names of people, companies and places get a capital at each word before they are stored."""
    return _rewriting(lambda name, text: text.title() if name in NAMES else text)


def _rewriting(edit: Edit) -> Fault:
    def rewrite(request: Request) -> Request:
        try:
            body = orjson.loads(request.body)
        except orjson.JSONDecodeError:
            return request
        return request._replace(body=orjson.dumps(_edited("", body, edit)))

    return Fault("", when=is_write, times=None, rewrite=rewrite)


def _edited(name: str, value: Any, edit: Edit) -> Any:
    """A record, or a JSON Patch: in that the value belongs to the property that the path names."""
    if isinstance(value, str):
        return edit(name, value)
    if isinstance(value, list):
        return [_edited(name, one, edit) for one in value]
    if not isinstance(value, dict):
        return value
    if "op" in value and isinstance(path := value.get("path"), str):
        target = path.rpartition("/")[2].lower()
        return {**value, "value": _edited(target, value["value"], edit)} if "value" in value else value
    return {key: _edited(key.lower(), one, edit) for key, one in value.items()}
