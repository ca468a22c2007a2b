"""What each control route does to the client that the query names, or to the oldest one."""

from __future__ import annotations

from typing import Any, TypeGuard

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from talkqa.fake.clients import Client, Clients
from talkqa.fake.control import looking
from talkqa.fake.control.guard import ControlError, answer, read_body
from talkqa.fake.faults import Fault
from talkqa.fake.fidelity import FidelityError
from talkqa.fake.journal.choosing import Choice
from talkqa.fake.journal.export import exported
from talkqa.fake.mishaps import KINDS, plan_from
from talkqa.fake.planting import populate
from talkqa.fake.tenant import Tenant

LONGEST_ADVANCE = 1e8
"""Seconds, about three years."""
MOST_MADE_UP = 100_000
"""Records that one control request may have made up."""
CREDENTIAL = "client"
"""The name of the keys that a new client gets."""
MOST_NUMBER = 10**12
"""Of a request; a year at 30,000 a second."""
GONE = "talkqa-gone"
"""The header of an export that tells how many of the oldest requests are no more."""

_RULE = (
    "operation",
    "method",
    "credential",
    "nth",
    "times",
    "probability",
    "seed",
    "seen",
    "fired",
    "spent",
)


class Control:
    """The handlers of the control routes."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    async def health(self, request: Request) -> Response:
        return answer({"status": "ready", **looking.overview(self._client(request).tenant)})

    # Clients

    async def clients(self, request: Request) -> Response:
        """All clients, and last what holds the requests whose keys lead to none."""
        told = [{"id": one.tenant.client_id, "name": one.tenant.client_name} for one in self._clients]
        strays = {"id": self._clients.strays.tenant.client_id, "name": "Requests with unknown keys"}
        return answer({"clients": [*told, strays]})

    async def open(self, request: Request) -> Response:
        """Body: {}, or {"seed": number of records to make up, "random_seed": number}. Tells the keys, once."""
        raw = await _object(request)
        entities = _whole(raw, "seed", 0, MOST_MADE_UP)
        seed = _whole(raw, "random_seed", 1, 2**31)
        client = await run_in_threadpool(self._clients.open, lambda tenant: _fill(tenant, entities, seed))
        credential = client.tenant.credential(CREDENTIAL)
        keys = ("application_key", "client_key", "subscription_key")
        told = {"id": client.tenant.client_id, "name": client.tenant.client_name}
        return answer({**told, **{key: getattr(credential, key) for key in keys}}, 201)

    async def close(self, request: Request) -> Response:
        """?client= is needed: none is closed by mistake."""
        if not (id := request.query_params.get("client")):
            raise ControlError("clients: expected ?client= with the id of the one to close.")
        self._clients.close(id)
        return await self.clients(request)

    # Looking

    async def records(self, request: Request) -> Response:
        """?type=, page=, size=, find=."""
        asked = request.query_params
        type = asked.get("type", looking.KINDS[0])
        if type not in looking.KINDS:
            raise ControlError(f"records: type is '{type[:80]}', expected one of {', '.join(looking.KINDS)}.")
        page = _number(asked.get("page", "1"), "records: page", 1, 10**6)
        size = _number(asked.get("size", "25"), "records: size", 1, looking.MOST_ROWS)
        tenant, find = self._client(request).tenant, asked.get("find", "").strip()
        return answer(await run_in_threadpool(looking.records, tenant, type, page, size, find))

    async def requests(self, request: Request) -> Response:
        """?since=: only requests with a larger number; the latest 200 of them."""
        since = _number(request.query_params.get("since", "0"), "requests: since", 0, MOST_NUMBER)
        return answer(looking.requests(self._client(request).tenant, since))

    async def request(self, request: Request) -> Response:
        number = _number(request.path_params["number"], "request", 1, MOST_NUMBER)
        tenant = self._client(request).tenant
        found = looking.request(tenant, number)
        if found is None:
            raise ControlError(f"request {number}: {_none(number, tenant.journal.gone)}", 404)
        return answer(found)

    async def journal(self, request: Request) -> Response:
        """?format=ndjson|har, and the filters of `Choice`. A header tells how many of the oldest are no more."""
        asked = {name: text for name, text in request.query_params.items() if name != "client"}
        form = asked.pop("format", "ndjson")
        media = {"ndjson": "application/x-ndjson", "har": "application/json"}.get(form)
        tenant = self._client(request).tenant
        lines = await run_in_threadpool(exported, tenant, form, Choice.read(asked))
        return StreamingResponse(lines, headers={GONE: str(tenant.journal.gone)}, media_type=media)

    # Faults and time

    async def faults(self, request: Request) -> Response:
        kinds = [kind.to_json() for kind in KINDS.values() if "socket" in kind.doors]
        armed = [_told(fault) for fault in self._client(request).tenant.faults]
        return answer({"kinds": kinds, "armed": armed})

    async def arm(self, request: Request) -> Response:
        """Body: {"kind": name, rule and settings}."""
        fault = plan_from(await read_body(request), door="socket")
        return answer(_told(self._client(request).tenant.plan(fault)), 201)

    async def clear(self, request: Request) -> Response:
        tenant = self._client(request).tenant
        cleared = len(tenant.faults)
        tenant.faults = []
        return answer({"cleared": cleared})

    async def clock(self, request: Request) -> Response:
        return answer({"now": looking.overview(self._client(request).tenant)["now"]})

    async def advance(self, request: Request) -> Response:
        """Body: {"advance": seconds}; a negative number turns the clock back."""
        seconds = (await _object(request, "clock")).get("advance")
        if not _is_number(seconds) or not abs(seconds) <= LONGEST_ADVANCE:
            limit = f"a number of seconds up to {LONGEST_ADVANCE:.0f}"
            raise ControlError(f'clock: expected {{"advance": seconds}}, {limit}.')
        tenant = self._client(request).tenant
        with tenant.desk.lock:
            tenant.clock.advance(seconds)
        return await self.clock(request)

    # Assumptions

    async def assumptions(self, request: Request) -> Response:
        choices = self._client(request).tenant.choices
        return answer({"flipped": choices.flips, "asked": sorted(choices.asked)})

    async def assume(self, request: Request) -> Response:
        """Body: {"flipped": {assumption: alternative}}; all others stand."""
        flips = (await _object(request, "assumptions")).get("flipped")
        if not isinstance(flips, dict):
            raise ControlError('assumptions: expected {"flipped": {assumption: alternative}}.')
        tenant = self._client(request).tenant
        try:
            with tenant.desk.lock:
                tenant.assume({id: str(name) for id, name in flips.items()})
        except FidelityError as refusal:
            raise ControlError(f"assumptions: {refusal}") from None
        return await self.assumptions(request)

    # States

    async def reset(self, request: Request) -> Response:
        self._client(request).reset()
        return await self.health(request)

    async def snapshots(self, request: Request) -> Response:
        kept = self._client(request).snapshots
        return answer({"snapshots": [{"name": name, "number": one.number} for name, one in kept.items()]})

    async def keep(self, request: Request) -> Response:
        """Body: {"name": text}. number: of the last request before it."""
        name = (await _object(request, "snapshots")).get("name")
        if not isinstance(name, str):
            raise ControlError('snapshots: expected {"name": text}.')
        try:
            kept = self._client(request).keep(name)
        except ValueError as refusal:
            raise ControlError(str(refusal)) from None
        return answer({"name": name, "number": kept.number}, 201)

    async def restore(self, request: Request) -> Response:
        self._client(request).bring_back(request.path_params["name"])
        return await self.health(request)

    async def drop(self, request: Request) -> Response:
        self._client(request).drop(request.path_params["name"])
        return await self.snapshots(request)

    def _client(self, request: Request) -> Client:
        return self._clients.find(request.query_params.get("client"))


def _fill(tenant: Tenant, entities: int, seed: int) -> None:
    if entities:
        from talkqa.fake.made_up import parties  # Faker takes a while to import, and few need it

        populate(tenant, parties(entities, seed))


async def _object(request: Request, where: str = "clients") -> dict[str, Any]:
    raw = await read_body(request)
    if not isinstance(raw, dict):
        expected = '{"advance": seconds}' if where == "clock" else "an object"
        raise ControlError(f"{where}: expected {expected}.")
    return raw


def _whole(raw: dict[str, Any], name: str, default: int, most: int) -> int:
    value = raw.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
        raise ControlError(f"clients: {name} is {str(value)[:80]!r}, expected a whole number up to {most}.")
    return value


def _number(text: str, what: str, least: int, most: int) -> int:
    if not (text.isascii() and text.isdecimal()) or len(text) > 12 or not least <= int(text) <= most:
        raise ControlError(f"{what} is '{text[:80]}', expected a whole number from {least} to {most}.")
    return int(text)


def _none(number: int, gone: int) -> str:
    """Why there is no request of that number."""
    if number <= gone:
        return f"it is no more, the journal begins with request {gone + 1}."
    return "there is none of that number."


def _is_number(value: object) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _told(fault: Fault) -> dict[str, Any]:
    return {"kind": fault.name, **{name: getattr(fault, name) for name in _RULE}}
