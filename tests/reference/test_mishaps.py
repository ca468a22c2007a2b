"""Death, doubt and refusals against the fake: the end is the same as without them."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from talkqa.fake import Response
from tests.mutants.histories import both, chain, employee, pair, supplier
from tests.reference.world import World


def live(world: World) -> None:
    """A short life: creation in a chain, edits on both sides, an address, a clearing."""
    staff = employee(world)
    goods = supplier(world)
    world.settle()
    customer = next(key for key in world.all("Customer") if key != world.house)
    world.edit("Supplier", goods, PhoneNumber="40000001", Name="Nytt Fjell AS")
    world.edit("Customer", customer, EmailAddress="ny@fjell.no")
    world.settle()
    world.edit("Employee", staff, MailAddress__City="Hamar", PhoneNumber=None)
    world.settle()


def outcome(world: World) -> dict[str, list[Any]]:
    """The end state without ids and stamps, which may differ."""
    names = ("Name", "FirstName", "LastName", "EmailAddress", "PhoneNumber", "Title", "JobTitle")
    return {
        entity: sorted(
            str([record.get(name) for name in names] + [(record["MailAddress"] or {}).get("City")])
            for record in records.values()
        )
        for entity, records in world.tenant.state().items()
    }


def undisturbed() -> tuple[dict[str, list[Any]], int]:
    """The outcome of the life without mishaps, and how many requests it took."""
    world = World()
    live(world)
    result = outcome(world), len(world.requests())
    world.close()
    return result


EXPECTED, REQUESTS = undisturbed()


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("number", range(1, REQUESTS + 1))
def test_death_at_any_request_changes_nothing(moment: str, number: int) -> None:
    """LAW-12, S-50: killed before or after the commit of any request, and started again."""
    world = World()
    world.plan(nth=number, **{moment: world.kill})
    live(world)
    assert outcome(world) == EXPECTED
    world.close()


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(
    "trouble",
    [
        {"lose_answer": True},
        {"drop_before": True},
        {"answer": Response.empty(429, {"Retry-After": "2"})},
        {"answer": Response.empty(503)},
    ],
    ids=lambda trouble: str(next(iter(trouble.items()))),
)
def test_trouble_at_any_request_changes_nothing(trouble: dict[str, Any], seed: int) -> None:
    """LAW-13: a quarter of all requests meets it."""
    world = World()
    chance = Random(seed)
    world.plan(times=None, when=lambda _: chance.random() < 0.25, **trouble)
    live(world)
    assert outcome(world) == EXPECTED
    world.close()


def test_a_creation_answered_502_is_found_by_its_mark(world: World) -> None:
    """S-47c: committed all the same; one Customer, linked."""
    key = supplier(world)
    world.plan(operation="POST /Customers", lose_answer=True)
    world.cycle()
    assert len(world.all("Customer")) == 2
    world.settle()
    world.edit("Supplier", key, PhoneNumber="40000001")
    world.settle()
    assert len(world.partner_of(["40000001"], "Customer")) == 1
    assert len(world.all("Contactperson")) == 2


def test_a_creation_that_broke_off_is_made_later(world: World) -> None:
    """S-47d."""
    supplier(world)
    world.plan(operation="POST /Customers", drop_before=True)
    world.settle()
    assert len(world.all("Customer")) == 2


def test_without_marks_a_doubt_is_parked() -> None:
    """D-12 off: nobody can tell, so nothing is tried again, and the report says so."""
    world = World(change=lambda dataflow: dataflow["decisions"].update(creation_mark=False))
    key = supplier(world)
    world.plan(operation="POST /Customers", lose_answer=True)
    world.settle()
    assert len(world.all("Customer")) == 2
    assert [w.reason for w in world.report() if w.key == f"Supplier {key}"] == [
        "may have been created, and no mark tells; a person must look"
    ]
    world.close()


def test_a_user_edit_after_a_doubtful_creation_is_an_edit(world: World) -> None:
    """R-28, R-47: what was given keeps its time, what a user changed since has its own."""
    key = supplier(world)
    world.plan(operation="POST /Customers", after=world.kill)
    world.cycle()
    customer = next(k for k in world.all("Customer") if k != world.house)
    world.edit("Supplier", key, EmailAddress="senere@fjell.no")
    world.edit("Customer", customer, PhoneNumber="40000001")
    world.settle()
    for end in (("Supplier", key), ("Customer", customer)):
        assert world.get(*end)["PhoneNumber"] == "40000001"
        assert world.get(*end)["EmailAddress"] == "senere@fjell.no"


@pytest.mark.parametrize("how", ["killed", "lost"])
def test_a_doubtful_update_is_no_edit(world: World, how: str) -> None:
    """R-28: the copy arrived and nobody heard; a user's edit in between still wins."""
    key, person = pair(world)
    ends = ("Employee", key), ("Contactperson", person)
    world.edit(*ends[0], PhoneNumber="40000001")
    times = {"killed": {"after": world.kill}, "lost": {"lose_answer": True, "times": 4}}[how]

    def meanwhile(_: Any) -> None:
        if how == "lost" and world.get(*ends[0])["PhoneNumber"] == "40000002":
            return
        world.edit(*ends[0], PhoneNumber="40000002")
        world.tenant.clock.advance(1)

    world.plan(operation="PATCH /ContactPersons/{contactId}/{id}", before=meanwhile, **times)  # type: ignore[arg-type]
    world.settle()
    assert both(world, *ends) == {"40000002"}


