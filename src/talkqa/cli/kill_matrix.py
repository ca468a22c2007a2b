"""The kill matrix of a run: what it says of scenarios and laws, and whether the shipped one still agrees."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from talkqa import __version__, shipped
from talkqa.checklist.rulebook import rule_book
from talkqa.mutants.catalogue import MUTANTS
from talkqa.report.kill_matrix import SAFETY, Matrix, MutantLine, line_of, placed, read
from talkqa.report.kills import Kill, in_order
from talkqa.scenario import planned, write
from talkqa.scenario.plan import made_up

OUT_OF_DATE = "fixtures/kill-matrix.json is out of date"
AGAIN = "Run `talkqa mutants run --write` and commit the file."


def found(kills: Sequence[Kill], part: bool) -> Matrix:
    """The matrix of this run. part: some mutants only ran, and the shipped matrix has the others."""
    lines = [_line(kill) for kill in kills if kill.kind == "mutant"]
    impostors = {kill.name: kill.passed_items for kill in kills if kill.kind == "impostor"}
    before = shipped_matrix() if part else None
    base = before or Matrix(__version__, (), {}, {}, rule_book().left_out)
    known = {line.mutant: line for line in base.mutants if line.mutant in MUTANTS}
    return Matrix(base.talkqa, tuple(known.values()), base.impostors, places(), base.left_out).updated(
        lines, impostors
    )


def shipped_matrix() -> Matrix | None:
    """The shipped matrix; None when there is none that can be read."""
    try:
        return read()
    except (OSError, ValueError):
        return None


def differences(now: Matrix) -> list[str]:
    """Where the shipped matrix says otherwise, in one message; which talkqa it is of does not matter."""
    try:
        before = read()
    except (OSError, ValueError) as error:
        return [f"{OUT_OF_DATE}: it cannot be read ({error}). {AGAIN}"]
    old, new = ({line.mutant: line for line in one.mutants} for one in (before, now))
    told = [f"{name} is new" for name in new.keys() - old.keys()]
    told += [f"{name} is no more" for name in old.keys() - new.keys()]
    told += [
        f"{name} {_otherwise(old[name], new[name])}" for name in new if name in old and old[name] != new[name]
    ]
    told += ["other impostors, or items passed by one"] if before.impostors != now.impostors else []
    told += ["other scenarios are written"] if before.places != now.places else []
    return [f"{OUT_OF_DATE}: {'; '.join(in_order(told))}. {AGAIN}"] if told else []


def oracles(kills: Sequence[Kill], now: Matrix) -> Iterator[str]:
    """What the two judges catch each by itself, and which scenarios catch nothing that another would not."""
    ran = {kill.name for kill in kills if kill.kind == "mutant"}
    lines = [line for line in now.mutants if line.mutant in ran]
    own, laws = ([line for line in lines if by(line)] for by in (_by_statement, _by_law))
    yield f"{sum(line.caught for line in lines)} of {len(lines)} mutants caught by every scenario that they name"
    yield f"by the scenarios' own statements, were there no laws: {len(own)}"
    yield f"by the safety laws, had the scenarios no statement: {len(laws)}"
    for law in SAFETY:
        yield f"  {law}: {_names(line for line in lines if law in line.laws)}"
    yield f"by own statements only: {len([line for line in own if line not in laws])}"
    yield f"by laws only: {_names(line for line in laws if line not in own)}"
    if ran >= MUTANTS.keys():
        yield from idle(now)
    for one in now.left_out:
        yield f"{one.mutant} is left out, {one.kind}: {one.reason}"


def idle(now: Matrix) -> Iterator[str]:
    """Which scenarios are not needed, as far as mutants tell: of each number, and one by one."""
    yield f"numbers of which no scenario is the first to catch a mutant: {', '.join(now.idle_numbers) or 'none'}"
    yield f"{len(now.idle)} of {len(now.places)} scenarios catch nothing that none before them has caught:"
    yield from (f"  {', '.join(now.places[place])} {place}" for place in now.idle)


def places() -> dict[str, tuple[str, ...]]:
    """Every scenario of the first document, and those that only made-up ones have, with their numbers."""
    documents = sorted({mutant.document for mutant in MUTANTS.values() if mutant.document})
    found = dict(_places(None))
    known = {number for numbers in found.values() for number in numbers}
    for document in documents:
        found |= {place: numbers for place, numbers in _places(document) if not known.issuperset(numbers)}
    return found


def _places(document: str | None) -> Iterator[tuple[str, tuple[str, ...]]]:
    with tempfile.TemporaryDirectory(prefix="talkqa-places-") as folder:
        features = shipped.features()
        if document:
            features = Path(folder)
            write(made_up(document).checklist(), features)
        for check in planned(features):
            if numbers := in_order(tag for tag in check.tags if tag.startswith("S-")):
                yield placed(check.id.partition("[")[0], document), numbers


def _line(kill: Kill) -> MutantLine:
    mutant = MUTANTS[kill.name]
    fault = " ".join((mutant.__doc__ or "").split()).removeprefix("BUG: ").partition(" Caught by")[0]
    return line_of(kill, fault, mutant.document)


def _otherwise(old: MutantLine, new: MutantLine) -> str:
    """Which facts of a line differ."""
    return "has other " + " and ".join(
        name for name in MutantLine.__dataclass_fields__ if getattr(old, name) != getattr(new, name)
    )


def _by_statement(line: MutantLine) -> bool:
    return bool(line.scenarios)


def _by_law(line: MutantLine) -> bool:
    return bool(line.laws)


def _names(lines: Iterator[MutantLine]) -> str:
    names = [line.mutant for line in lines]
    return f"{len(names)} ({', '.join(names)})" if names else "none"
