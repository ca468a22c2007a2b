"""Where the answer of a POST leads: the links between operations in the fake's own OpenAPI document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from talkqa.fake.routes import ROUTES, Route
from talkqa.fake.signin import OWNERS

_ID, _OWNER = "$response.body#/Id", "$response.body#/ContactId"


def links(route: Route) -> dict[str, Any]:
    """The links of a route's 201, by name: what can be done with, and under, the new record."""
    return {re.sub(r"\W+", "-", to.operation).strip("-"): _link(to, ids) for to, ids in _targets(route)}


def _targets(route: Route) -> Iterator[tuple[Route, tuple[str, ...]]]:
    """The routes, and where the ids of their paths stand in the answer."""
    own = _path(route)
    for to in ROUTES:
        if _path(to).startswith(f"{own}/{{"):
            yield to, (_OWNER, _ID) if "{" in own else (_ID,)
        elif to.operation.startswith("POST ") and route.type in OWNERS.get(to.type or "", ()):
            yield to, (_ID,)


def _path(route: Route) -> str:
    return route.operation.partition(" ")[2]


def _link(to: Route, ids: tuple[str, ...]) -> dict[str, Any]:
    method, path = to.operation.split(" ")
    place = path.replace("/", "~1")
    names = re.findall(r"\{(\w+)\}", path)
    return {
        "operationRef": f"#/paths/{place}/{method.lower()}",
        "parameters": dict(zip(names, ids, strict=True)),
    }
