"""What goes wrong, or happens, in the middle of a cycle: edits at the worst moment, lost answers, kills."""

from __future__ import annotations

from dataclasses import replace

from pytest_bdd import given, then, when

from steps._requests import creates, edits, reads_page
from steps._saying import say
from steps._world import World
from steps.edits import agree, newest
from talkqa.fake import Fault, Tenant
from talkqa.fake.mishaps import plan
from talkqa.fake.mishaps.kinds import is_write


@given(say("a page holds at most {count} {records}"))
def short_pages(world: World, count: str) -> None:
    world.page_size = int(count)
    world.tenant.page_limit = int(count)


@given("each page shows the last record of the page before once more")
def overlapping_pages(world: World) -> None:
    world.tenant.page_overlap = 1


@given(say("a user deletes the first {source} just before the second page is read"))
def slipping_row(world: World, source: str) -> None:
    """The fourth record moves to the first page, which has been read already (M-46d)."""
    thing = world.things[source].pop(0)

    def delete(tenant: Tenant) -> None:
        world.user.delete(thing.type, thing.key)
        world.did.append(f"a user deleted {thing} between two pages")

    world.plan(Fault("row slips", credential="sut", when=reads_page(source, 2), before=delete))


@given(say("a user edits the {source} just before its {target} is created"))
def edited_while_creating(world: World, source: str, target: str) -> None:
    def edit(tenant: Tenant) -> None:
        world.edit(world.the(source), EmailAddress=world.made_up.value("EmailAddress"))

    world.plan(Fault("edit before creation", credential="sut", when=creates(target), before=edit))


@given(say("a user edits the {source}'s {property} again just before the first edit reaches the {target}"))
def edited_again(world: World, source: str, property: str, target: str) -> None:
    def edit(tenant: Tenant) -> None:
        world.edit(world.the(source), **{property: world.made_up.value(property)})
        tenant.clock.advance(1)  # the copy is stamped later than this edit, or the two would tie

    world.plan(Fault("edit before copy", credential="sut", when=edits(target), before=edit))


@given("a user edits the Contactperson's EmailAddress just before the Supplier's edit reaches it")
def edited_ahead_of_the_chain(world: World) -> None:
    """Struck when the edit reaches the Customer, so that the Contactperson is not in a race window (R-32)."""

    def edit(tenant: Tenant) -> None:
        world.edit(world.the("Contactperson"), EmailAddress=world.made_up.value("EmailAddress"))
        tenant.clock.advance(1)

    world.plan(Fault("edit ahead", credential="sut", when=edits("Customer"), before=edit))


@given(say("the answer to the {target}'s creation is lost"))
def answer_lost(world: World, target: str) -> None:
    world.plan(Fault("answer lost", credential="sut", when=creates(target), lose_answer=True))


@given(say("synchronisation is killed before it hears that the {target} has been created"))
def killed_in_doubt(world: World, target: str) -> None:
    def kill(tenant: Tenant) -> None:
        world.did.append(f"synchronisation killed right after the {target} was created")
        world.sync.sut.kill()

    world.plan(Fault("kill", credential="sut", when=creates(target), after=kill, lose_answer=True))


@given("synchronisation is killed before its next write")
def killed_before_writing(world: World) -> None:
    def kill(tenant: Tenant) -> None:
        world.did.append("synchronisation killed before its next write")
        world.sync.sut.kill()

    world.plan(Fault("kill", credential="sut", when=is_write, before=kill, drop_before=True))


@when(say("in the next cycle no {target} can be created"))
def creation_fails(world: World, target: str) -> None:
    """Refused before it is looked at (R-52): after a 5xx nobody could tell whether it was done (R-47)."""
    world.plan(replace(plan("429", credential="sut"), when=creates(target)), cycles=1)


@when("synchronisation settles")
@when("synchronisation is started again and settles")
def settles(world: World) -> None:
    world.sync.settled()


@when("synchronisation forgets its read position and reads everything again")
def rereads_everything(world: World) -> None:
    world.sync.settled()
    world.sync.reset()
    world.sync.settled()


@then("all three hold the Contactperson's EmailAddress")
def chain_holds_the_later(world: World) -> None:
    world.sync.settled()
    agree(world, "EmailAddress", ("Supplier", "Customer", "Contactperson"), newest(world))
