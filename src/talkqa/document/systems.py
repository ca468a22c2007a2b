"""Names of systems, and where a label such as `PowerOffice GO Projects` has its system's end.

The names are those seen in titles and headings of the document family (GRAMMAR, splitting a label).
One name may belong to two systems (`PowerOffice`), so names are only compared within one document.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple

_NAMES = {
    "businesscentral": ("Business Central", "Business"),
    "businessnxt": ("Visma Business Nxt", "Business Nxt", "Visma"),
    "exact": ("Exact Online", "Exact"),
    "powerofficego": ("PowerOffice GO", "PowerOffice"),
    "wave": ("Wave Financial", "Wave"),
    "wix": ("Wix.com", "Wix"),
    **{f"custom{kind}": (f"Custom {kind}", "Custom") for kind in ("crm", "erp", "hrm", "pms", "webshop")},
    **{
        name: (name,)
        for name in (
            *("asana", "chargebee", "crmoffice", "difi", "freshteam", "hubspot", "invoiced", "keap"),
            *("membercare", "nace", "opensesam", "poweroffice", "powerofficegov1", "salesforce", "shopify"),
            *("squarespace", "ssb", "superoffice", "tidsbanken", "tilores", "trello", "tripletex"),
            *("unieconomy", "webcrm", "wikidata", "woocommerce", "youtrack", "zendesk", "zohocrm"),
        )
    },
}

_WORDS = 12
"""Leading words of a label that may belong to its system's name; jumbled names have most."""
_LONGEST_NAME = 200
"""Characters; a longer name is not compared, so that reading stays linear."""


def plain(name: str) -> str:
    """A name without its case and all that is neither letter nor digit: `Wix.com` → `wixcom`."""
    return "".join(filter(str.isalnum, name)).lower()


_SYSTEMS = {key: frozenset(map(plain, (key, *names))) for key, names in _NAMES.items()}
_GLUED = {key: re.compile(f"(?:{'|'.join(sorted(names))})+") for key, names in _SYSTEMS.items()}
KNOWN = frozenset().union(*_SYSTEMS.values())


class Split(NamedTuple):
    """how: `known`, `jumbled` or `unknown` (then the first word is taken)."""

    system: str
    entity: str
    how: str


def split(label: str, title: str) -> Split:
    """Take the longest leading words that are a known name, the title's name, or known names glued together.

    An empty system is written as a leading blank. At least one word is left for the entity.
    """
    return _shared_split(label, title) if len(label) + len(title) <= 400 else _split(label, title)


def _split(label: str, title: str) -> Split:
    if label.startswith(" "):
        return Split("", label[1:], "known")
    words = label[: _LONGEST_NAME + 1].split(" ", _WORDS)
    for count in range(len(words) - 1, 0, -1):
        name = " ".join(words[:count])
        if not plain(words[count - 1]):
            continue  # a word of signs alone belongs to the entity
        if is_known(name) or is_spelling(name, title):
            return Split(name, label[len(name) + 1 :], "known")
        if is_jumbled(name):
            return Split(name, label[len(name) + 1 :], "jumbled")
    system, _, entity = label.partition(" ")
    return Split(system, entity, "known" if is_known(system) or system == title else "unknown")


def shared_start(label: str, listed: str) -> str:
    """The words that a label and a list both begin with; each has at least one word more."""
    pairs = zip(label.split(" ", _WORDS)[:-1], listed.split(" ", _WORDS)[:-1], strict=False)
    return " ".join(one for one, _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def of_file(file: str) -> tuple[str, str]:
    """The two systems of `hubspot-powerofficego.2023-08-01.rst`; empty for a file named otherwise."""
    source, _, target = file.replace("\\", "/").rpartition("/")[2].partition(".")[0].partition("-")
    return (source, target) if source in _SYSTEMS and target in _SYSTEMS else ("", "")


def is_known(name: str) -> bool:
    """True for a name of the table, in any rendering."""
    return len(name) <= _LONGEST_NAME and plain(name) in KNOWN


def is_spelling(one: str, other: str) -> bool:
    """True for two names that differ in case, blanks and signs at most."""
    return max(len(one), len(other)) <= _LONGEST_NAME and plain(one) == plain(other) != ""


def is_same(one: str, other: str) -> bool:
    """True when both are names of one system, for which there need only be one system with both names.

    Names of one system glued together are a name of it, too.
    """
    if is_spelling(one, other):
        return True
    if max(len(one), len(other)) > _LONGEST_NAME:
        return False
    return not _meant(plain(one)).isdisjoint(_meant(plain(other)))


@lru_cache(maxsize=4096)
def _meant(text: str) -> frozenset[str]:
    """The systems that a plain name may mean."""
    return frozenset(key for key, glued in _GLUED.items() if glued.fullmatch(text))


def is_jumbled(name: str) -> bool:
    """True for two or more known names glued together: `WaveWave Financial`."""
    return len(name) <= _LONGEST_NAME and _is_jumbled(name)


@lru_cache(maxsize=4096)
def _is_jumbled(name: str) -> bool:
    text = plain(name)
    if not text or text in KNOWN:
        return False
    word_ends = _word_ends(name)
    reached = {(0, False)}
    for start in range(len(text)):
        for glued in (False, True):
            if (start, glued) in reached:
                for known in KNOWN:
                    if text.startswith(known, start):
                        end = start + len(known)
                        reached.add((end, glued or end not in word_ends))
    return (len(text), True) in reached


def _word_ends(name: str) -> set[int]:
    """Where words end, counted in the plain name."""
    ends, length = set(), 0
    for word in name.split():
        length += len(plain(word))
        ends.add(length)
    return ends


_shared_split = lru_cache(maxsize=4096)(_split)
