"""Every assumption can be turned over, and that shows."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from talkqa.fake import Fake
from talkqa.fake.fidelity.ledger import assumptions
from tests.fake.doors import BASE_URL, TOKEN_URL, Door
from tests.fake.flips.cases import CASES, Case

for path in sorted(Path(__file__).parent.glob("[a-z]*.py")):
    if path.stem not in ("cases", "test_flips"):
        importlib.import_module(f"tests.fake.flips.{path.stem}")

SIDES = [(id, name) for id, case in sorted(CASES.items()) for name in case.otherwise]


def a_door(**assume: str) -> Door:
    fake = Fake()
    return Door(fake, fake.tenant(assume), BASE_URL, TOKEN_URL, fake.transport())


@pytest.mark.parametrize("id", sorted(CASES))
def test_the_choice_holds_unless_it_is_flipped(id: str) -> None:
    """And the request is known to lean on it."""
    door = a_door()
    assert CASES[id].look(door) == CASES[id].chosen
    assert id in door.tenant.choices.asked


@pytest.mark.parametrize(("id", "name"), SIDES, ids=[f"{id}={name}" for id, name in SIDES])
def test_the_alternative_holds_when_it_is_taken(id: str, name: str) -> None:
    assert CASES[id].look(a_door(**{id: name})) == CASES[id].otherwise[name]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_sides_of_a_case_differ(case: Case) -> None:
    """Else the two tests above would show nothing."""
    seen = [case.chosen, *case.otherwise.values()]
    assert all(one != other for place, one in enumerate(seen) for other in seen[:place])


def test_every_alternative_of_every_assumption_has_its_case() -> None:
    in_ledger = {one.id: set(one.alternatives) for one in assumptions()}
    assert {id: set(case.otherwise) for id, case in CASES.items()} == in_ledger
