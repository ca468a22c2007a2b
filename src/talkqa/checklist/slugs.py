"""Names of flows from content: the same document regenerated keeps them."""

from __future__ import annotations

import re


def slug(source: str, target: str, occurrence: int = 1) -> str:
    """`employee-contactperson`; a heading that stands again in the document gets `#2`, `#3`, ….

    Letter case goes, and everything that is neither letter nor digit becomes one hyphen.
    """
    words = (re.sub(r"[^0-9a-z]+", "-", name.casefold()).strip("-") or "unnamed" for name in (source, target))
    return "-".join(words) + (f"#{occurrence}" if occurrence > 1 else "")
