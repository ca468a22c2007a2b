"""Values of all kinds: what they are sent as, how they are spelt, and what counts as empty."""

from __future__ import annotations

import json
import os
import re
import time
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from pytest_bdd import given, then, when

from steps._driving import AT_REST
from steps._partners import link
from steps._requests import changed_rows, lists
from steps._saying import say
from steps._told import at, short
from steps._user import ROUTES
from steps._world import World
from steps.edits import pass_time
from talkqa.checklist import Pair
from talkqa.fake import Entry, Fault, Response
from talkqa.fake.message import Request
from talkqa.fake.mishaps import plan
from talkqa.fake.mishaps.kinds import is_write
from talkqa.verdict.sent import sent

NIGHT = datetime(2026, 10, 25, 0, 39, tzinfo=UTC)
"""02:39 in Norwegian summer time; at 03:00 the clocks go back to 02:00."""


@given("numbers and truth values are synchronised too")
def more_rows(world: World) -> None:
    world.rows[world.flow("Supplier", "Customer").slug] = (
        Pair("ExternalNumber", "ExternalNumber", "integer"),
        Pair("CurrencyRate", "Allowance", "float"),
        Pair("Payout", "SendPaymentReminders", "boolean"),
    )


@given("the ExternalNumber of Customers is synchronised with the Title of Contactpersons")
def number_as_text(world: World) -> None:
    world.rows[world.flow("Customer", "Contactperson").slug] = (Pair("ExternalNumber", "Title", "string"),)


@given("the NationalIdNumber of Customers is mapped to the Title of Contactpersons")
def masked_row(world: World) -> None:
    world.rows[world.flow("Customer", "Contactperson").slug] = (Pair("NationalIdNumber", "Title", "string"),)


@given("dates of birth are synchronised too")
def dates(world: World) -> None:
    world.rows[world.flow("Supplier", "Customer").slug] = (Pair("DateOfBirth", "DateOfBirth", "date"),)


@given("a Customer with a NationalIdNumber, linked to a Contactperson")
def with_a_national_id(world: World) -> None:
    link(world, "Customer", "Contactperson", NationalIdNumber="01017012345")


@given(say("the synchroniser's computer is in {zone}"))
def in_zone(world: World, zone: str) -> None:
    before = os.environ.get("TZ")

    def back() -> None:
        if before is None:
            del os.environ["TZ"]
        else:
            os.environ["TZ"] = before
        time.tzset()

    os.environ["TZ"] = zone
    time.tzset()
    world.at_end.append(back)


@given("PowerOffice shows Norwegian time, in the night in which the clocks go back")
def norwegian_night(world: World) -> None:
    world.tenant.clock.advance((NIGHT - world.tenant.clock.now()).total_seconds())
    world.plan(plan("daylight-saving", credential="sut"))


@given("a Supplier linked to a Customer, both without WebsiteUrl")
def without_website(world: World) -> None:
    link(world, "Supplier", "Customer", WebsiteUrl=None)


@given("a Supplier linked to a Customer, both without an address")
def without_address(world: World) -> None:
    parts = ("AddressLine1", "AddressLine2", "ZipCode", "City", "CountryCode")
    link(world, "Supplier", "Customer", **{f"MailAddress__{part}": None for part in parts})


@given(say("PowerOffice cuts Names that synchronisation writes after {count} characters"))
def cut_names(world: World, count: str) -> None:
    change_names(world, lambda name: name[: int(count)])


@given("PowerOffice gives Names that synchronisation writes capitals")
def capital_names(world: World) -> None:
    change_names(world, str.title)


def change_names(world: World, change: Callable[[str], str]) -> None:
    """PowerOffice stores something else than the Name that the SUT sends."""

    def rewrite(request: Request) -> Request:
        body = json.loads(request.body)
        for holder in body if isinstance(body, list) else [body]:
            name = "value" if holder.get("path") == "/Name" else "Name"
            if isinstance(holder.get(name), str):
                holder[name] = change(holder[name])
        return request._replace(body=json.dumps(body).encode())

    world.plan(Fault("names changed", credential="sut", when=is_write, times=None, rewrite=rewrite))


@given(say("PowerOffice shows {count} digits of a second in stamps of Customers"))
def short_stamps(world: World, count: str) -> None:
    digits = re.compile(rb'("LastChangedDateTimeOffset": ?"[^"]*\.\d{%d})\d+' % int(count))

    def shortened(response: Response, entry: Entry) -> Response:
        return response.with_body(digits.sub(rb"\1", response.body))

    def shows(request: Entry) -> bool:
        return request.operation.split(" ")[-1].startswith("/Customers")

    world.plan(Fault("short stamps", credential="sut", when=shows, times=None, reshape=shortened))


@when(say("the {entity}'s {property} becomes {value}"))
def becomes(world: World, entity: str, property: str, value: str) -> None:
    pass_time(world, None)
    world.edit(world.the(entity), **{property: json.loads(value)})


@when(say("after that is synchronised, it becomes {value}"))
def becomes_later(world: World, value: str) -> None:
    world.sync.settled()
    world.remember()
    thing, path, _ = world.edits[-1]
    world.edit(thing, **{path: json.loads(value)})


