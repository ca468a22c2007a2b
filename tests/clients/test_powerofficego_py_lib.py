"""The published Python client ds-provider-powerofficego-py-lib, unchanged, on its own settings.

It needs the extra `clients`: `make clients` installs it and runs this folder.
"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from tests.clients.wire import Place

pytest.importorskip("ds_provider_powerofficego_py_lib", reason="the extra clients is not installed")

from ds_provider_powerofficego_py_lib.dataset import (
    PowerOfficeGoDataset,
    PowerOfficeGoDatasetSettings,
    ReadSettings,
)
from ds_provider_powerofficego_py_lib.linked_service import (
    PowerOfficeGoLinkedService,
    PowerOfficeGoLinkedServiceSettings,
)

ENTITIES = ("Customers", "Suppliers", "Employees", "ContactPersons")
PERSON = '{"FirstName": "Kari", "LastName": "Lie"}'


def reader(place: Place, entity: str) -> Any:
    """A data set of the client, connected: two records a page."""
    keys = place.tenant.credential("client")
    settings = PowerOfficeGoLinkedServiceSettings(
        application_key=keys.application_key,
        client_id=keys.client_key,
        subscription_key=keys.subscription_key,
        host=place.server.origin,
        token_endpoint=place.server.token_url,
    )
    service = PowerOfficeGoLinkedService(id=uuid4(), name="service", version="1.0.0", settings=settings)
    service.connect()
    wanted = PowerOfficeGoDatasetSettings(data_product=entity, read=ReadSettings(page_size=2))
    return PowerOfficeGoDataset(
        id=uuid4(), name="data", version="1.0.0", linked_service=service, settings=wanted
    )


def read(dataset: Any) -> list[int]:
    """The ids of one incremental read, in the order of their arrival."""
    dataset.read()
    return [] if dataset.output.empty else [int(id) for id in dataset.output["Id"]]


def lists(place: Place, since: int = 0) -> list[tuple[int, str | None]]:
    """Status and page number of the lists that were asked for after entry `since` of the journal."""
    entries = [entry for entry in place.tenant.journal.since(since) if entry.method == "GET"]
    return [(entry.status, entry.parameters().get("pagenumber")) for entry in entries]


def post(place: Place, target: str, body: str = PERSON) -> int:
    headers = {**place.v2_headers(), "Content-Type": "application/json"}
    return int(place.send("POST", target, headers, body).json()["Id"])


def path_of(place: Place, entity: str) -> str:
    """Where a record of that kind is created."""
    if entity != "ContactPersons":
        return f"/v2/{entity}"
    owner = post(place, "/v2/Customers", '{"Name": "Fjord AS"}')
    return f"/v2/ContactPersons/{owner}"


@pytest.mark.parametrize("entity", ENTITIES)
def test_it_reads_every_record_over_several_pages_and_then_only_what_is_new(
    place: Place, entity: str
) -> None:
    path = path_of(place, entity)
    body = '{"Name": "Fjord AS"}' if entity in ("Customers", "Suppliers") else PERSON
    old = [post(place, path, body) for _ in range(5)]
    dataset = reader(place, entity)
    assert read(dataset) == old
    assert (200, "3") in lists(place)
    new = [post(place, path, body) for _ in range(3)]
    here = len(place.tenant.journal)
    assert read(dataset) == new
    assert lists(place, here) == [(200, "1"), (200, "2")]
    here = len(place.tenant.journal)
    assert read(dataset) == []
    assert lists(place, here) == [(204, "1")]


def test_it_signs_in_with_empty_client_fields_beside_its_keys(place: Place) -> None:
    reader(place, "Customers")
    sign_in = place.tenant.journal[0]
    assert (sign_in.operation, sign_in.status) == ("POST /OAuth/Token", 200)
    assert sign_in.request_headers["content-type"] == "application/x-www-form-urlencoded"


def test_it_says_so_when_its_keys_are_wrong(place: Place) -> None:
    place.tenant.credential("client")
    place.tenant.revoke("client")
    with pytest.raises(Exception, match=r"400|invalid_client|[Aa]uthenti"):
        reader(place, "Customers")
