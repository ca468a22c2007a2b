"""A CRM's connector to v1 (C#, webCRMdotcom/ErpIntegrations), by the requests of its client and of its client's tests.

Filters without parentheses, spaces as `%20` and as `+` in one query, moments with seven decimals and a Z, an
empty address in a creation, whole records posted back, and reads of what has just been deleted.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.clients.wire import Place

JSON = "application/json; charset=utf-8"
EMPTY = {"ContactGroups": [], "IsArchived": False, "IsPerson": False, "StreetAddresses": []}
LONG_AGO = "%272016-02-05T10%3a00%3a00.1234567Z%27"


class Connector:
    """Talks as the connector does: the scheme of its token in lower case, Pascal case in what it posts."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._headers = {"Authorization": f"bearer {place.v1_token()}"}

    def ask(self, method: str, target: str, body: Any = None) -> Any:
        """The envelope of an answer that it takes for good."""
        headers, text = self._headers, None
        if body is not None:
            headers, text = {**headers, "Content-Type": JSON}, json.dumps(body)
        answer = self._place.send(method, target, headers, text)
        envelope = answer.json()
        assert (answer.status, envelope["success"]) == (200, True), answer.body
        return envelope

    def save(self, target: str, **fields: Any) -> Any:
        return self.ask("POST", target, fields)["data"]


@pytest.fixture
def connector(place: Place) -> Connector:
    return Connector(place)


def as_posted(record: dict[str, Any]) -> dict[str, Any]:
    """A record as .NET gives it back: names in Pascal case, moments without the space."""
    stamp = record["lastChanged"].replace(" ", "")
    return {name[0].upper() + name[1:]: value for name, value in {**record, "lastChanged": stamp}.items()}


def test_a_customer_is_made_read_changed_and_deleted_and_then_nothing(connector: Connector) -> None:
    made = connector.save("/Customer", **EMPTY, MailAddress={"IsPrimary": False}, Name="Before")
    one = f"/Customer/{made['id']}"
    assert connector.ask("GET", one)["data"]["name"] == "Before"
    since = {"Name": "After", "Since": "2018-01-11T00:00:00"}
    after = connector.save("/Customer", **{**as_posted(made), **since})
    assert (after["id"], after["name"], after["since"]) == (made["id"], "After", "2018-01-11")
    connector.ask("DELETE", one)
    assert connector.ask("GET", one).get("data") is None


def test_a_contact_person_is_made_read_changed_and_deleted_and_then_nothing(connector: Connector) -> None:
    owner = connector.save("/Customer", **EMPTY, Name="Fjord AS")["id"]
    made = connector.save(f"/Customer/{owner}/Contact", FirstName="Kari", LastName="Lie")
    one = f"/Customer/{owner}/Contact/{made['id']}"
    assert connector.ask("GET", one)["data"]["lastName"] == "Lie"
    after = connector.save(f"/Customer/{owner}/Contact/", **{**as_posted(made), "FirstName": "Berit"})
    assert (after["id"], after["firstName"], after["lastName"]) == (made["id"], "Berit", "Lie")
    connector.ask("DELETE", one)
    assert connector.ask("GET", one).get("data") is None


def test_changed_companies_are_listed_without_people_and_archived_ones(connector: Connector) -> None:
    wanted = connector.save("/Customer", **EMPTY, Name="Fjord AS")["id"]
    connector.save("/Customer", **{**EMPTY, "IsArchived": True}, Name="Fjell AS")
    connector.save("/Customer", **{**EMPTY, "IsPerson": True}, FirstName="Kari", LastName="Lie")
    filter = "IsPerson%20eq%20false%20and%20IsArchived%20eq%20false"
    envelope = connector.ask("GET", f"/Customer?$filter={filter} and LastChanged+ge+datetimeoffset{LONG_AGO}")
    assert [row["id"] for row in envelope["data"]] == [wanted]
    assert [row["id"] for row in connector.ask("GET", f"/Customer?$filter={filter}")["data"]] == [wanted]


def test_a_customer_is_found_by_its_number(connector: Connector) -> None:
    made = connector.save("/Customer", **EMPTY, Code=10_042, Name="Fjord AS")
    (found,) = connector.ask("GET", "/Customer?$filter=Code+eq+10042")["data"]
    assert found["id"] == made["id"]


def test_one_person_of_a_customer_is_read_when_it_has_changed(connector: Connector) -> None:
    owner = connector.save("/Customer", **EMPTY, Name="Fjord AS")["id"]
    people = [connector.save(f"/Customer/{owner}/Contact", FirstName=name, LastName="Lie") for name in "AB"]
    filter = f"Id+eq+{people[1]['id']}+and+LastChanged+ge+datetimeoffset{LONG_AGO}"
    (found,) = connector.ask("GET", f"/Customer/{owner}/Contact?$filter={filter}")["data"]
    assert found["firstName"] == "B"
