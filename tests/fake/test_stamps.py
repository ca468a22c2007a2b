"""Stamps and the clock (P-4, P-5)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkqa.fake import Clock
from talkqa.fake.clock import in_offset, read_stamp
from tests.fake.doors import Door, made, replaced

STAMP = "LastChangedDateTimeOffset"
FORM = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}\+00:00")


def test_stamps_have_seven_decimals_and_an_offset(client: httpx.Client) -> None:
    customer = made(client, "Customers", Name="A")
    assert FORM.fullmatch(customer[STAMP])
    assert customer[STAMP] == customer["CustomerCreatedDateTimeOffset"]


def test_two_writes_have_different_stamps_unless_the_clock_is_held(here: Door, client: httpx.Client) -> None:
    first, second = (made(client, "Customers", Name=name)[STAMP] for name in "AB")
    assert first < second
    with here.tenant.clock.hold():
        third, fourth = (made(client, "Customers", Name=name)[STAMP] for name in "CD")
    assert second < third == fourth


def test_the_clock_goes_where_it_is_sent(here: Door, client: httpx.Client) -> None:
    before = here.tenant.clock.now()
    here.tenant.clock.advance(600)
    assert here.tenant.clock.now() - before == timedelta(minutes=10)
    assert made(client, "Customers", Name="A")[STAMP] > (before + timedelta(minutes=10)).isoformat()


def test_a_patch_moves_the_stamp_also_when_the_value_is_the_same(client: httpx.Client) -> None:
    customer = made(client, "Customers", Name="A")
    again = replaced(client, f"/Customers/{customer['Id']}", Name="A").json()
    assert again[STAMP] > customer[STAMP]


@pytest.mark.parametrize("plural", ["Customers", "Suppliers"])
def test_an_address_has_its_own_stamp_and_does_not_move_its_owners(client: httpx.Client, plural: str) -> None:
    owner = made(client, plural, Name="A", MailAddress={"City": "Oslo", "ZipCode": "0161"})
    after = replaced(client, f"/{plural}/{owner['Id']}", MailAddress__City="Bergen").json()
    assert after[STAMP] == owner[STAMP]
    assert after["MailAddress"][STAMP] > owner["MailAddress"][STAMP]
    assert after["MailAddress"]["Id"] == owner["MailAddress"]["Id"]


def test_an_edit_beside_the_address_leaves_the_addresss_stamp(client: httpx.Client) -> None:
    owner = made(client, "Customers", Name="A", MailAddress={"City": "Oslo", "ZipCode": "0161"})
    after = replaced(client, f"/Customers/{owner['Id']}", PhoneNumber="1").json()
    assert after["MailAddress"] == owner["MailAddress"]
    assert after[STAMP] > owner[STAMP]


def test_a_contact_person_moves_no_stamp_of_its_owner(client: httpx.Client) -> None:
    owner = made(client, "Customers", Name="A")
    made(client, f"ContactPersons/{owner['Id']}", FirstName="A", LastName="B")
    assert client.get(f"/Customers/{owner['Id']}").json() == owner


def test_the_address_of_a_contact_person_has_no_stamp_and_moves_none(client: httpx.Client) -> None:
    owner = made(client, "Customers", Name="A")["Id"]
    person = made(client, f"ContactPersons/{owner}", FirstName="A", LastName="B")
    path = f"/ContactPersons/{owner}/{person['Id']}"
    after = replaced(client, path, MailAddress__City="Oslo").json()
    assert set(after["MailAddress"]) == {"AddressLine1", "AddressLine2", "City", "ZipCode", "CountryCode"}
    assert after[STAMP] == person[STAMP]
    assert replaced(client, path, MailAddress__City="Bergen", Title="CEO").json()[STAMP] > person[STAMP]


def test_writes_of_one_credential_can_be_stamped_off_the_clock(here: Door, client: httpx.Client) -> None:
    here.tenant.shift_stamps("sut", -3600)
    mine = made(client, "Customers", Name="A")[STAMP]
    theirs = made(here.client("user"), "Customers", Name="B")[STAMP]
    assert datetime.fromisoformat(theirs) - datetime.fromisoformat(mine) > timedelta(minutes=59)


def test_stamps_can_be_shown_in_another_offset_and_mean_the_same_moment(
    here: Door, client: httpx.Client
) -> None:
    owner = made(client, "Customers", Name="A", MailAddress={"City": "Oslo", "ZipCode": "0161"})
    here.tenant.show_offset("Customer", 120)
    shown = client.get(f"/Customers/{owner['Id']}").json()
    assert shown[STAMP].endswith("+02:00")
    assert shown["MailAddress"][STAMP].endswith("+02:00")
    assert datetime.fromisoformat(shown[STAMP]) == datetime.fromisoformat(owner[STAMP])
    later = client.get("/Customers", params={"lastChangedDateTimeOffsetGreaterThan": shown[STAMP]})
    assert later.status_code == 204


def test_greater_than_is_strict_to_the_last_decimal(client: httpx.Client) -> None:
    stamp = made(client, "Customers", Name="A")[STAMP]
    just_before = f"{stamp[:26]}{int(stamp[26]) - 1}{stamp[27:]}"
    name = "lastChangedDateTimeOffsetGreaterThan"
    assert int(stamp[26]) > 0, "the last decimal is in use"
    assert client.get("/Customers", params={name: stamp}).status_code == 204
    assert len(client.get("/Customers", params={name: just_before}).json()) == 1


@pytest.mark.parametrize(
    "literal",
    [
        "2021-09-25T08:03:00.0000000+00:00",
        "2021-09-25 08:03:00.000000 -00:00",
        "2021-09-25 08:03:00 +00:00",
        "2021-09-25T10:03:00+02:00",
        "2021-09-25T08:03:00Z",
        "2021-09-25T08:03",
    ],
)
def test_the_time_literals_of_real_clients_mean_the_same_moment(literal: str) -> None:
    assert read_stamp(literal) == "2021-09-25T08:03:00.0000000+00:00"


@pytest.mark.parametrize(
    "literal", ["", "yesterday", "2021-13-01", "2021-09-25T08:03:00.0000000 00:00", "2021-02-30", "12"]
)
def test_other_texts_are_no_time(literal: str) -> None:
    assert read_stamp(literal) is None


@pytest.mark.parametrize(
    "literal",
    [
        "2021-02-30T08:03:00.0000000+00:00",
        "2021-09-25T24:03:00.0000000+00:00",
        "2021-W38-6T08:03:00.0000000+00:00",
        "2021-09-25T08:03+00.0000000+00:00",
        "2021-09-25T08:03:00.000000x+00:00",
        "2021-09-25T08:03:00.٠000000+00:00",
    ],
)
def test_a_text_as_long_as_a_stamp_is_still_read(literal: str) -> None:
    assert len(literal) == len("2021-09-25T08:03:00.0000000+00:00")
    assert read_stamp(literal) is None


def test_a_stamp_from_before_the_clock_or_after_it_is_a_time_too() -> None:
    assert read_stamp("0999-09-25T08:03:00.0000000+00:00") < "1970"  # type: ignore[operator]
    assert read_stamp("9999-09-25T08:03:00.0000000+00:00") > "9900"  # type: ignore[operator]


@given(st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)), st.integers(-840, 840))
def test_a_stamp_in_any_offset_reads_back_as_itself(when: datetime, minutes: int) -> None:
    text = f"{when.isoformat(timespec='microseconds')}7+00:00"
    assert read_stamp(in_offset(text, minutes)) == text


def test_the_clock_starts_the_same_every_time() -> None:
    assert Clock().now() == Clock().now() == datetime(2026, 1, 5, 8, tzinfo=UTC)
