"""Nothing of one tenant is visible to another: each is what it would be had it been alone."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import httpx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from talkqa.fake import Credential, Fake, Fault, Limits, Response
from talkqa.fake.errors import RefusalError
from talkqa.fake.fidelity import ledger
from talkqa.fake.journal.export import told
from talkqa.fake.snapshots import Snapshot
from tests.fake.doors import BASE_URL, TOKEN_URL, Door, sign_in

Action = tuple[Any, ...]

MARK = "§"
"""Stands for the mark of the tenant in what it writes."""
FLIPS = [(entry.id, name) for area in ledger() for entry in area.assumptions for name in entry.alternatives]

names = {"Name": MARK, "FirstName": MARK, "LastName": MARK}
ids = st.integers(1000, 1004)
below = st.integers(2000, 2002)
filters = st.sampled_from(
    [
        "",
        "?PageSize=1",
        "?OrderBy=Name",
        "?Fields=Id",
        "?$top=1",
        "?lastChangedDateTimeOffsetGreaterThan=2026-01-05",
    ]
)
plurals = st.sampled_from(["Customers", "Suppliers", "Employees"])
patches = st.sampled_from(
    [
        [{"op": "replace", "path": "/PhoneNumber", "value": MARK}],
        [{"op": "replace", "path": "/ExternalNumber", "value": 7}],
        [{"op": "replace", "path": "/LastName", "value": f"{MARK} {MARK}"}],
        [{"op": "add", "path": "/ContactGroupIds/-", "value": 2}],
    ]
)
v2 = st.one_of(
    st.builds(lambda plural: ("POST", f"/v2/{plural}", names), plurals),
    st.builds(lambda plural, query: ("GET", f"/v2/{plural}{query}", None), plurals, filters),
    st.builds(lambda plural, id: ("GET", f"/v2/{plural}/{id}", None), plurals, ids),
    st.builds(lambda plural, id: ("DELETE", f"/v2/{plural}/{id}", None), plurals, ids),
    st.builds(lambda plural, id, patch: ("PATCH", f"/v2/{plural}/{id}", patch), plurals, ids, patches),
    st.builds(lambda id: ("POST", f"/v2/ContactPersons/{id}", names), ids),
    st.builds(lambda id, own: ("GET", f"/v2/ContactPersons/{id}/{own}", None), ids, below),
    st.builds(lambda id: ("POST", f"/v2/ContactBankAccounts/{id}", {"BankAccountNumber": MARK}), ids),
    st.sampled_from(
        [
            ("GET", "/v2/ContactPersons", None),
            ("GET", "/v2/ContactBankAccounts", None),
            ("POST", "/v2/ContactGroups", {"Name": MARK}),
            ("GET", "/v2/ContactGroups", None),
            ("GET", "/v2/ClientIntegrationInformation", None),
            ("GET", "/v2/Vouchers", None),
        ]
    ),
)
v1 = st.sampled_from(
    [
        ("POST", "/Customer/", {"name": MARK, "contactGroups": [MARK]}),
        ("POST", "/Customer/", {"id": 1001, "name": f"{MARK} {MARK}"}),
        ("GET", "/Customer/", None),
        ("GET", "/Customer/?$filter=(Name eq 'x')", None),
        ("DELETE", "/Customer/1001/", None),
    ]
)
harness = st.sampled_from(
    [
        ("sign in",),
        ("sign in with a foreign client key",),
        ("use a foreign subscription key",),
        ("advance", 700.0),
        ("advance", -5.0),
        ("expire",),
        ("revoke",),
        ("readmit",),
        ("withdraw", "Customer"),
        ("grant", "Customer"),
        ("page limit", 1),
        ("fault", "GET /Customers"),
        ("fault", "POST /Customers"),
        ("limits", 2),
        ("no limits",),
        ("add role", 1001),
        ("mark in use", 1001),
        ("snapshot",),
        ("restore",),
        ("reset",),
    ]
)
actions = st.one_of(v2, v2, v1, harness)


@dataclass
class Actor:
    """One tenant and who uses it. mark: what all its texts hold. foreign: somebody else's client and other key."""

    door: Door
    mark: str
    foreign: tuple[str, str] = ("a client key", "a subscription key")
    seen: list[Any] = field(default_factory=list)
    token: str = ""
    snapshot: Snapshot | None = None

    def __post_init__(self) -> None:
        self.client = httpx.Client(transport=self.door.transport, trust_env=False, verify=False)

    @property
    def keys(self) -> Credential:
        return self.door.tenant.credential("sut")

    def act(self, action: Action) -> None:
        """Do it, and note what could be seen."""
        what, *more = action
        if what.isupper():
            self.request(what, *more)
        else:
            HARNESS[what](self, *more)

    def request(self, method: str, path: str, body: Any, key: str | None = None) -> None:
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        if path.startswith("/v2"):
            headers["Ocp-Apim-Subscription-Key"] = key or self.keys.subscription_key
        content = None if body is None else json.dumps(body, ensure_ascii=False).replace(MARK, self.mark)
        self.note(self.client.request(method, self.origin + path, headers=headers, content=content))

    def sign_in(self, client_key: str | None = None) -> None:
        keys = replace(self.keys, client_key=client_key or self.keys.client_key)
        answer = sign_in(self.client, keys, self.door.token_url)
        if answer.status_code == 200:
            self.token = answer.json()["access_token"]
        self.note(answer)

    def add_role(self, id: int) -> None:
        try:
            self.seen.append(self.door.tenant.add_role("Supplier", id, Name=self.mark))
        except RefusalError as refusal:
            self.seen.append(str(refusal))

    def fault(self, operation: str) -> None:
        answer = Response.json(429, {"message": self.mark})
        self.door.tenant.plan(Fault(f"of {self.mark}", operation=operation, answer=answer))

    def limit(self, rate: int | None) -> None:
        self.door.tenant.limits = Limits(v2=rate, v1=rate, token=None) if rate else None

    def page(self, limit: int) -> None:
        self.door.tenant.page_limit = limit

    def keep(self) -> None:
        self.snapshot = self.door.tenant.snapshot()

    def restore(self) -> None:
        if self.snapshot is not None:
            self.door.tenant.restore(self.snapshot)

    def whole(self) -> str:
        """All that there is of it, as one text."""
        tenant = self.door.tenant
        everything = {
            "answers": self.seen,
            "state": tenant.state(),
            "journal": [told(entry) for entry in tenant.journal],
            "time": tenant.clock.ticks,
            "faults": [(fault.name, fault.seen, fault.fired) for fault in tenant.faults],
        }
        return self.masked(json.dumps(everything, default=str, indent=1, ensure_ascii=False))

    def note(self, answer: httpx.Response) -> None:
        self.seen.append((answer.status_code, self.masked(answer.text), answer.headers.get("x-pagination")))

    def masked(self, text: str) -> str:
        """Without what is new with every tenant: where it is, its keys, and its tokens but for what they say."""
        for token in self.door.tenant.tokens:
            text = text.replace(token, base64.urlsafe_b64decode(token.split(".")[1] + "==").decode())
        for secret in self.secrets():
            text = text.replace(secret, "key")
        return text.replace(self.origin.partition("://")[2], "host").replace("http://host", "https://host")

    def secrets(self) -> list[str]:
        return [self.keys.application_key, self.keys.client_key, self.keys.subscription_key]

    @property
    def origin(self) -> str:
        return self.door.base_url.removesuffix("/v2")


