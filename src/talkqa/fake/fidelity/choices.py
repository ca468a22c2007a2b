"""Which assumptions a tenant has turned over, and which of them its requests came upon.

The choices in force belong to the request that is being carried out, in its own thread. Outside of a request
nothing is flipped.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar, Token


class Choices:
    """flips: assumption to the alternative taken in its place. asked: every assumption that was needed so far."""

    __slots__ = ("asked", "flips")

    def __init__(self, flips: Mapping[str, str] | None = None) -> None:
        self.flips: dict[str, str] = dict(flips or {})
        self.asked: set[str] = set()


_NOTHING_FLIPPED = Choices()
IN_FORCE: ContextVar[Choices] = ContextVar("choices", default=_NOTHING_FLIPPED)
"""For the desk, whose every request sets it; all others use `InForce`."""


class InForce:
    """A context in which these choices hold, in this thread."""

    __slots__ = ("_choices", "_token")

    def __init__(self, choices: Choices) -> None:
        self._choices = choices

    def __enter__(self) -> None:
        self._token: Token[Choices] = IN_FORCE.set(self._choices)

    def __exit__(self, *_: object) -> None:
        IN_FORCE.reset(self._token)


def flipped(id: str) -> str | None:
    """The alternative taken in place of an assumption; None when the assumption stands.

    Ask only where the two differ: a verdict is held to lean on every assumption that was asked for. Costs a
    tenth of a microsecond.
    """
    choices = IN_FORCE.get()
    choices.asked.add(id)
    return choices.flips.get(id)
