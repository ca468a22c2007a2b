"""The two systems as two clients of PowerOffice (D-1 `two`): each with its own records, numbers, keys and user.

Every type of the dataflow belongs to one of them. What else is in them is nobody's but its users'.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from steps._user import User
from talkqa.fake import Tenant

if TYPE_CHECKING:
    from steps._world import World

SOURCE, TARGET = "source", "target"
DATAFLOW = ("employee-contactperson", "supplier-customer")
"""The flows that two clients are tried with: in these each type is source or target only."""

Outside = Mapping[tuple[str, str], Mapping[str, Mapping[str, Any]]]
"""Records by client and type, then by key."""


@dataclass(frozen=True)
class Side:
    """One of the two clients, and the user who works there."""

    tenant: Tenant
    user: User


class UserOfTwo:
    """A person with keys for both clients, who works with each type of the dataflow where it belongs."""

    def __init__(self, source: User, target: User, targets: Collection[str]) -> None:
        self._source, self._target, self._targets = source, target, targets

    def at(self, type_: str) -> User:
        """The user in the client of that type."""
        return self._target if type_ in self._targets else self._source

    def create(self, type_: str, values: Mapping[str, Any], parent: str | None = None) -> str:
        """As `User.create`."""
        return self.at(type_).create(type_, values, parent)

    def edit(self, type_: str, key: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """As `User.edit`."""
        return self.at(type_).edit(type_, key, values)

    def get(self, type_: str, key: str, paths: Iterable[str] = ()) -> dict[str, Any] | None:
        """As `User.get`."""
        return self.at(type_).get(type_, key, paths)

    def list(self, type_: str) -> dict[str, dict[str, Any]]:
        """As `User.list`."""
        return self.at(type_).list(type_)

    def delete(self, type_: str, key: str) -> None:
        """As `User.delete`."""
        self.at(type_).delete(type_, key)

    def close(self) -> None:
        """Close both connections."""
        self._source.close()
        self._target.close()


def part(world: World) -> None:
    """Make the two systems two clients, before anything is in either; the SUT is told so at its start."""
    assert not world.things, "records were made before the two clients were"
    assert isinstance(world.user, User), "there are two clients already"
    world.only = DATAFLOW
    sources, targets = {flow.source for flow in world.flows}, {flow.target for flow in world.flows}
    world.clients = {**dict.fromkeys(sources, SOURCE), **dict.fromkeys(targets, TARGET)}
    other = world.road.fake.tenant(world.assume, beside=world.tenant)
    at_home, abroad = world.user, User(world.road.inside(other.credential("user")))
    world.sides = {SOURCE: Side(world.tenant, at_home), TARGET: Side(other, abroad)}
    world.user = UserOfTwo(at_home, abroad, targets)
    world.decisions["clients"] = "two"
    world.outside = outside(world)
    world.sync.join(other, world.road.endpoint(other.credential("sut")))


def outside(world: World) -> Outside:
    """What both clients hold that the dataflow is not about."""
    return {
        (client, type_): dict(records)
        for client, side in world.sides.items()
        for type_, records in side.tenant.state().items()
        if world.clients.get(type_) != client
    }
