"""The state of a tenant at one moment, and the way back to it.

Records and other values are replaced, never changed, so a snapshot copies only the containers that hold them.
It finds these by itself: every attribute of every room of `talkqa.fake` that it can reach, one layer of each
container, or as many as the class says in `LAYERS` (attribute to number; what lies below is a value). What it
does not know it refuses, so nothing new is forgotten.
"""

from __future__ import annotations

import copy
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from numbers import Number
from typing import Any

_CONTAINERS = (dict, list, set, deque)
_FIXED = (str, bytes, Number, date, tuple, frozenset, range, type(None))


@dataclass(frozen=True)
class Snapshot:
    """What one tenant was. number: of the last request before it. undone: see `Journal`.

    state: the tenant's own attributes. parts: all containers and rooms below, each with what it held.
    """

    owner: object = field(repr=False)
    number: int
    undone: tuple[range, ...]
    state: Mapping[str, object] = field(repr=False)
    parts: tuple[tuple[Any, Any], ...] = field(repr=False)

    def bring_back(self) -> None:
        """Every container holds again what it held, and every room has its containers again."""
        for part, then in self.parts:
            _refill(part, then)


def parts(state: Mapping[str, object], layers: Mapping[str, int]) -> tuple[tuple[Any, Any], ...]:
    """Every container and room below these attributes, each with a copy of what it holds.

    layers: as `LAYERS`. Raises TypeError for a kind of thing that cannot be kept.
    """
    found: dict[int, tuple[Any, Any]] = {}
    for name, value in state.items():
        _find(value, layers.get(name, 1), found)
    return tuple(found.values())


def is_fixed(value: object) -> bool:
    """It never changes, or is by convention replaced as a whole."""
    frozen = getattr(type(value), "__dataclass_params__", None)
    return isinstance(value, _FIXED) or callable(value) or (frozen is not None and frozen.frozen)


def _find(value: Any, layers: int, found: dict[int, tuple[Any, Any]]) -> None:
    if layers == 0 or id(value) in found or is_fixed(value):
        return
    if isinstance(value, _CONTAINERS):
        found[id(value)] = (value, copy.copy(value))
        for one in _inside(value) if layers > 1 else ():
            _find(one, layers - 1, found)
    elif type(value).__module__.startswith("talkqa.fake") and hasattr(value, "__dict__"):
        found[id(value)] = (value, dict(vars(value)))
        own: Mapping[str, int] = getattr(type(value), "LAYERS", {})
        for name, one in vars(value).items():
            _find(one, own.get(name, 1), found)
    else:
        kind = f"{type(value).__module__}.{type(value).__qualname__}"
        raise TypeError(f"snapshot: {kind} in a tenant's state; expected containers, rooms or fixed values.")


def _inside(value: Any) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value


def _refill(part: Any, then: Any) -> None:
    if isinstance(part, dict):
        dict.clear(part)
        dict.update(part, then)
    elif isinstance(part, list):
        part[:] = then
    elif isinstance(part, set):
        part.clear()
        part.update(then)
    elif isinstance(part, deque):
        part.clear()
        part.extend(then)
    else:
        vars(part).clear()
        vars(part).update(then)
