"""The sentences of a flow: how each clause kind is written, and how it is known when its labels differ.

A and B are the labels of the flow's heading, verbatim. Source: GRAMMAR, clause kinds.
"""

from __future__ import annotations

from collections.abc import Callable

EVERY = "every"
LINK_REQUIRED = "link-required"
CONDITIONAL = "conditional"
CREATE = "create-if-connected"
MATCH_MERGES = "match-merges"
NO_MATCH = "no-match-creates"
MERGE_ON = "merge-on"
KEEP = "keep-in-sync"
PROPERTIES = "properties"

KINDS = (EVERY, LINK_REQUIRED, CONDITIONAL, CREATE, MATCH_MERGES, NO_MATCH, MERGE_ON, KEEP, PROPERTIES)
"""The clause kinds, in the order a flow would have them."""

_WRITERS: dict[str, Callable[[str, str], str]] = {
    EVERY: lambda a, b: f"Every {a} will be synchronized with a {b}.",
    LINK_REQUIRED: lambda a, b: (
        f"Before any synchronization can take place, a link between a {a} and a {b} must be established."
    ),
    MATCH_MERGES: lambda a, b: (
        f"If a matching {b} already exists, the {a} will be merged with the existing one."
    ),
    NO_MATCH: lambda a, b: f"If no matching {b} is found, a new {b} will be created.",
    MERGE_ON: lambda a, b: (
        f"A {a} will merge with a {b} if one of the following property combinations match:"
    ),
    KEEP: lambda a, b: (
        f"Once a link between a {a} and a {b} is established, it will keep in sync between the two systems, "
        "regardless of where it is edited."
    ),
    PROPERTIES: lambda a, b: f"The following properties are synchronized between a {a} and a {b}:",
}

_LABEL = "\0"
_SHAPES = {
    kind: (text[: text.index(_LABEL)], text[text.rindex(_LABEL) + 1 :])
    for kind, text in ((kind, write(_LABEL, _LABEL)) for kind, write in _WRITERS.items())
}
"""How the sentences start and end, around their labels."""

_EVERY_MIDDLE = " will be synchronized with a "
_CONDITION_END = ", it  will be synchronized with a "
_CREATE_START, _CREATE_MIDDLE, _CREATE_LIST = (
    "A new ",
    " will be created from a ",
    " if it is connected to a ",
)
_INTO = " that is synchronized into "

_CONDITION_START = "When a "

SEQUENCES = frozenset(
    (*opening, KEEP, PROPERTIES)
    for opening in (
        (EVERY,),
        (LINK_REQUIRED, MERGE_ON),
        (LINK_REQUIRED, CREATE),
        (EVERY, MATCH_MERGES, NO_MATCH, MERGE_ON),
        (CONDITIONAL,),
        (LINK_REQUIRED, CREATE, MERGE_ON),
        (CONDITIONAL, MATCH_MERGES, NO_MATCH, MERGE_ON),
    )
)
"""The clause sequences that exist."""


def sentence(kind: str, a: str, b: str) -> str:
    """The sentence of a kind that holds labels alone (all but `conditional` and `create-if-connected`)."""
    return _WRITERS[kind](a, b)


def sentences(a: str, b: str) -> dict[str, str]:
    """Each sentence that a flow from A to B may hold word for word, with its kind."""
    return {write(a, b): kind for kind, write in _WRITERS.items()}


def kind_of(line: str) -> str | None:
    """The kind a line has by its shape, whatever labels it holds; None for a line that is no clause."""
    if line.endswith(".") and _CONDITION_END in line:
        return CONDITIONAL
    if line.startswith(_CREATE_START) and line.endswith(".") and _CREATE_LIST in line and _INTO in line:
        return CREATE
    for kind, (start, end) in _SHAPES.items():
        if line.startswith(start) and line.endswith(end) and len(line) >= len(start) + len(end):
            return kind if kind != EVERY or _EVERY_MIDDLE in line else None
    return None


def conditional(condition: str, b: str) -> str:
    """The sentence of a conditional flow; the two blanks after "it" are the generator's."""
    return f"{condition}{_CONDITION_END}{b}."


def condition_of(line: str) -> tuple[str, str]:
    """The text before ", it  will be synchronized", which may hold anything, dots too, and B."""
    condition, _, b = line[:-1].rpartition(_CONDITION_END)
    return condition, b


def is_note(condition: str) -> bool:
    """True for a developer's note: a condition starts with "When a "."""
    return not condition.startswith(_CONDITION_START)


def subject_is(condition: str, a: str) -> bool:
    """True when the condition speaks of A, in any letter case."""
    end = len(_CONDITION_START) + len(a)
    return len(condition) > end and condition[len(_CONDITION_START) : end + 1].lower() == f"{a} ".lower()


def create(a: str, b: str, listed: str, into: str) -> str:
    """The sentence that creates B only when A is connected to something listed."""
    return f"{_CREATE_START}{b}{_CREATE_MIDDLE}{a}{_CREATE_LIST}{listed}{_INTO}{into}."


def list_of(line: str, a: str, b: str) -> tuple[str, str, bool]:
    """The list and the system of a create sentence, and whether it names the labels A and B."""
    start = f"{_CREATE_START}{b}{_CREATE_MIDDLE}{a}{_CREATE_LIST}" if len(a) + len(b) < len(line) else ""
    fits = bool(start) and line.startswith(start)
    rest = line[len(start) :] if fits else line[line.index(_CREATE_LIST) + len(_CREATE_LIST) :]
    listed, _, into = rest[:-1].rpartition(_INTO)
    return listed, into, fits


def listed(system: str, items: tuple[str, ...]) -> str:
    """The list as written: the system once, a comma before "or" also with two items."""
    text = items[0] if len(items) == 1 else f"{', '.join(items[:-1])}, or {items[-1]}"
    return f"{system} {text}"


def items_of(text: str, system: str) -> tuple[tuple[str, ...], bool]:
    """The items of a list, and whether it has the known form."""
    fits = len(system) < len(text) and text.startswith(f"{system} ")
    items = (text[len(system) + 1 :] if fits else text).split(", ")
    if len(items) > 1:
        fits = fits and items[-1].startswith("or ")
        items[-1] = items[-1].removeprefix("or ")
    fits = fits and all(item.strip() and "," not in item for item in items)
    return tuple(items), fits
