"""Made-up Norwegian data: any number of records, valid by the rules of Norway's registers, and nobody real."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from itertools import chain
from typing import Any

import httpx
import phonenumbers
import pytest

from talkqa.fake import Fake, Tenant
from talkqa.fake.made_up import parties
from talkqa.fake.planting import populate
from tests.fake.doors import Door, made


@pytest.fixture(scope="module")
def town() -> Tenant:
    """A tenant of 2,000 records."""
    tenant = Fake().tenant()
    populate(tenant, parties(2_000, seed=3))
    return tenant


def rows(tenant: Tenant, *types: str) -> list[dict[str, Any]]:
    state = tenant.state()
    return [record for type in types for record in state[type].values()]


@pytest.mark.parametrize("count", [0, 1, 2, 7, 999])
def test_there_are_exactly_as_many_records_as_asked_for(count: int) -> None:
    tenant = Fake().tenant()
    told: list[int] = []
    assert populate(tenant, parties(count), told.append).total() == count
    assert len(rows(tenant, "Customer", "Supplier", "Employee", "Contactperson")) == count
    assert sum(told) == count
    assert len(tenant.journal) == 0


def test_fewer_than_none_is_refused() -> None:
    with pytest.raises(ValueError, match="-1 entities, expected 0 or more"):
        next(parties(-1))


def test_the_same_seed_makes_the_same_people_and_another_others() -> None:
    assert list(parties(200, seed=5)) == list(parties(200, seed=5))
    assert list(parties(200, seed=5)) != list(parties(200, seed=6))


def test_organisation_numbers_have_a_valid_check_digit_and_are_not_given_out(town: Tenant) -> None:
    """Ninth digit: 11 minus the weighted sum of the others modulo 11; real numbers begin with 8 or 9."""
    numbers = [record["OrganizationNumber"] for record in rows(town, "Customer", "Supplier")]
    found = [number for number in numbers if number]
    assert len(found) > 500
    for number in found:
        assert re.fullmatch(r"3\d{8}", number)
        assert sum(int(d) * w for d, w in zip(number, (3, 2, 7, 6, 5, 4, 3, 2, 1), strict=True)) % 11 == 0


def test_national_ids_are_synthetic_valid_and_shown_as_hidden_only(town: Tenant) -> None:
    """Month plus 80, and both check digits right by modulus 11 (Skatteetaten)."""
    given = [party.fields for party in parties(500) if "NationalIdNumber" in party.fields]
    assert len(given) > 50
    for fields in given:
        digits = [int(digit) for digit in fields["NationalIdNumber"]]
        born = date.fromisoformat(fields["DateOfBirth"])
        assert fields["NationalIdNumber"][:6] == f"{born.day:02}{born.month + 80:02}{born.year % 100:02}"
        weights = ((3, 7, 6, 1, 8, 9, 4, 5, 2, 1, 0), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1))
        assert [sum(d * w for d, w in zip(digits, row, strict=True)) % 11 for row in weights] == [0, 0]
    assert {record["NationalIdNumber"] for record in rows(town, "Employee")} == {"hidden"}


def test_telephone_numbers_and_post_codes_have_the_form_of_real_ones(town: Tenant) -> None:
    everybody = rows(town, "Customer", "Supplier", "Employee")
    for record in everybody:
        assert phonenumbers.is_possible_number(phonenumbers.parse(record["PhoneNumber"]))
        assert re.fullmatch(r"\d{4}", record["MailAddress"]["ZipCode"])
        assert record["MailAddress"]["City"]
    assert any(record["MailAddress"]["ZipCode"].startswith("0") for record in everybody)


def test_no_address_of_the_net_can_be_anybodys(town: Tenant) -> None:
    """`.example` is reserved (RFC 2606)."""
    every = rows(town, "Customer", "Supplier", "Employee", "Contactperson")
    mails = [record["EmailAddress"] for record in every if record["EmailAddress"]]
    sites = [record["WebsiteUrl"] for record in every if record.get("WebsiteUrl")]
    assert (len(mails) > 1000, len(sites) > 300) == (True, True)
    assert all(re.fullmatch(r"[a-z0-9.@-]+\.example", mail) for mail in mails)
    assert all(site.endswith(".example") for site in sites)


def test_there_is_something_of_everything(town: Tenant) -> None:
    customers, suppliers = rows(town, "Customer"), rows(town, "Supplier")
    persons = [record for record in customers if record["IsPerson"]]
    both = {record["Id"] for record in customers} & {record["Id"] for record in suppliers}
    assert min(len(persons), len(both), len(rows(town, "Employee"))) > 10
    for flag, value in (("IsArchived", True), ("IsActive", False)):
        assert any(record[flag] is value for record in chain(customers, suppliers)), flag
    owners = {record["ContactId"] for record in rows(town, "Contactperson")}
    assert owners.isdisjoint(record["Id"] for record in persons)
    defaults = Counter(r["ContactId"] for r in rows(town, "Contactperson") if r["IsDefault"])
    assert set(defaults.values()) == {1}
    assert any(set("æøåÆØÅ") & set(record["Name"] or "") for record in customers)


def test_bulk_makes_what_a_post_would_make(here: Door, client: httpx.Client) -> None:
    """Apart from ids, stamps and what only comes with a second role."""
    bulk = Fake().tenant()
    plain = [party for party in parties(120) if party.active and not party.also]
    populate(bulk, plain)
    for party in plain:
        made(client, f"{party.role}s", **party.fields)
    varying = re.compile(r".*(Id|DateTimeOffset)$")
    for type in ("Customer", "Supplier", "Employee"):
        mine, theirs = rows(bulk, type), rows(here.tenant, type)
        assert len(mine) == len(theirs) > 5
        for one, other in zip(mine, theirs, strict=True):
            assert same(one, varying) == same(other, varying)


def same(record: dict[str, Any], varying: re.Pattern[str]) -> dict[str, Any]:
    kept = {name: value for name, value in record.items() if not varying.fullmatch(name)}
    return kept | {"MailAddress": same(record["MailAddress"], varying)} if kept.get("MailAddress") else kept
