"""Looking at the set-up of a system under test: one small world and a few cycles; `diagnosis` says what was seen.

It judges no statement of the document. Where the set-up is right, or cannot be told to be wrong, it is silent.
"""

from __future__ import annotations

import io
import os
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, redirect_stderr, redirect_stdout
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx

from talkqa.checklist import Checklist, dataflow_json
from talkqa.cli.ailments import Finding
from talkqa.cli.diagnosis import CYCLES, Seen, diagnose, is_write, listing
from talkqa.fake import Entry, Fake, Tenant
from talkqa.fake.planting import plant
from talkqa.mutants.shelf import choose
from talkqa.report.redact import Redactor
from talkqa.scenario.plan import Plan
from talkqa.sut import OFFERS, AskedOutside, Assignment, CannotStart, CycleFailed, Endpoint, Synchroniser
from talkqa.sut.launching import Limits
from talkqa.sut.offers import USUAL

PATIENCE = 60.0
"""Seconds that a cycle may take, as in checks."""

_HOUSE = {"Name": "Huset AS", "OrganizationNumber": "999999999", "EmailAddress": "post@huset.example"}
_WORLD: dict[str, list[dict[str, Any]]] = {
    "Employee": [{"FirstName": "Kari", "LastName": "Lie", "EmailAddress": "kari@lie.example"}],
    "Supplier": [{"Name": "Fjord AS", "EmailAddress": "post@fjord.example"}],
    "Customer": [{"Name": "Vik AS", "EmailAddress": "post@vik.example"}],
}


class Watching:
    """Its requests so far, also those whose keys lead to nobody."""

    def __init__(self, fake: Fake, tenant: Tenant) -> None:
        self._strays, self._tenant = fake.strays.journal, tenant.journal

    def entries(self) -> list[Entry]:
        return [*self._tenant, *self._strays]

    def count(self) -> int:
        return self._tenant.latest + self._strays.latest

    def listed(self, since: int) -> Sequence[str]:
        """The types whose listing it has asked for after so many requests."""
        return [type_ for entry in self._tenant.since(since) if (type_ := listing(entry))]


class Minding(httpx.BaseTransport):
    """Passes requests on, and notes the hosts that are not the one that was told."""

    def __init__(self, inner: httpx.BaseTransport, host: str, hosts: list[str]) -> None:
        self._inner, self._host, self._hosts = inner, host, hosts

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.host != self._host and request.url.host not in self._hosts:
            self._hosts.append(request.url.host)
        return self._inner.handle_request(request)


def examine(plan: Plan, patience: float = PATIENCE) -> list[Finding]:
    """What is wrong with the set-up of the plan's system under test; empty when nothing is seen.

    patience: seconds that a cycle may take. Takes what the system itself takes for a start and some cycles.
    What it prints in this process goes to stderr when something is found; its keys and tokens go nowhere.
    Raises what reading the document, the profile and the name of the system raises.
    """
    if found := list(before_starting(plan.sut)):
        return found
    checklist = plan.checklist()
    make = choose(plan.sut, Limits(patience, plan.memory))
    with ExitStack() as stack, tempfile.TemporaryDirectory(prefix="talkqa-doctor-") as folder:
        fake = Fake()
        seen = Seen(wanted=types_of(checklist), offers=frozenset(plan.offers))
        origin = "http://fake.invalid"
        transport: httpx.BaseTransport | None = Minding(fake.transport(), "fake.invalid", seen.hosts)
        if plan.lane == "socket":
            origin, transport = stack.enter_context(fake.serve(port=0)).origin, None
        tenant = fake.tenant()
        named = checklist.for_system(plan.offers or USUAL, OFFERS)
        told = assignment_at(fake, tenant, named, origin, transport, Path(folder))
        printed = io.StringIO()
        with redirect_stdout(printed), redirect_stderr(printed):
            acquaint(make(), told, fake, tenant, seen)
    point = told.endpoint
    without = Redactor([point.application_key, point.client_key, point.subscription_key]).text
    found = diagnose(seen, is_in_process=plan.lane != "socket")
    if found:
        sys.stderr.write(without(printed.getvalue()))
    return [replace(one, what=without(one.what)) for one in found]


def before_starting(spec: str) -> Iterator[Finding]:
    """What can be seen of a command without running it."""
    kind, _, text = spec.partition(":")
    if kind not in ("command", "service"):
        return
    words = shlex.split(text)
    if words and shutil.which(words[0]) is None:
        path = Path(words[0])
        is_there = path.is_file() and not os.access(path, os.X_OK)
        yield Finding("not-executable" if is_there else "command-not-found", words[0])


def types_of(checklist: Checklist) -> frozenset[str]:
    """The types that some flow with a fake is about."""
    flows = [flow for flow in checklist.flows if not flow.not_tested_reason]
    return frozenset(type_ for flow in flows for type_ in (flow.source, flow.target))


def assignment_at(
    fake: Fake,
    tenant: Tenant,
    checklist: Checklist,
    origin: str,
    transport: httpx.BaseTransport | None,
    folder: Path,
) -> Assignment:
    """A record of each type, and what the system is told."""
    plant(tenant, {"Customer": [_HOUSE]})
    house = int(next(iter(tenant.state()["Customer"])))
    plant(tenant, _WORLD)
    keys = tenant.credential("sut")
    point = Endpoint(
        f"{origin}/v2", f"{origin}/OAuth/Token",
        keys.application_key, keys.client_key, keys.subscription_key, transport,
    )  # fmt: skip
    state = folder / "state"
    state.mkdir()
    dataflow = dataflow_json(checklist, house_customer=house)
    return Assignment(point, dataflow, state, tenant.clock.advance, Watching(fake, tenant))


def acquaint(sut: Synchroniser, told: Assignment, fake: Fake, tenant: Tenant, seen: Seen) -> None:
    """Start it, run it until it rests, restart it, and run it once more; all that is seen goes into `seen`."""
    watch = Watching(fake, tenant)
    try:
        own = sut.start(told).offers
        seen.offers = seen.offers or own
        for _ in range(CYCLES):
            mark = tenant.journal.latest
            tenant.clock.advance(1)
            if not _cycle(sut, seen) or not any(is_write(entry) for entry in tenant.journal.since(mark)):
                break
        else:
            seen.restless = True
        if not seen.troubles and not seen.restless:
            seen.again = _restarted(sut, told, tenant, seen)
    except CannotStart as error:
        seen.start = str(error)
    finally:
        seen.entries = watch.entries()
        sut.stop()


def _cycle(sut: Synchroniser, seen: Seen) -> bool:
    try:
        sut.cycle()
    except AskedOutside as error:
        seen.hosts += error.hosts
        return False
    except CycleFailed as error:
        seen.troubles.append(str(error))
        return False
    return True


def _restarted(sut: Synchroniser, told: Assignment, tenant: Tenant, seen: Seen) -> list[str]:
    """The types that a restart makes it create again, though nothing has changed."""
    mark = tenant.journal.latest
    for _ in range(2):
        sut.stop()
        sut.start(told)
        _cycle(sut, seen)
    made = [
        write.type for entry in tenant.journal.since(mark) for write in entry.writes if write.before is None
    ]
    return sorted(set(made))
