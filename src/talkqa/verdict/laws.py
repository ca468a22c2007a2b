"""The safety laws, checked after every scenario on the journal alone, whatever the scenario tests.

LAW-3 (quiet stays quiet), LAW-4 (no value out of nowhere), LAW-6 (no creation without cause),
LAW-8 (nothing deleted or archived) and LAW-9 (the frame) of the semantics, §4.2. They never look
at a scenario's expectations, so they are a second, independent judge.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from talkqa.verdict.evidence import Evidence
from talkqa.verdict.exchange import Change, Exchange, Record, leaves, lookup
from talkqa.verdict.ground import MARKS, SERVER_DEFAULTS, Ground, Place, applies
from talkqa.verdict.normal import is_empty, normal, same
from talkqa.verdict.sent import STAMPS, differing, sent

FLAGS = ("IsArchived", "IsActive")


@dataclass
class Seen:
    """What the journal has shown up to some request: values by place and author, and who begot whom."""

    users: dict[Place, set[Any]] = field(default_factory=dict)
    records: dict[tuple[str, str], list[Record]] = field(default_factory=dict)
    deleted: set[tuple[str, str]] = field(default_factory=set)
    linked: set[tuple[str, str]] = field(default_factory=set)
    origins: set[tuple[str, tuple[str, str]]] = field(default_factory=set)
    """(flow, key of the source) of every creation so far."""

    def note(self, exchange: Exchange, ground: Ground) -> None:
        """Take in what one request changed; of two clients what the dataflow is about, where a type is in one only."""
        for change in exchange.changes:
            if ground.is_elsewhere(change.type, exchange.client):
                continue
            key = (change.type, change.key)
            if change.after is None:
                self.deleted.add(key)
                continue
            self.records.setdefault(key, []).append(change.after)
            if exchange.author != "sut":
                after = leaves(change.after)
                for path in differing(change) & after.keys():
                    value = _hashable(normal(path, after[path]))
                    self.users.setdefault((change.type, path), set()).add(value)


def violations(exchanges: Sequence[Exchange], ground: Ground) -> list[Evidence]:
    """Every breach of LAW-4, 6, 8 and 9 in a journal that starts with an empty PowerOffice."""
    seen = Seen()
    found: list[Evidence] = []
    for exchange in exchanges:
        if exchange.author == "sut" and exchange.writes:
            found += no_deletion(exchange)
            found += conservation(exchange, seen, ground)
            if exchange.accepted:
                found += no_spurious_creation(exchange, seen, ground)
                found += frame(exchange, seen, ground)
        seen.note(exchange, ground)
    return found


def idle(exchanges: Sequence[Exchange]) -> list[Evidence]:
    """LAW-3: of a stretch after quiescence without user edits, every write that the SUT sent."""
    return [
        _evidence("LAW-3", exchange, "no write, because nothing was edited since all was in agreement", "")
        for exchange in exchanges
        if exchange.author == "sut" and exchange.writes
    ]


def no_deletion(exchange: Exchange) -> Iterator[Evidence]:
    """LAW-8 (R-38): no DELETE, and no flag of archiving or activity changed."""
    if exchange.method == "DELETE":
        yield _evidence("LAW-8", exchange, "no deletion by synchronisation", "a deletion")
    for change in exchange.changes:
        for flag in FLAGS:
            if change.before and change.after and change.before.get(flag) != change.after.get(flag):
                told = f"{flag}: {change.before.get(flag)} → {change.after.get(flag)}"
                yield _evidence("LAW-8", exchange, f"{flag} left as it was", told)


def conservation(exchange: Exchange, seen: Seen, ground: Ground) -> Iterator[Evidence]:
    """LAW-4: each value that the SUT sends was written by a user there or at a linked place, or is configured."""
    for type_, path, value in sent(exchange):
        place = (type_, path)
        mapped = ground.created.get(type_, frozenset()) | ground.written.get(type_, frozenset())
        if is_empty(value) or path not in mapped:
            continue  # what is outside the tables is LAW-9's
        known = set().union(*(seen.users.get(origin, set()) for origin in ground.sources(place)))
        known |= {normal(path, constant) for constant in ground.constants(place)}
        known |= {SERVER_DEFAULTS[path]} if path in SERVER_DEFAULTS else set()
        if names_a_record(value, ground.named(place), seen):
            continue
        if not {form := _hashable(normal(path, value)), digits(form)} & (known | set(map(digits, known))):
            yield _evidence(
                "LAW-4",
                exchange,
                f"{type_} {path}: a value that some user wrote",
                f"{value!r}, which no user wrote",
            )


def digits(value: Any) -> Any:
    """A whole number as text, as it stands where a row joins the two (R-55); anything else as it is."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def names_a_record(value: Any, types: Iterable[str], seen: Seen) -> bool:
    """Whether the value is the id of a record of these types that was seen: a translated reference (R-21)."""
    return any(type_ in types and key.rpartition("/")[2] == str(value) for type_, key in seen.records)


