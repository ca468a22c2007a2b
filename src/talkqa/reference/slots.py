"""Slots: which properties of which entities are one and the same, across all links (R-24, D-2)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from talkqa.reference.dataflow import Flow
from talkqa.reference.entities import Key, Record
from talkqa.reference.links import Link

Member = tuple[Key, str]
"""A property of an entity."""


class Slots:
    """The connected components of properties, joined by property rows along links."""

    def __init__(self) -> None:
        self._leader: dict[Member, Member] = {}
        self._members: dict[Member, list[Member]] = {}
        self._of: dict[Key, dict[str, Member]] = {}
        self._feeders: dict[Member, list[Member]] = {}

    def feed(self, feeder: Member, member: Member) -> None:
        """The first has a say in the value of the second, and takes nothing from it."""
        self._feeders.setdefault(member, []).append(feeder)

    def feeders(self, members: Iterable[Member]) -> list[Member]:
        """What has a say in the value of these besides themselves."""
        return (
            [feeder for member in members for feeder in self._feeders.get(member, ())]
            if self._feeders
            else []
        )

    def join(self, one: Member, other: Member) -> None:
        """Both hold the same value from now on, and so do all that were joined to either."""
        a, b = self._led(one), self._led(other)
        if a == b:
            return
        if len(self._members[a]) < len(self._members[b]):
            a, b = b, a
        joined = self._members.pop(b)
        self._members[a] += joined
        self._leader.update(dict.fromkeys(joined, a))

    def of(self, key: Key) -> dict[str, list[Member]]:
        """The slots that an entity takes part in, by its property; each lists its members."""
        return {path: self._members[self._leader[member]] for path, member in self._of.get(key, {}).items()}

    def entities(self) -> list[Key]:
        """The entities that take part in any slot, in a steady order."""
        return sorted(self._of, key=lambda key: key.order)

    def _led(self, member: Member) -> Member:
        if member not in self._leader:
            self._leader[member] = member
            self._members[member] = [member]
            self._of.setdefault(member[0], {})[member[1]] = member
        return self._leader[member]


def slots_of(flows: Iterable[Flow], links: Iterable[Link], record: Callable[[Key], Record]) -> Slots:
    """Join the travelling rows of every link; a row whose condition does not hold joins nothing (R-22).

    Of rows that feed one target only the primary one joins; what names records is no value to share (R-21).
    """
    slots = Slots()
    by_slug = {flow.slug: flow for flow in flows}
    for link in links:
        flow = by_slug.get(link.flow)
        for pair in flow.travelling if flow else ():
            if pair.refers or (pair.when and not pair.holds(record(link.a))):
                continue
            (slots.feed if pair.rank else slots.join)((link.a, pair.source), (link.b, pair.target))
    return slots
