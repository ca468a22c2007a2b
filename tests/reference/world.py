"""A small world for one test: a fake PowerOffice, its user, and a synchroniser that is run cycle by cycle."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

import httpx

from talkqa.fake import Fake, Fault, Tenant
from talkqa.reference.synchroniser import Reference, Waiting
from talkqa.sut.errors import Killed
from talkqa.sut.inprocess import Cycling, InProcess
from talkqa.sut.protocol import Assignment, Endpoint

BASE = "https://goapi.poweroffice.net/v2"
TOKEN = "https://goapi.poweroffice.net/OAuth/Token"
ADDRESS = ("AddressLine1", "AddressLine2", "ZipCode", "City", "CountryCode")
COLLECTION = {
    "Employee": "/Employees",
    "Supplier": "/Suppliers",
    "Customer": "/Customers",
    "Contactperson": "/ContactPersons",
}
Record = dict[str, Any]


def rows(*names: str, **more: str) -> list[Record]:
    """Property rows: equal names, and differing ones as keywords."""
    pairs = [(name, name) for name in names] + list(more.items())
    return [{"source": source, "target": target, "type": "string"} for source, target in pairs]


def addresses() -> list[Record]:
    return rows(*(f"MailAddress.{part}" for part in ADDRESS))


def default_dataflow() -> Record:
    """The three flows with the default property table."""
    person = {"IsPerson": True}
    return {
        "flows": [
            {
                "slug": "employee-contactperson",
                "source": "Employee",
                "target": "Contactperson",
                "pairs": [
                    *rows("FirstName", "LastName", "EmailAddress", "PhoneNumber", JobTitle="Title"),
                    *addresses(),
                ],
            },
            {
                "slug": "supplier-customer",
                "source": "Supplier",
                "target": "Customer",
                "pairs": [
                    *rows(
                        "Name", "LegalName", "OrganizationNumber", "EmailAddress", "PhoneNumber", "WebsiteUrl"
                    ),
                    {"source": "IsPerson", "target": "IsPerson", "type": "boolean", "creation_only": True},
                    *({**row, "when": person} for row in rows("FirstName", "LastName")),
                    *addresses(),
                ],
            },
            {
                "slug": "customer-contactperson",
                "source": "Customer",
                "target": "Contactperson",
                "pairs": [
                    *rows("EmailAddress", "PhoneNumber"),
                    *addresses(),
                    {"source": "Name", "target": "FirstName", "type": "string", "creation_only": True},
                    {"source": "", "target": "LastName", "constant": "Kontakt", "creation_only": True},
                ],
            },
        ],
        "decisions": {"f1": {"parent": None}, "full_every": 2},
        "page_size": 5000,
    }


class World:
    """What a test says: make, edit, cycle, settle, look."""

    def __init__(
        self,
        factory: Callable[[], Cycling] = Reference,
        *,
        house: bool = True,
        change: Callable[[Record], None] = lambda dataflow: None,
    ) -> None:
        self.fake, self.tenant = self.opened()
        self.target: Endpoint | None = None
        """The target system's client, where it is another one."""
        self.folder = tempfile.TemporaryDirectory()
        self.sut = InProcess(factory)
        self.dataflow = deepcopy(default_dataflow())
        keys = self.tenant.credential("user")
        self._user = httpx.Client(
            transport=self.fake.transport(),
            trust_env=False,
            headers={"Ocp-Apim-Subscription-Key": keys.subscription_key},
        )
        answer = self._user.post(
            TOKEN,
            auth=(keys.application_key, keys.client_key),
            data={"grant_type": "client_credentials"},
        )
        self._user.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        self.house = self.add("Customer", Name="House AS") if house else ""
        if house:
            self.dataflow["decisions"]["f1"]["parent"] = {"contact_id": int(self.house)}
        change(self.dataflow)
        self.running = False

    def opened(self) -> tuple[Fake, Tenant]:
        """The fake, and the client of it that this world is about."""
        fake = Fake()
        return fake, fake.tenant()

    # The user

    def add(self, entity: str, parent: str = "", **values: Any) -> str:
        """A user creates a record; returns its key."""
        record = self._sent("POST", COLLECTION[entity] + (f"/{parent}" if parent else ""), json=values).json()
        return f"{record['ContactId']}/{record['Id']}" if entity == "Contactperson" else str(record["Id"])

    def edit(self, entity: str, key: str, **values: Any) -> None:
        """A user saves values a second later; dots in a path are written as `__`."""
        self.tenant.clock.advance(1)
        operations = [
            {"op": "replace", "path": "/" + path.replace("__", "/"), "value": value}
            for path, value in values.items()
        ]
        self._sent("PATCH", f"{COLLECTION[entity]}/{key}", json=operations)

    def delete(self, entity: str, key: str) -> None:
        """A user deletes a record."""
        self._sent("DELETE", f"{COLLECTION[entity]}/{key}")

    def _sent(self, method: str, path: str, **request: Any) -> httpx.Response:
        answer = self._user.request(method, BASE + path, **request)
        assert answer.status_code < 300, answer.text
        return answer

    # The synchroniser

    def start(self) -> None:
        """Start, or start again with the same memory."""
        keys = self.tenant.credential("sut")
        endpoint = Endpoint(
            BASE, TOKEN, keys.application_key, keys.client_key, keys.subscription_key, self.fake.transport()
        )
        told = endpoint, self.dataflow, Path(self.folder.name), self.tenant.clock.advance
        self.sut.start(Assignment(*told, target=self.target))
        self.running = True

    def cycle(self, times: int = 1) -> None:
        """Run cycles; one that is killed ends the process, and the next starts it anew."""
        for _ in range(times):
            if not self.running:
                self.start()
            self.tenant.clock.advance(1)
            try:
                self.sut.cycle()
            except Killed:
                self.running = False

    def settle(self) -> int:
        """Run cycles until an incremental and a full one in a row wrote nothing; how many did write."""
        quiet = 0
        for number in range(10):
            mark = len(self.tenant.journal)
            self.cycle()
            quiet = 0 if self.writes(mark) or not self.running else quiet + 1
            if quiet == 2:
                return number - 1
        raise AssertionError("does not come to rest: " + ", ".join(e.operation for e in self.writes(mark)))

    def restart(self) -> None:
        """Stop in good order; the next cycle starts it again."""
        self.sut.stop()
        self.running = False

    def plan(self, **fault: Any) -> Fault:
        """Arm a fault for the synchroniser's requests."""
        return self.tenant.plan(Fault("planned", credential="sut", **fault))

    def kill(self, _: object = None) -> None:
        """SIGKILL, as a fault's callback."""
        self.sut.kill()
        raise Killed

    def state_folder(self) -> Path:
        """Where the synchroniser remembers things."""
        return Path(self.folder.name)

    def report(self) -> list[Waiting]:
        """What the reference says is waiting."""
        reference = self.sut._sut
        assert isinstance(reference, Reference)
        return reference.report()

    # What can be seen

    def all(self, entity: str) -> dict[str, Record]:
        return self.tenant.state()[entity]

    def get(self, entity: str, key: str) -> Record:
        assert key in self.all(entity), f"{entity} {key} is gone"
        return self.all(entity)[key]

    def requests(self, since: int = 0) -> list[Any]:
        """The synchroniser's own requests with a number above `since`."""
        return [entry for entry in self.tenant.journal.since(since) if entry.credential == "sut"]

    def writes(self, since: int = 0) -> list[Any]:
        """Its POSTs, PATCHes and DELETEs, whatever came of them."""
        sent = self.requests(since)
        return [e for e in sent if e.method != "GET" and not e.operation.endswith("/OAuth/Token")]

    def effects(self, since: int = 0) -> list[str]:
        """The operations of its requests that changed something."""
        return [entry.operation for entry in self.writes(since) if entry.writes]

    def partner_of(self, values: Sequence[str], entity: str, path: str = "PhoneNumber") -> list[str]:
        """The keys of a type whose property holds one of these values."""
        return [key for key, record in self.all(entity).items() if record[path] in values]

    def close(self) -> None:
        self.sut.stop()
        self._user.close()
        self.folder.cleanup()
