"""The gate: rules that say whether a run lets a change through, and each why it does not.

Pure: it reads results that have come to their end. No rule of a project can make harness trouble green.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from talkqa.verdict.verdicts import ERROR, FAIL, INCONCLUSIVE, NOT_TESTED, PASS, Verdict

if TYPE_CHECKING:
    from talkqa.report.baseline import Waiver
    from talkqa.report.header import Item
    from talkqa.report.results import Results

_NAMED = 5
"""At most so many items are named in a reason."""


class GateError(ValueError):
    """`[gate]` cannot be used; the message says what, got, expected and what next."""


@dataclass(frozen=True)
class Gate:
    """`[gate]` of talkqa.toml.

    no_new_failure: a failure that no waiver names is red. critical: item ids (with * and ?) or rules (R-25)
    whose failure is red, waived or not. decided: least share of the items that pass or fail, 0 to 1.
    no_inconclusive: an inconclusive check is red.
    """

    no_new_failure: bool = True
    critical: tuple[str, ...] = ()
    decided: float = 0.0
    no_inconclusive: bool = True


@dataclass(frozen=True)
class Ruling:
    """What one rule says. why: "" when it did not fire. exit_code: of a run in which it fires."""

    rule: str
    why: str
    exit_code: int
    items: tuple[str, ...] = ()

    @property
    def fired(self) -> bool:
        """Whether the rule makes the run red."""
        return bool(self.why)


def gate_of(section: Mapping[str, Any]) -> Gate:
    """The gate from `[gate]`. Raises GateError."""
    for key, value in section.items():
        if not _KINDS[key](value):
            raise GateError(f"[gate] {key}: got {value!r}, expected {_SPOKEN[key]}. Mend talkqa.toml.")
    found: dict[str, Any] = {
        key: tuple(value) if key == "critical" else value for key, value in section.items()
    }
    return Gate(**found)


KEYS = frozenset(field.name for field in fields(Gate))
_KINDS: Mapping[str, Any] = {
    "no_new_failure": lambda value: isinstance(value, bool),
    "critical": lambda value: isinstance(value, list) and all(isinstance(one, str) for one in value),
    "decided": lambda value: isinstance(value, int | float) and type(value) is not bool and 0 <= value <= 1,
    "no_inconclusive": lambda value: isinstance(value, bool),
}
_SPOKEN: Mapping[str, str] = {
    "no_new_failure": "true or false",
    "critical": "a list of item ids (with * and ?) or rules such as R-25",
    "decided": "a share from 0 to 1",
    "no_inconclusive": "true or false",
}


def rulings(results: Results) -> tuple[Ruling, ...]:
    """Every rule that holds for a run, fired or not; failures first."""
    gate = results.header.gate
    found = [_new_failures(results)] if gate.no_new_failure else []
    found += [_critical(results, gate)] if gate.critical else []
    found += [_expired(results), _stale(results)] if results.header.waivers else []
    found += [_unbroken(results)]
    found += [_inconclusive(results)] if gate.no_inconclusive else []
    found += [_decided(results, gate)] if gate.decided and not results.header.shard else []
    return tuple(found)


def exit_code(told: Iterable[Ruling]) -> int:
    """1 when a rule about failures or waivers fired, else 3 when another did, else 0."""
    fired = {ruling.exit_code for ruling in told if ruling.fired}
    return 1 if 1 in fired else max(fired, default=0)


def holding(results: Results) -> tuple[tuple[Waiver, Verdict], ...]:
    """The waivers of the run that have not expired, each with the verdict of its item."""
    verdicts = {result.item.id: result.verdict for result in results.items}
    valid = (one for one in results.header.waivers if not one.expired(results.header.started))
    return tuple((one, verdicts[one.item]) for one in valid if one.item in verdicts)


def _new_failures(results: Results) -> Ruling:
    """Looks at checks, so that a failure is not lost where its item ended as an error."""
    known = {result.item.id for result in results.items}
    excused = {one.item for one, _ in holding(results)}
    failing = [check for check in results.checks if check.verdict == FAIL]
    new = _once(item for check in failing for item in check.items if item in known and item not in excused)
    strays = [check.id for check in failing if not known.intersection(check.items)]
    told = [f"{_many(new, 'item')} {_plural(new, 'fails', 'fail')} that no waiver names"] * bool(new)
    told += [f"{_many(strays, 'check')} outside the checklist failed"] * bool(strays)
    return _ruling("no new failure", "; ".join(told), 1, [*new, *strays])


def _critical(results: Results, gate: Gate) -> Ruling:
    failing = {item for check in results.checks if check.verdict == FAIL for item in check.items}
    hit = [r.item.id for r in results.items if r.item.id in failing and is_critical(r.item, gate.critical)]
    told = f"{_many(hit, 'critical item')} {_plural(hit, 'fails', 'fail')}, which no waiver excuses"
    return _ruling("no critical failure", told if hit else "", 1, hit)


def is_critical(item: Item, patterns: Sequence[str]) -> bool:
    """Whether one of the patterns is a rule of the item, or fits its id."""
    return any(pattern in item.rules or fnmatchcase(item.id, pattern) for pattern in patterns)


def _expired(results: Results) -> Ruling:
    out = [one for one in results.header.waivers if one.expired(results.header.started)]
    days = ", ".join(f"{one.item} on {one.expires}" for one in out[:_NAMED])
    told = f"{_many(out, 'waiver')} expired: {days}. Mend the failure, or agree on a new date"
    return Ruling("no expired waiver", told if out else "", 1, tuple(one.item for one in out))


def _stale(results: Results) -> Ruling:
    """A shard does not see all checks of an item: what passes in it may fail in another one."""
    known = {result.item.id for result in results.items}
    unknown = [one.item for one in results.header.waivers if one.item not in known]
    now = [one.item for one, verdict in holding(results) if verdict == PASS and not results.header.shard]
    told = [f"{', '.join(unknown[:_NAMED])}: no such item"] * bool(unknown)
    told += [f"{', '.join(now[:_NAMED])}: passes now"] * bool(now)
    why = f"{'; '.join(told)}. Take it out of the baseline" if told else ""
    return Ruling("no stale waiver", why, 1, tuple(unknown + now))


def _unbroken(results: Results) -> Ruling:
    broken = [result.item.id for result in results.items if result.verdict == ERROR]
    strays = [check.id for check in results.strays if check.verdict == ERROR]
    decided = any(result.verdict != NOT_TESTED for result in results.items) or results.strays
    told = ["the run did not come to its end"] * results.truncated
    told += [f"the results are damaged in {_named(list(map(str, results.damage)))}"] * bool(results.damage)
    told += ["nothing was tested"] * (not decided)
    told += [f"{_many([*broken, *strays], 'item')} ended in an error of the harness"] * bool(broken or strays)
    return _ruling("nothing broken", "; ".join(told), 3, [*broken, *strays])


def _inconclusive(results: Results) -> Ruling:
    open_items = [result.item.id for result in results.items if result.verdict == INCONCLUSIVE]
    checks = [check for check in results.checks if check.verdict == INCONCLUSIVE]
    told = f"{_many(open_items, 'item')} and {_many(checks, 'check')} could not be decided"
    return _ruling("no inconclusive", told if checks or open_items else "", 3, open_items)


def _decided(results: Results, gate: Gate) -> Ruling:
    counts, total = results.counts, len(results.items)
    share = (counts[PASS] + counts[FAIL]) / total if total else 0.0
    told = (
        f"{counts[PASS] + counts[FAIL]} of {total} items decided ({share:.1%}), expected {gate.decided:.1%}"
    )
    return Ruling("items decided", told if share < gate.decided else "", 3)


def _ruling(rule: str, told: str, code: int, items: Sequence[str]) -> Ruling:
    """A ruling that names its items; it has not fired when nothing is told."""
    why = f"{told}: {_named(items)}" if told and items else told
    return Ruling(rule, why, code, tuple(items))


def _named(things: Sequence[str]) -> str:
    more = len(things) - _NAMED
    return ", ".join(things[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def _once(items: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(items))


def _many(things: Sequence[object], word: str) -> str:
    return f"{len(things)} {word}{'' if len(things) == 1 else 's'}"


def _plural(things: Sequence[object], one: str, more: str) -> str:
    return one if len(things) == 1 else more


def fired(told: Iterable[Ruling]) -> Iterator[Ruling]:
    """Those that make the run red."""
    return (ruling for ruling in told if ruling.fired)
