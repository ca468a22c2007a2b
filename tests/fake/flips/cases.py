"""Cases in which an assumption shows: what is asked of the fake, and what each side of the choice answers.

A case is a function of a tenant's door. Expected values are written by hand for the choice and for every
alternative; `test_flips` runs each side on a tenant of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.fake.doors import Door


@dataclass(frozen=True)
class Case:
    """chosen: what is seen when the assumption stands. otherwise: the same for each alternative."""

    look: Callable[[Door], Any]
    chosen: Any
    otherwise: Mapping[str, Any]


CASES: dict[str, Case] = {}


def flip(
    id: str, *, chosen: Any, **otherwise: Any
) -> Callable[[Callable[[Door], Any]], Callable[[Door], Any]]:
    """Enter a case. Alternatives are keywords, with `_` for `-` and a trailing `_` for Python's own words."""

    def enter(look: Callable[[Door], Any]) -> Callable[[Door], Any]:
        assert id not in CASES, f"two cases for {id}"
        named = {name.rstrip("_").replace("_", "-"): seen for name, seen in otherwise.items()}
        CASES[id] = Case(look, chosen, named)
        return look

    return enter