def test_a_failed_update_is_tried_again(world: World) -> None:
    """S-49: the source is not edited again."""
    key, person = pair(world)
    world.edit("Employee", key, PhoneNumber="40000001")
    world.plan(operation="PATCH /ContactPersons/{contactId}/{id}", answer=Response.empty(503), times=8)
    world.cycle(2)
    assert world.get("Contactperson", person)["PhoneNumber"] == "22222210"
    assert [(w.key, "503" in w.reason) for w in world.report()] == [(f"Contactperson {person}", True)]
    world.settle()
    assert world.report() == []
    assert both(world, ("Employee", key), ("Contactperson", person)) == {"40000001"}


def test_a_refused_update_waits_for_an_edit(world: World) -> None:
    """S-53b: one request, a reason, silence; then the correction is written and the report is empty."""
    key, person = pair(world)
    mark = len(world.tenant.journal)
    world.edit("Employee", key, EmailAddress="ola(at)firma.no")
    world.cycle(6)
    assert len(world.writes(mark)) == 1
    assert [(w.key, "400" in w.reason) for w in world.report()] == [(f"Contactperson {person}", True)]
    world.edit("Employee", key, EmailAddress="ola@firma.no")
    world.settle()
    assert world.get("Contactperson", person)["EmailAddress"] == "ola@firma.no"
    assert world.report() == []


def test_revoked_keys_stop_everything_until_renewed(world: World) -> None:
    """S-54b: a reason, one token request a cycle, and the missed edits come with their own times."""
    key, person = pair(world)
    world.tenant.revoke("sut")
    world.edit("Employee", key, PhoneNumber="40000001")
    world.edit("Contactperson", person, PhoneNumber="40000002")
    mark = len(world.tenant.journal)
    world.cycle(3)
    assert not world.writes(mark)
    assert len([e for e in world.tenant.journal.since(mark) if e.method == "POST"]) == 3
    assert [(w.flow, w.key) for w in world.report()] == [("all-flows", "sign-in")]
    world.tenant.readmit("sut")
    world.settle()
    assert both(world, ("Employee", key), ("Contactperson", person)) == {"40000002"}
    assert world.report() == []


def test_one_forbidden_type_pauses_one_flow(world: World) -> None:
    """S-54c: F1 says why, the others go on, and no Employee counts as deleted."""
    key, person = pair(world)
    world.tenant.withdraw("sut", "Employee")
    supplier(world)
    world.edit("Employee", key, PhoneNumber="40000001")
    world.settle()
    assert len(world.all("Contactperson")) == 3
    assert [(w.flow, w.key) for w in world.report()] == [("employee-contactperson", "Employee")]
    world.tenant.grant("sut", "Employee")
    world.settle()
    assert world.get("Contactperson", person)["PhoneNumber"] == "40000001"


def test_the_token_may_expire_between_any_two_requests(world: World) -> None:
    """S-54."""
    key, customer, _ = chain(world)
    world.plan(times=None, before=lambda tenant: tenant.clock.advance(700))
    world.edit("Supplier", key, PhoneNumber="40000001")
    world.cycle(3)
    assert world.get("Customer", customer)["PhoneNumber"] == "40000001"


def test_no_secret_is_kept_or_told(world: World) -> None:
    """R-60: neither in the report nor in the memory."""
    pair(world)
    world.tenant.revoke("sut")
    world.cycle()
    kept = (
        b"".join(file.read_bytes() for file in world.state_folder().iterdir()) + str(world.report()).encode()
    )
    keys = world.tenant.credential("sut")
    secrets = (keys.application_key, keys.client_key, keys.subscription_key)
    assert not [secret for secret in secrets if secret.encode() in kept]
