"""How a mutant is made: a part of the reference with a fault, registered under its number."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

from talkqa.reference.synchroniser import Reference

PARTS = (
    "client_class",
    "memory_class",
    "revisions_class",
    "collector_class",
    "reconciler_class",
    "creator_class",
)

Part = TypeVar("Part", bound=type[Any])


class Mutant(Reference):
    """The reference with one fault."""

    id: ClassVar[str]
    killed_by: ClassVar[tuple[str, ...]]
    """The scenarios that must fail with it, as `S-25`."""
    document: ClassVar[str | None] = None
    """The made-up document that its scenarios are about; None: the first document."""
    bug: ClassVar[str]
    fault: ClassVar[type[Any]]
    """The class that the fault is written in."""


MUTANTS: dict[str, type[Mutant]] = {}


def mutant(
    number: str, *killed_by: str, also: tuple[type[Any], ...] = (), document: str | None = None
) -> Callable[[Part], Part]:
    """Register a faulty part, or a whole `Mutant`, under its number.

    also: parts that the fault needs too. document: the made-up document whose scenarios must catch it.
    """

    def register(part: Part) -> Part:
        parts = {slot_of(one): one for one in (part, *also) if not issubclass(one, Reference)}
        whole = part if issubclass(part, Mutant) else Mutant
        about = {
            "id": number,
            "killed_by": killed_by,
            "document": document,
            "bug": part.__doc__ or "",
            "name": f"mutant {number}",
            "fault": part,
        }
        MUTANTS[number] = type(part.__name__, (whole,), {"__doc__": part.__doc__, **about, **parts})
        return part

    return register


def slot_of(part: type[Any]) -> str:
    """The attribute of `Reference` whose class the part stands in for."""
    return next(slot for slot in PARTS if issubclass(part, getattr(Reference, slot)))
