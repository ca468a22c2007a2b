"""Sentences of the features as patterns: `{an}`, entity names, properties and counts are understood."""

from __future__ import annotations

import re

from pytest_bdd import parsers

ENTITY = "Employee|Supplier|Customer|Contactperson"
PARTS = {
    "an": "(?:an?|one)",
    "source": f"(?P<source>{ENTITY})",
    "target": f"(?P<target>{ENTITY})",
    "entity": f"(?P<entity>{ENTITY})",
    "property": r"(?P<property>[A-Za-z]+(?:\.[A-Za-z0-9]+)?)",
    "made_from": r"(?P<made_from>\S.*)",
    "kind": "(?P<kind>company|person)",
    "listed": f"(?P<listed>{ENTITY})",
    "criterion": r"(?P<criterion>[A-Za-z]+(?:\.[A-Za-z0-9]+)?)",
    "mirror": r"(?P<mirror>[A-Za-z]+(?:\.[A-Za-z0-9]+)?)",
    "which": "(?P<which>first|second)",
    "same": r"(?P<same>\S.*)",
    "one": r"(?P<one>\S+(?: \d+)*)",
    "spelt": r"(?P<spelt>\S+(?: \d+)*)",
    "count": r"(?P<count>\d+)",
    "source2": f"(?P<source2>{ENTITY})",
    "other": r"(?P<other>\d+)",
    "happening": "(?P<happening>followed by another one|edited .* (?:at once|apart|once)|saved as it is)",
    "value": r"(?P<value>\".*\"|true|false|[\d.]+)",
    "zone": r"(?P<zone>\w+/\w+)",
    "ended": "(?P<ended>killed|stopped)",
    "records": "records?",
    "place": "(?P<place>third|last)",
    "second": r"(?P<second>[A-Za-z]+(?:\.[A-Za-z0-9]+)?)",
    "later": "(?:(?P<later>later|much later|after it is synchronised) )?",
}


def say(sentence: str) -> parsers.re:
    """A step pattern: each `{part}` stands for its expression in `PARTS`, the rest is taken literally."""
    pieces = re.split(r"\{(\w+)\}", sentence)
    return parsers.re(
        "".join(PARTS[piece] if at % 2 else re.escape(piece) for at, piece in enumerate(pieces))
    )
