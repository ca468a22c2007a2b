"""What a scenario's journal tells about the cause of its verdict."""

from __future__ import annotations

from collections.abc import Iterable

from steps._world import World
from talkqa.fake import Entry
from talkqa.verdict.causes import Signs

REFUSED = (401, 403, 404, 405, 501)
"""How keys and addresses are refused."""
_TYPES = {"employees", "suppliers", "customers", "contactpersons"}
_SIGN_IN = "/oauth/token"


def signs(world: World, *, law: bool, broke: bool) -> Signs:
    """The signs of one scenario, once it has ended. Of two clients the one counts that answered less: with wrong keys
    for either of them nothing is set up.
    """
    own = [entry for entry in world.tenant.journal if entry.credential == "sut"]
    asked = [entry for entry in own if not is_sign_in(entry)]
    answered = [entry for entry in asked if 200 <= entry.status < 300]
    return Signs(
        asked=len(asked),
        answered=min(sum(entry.client == one.client_id for entry in answered) for one in world.tenants()),
        misaddressed=len(list(misaddressed((*own, *world.strangers())))),
        unknown=sum(entry.status == 501 and (bool(answered) or not is_lost(entry)) for entry in asked),
        started=not world.sync.did_not_start,
        failed=world.sync.failed,
        law=law,
        broke=broke or bool(world.broken_hooks),
    )


def misaddressed(entries: Iterable[Entry]) -> Iterable[Entry]:
    """The requests that no planned mishap struck, and that were refused for their keys or their address."""
    return (entry for entry in entries if not entry.fault and _is_refused(entry))


def _is_refused(entry: Entry) -> bool:
    return entry.status in REFUSED or (entry.status == 400 and is_sign_in(entry))


def is_sign_in(entry: Entry) -> bool:
    """Whether the request asks for a token, of either version of the API."""
    return entry.path.lower().rstrip("/").endswith(_SIGN_IN)


def is_lost(entry: Entry) -> bool:
    """Whether it asks for a type that PowerOffice has, at a place where PowerOffice does not have it."""
    return not entry.operation and bool(_TYPES & set(entry.path.lower().strip("/").split("/")))
