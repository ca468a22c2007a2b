"""What a connector may know of its SUT's requests, so that it sees when a service has made a cycle."""

from __future__ import annotations

from collections.abc import Sequence

from talkqa.fake import Tenant

_LISTINGS = {
    "get /employees": "Employee",
    "get /suppliers": "Supplier",
    "get /customers": "Customer",
    "get /contactpersons": "Contactperson",
    "get /employee": "Employee",
    "get /supplier": "Supplier",
    "get /customer": "Customer",
    "get /partycontactperson": "Contactperson",
}
"""Operations that list a type, of either version of the API."""


class Watching:
    """Counts the requests that one credential has made at a tenant, and names the listings among them."""

    def __init__(self, tenant: Tenant, credential: str) -> None:
        self._tenant, self._credential = tenant, credential

    def count(self) -> int:
        """Requests at the tenant so far; between two edits all of them are the SUT's."""
        return self._tenant.journal.latest

    def listed(self, since: int) -> Sequence[str]:
        """The types that it asked a listing of, in the order of asking, whatever the answer was."""
        named = (
            _LISTINGS.get(entry.operation.rstrip("/").lower())
            for entry in self._tenant.journal.since(since)
            if entry.credential == self._credential
        )
        return [type for type in named if type is not None]
