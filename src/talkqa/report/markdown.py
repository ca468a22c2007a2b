"""Text in Markdown, so that what a SUT answered cannot become markup, links or a broken table."""

from __future__ import annotations

import re

_MEANT = re.compile(r"([\\`*_{}\[\]()#+!|<>~$@&-])")


def plain(text: str) -> str:
    """One line in which every sign stands for itself."""
    return _MEANT.sub(r"\\\1", " ".join(text.split()))


def code(text: str) -> str:
    """One line as code; a backtick in it becomes an apostrophe, a bar is escaped for tables."""
    return "`" + " ".join(text.split()).replace("`", "'").replace("|", "\\|") + "`"
