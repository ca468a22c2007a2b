"""A client beside another: two companies, isolated but for clock and journal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from talkqa.fake import Fake, Tenant
from tests.fake.doors import BASE_URL, TOKEN_URL


@contextmanager
def signed_in(fake: Fake, tenant: Tenant) -> Iterator[httpx.Client]:
    keys = tenant.credential("sut")
    header = {"Ocp-Apim-Subscription-Key": keys.subscription_key}
    form = {"grant_type": "client_credentials"}
    with httpx.Client(base_url=BASE_URL, transport=fake.transport(), headers=header) as client:
        answer = client.post(TOKEN_URL, auth=(keys.application_key, keys.client_key), data=form)
        client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        yield client


def test_two_clients_share_clock_and_journal_and_nothing_else() -> None:
    """Records, ids and keys are each one's own; each entry of the one journal says whom it was for."""
    fake = Fake()
    one = fake.tenant()
    other = fake.tenant(beside=one)
    with signed_in(fake, one) as here, signed_in(fake, other) as there:
        made = [
            client.post("/Customers", json={"Name": name}) for client, name in ((here, "A"), (there, "B"))
        ]
        assert made[0].json()["Id"] == made[1].json()["Id"], "numbers are given out by each client"
        here.get("/Customers")
    (mine,), (its,) = one.state()["Customer"].values(), other.state()["Customer"].values()
    assert (mine["Name"], its["Name"]) == ("A", "B")
    assert mine["LastChangedDateTimeOffset"] < its["LastChangedDateTimeOffset"], (
        "one clock, never twice one moment"
    )
    clients = [entry.client for entry in other.journal]
    assert clients == [one.client_id, other.client_id, one.client_id, other.client_id, one.client_id]
    assert [entry.number for entry in one.journal] == [1, 2, 3, 4, 5]
    assert set(one.secrets()).isdisjoint(other.secrets())


def test_the_token_of_one_client_opens_nothing_of_the_other() -> None:
    """A record of the other is not there, whoever knows its number."""
    fake = Fake()
    one = fake.tenant()
    other = fake.tenant(beside=one)
    with signed_in(fake, one) as here, signed_in(fake, other) as there:
        number = there.post("/Customers", json={"Name": "B"}).json()["Id"]
        assert here.get(f"/Customers/{number}").status_code == 404


def test_a_client_that_is_beside_none_keeps_to_itself() -> None:
    """The rule: neither clock nor journal are anybody else's."""
    fake = Fake()
    one, other = fake.tenant(), fake.tenant()
    one.clock.advance(60)
    with signed_in(fake, one):
        assert len(one.journal) == 1
        assert not other.journal
    assert one.clock.ticks > other.clock.ticks
