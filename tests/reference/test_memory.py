"""The memory: what it keeps, what it undoes, and that it has one owner."""

from __future__ import annotations

from pathlib import Path

import pytest

from talkqa.reference.claims import Claim
from talkqa.reference.entities import Key
from talkqa.reference.links import Intent, Link
from talkqa.reference.memory import Memory
from talkqa.sut.errors import CannotStart
from tests.mutants.histories import pair
from tests.reference.world import World

S1, C1, C2 = Key("Supplier", "1"), Key("Customer", "2"), Key("Customer", "3")
CLAIM = Claim("Å", "Å", 5, 0)


def test_everything_is_there_after_reopening(tmp_path: Path) -> None:
    """R-50."""
    memory = Memory(tmp_path)
    memory.remember("Supplier", {"Id": 1, "Name": "Å"}, seen=5, own=0)
    memory.claim(S1, {"Name": CLAIM})
    memory.set_position("Supplier", 5)
    memory.links.intend("f", Intent(S1, "mark", {"Name": CLAIM}))
    memory.links.park("f", "Supplier 1", "why", 5)
    memory.close()
    again = Memory(tmp_path)
    assert again.record(S1) == {"Id": 1, "Name": "Å"}
    assert again.claims(S1) == {"Name": CLAIM}
    assert again.position("Supplier") == 5
    assert again.links.intents("f") == [Intent(S1, "mark", {"Name": CLAIM})]
    assert [parked.reason for parked in again.links.parked()] == ["why"]
    again.close()


def test_a_link_ends_its_intent_in_one_transaction(tmp_path: Path) -> None:
    """R-47: never both, never neither."""
    memory = Memory(tmp_path)
    memory.links.intend("f", Intent(S1, "mark", {}))
    memory.links.link(Link("f", S1, C1, "created"))
    assert memory.links.intents("f") == []
    assert memory.links.partner("f", S1) == C1
    memory.close()


@pytest.mark.parametrize(
    "link", [Link("f", S1, C2, "created"), Link("f", Key("Supplier", "9"), C1, "created")]
)
def test_a_second_link_is_impossible(tmp_path: Path, link: Link) -> None:
    """R-1: one to one within a flow, by the schema itself; the intent is still there."""
    memory = Memory(tmp_path)
    memory.links.link(Link("f", S1, C1, "created"))
    memory.links.intend("f", Intent(link.a, "mark", {}))
    with pytest.raises(Exception, match="UNIQUE"):
        memory.links.link(link)
    assert [intent.a for intent in memory.links.intents("f")] == [link.a]
    memory.close()


def test_a_broken_transaction_leaves_no_trace(tmp_path: Path) -> None:
    """Neither on disk nor in the copies of rows."""
    memory = Memory(tmp_path)
    memory.claim(S1, {"Name": CLAIM})

    def fail() -> None:
        with memory.transaction():
            memory.claim(S1, {"Name": CLAIM._replace(value="B")})
            assert memory.claims(S1)["Name"].value == "B"
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert memory.claims(S1) == {"Name": CLAIM}
    memory.close()


def test_a_folder_has_one_owner(tmp_path: Path) -> None:
    """R-51: a second synchroniser on one memory refuses, and says what to do."""
    memory = Memory(tmp_path)
    with pytest.raises(CannotStart, match=r"reference\.sqlite: database is locked.*another one"):
        Memory(tmp_path)
    memory.close()
    Memory(tmp_path).close()


def test_since_stays_while_the_reason_does(tmp_path: Path) -> None:
    """R-60: since when, not when last noticed."""
    memory = Memory(tmp_path)
    memory.links.park("f", "Supplier 1", "why", 5)
    memory.links.park("f", "Supplier 1", "why", 6)
    assert memory.links.parked()[0].since == 5
    memory.links.park("f", "Supplier 1", "why else", 7)
    assert memory.links.parked()[0].since == 7
    memory.close()


def test_a_reset_forgets_positions_only(world: World) -> None:
    """LAW-17: everything is read again, and nothing is written."""
    pair(world)
    world.sut.reset()
    mark = len(world.tenant.journal)
    world.cycle()
    assert not [e for e in world.requests(mark) if "GreaterThan" in e.query]
    assert not world.writes(mark)