HARNESS: dict[str, Callable[..., object]] = {
    "sign in": Actor.sign_in,
    "sign in with a foreign client key": lambda actor: actor.sign_in(actor.foreign[0]),
    "use a foreign subscription key": lambda actor: actor.request(
        "GET", "/v2/Customers", None, actor.foreign[1]
    ),
    "advance": lambda actor, seconds: actor.door.tenant.clock.advance(seconds),
    "expire": lambda actor: actor.door.tenant.expire("sut"),
    "revoke": lambda actor: actor.door.tenant.revoke("sut"),
    "readmit": lambda actor: actor.door.tenant.readmit("sut"),
    "withdraw": lambda actor, type: actor.door.tenant.withdraw("sut", type),
    "grant": lambda actor, type: actor.door.tenant.grant("sut", type),
    "page limit": Actor.page,
    "fault": Actor.fault,
    "limits": Actor.limit,
    "no limits": lambda actor: actor.limit(None),
    "add role": Actor.add_role,
    "mark in use": lambda actor, id: actor.door.tenant.mark_in_use("Customer", id),
    "snapshot": Actor.keep,
    "restore": Actor.restore,
    "reset": lambda actor: actor.door.tenant.reset(),
}
MARKS = ("MärkOfThe1st", "MärkOfThe2nd", "MärkOfThe3rd")
"""Of the tenants, in their order."""

plays = st.lists(st.tuples(st.integers(0, len(MARKS) - 1), actions), min_size=5, max_size=40)
flips = st.lists(st.just({}) | st.sampled_from(FLIPS).map(lambda flip: dict([flip])), min_size=3, max_size=3)


def beginning(door: Door, mark: str) -> Actor:
    """An actor who has signed in and made a customer."""
    actor = Actor(door, mark)
    actor.sign_in()
    actor.act(("POST", "/v2/Customers", names))
    return actor


def alone(actor: Actor, number: int, play: list[tuple[int, Action]], assume: dict[str, str]) -> Actor:
    """The same tenant with the same requests, in a fake where nothing else happens."""
    fake = Fake()
    for _ in range(number):
        fake.tenant()
    lonely = beginning(Door(fake, fake.tenant(assume), BASE_URL, TOKEN_URL, fake.transport()), actor.mark)
    for who, action in play:
        if who == number:
            lonely.act(action)
    return lonely


def check(doors: list[Door], play: list[tuple[int, Action]], assumed: list[dict[str, str]]) -> None:
    actors = [beginning(door, mark) for door, mark in zip(doors, MARKS, strict=True)]
    for actor, other in zip(actors, [*actors[1:], actors[0]], strict=True):
        actor.foreign = (other.keys.client_key, other.keys.subscription_key)
    for who, action in play:
        actors[who].act(action)
    for number, actor in enumerate(actors):
        whole = actor.whole()
        assert whole == alone(actor, number, play, assumed[number]).whole()
        for other in actors:
            if other is not actor:
                unknown = [other.mark, *other.secrets(), *other.door.tenant.tokens]
                assert not [text for text in unknown if text in whole]


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(play=plays, assumed=flips)
def test_each_tenant_is_what_it_would_be_alone(
    play: list[tuple[int, Action]], assumed: list[dict[str, str]]
) -> None:
    fake = Fake()
    way = (BASE_URL, TOKEN_URL, fake.transport())
    check([Door(fake, fake.tenant(assume), *way) for assume in assumed], play, assumed)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(play=plays)
def test_each_tenant_of_a_server_is_what_it_would_be_alone(play: list[tuple[int, Action]]) -> None:
    """Through a socket, where all share one loop."""
    fake = Fake()
    with fake.serve() as server:
        doors = [Door(fake, fake.tenant(), server.base_url, server.token_url, None) for _ in MARKS]
        check(doors, play, [{}, {}, {}])