@when(say("the {entity}'s {property} is saved in another spelling"))
def respelt(world: World, entity: str, property: str) -> None:
    if property == "Name":
        world.edit(world.the("Supplier"), Name="Åse Bjørk & Sønn AS")
        world.sync.settled()
    pass_time(world, None)
    thing = world.the(entity)
    world.edit(thing, **{property: SPELLINGS[property](at(world.record(thing, AT_REST), property))})


SPELLINGS: dict[str, Callable[[str], str]] = {
    "Name": lambda value: unicodedata.normalize("NFD", value),
    "PhoneNumber": lambda value: value.removeprefix("+47").replace(" ", ""),
    "EmailAddress": str.upper,
    "OrganizationNumber": lambda value: f"NO {value[:3]} {value[3:6]} {value[6:]} MVA",
    "WebsiteUrl": lambda value: f"{value}/",
}
"""Another spelling that is the same value (R-59)."""


@when(say("the {property} of the {source} and then of the {target} is edited within a second"))
def within_a_second(world: World, property: str, source: str, target: str) -> None:
    world.sync.settled(AT_REST)
    world.remember()
    clock = world.tenant.clock
    clock.advance(1 - clock.ticks % 10**7 / 10**7)
    for type_ in (source, target):
        thing, value = world.the(type_), world.made_up.value(property)
        clock.advance(0.3)
        world.user.edit(type_, thing.key, {property: value})
        thing.typed[property] = value
        world.edits.append((thing, property, value))


@when(say("the {property} of the {source} and a millisecond later that of the {target} is edited"))
def within_a_millisecond(world: World, property: str, source: str, target: str) -> None:
    """At .1234567 and .1245000: digits that are cut off to the right must not be taken for fewer."""
    world.sync.settled(AT_REST)
    world.remember()
    clock = world.tenant.clock
    clock.advance(1.1234567 - clock.ticks % 10**7 / 10**7)
    for type_, pause in ((source, 0.0010433), (target, 0)):
        thing, value = world.the(type_), world.made_up.value(property)
        with clock.hold():
            world.user.edit(type_, thing.key, {property: value})
        clock.advance(pause)
        thing.typed[property] = value
        world.edits.append((thing, property, value))


@when(say("50 minutes later the {entity}'s {property} is edited"))
def edited_much_later(world: World, entity: str, property: str) -> None:
    world.tenant.clock.advance(3000)
    world.edit(world.the(entity), **{property: world.made_up.value(property)})


@when(say("answers on {entity}s leave the {property} out for two cycles"))
def left_out(world: World, entity: str, property: str) -> None:
    world.sync.settled()
    world.remember()
    world.sync.reset()
    without = changed_rows(world.tenant, entity, lambda rows: [left(row, property) for row in rows])

    def reshape(response: Response, entry: Entry) -> Response:
        body = json.loads(response.body or b"null")
        if isinstance(body, dict) and "Id" in body:
            return response.with_body(json.dumps(left(body, property)).encode())
        return without(response, entry)

    def reads(request: Entry) -> bool:
        return lists(entity)(request) or request.operation.startswith(f"GET {ROUTES[entity]}/")

    world.plan(Fault("left out", credential="sut", when=reads, reshape=reshape), cycles=2)
    for _ in range(2):
        world.sync.cycle()


def left(record: dict[str, Any], name: str) -> dict[str, Any]:
    """The record without one property."""
    return {key: value for key, value in record.items() if key != name}


@when("the Supplier gets an address in Sweden")
def swedish(world: World) -> None:
    pass_time(world, None)
    address = {path.replace(".", "__"): value for path, value in world.made_up.address("SE").items()}
    world.edit(world.the("Supplier"), **address)


@when("later the Customer gets an address without a country")
def no_country(world: World) -> None:
    address = {path.replace(".", "__"): value for path, value in world.made_up.address().items()}
    del address["MailAddress__CountryCode"]
    world.edit(world.the("Customer"), **address)


@then(say("the {entity}'s {property} is {value}, and was sent as such"))
def arrived_as(world: World, entity: str, property: str, value: str) -> None:
    is_still(world, entity, property, value)
    wanted = json.loads(value)
    for one in world.own_writes(world.since - 1):
        for type_, path, found in sent(one):
            if (type_, path) == (entity, property) and (type(found), found) != (type(wanted), wanted):
                world.fail(f"{property} sent as {value}", f"sent as {json.dumps(found, ensure_ascii=False)}")


@then(say("the {entity}'s {property} is {value} still"))
def is_still(world: World, entity: str, property: str, value: str) -> None:
    thing = world.the(entity)
    found: Any = at(world.record(thing), property)
    if found != json.loads(value):
        world.fail(f"{thing} {property} = {value}, letter by letter", repr(found))


@then("the word hidden has been written nowhere")
def not_hidden(world: World) -> None:
    world.sync.settled()
    for one in world.own_writes():
        for type_, path, found in sent(one):
            if found == "hidden":
                world.fail("no masked value in any request", f"{type_} {path} = {short(found)}")
