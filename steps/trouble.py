"""PowerOffice refuses, throttles, is down or wants other keys; synchronisation is killed, doubled or robbed."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from pytest_bdd import given, then, when

from steps._partners import the_partner
from steps._requests import addresses, creates, edits, lists
from steps._saying import say
from steps._world import World
from steps.edits import holds, reaches
from steps.records import no_second
from talkqa.fake import Entry, Fault, Response, Tenant
from talkqa.fake.limits import Limits
from talkqa.fake.mishaps import plan
from talkqa.fake.mishaps.kinds import is_sign_in
from talkqa.sut import CannotStart, CycleFailed

REFUSED = Response.json(400, {"title": "Bad Request", "status": 400, "detail": "The record is not valid."})


@given(say("the {target}'s creation is carried out and answered by an error of the gateway"))
def answered_502(world: World, target: str) -> None:
    world.plan(replace(plan("commit-502", credential="sut"), when=creates(target)))


@given(say("the connection breaks before the {target} is created"))
def broken_before(world: World, target: str) -> None:
    world.plan(replace(plan("closed-before-commit", credential="sut"), when=creates(target)))


@given("PowerOffice refuses the Customer of the third")
def third_refused(world: World) -> None:
    number = world.things["Supplier"][2].typed["OrganizationNumber"].encode()

    def is_the_third(request: Entry) -> bool:
        return creates("Customer")(request) and number in request.request_body

    world.plan(Fault("refusal", credential="sut", when=is_the_third, answer=REFUSED, times=None))


@then("every other Supplier has exactly one Customer")
def the_others_have_one(world: World) -> None:
    flow, suppliers = world.flow("Supplier", "Customer"), world.things["Supplier"]
    for thing in suppliers[:2] + suppliers[3:]:
        the_partner(world, flow, thing)


@then("once the third is corrected, it has one too")
def third_corrected(world: World) -> None:
    third = world.things["Supplier"][2]
    world.edit(third, OrganizationNumber=world.made_up.value("OrganizationNumber"))
    the_partner(world, world.flow("Supplier", "Customer"), third)


@when("the Customer's EmailAddress becomes one that no Contactperson may have")
def a_typing_error(world: World) -> None:
    world.sync.settled()
    world.remember()
    world.edit(world.the("Customer"), EmailAddress="kari@@firma.example")


@then(say("at most one request for the {entity} is refused in {count} cycles more"))
def refused_once(world: World, entity: str, count: str) -> None:
    for _ in range(int(count) + 1):
        world.sync.cycle()
    key, written = world.the(entity).key, world.own_writes(world.since - 1)
    refused = [one for one in written if addresses(one, entity, key) and not one.accepted]
    if len(refused) > 1:
        world.fail("at most 1 refused request", f"{len(refused)}: journal {[one.number for one in refused]}")


@then(say("once it is corrected, the {entity} holds it"))
def corrected(world: World, entity: str) -> None:
    value = world.made_up.value("EmailAddress")
    world.edit(world.the("Customer"), EmailAddress=value)
    holds(world, world.the(entity), "EmailAddress", value)


@when(say("the next {count} writes to a {entity} fail"))
def writes_fail(world: World, count: str, entity: str) -> None:
    world.plan(replace(plan("503", credential="sut", times=int(count)), when=edits(entity)))


@then(say("the {entity} was changed once"))
def changed_once(world: World, entity: str) -> None:
    thing = world.the(entity)
    written = [one for one in world.own_writes(world.since - 1) if thing.key in {c.key for c in one.changes}]
    if len(written) != 1:
        world.fail("1 write that changes something", f"{len(written)}")


@then(say("that cycle costs at most {count} requests"))
def cheap_cycle(world: World, count: str) -> None:
    before = world.tenant.journal.latest
    world.sync.cycle()
    made = world.tenant.journal.latest - before
    if made > int(count):
        world.fail(f"at most {count} requests while writes fail", f"{made}")


@given(say("{entity}s cannot be read"))
def unreadable(world: World, entity: str) -> None:
    world.plan(replace(plan("503", credential="sut", times=None), when=lists(entity)))


@when("synchronisation settles while PowerOffice lets ten requests a second through")
def settles_slowly(world: World) -> None:
    world.remember()
    world.tenant.limits = Limits()
    world.sync.settled()
    world.tenant.limits = None


@then("after each refusal it waited as long as it was told")
def waited(world: World) -> None:
    requests = sut_requests(world)
    for refused, later in pairwise(requests):
        told = int(refused.response_headers.get("retry-after", 1)) if refused.status == 429 else 0
        if told and later.at - refused.at < timedelta(seconds=told):
            world.fail(f"{told} s of peace after request {refused.number}", f"{later.at - refused.at}")


@then("at most one request in five was refused")
def few_refused(world: World) -> None:
    requests = sut_requests(world)
    refused = sum(one.status == 429 for one in requests)
    if not refused:
        world.unclear("a request that the limit refuses", "none, so the limit was never met")
    if refused * 5 > len(requests):
        world.fail("at most a fifth refused", f"{refused} of {len(requests)}")


def sut_requests(world: World) -> list[Entry]:
    """All requests of the SUT since the scenario's last "when"."""
    return [one for one in world.tenant.journal.since(world.since - 1) if one.credential == "sut"]


