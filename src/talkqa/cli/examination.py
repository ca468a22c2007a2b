"""Looking at the set-up of a system under test: one small world, a few cycles, and what the journal shows.

It judges no statement of the document. Where the set-up is right, or cannot be told to be wrong, it is silent.
"""

from __future__ import annotations

import io
import os
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import httpx

from talkqa.checklist import Checklist, dataflow_json
from talkqa.cli.ailments import Finding
from talkqa.fake import Entry, Fake, Tenant
from talkqa.fake.planting import plant
from talkqa.mutants.shelf import choose
from talkqa.report.redact import Redactor
from talkqa.scenario.plan import Plan
from talkqa.sut import AskedOutside, Assignment, CannotStart, CycleFailed, Endpoint, Synchroniser
from talkqa.sut.launching import Limits

CYCLES = 8
"""Cycles in which it must come to rest (the semantics, §1 *settle*)."""
PATIENCE = 60.0
"""Seconds that a cycle may take, as in checks."""

_UNREACHED = ("fake.invalid", "Connect", "URLError", "gaierror", "resolution")
"""Words of a failure to reach a host; in process only the transport leads anywhere."""
_ENDLESS = ("did not end within", "never paused")
_NAMES = {"partycontactperson": "contactperson"}
_TYPES = ("Employee", "Supplier", "Customer", "Contactperson")
_HOUSE = {"Name": "Huset AS", "OrganizationNumber": "999999999", "EmailAddress": "post@huset.example"}
_WORLD: dict[str, list[dict[str, Any]]] = {
    "Employee": [{"FirstName": "Kari", "LastName": "Lie", "EmailAddress": "kari@lie.example"}],
    "Supplier": [{"Name": "Fjord AS", "EmailAddress": "post@fjord.example"}],
    "Customer": [{"Name": "Vik AS", "EmailAddress": "post@vik.example"}],
}


@dataclass
class Seen:
    """What a short acquaintance showed. hosts: others than it was told. entries: its requests, in order."""

    start: str = ""
    troubles: list[str] = field(default_factory=list)
    hosts: list[str] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    wanted: frozenset[str] = frozenset()
    restless: bool = False
    again: list[str] = field(default_factory=list)
    offers: frozenset[str] = frozenset()


class Watching:
    """Its requests so far, also those whose keys lead to nobody."""

    def __init__(self, fake: Fake, tenant: Tenant) -> None:
        self._strays, self._tenant = fake.strays.journal, tenant.journal

    def entries(self) -> list[Entry]:
        return [*self._tenant, *self._strays]

    def count(self) -> int:
        return len(self._tenant) + len(self._strays)

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
        told = assignment_at(fake, tenant, checklist, origin, transport, Path(folder))
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
            mark = len(tenant.journal)
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
    mark = len(tenant.journal)
    for _ in range(2):
        sut.stop()
        sut.start(told)
        _cycle(sut, seen)
    made = [
        write.type for entry in tenant.journal.since(mark) for write in entry.writes if write.before is None
    ]
    return sorted(set(made))


def diagnose(seen: Seen, *, is_in_process: bool) -> list[Finding]:
    """The first ailment that keeps it from being judged; without one, all that looks odd."""
    stopping = next(_stopping(seen, is_in_process), None)
    return [stopping] if stopping else list(_odd(seen))


def _stopping(seen: Seen, is_in_process: bool) -> Iterator[Finding]:
    trouble = seen.start or next(iter(seen.troubles), "")
    if seen.hosts:
        yield Finding("wrong-host", seen.hosts[0])
    if seen.entries:
        yield from _refused(seen.entries)
    elif is_in_process and any(word in trouble for word in _UNREACHED):
        yield Finding("ignores-transport", trouble)
    if "cannot be run" in trouble:
        yield Finding("cannot-run", trouble)
    if seen.start:
        yield Finding("crashes-at-start", trouble)
    if any(word in trouble for word in _ENDLESS) or ("it did not list" in trouble and not seen.entries):
        yield Finding("cycle-times-out", trouble)
    if trouble and not seen.entries:
        yield Finding("fails-before-asking", trouble)


def _refused(entries: Sequence[Entry]) -> Iterator[Finding]:
    """Who never got an answer to anything but a sign-in, by how it was refused first."""
    if any(entry.status < 300 for entry in entries if not is_sign_in(entry)):
        return
    for entry in entries:
        what = f"{entry.method} {entry.path} → {entry.status}"
        if b"subscription key" in entry.response_body:
            yield Finding("wrong-subscription-key", what)
        elif is_sign_in(entry) and entry.status >= 400:
            yield Finding("wrong-grant" if b"grant" in entry.response_body else "wrong-key", what)
        elif is_lost(entry) or entry.status in (404, 405):
            yield Finding("wrong-path", what)
        elif entry.status == 401:
            yield Finding("no-token", what)


def _odd(seen: Seen) -> Iterator[Finding]:
    if not seen.entries:
        yield Finding("asks-nothing")
        return
    never = [trouble for trouble in seen.troubles if "it did not list" in trouble]
    if seen.troubles and not never:
        yield Finding("cycle-fails", seen.troubles[0])
    if "v2" in seen.offers and not any(is_of_v2(entry) for entry in seen.entries):
        yield Finding("speaks-v1")
    unknown = sorted({f"{one.method} {one.path}" for one in seen.entries if one.status == 501})
    if unknown:
        yield Finding("gap-of-the-fake", ", ".join(unknown))
    missing = seen.wanted - {listing(entry) for entry in seen.entries}
    if missing and (never or not seen.troubles):
        yield Finding("never-lists", ", ".join(sorted(missing)))
    outside = sorted({write.type for one in seen.entries for write in one.writes[:1]} - seen.wanted)
    if outside:
        yield Finding("writes-outside", ", ".join(outside))
    if seen.restless:
        yield Finding("never-settles", str(CYCLES))
    if seen.again:
        yield Finding("forgets", ", ".join(seen.again))


def is_sign_in(entry: Entry) -> bool:
    """Whether it asks for a token."""
    return entry.path.lower().rstrip("/").endswith("/oauth/token")


def is_write(entry: Entry) -> bool:
    """Whether it asks for a change."""
    return entry.method in ("POST", "PATCH", "PUT", "DELETE") and not is_sign_in(entry)


def is_of_v2(entry: Entry) -> bool:
    """Whether it asks API v2 for something, known or unknown."""
    return entry.path.lower().removeprefix("/demo").startswith("/v2/")


def is_lost(entry: Entry) -> bool:
    """Whether it asks for a type of PowerOffice, or for a token, where PowerOffice has neither."""
    words = set(entry.path.lower().strip("/").split("/"))
    return not entry.operation and bool(
        {"token", "employees", "suppliers", "customers", "contactpersons"} & words
    )


def listing(entry: Entry) -> str:
    """The type whose list it asks for, of either API; "" for any other request."""
    word = entry.operation.rstrip("/").rpartition("/")[2].lower()
    named = _NAMES.get(word, word.removesuffix("s"))
    return next((type_ for type_ in _TYPES if entry.method == "GET" and type_.lower() == named), "")


def first_stop(found: Iterable[Finding]) -> Finding | None:
    """The finding that no check can do anything about."""
    return next((one for one in found if one.ailment.stops), None)