def no_spurious_creation(exchange: Exchange, seen: Seen, ground: Ground) -> Iterator[Evidence]:
    """LAW-6 (R-7, R-8, R-9): each creation has a source without a partner, and each source one creation."""
    for change in exchange.changes:
        if change.before is not None or change.after is None:
            continue
        elsewhere = ground.is_elsewhere(change.type, exchange.client)
        candidates = [] if elsewhere else list(origins(change, seen, ground))
        free = [origin for origin in candidates if origin not in seen.origins]
        if free:
            seen.origins.add(free[0])
            seen.linked |= {(change.type, change.key), free[0][1]}
            continue
        told = "a second one for the same source" if candidates else "no source that it could belong to"
        yield _evidence(
            "LAW-6", exchange, f"a {change.type} only for a source without a partner", f"{change.key}: {told}"
        )


def origins(change: Change, seen: Seen, ground: Ground) -> Iterator[tuple[str, tuple[str, str]]]:
    """The (flow, source key) pairs that a created record can have come from: by its names and its place."""
    assert change.after is not None
    for flow in ground.flows:
        if flow.target != change.type or not flow.creates:
            continue
        for key, records in seen.records.items():
            dual = key[0] == "Supplier" and is_twin(key, "Customer", seen, ground)
            fits = key[0] == flow.source and not dual and _right_place(flow.source, key[1], change, ground)
            if fits and _carries(flow.slug, ground, records, change.after):
                yield flow.slug, key


def frame(exchange: Exchange, seen: Seen, ground: Ground) -> Iterator[Evidence]:
    """LAW-9 (R-18): only mapped properties of linked records change; a creation holds nothing else."""
    own_type = exchange.changes[0].type if exchange.changes else ""
    allowed = ground.written.get(own_type, frozenset())
    for change in exchange.changes:
        if ground.is_elsewhere(change.type, exchange.client):
            yield from other_client(change, exchange, ground)
            continue
        mapped = allowed | ground.written.get(change.type, frozenset())
        if change.before is None:
            mapped = ground.created.get(change.type, frozenset()) | {MARKS.get(change.type, "")}
            changed = {path for type_, path, _ in sent(exchange) if type_ == change.type}
        else:
            changed = differing(change)
            if not ground.criteria and not is_linked(change, seen, ground):
                yield _evidence(
                    "LAW-9", exchange, "no write to a record that is not linked", f"{change.key} written"
                )
        for path in sorted(changed - mapped - set(STAMPS)):
            yield _evidence(
                "LAW-9",
                exchange,
                f"{change.type} {path} left alone: it is not in the dataflow",
                f"{path} written",
            )


def other_client(change: Change, exchange: Exchange, ground: Ground) -> Iterator[Evidence]:
    """LAW-9 of a record that is in the other of two clients, unless it is a role of a contact that may be written."""
    roles = [one.type for one in exchange.changes if one.key == change.key]
    if all(ground.is_elsewhere(role, exchange.client) for role in roles):
        alone = f"{change.type} of the {exchange.client} client left alone: the dataflow is not about it"
        yield _evidence("LAW-9", exchange, alone, f"{change.key} written")


def is_linked(change: Change, seen: Seen, ground: Ground) -> bool:
    """Whether the record was created by the SUT, begot something, or is one contact in two roles (R-5)."""
    key = (change.type, change.key)
    twin = {"Supplier": "Customer", "Customer": "Supplier"}.get(change.type, "")
    return key in seen.linked or is_twin(key, twin, seen, ground)


def is_twin(key: tuple[str, str], role: str, seen: Seen, ground: Ground) -> bool:
    """Whether the contact is seen in that role too."""
    return (role, key[1]) in seen.records and ground.in_one_client(key[0], role)


def _right_place(source: str, key: str, change: Change, ground: Ground) -> bool:
    parent = change.key.split("/")[0]
    if change.type != "Contactperson":
        return True
    return parent == (ground.house_customer if source == "Employee" else key)


def _carries(slug: str, ground: Ground, records: list[Record], created: Record) -> bool:
    """Whether every name in the creation is one that the source has, or had, in that very property."""
    flow = next(flow for flow in ground.flows if flow.slug == slug)
    names = [pair for pair in flow.pairs if pair.source and pair.target.rsplit(".", 1)[-1].endswith("Name")]
    for pair in names:
        value = lookup(created, pair.target)
        if not is_empty(value) and not any(
            same(pair.target, lookup(record, pair.source), value)
            for record in records
            if applies(pair, record)
        ):
            return False
    return any(not is_empty(lookup(created, pair.target)) for pair in names)


def _hashable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _evidence(law: str, exchange: Exchange, expected: str, observed: str) -> Evidence:
    did = f"{exchange.place} by synchronisation, answered {exchange.status}"
    return Evidence(
        did, expected, observed or did, (exchange.number, exchange.number), "the semantics, §4.2", law
    )