@when(say("in the next cycle every write to a {entity} is throttled"))
def throttled(world: World, entity: str) -> None:
    world.plan(replace(plan("429-retry-after", credential="sut"), when=edits(entity)), cycles=1)


@given(say("the token expires before a second page and before a write to a {entity}"))
def token_expires(world: World, entity: str) -> None:
    world.plan(plan("token-expires", credential="sut"))
    world.plan(replace(plan("token-expires", credential="sut"), when=edits(entity)))


@then("it signed in no more often than it had to")
def few_sign_ins(world: World) -> None:
    """Once at the start of each process (a command is one per cycle), and once for each token that expired."""
    signed = sum(map(is_sign_in, sut_entries(world)))
    most = world.sync.cycles + len(world.faults)
    if signed > most:
        world.fail(f"at most {most} requests for a token", f"{signed}")


@given("the client key is revoked")
def revoked(world: World) -> None:
    world.sync.settled()
    world.remember()
    world.tenant.revoke("sut")


@when("after 3 cycles the client key is renewed")
def renewed(world: World) -> None:
    for _ in range(3):
        world.sync.cycle()
    world.tenant.readmit("sut")
    world.sync.stirred()


@then(say("it asked for a token at most {count} times in vain"))
def in_vain(world: World, count: str) -> None:
    asked = [one for one in sut_entries(world) if is_sign_in(one) and one.status >= 400]
    if len(asked) > int(count):
        world.fail(f"at most {count} sign-ins while the key is revoked", f"{len(asked)}")


def sut_entries(world: World) -> Iterable[Entry]:
    """All requests in the journal that are the SUT's, sign-ins included."""
    return [one for one in world.tenant.journal if one.credential == "sut"]


@when("Employees may not be read for 3 cycles, and the Supplier's PhoneNumber is edited")
def withdrawn(world: World) -> None:
    world.sync.settled()
    world.remember()
    world.tenant.withdraw("sut", "Employee")
    world.edit(world.the("Supplier"), PhoneNumber=world.made_up.value("PhoneNumber"))
    for _ in range(3):
        world.sync.cycle()


@then(say("once {entity}s may be read again, the {source}'s {property} reaches the {target}"))
def granted(world: World, entity: str, source: str, property: str, target: str) -> None:
    world.tenant.grant("sut", entity)
    world.sync.stirred()
    reaches(world, source, property, target)


@given("synchronisation is killed three times, at requests that chance chooses")
def killed_by_chance(world: World) -> None:
    def kill(tenant: Tenant) -> None:
        world.did.append(f"synchronisation killed at request {tenant.journal.latest}")
        world.sync.sut.kill()

    number = 0
    for _ in range(3):
        number += world.made_up.number(4, 8)
        early = Fault("kill", credential="sut", nth=number, before=kill, drop_before=True)
        late = Fault("kill", credential="sut", nth=number, after=kill, lose_answer=True)
        world.plan(early if world.made_up.number(0, 1) else late)


@when(say("synchronisation is {ended} and started again"))
def ended_and_started(world: World, ended: str) -> None:
    if not world.edits:
        world.sync.settled()
        world.remember()
    world.sync.kill() if ended == "killed" else world.sync.restart()


@when("a second synchroniser is started with the same memory, and both run")
def doubled(world: World) -> None:
    world.sync.start()
    second = world.another()
    try:
        second.start(world.sync.assignment())
        world.sync.cycle()
        second.cycle()
    except (CannotStart, CycleFailed) as refusal:
        world.did.append(f"a second synchroniser refused to run: {type(refusal).__name__}")
    finally:
        second.stop()


@when("synchronisation loses its memory")
def robbed(world: World) -> None:
    world.sync.restart()
    for path in world.sync.folder.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()


@given("creations carry no marks")
def unmarked(world: World) -> None:
    world.decisions["creation_mark"] = False


@then(say("the {source}'s {property}, edited then, makes no second {target} either"))
def edited_and_not_doubled(world: World, source: str, property: str, target: str) -> None:
    world.edit(world.the(source), **{property: world.made_up.value(property)})
    no_second(world, target)
