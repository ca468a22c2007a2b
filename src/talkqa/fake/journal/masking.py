"""Takes secrets out of whatever leaves the fake, wherever a client has put them and in whatever form.

The journal masks what it writes down; a record can hold a secret too, when a client stored one.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from talkqa.fake.journal.scrubbing import MASK
from talkqa.fake.signin import Credential

_TOKEN = r"eyJ[\w-]{8,}(?:\.|%2E)[\w-]{8,}(?:\.|%2E)[\w-]{20,}"
"""A token of the form that the fake gives out, of whichever tenant and however old."""


class Mask:
    """Knows the keys of some credentials, and every token by its form."""

    def __init__(self, credentials: Iterable[Credential] = ()) -> None:
        forms = {form for credential in credentials for form in _forms(credential)}
        longest_first = sorted(map(re.escape, forms), key=len, reverse=True)
        self._secret = re.compile("|".join([*longest_first, _TOKEN]).encode(), re.IGNORECASE)

    def __call__(self, data: bytes) -> bytes:
        """The same text without secrets, in whatever letter case they stand."""
        return self._secret.sub(MASK.encode(), data)


def _forms(credential: Credential) -> Iterator[str]:
    """Each key as it is, without hyphens, and both keys as a Basic header has them."""
    keys = (credential.application_key, credential.client_key, credential.subscription_key)
    for key in keys:
        yield key
        yield key.replace("-", "")
        yield base64.b64encode(key.encode()).decode().rstrip("=")
    pair = base64.b64encode(":".join(keys[:2]).encode()).decode().rstrip("=")
    yield pair
    yield quote(pair, safe="")
