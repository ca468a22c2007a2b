"""The place of the client's page that says with which key it was signed; until then it says that it was not."""

from __future__ import annotations

import re

from talkqa.report.words import ENGLISH, LANGUAGES, Words

_PLACE = re.compile(r'(<p id="signature">).*?(</p>)', re.DOTALL)
_LANGUAGE = re.compile(r'<html lang="(\w+)">')


def shown(page: bytes, key: str) -> bytes:
    """The page with a key's fingerprint in that place, in the page's language. key: hexadecimal digits."""
    text = page.decode("utf-8")
    found = _LANGUAGE.search(text)
    words = Words(found[1] if found and found[1] in LANGUAGES else ENGLISH)
    told = words("footer.signed", fingerprint=f"<code>{key}</code>")
    return _PLACE.sub(lambda place: f"{place[1]}{told}{place[2]}", text, count=1).encode()
