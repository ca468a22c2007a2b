"""How the SUT reaches the fake: nothing but PowerOffice's own hosts is answered, and nothing leaves the machine."""

from __future__ import annotations

import httpx
import pytest
from respx.models import AllMockedAssertionError

from steps._lanes import PRODUCTION, open_road, production
from talkqa.fake import Fake


@pytest.mark.parametrize("lane", ["in process", "production urls", "socket"])
def test_the_fake_answers_in_every_lane(lane: str) -> None:
    """A call without a token is refused by the fake itself: 401."""
    with open_road(lane) as road:  # type: ignore[arg-type]
        endpoint = road.endpoint(road.fake.tenant().credential("sut"))
        with httpx.Client(transport=endpoint.transport) as client:
            headers = {"Ocp-Apim-Subscription-Key": endpoint.subscription_key}
            assert client.get(f"{endpoint.base_url}/Customers", headers=headers).status_code == 401


def test_production_addresses_are_the_real_ones() -> None:
    """So that a client with built-in addresses runs unchanged."""
    with open_road("production urls") as road:
        endpoint = road.endpoint(road.fake.tenant().credential("sut"))
        assert (endpoint.base_url, endpoint.token_url) == (f"{PRODUCTION}/v2", f"{PRODUCTION}/OAuth/Token")


@pytest.mark.parametrize(
    "url", ["https://api-demo.poweroffice.net/Customer", "https://example.com/", "http://127.0.0.1:9/"]
)
def test_any_other_host_is_refused(url: str) -> None:
    """The request does not leave the process."""
    with production(Fake()), httpx.Client() as client, pytest.raises(AllMockedAssertionError):
        client.get(url)


def test_the_host_of_v1_is_one_of_poweroffices_own() -> None:
    """A SUT that speaks v1 has its address built in too; without a token v1 refuses it in its own words."""
    with production(Fake()), httpx.Client() as client:
        answer = client.get("https://api.poweroffice.net/Customer/")
    assert (answer.status_code, answer.json()["success"]) == (401, False)
