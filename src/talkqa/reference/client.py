"""PowerOffice Go v2 over HTTP: sign-in, lists, single records, creations and patches.

Says how a request failed (`failures`), never what that means for the synchronisation. Requests that
cannot do harm twice are repeated here; a creation only when it surely was not taken (R-47, R-53).
"""

from __future__ import annotations

import json
import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception_type

from talkqa.reference.entities import COLLECTION, MARK_FILTER, Key, Record, mark_of, stamp_text
from talkqa.reference.failures import Doubt, Forbidden, Gone, NotAuthorised, NotTaken, Refused, Transient
from talkqa.sut.protocol import Endpoint

TRIES, THROTTLED_TRIES = 4, 10
"""How often a request is made at most in one go; the next cycle tries again (R-49, R-52)."""
WORDS = ("detail", "error_description", "message", "title")
"""Where an error answer says what is wrong, the most precise first."""
EXPIRY_MARGIN = 60.0
"""Seconds before its end from which a token is renewed."""


class Client:
    """One PowerOffice client behind one set of keys."""

    first_page = 1

    def __init__(self, endpoint: Endpoint, pause: Callable[[float], None], page_size: int = 5000) -> None:
        self._endpoint = endpoint
        self._page_size = page_size
        self._pause = pause
        self._token = ""
        self._token_ends = 0.0
        self._http = httpx.Client(
            transport=endpoint.transport, verify=_trust(endpoint), trust_env=False, timeout=30.0
        )
        self._subscription = {"Ocp-Apim-Subscription-Key": endpoint.subscription_key}
        self._patiently = _retrying(Transient, pause)
        self._carefully = _retrying(NotTaken, pause)

    def close(self) -> None:
        """Let the connections go."""
        self._http.close()

    def listing(self, entity: str, since: int | None = None) -> list[Record]:
        """All records of a type, to the last page (R-46); since: ticks, only what changed after them."""
        return [record for page in self.pages(entity, since) for record in page]

    def pages(self, entity: str, since: int | None) -> Iterator[list[Record]]:
        """Page by page. An empty list is 204 without a body; the end is told by X-Pagination."""
        query: dict[str, str | int] = {"PageNumber": self.first_page, "PageSize": self._page_size}
        if since is not None:
            query["lastChangedDateTimeOffsetGreaterThan"] = stamp_text(since)
        while True:
            answer = self._read(COLLECTION[entity], query)
            if answer.status_code == 204:
                return
            records: list[Record] = answer.json()
            yield records
            if not self.has_next(answer, len(records)):
                return
            query["PageNumber"] = int(query["PageNumber"]) + 1

    def has_next(self, answer: httpx.Response, length: int) -> bool:
        """Whether another page follows; without the header, whether this one was full."""
        header = answer.headers.get("X-Pagination")
        if header is None:
            return length >= self._page_size
        told = json.loads(header) or {}
        return bool(told.get("nextPageLink") or told.get("NextPageLink"))

    def get(self, key: Key) -> Record:
        """One record. Raises `Gone` when it is not there."""
        record: Record = self._read(f"{COLLECTION[key.type]}/{key.id}", {}).json()
        return record

    def find_mark(self, entity: str, mark: str) -> Record | None:
        """The record that carries a creation mark; None when there is none."""
        answer = self._read(COLLECTION[entity], {MARK_FILTER[entity]: mark})
        found = [] if answer.status_code == 204 else answer.json()
        return next((record for record in found if mark_of(entity, record) == mark), None)

    def create(self, path: str, body: Record) -> Record:
        """POST once. Raises `Doubt` when nobody can tell whether it was done, and never repeats it then."""
        answer = self._carefully(self._send, "POST", path, content=_json(body), kind="application/json")
        if not answer.content:
            raise Doubt(f"POST {path}: {answer.status_code} without the record that was made")
        record: Record = answer.json()
        return record

    def patch(self, key: Key, operations: Sequence[Record]) -> Record:
        """JSON Patch, repeated until it is answered: setting a value twice does no harm."""
        path = f"{COLLECTION[key.type]}/{key.id}"
        answer = self._patiently(
            self._send, "PATCH", path, content=_json(operations), kind="application/json-patch+json"
        )
        record: Record = answer.json() if answer.content else self.get(key)
        return record

    def _read(self, path: str, query: dict[str, str | int]) -> httpx.Response:
        return self._patiently(self._send, "GET", path, params=query)

    def _send(self, method: str, path: str, kind: str = "", **request: Any) -> httpx.Response:
        """One request, signed in; a token that is refused is renewed once (R-54)."""
        refused = ""
        for _ in range(2):
            token = self._signed_in()
            headers = self._subscription | {"Authorization": f"Bearer {token}"}
            if kind:
                headers["Content-Type"] = kind
            answer = self._exchange(method, self._endpoint.base_url + path, headers=headers, **request)
            if answer.status_code != 401:
                return _accepted(answer)
            self._token, refused = "", _told(answer)
        raise NotAuthorised(f"{refused}, and again with a fresh token; check the subscription key")

    def _signed_in(self) -> str:
        """A token that still lasts; signs in when there is none."""
        if not self._token or time.monotonic() > self._token_ends - EXPIRY_MARGIN:
            try:
                granted = self._sign_in()
            except Doubt as failure:
                raise NotTaken(str(failure)) from failure  # the request itself has not been sent
            self._token = granted["access_token"]
            self._token_ends = time.monotonic() + float(granted.get("expires_in") or 0)
        return self._token

    def _sign_in(self) -> dict[str, Any]:
        """Client credentials for a token. Raises `NotAuthorised` when the keys are refused."""
        keys = httpx.BasicAuth(self._endpoint.application_key, self._endpoint.client_key)
        form = {"grant_type": "client_credentials"}
        answer = self._exchange(
            "POST", self._endpoint.token_url, headers=self._subscription, auth=keys, data=form
        )
        if answer.status_code in (400, 401, 403):
            raise NotAuthorised(f"{_told(answer)}; a person must authorise again")
        granted: dict[str, Any] = _accepted(answer).json()
        return granted

    def _exchange(self, method: str, url: str, **request: Any) -> httpx.Response:
        """The bare exchange. Raises `NotTaken` when nobody was there, `Doubt` when no answer came."""
        try:
            return self._http.request(method, url, **request)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise NotTaken(f"{method} {url}: cannot connect ({error})") from error
        except httpx.TransportError as error:
            raise Doubt(f"{method} {url}: no answer ({type(error).__name__} {error})") from error


def _accepted(answer: httpx.Response) -> httpx.Response:
    """The answer if it is a success; its failure otherwise."""
    status, told = answer.status_code, _told(answer)
    if status < 300:
        return answer
    if status == 429:
        raise NotTaken(told, wait=_seconds(answer.headers.get("Retry-After")))
    if status >= 500:
        raise Doubt(told)
    raise {403: Forbidden, 404: Gone}.get(status, Refused)(told, status)


def _told(answer: httpx.Response) -> str:
    """Method, path, status and the server's own words; never a header, so no secret (R-60)."""
    words = ""
    if answer.status_code >= 300 and answer.content:
        try:
            told = answer.json()
            words = next(
                str(told[k]) for k in ("detail", "error_description", "message", "title") if told.get(k)
            )
        except (ValueError, AttributeError, StopIteration):
            words = answer.text[:200]
    return f"{answer.request.method} {answer.request.url.path}: {answer.status_code} {words}".rstrip()


def _seconds(header: str | None) -> float:
    """What Retry-After asks for; one second when it says nothing usable (P-8)."""
    try:
        return max(0.0, float(header or 1))
    except ValueError:
        return 1.0


def _retrying(what: type[Transient], pause: Callable[[float], None]) -> Retrying:
    return Retrying(retry=retry_if_exception_type(what), wait=_wait, stop=_enough, sleep=pause, reraise=True)


def _wait(state: RetryCallState) -> float:
    """Seconds before the next try: what the server asked for, else 0.5, 1, 2 …"""
    failure = state.outcome.exception() if state.outcome else None
    asked = failure.wait if isinstance(failure, Transient) else None
    return 0.5 * 2.0 ** (state.attempt_number - 1) if asked is None else asked


def _enough(state: RetryCallState) -> bool:
    failure = state.outcome.exception() if state.outcome else None
    throttled = isinstance(failure, Transient) and failure.wait is not None
    return state.attempt_number >= (THROTTLED_TRIES if throttled else TRIES)


def _json(body: Any) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode()


@cache
def _authorities() -> ssl.SSLContext:
    return httpx.create_ssl_context()


def _trust(endpoint: Endpoint) -> ssl.SSLContext:
    """Reading the trust store is slow, so it is done once, and only when something is encrypted."""
    encrypted = endpoint.base_url.startswith("https") or endpoint.token_url.startswith("https")
    if encrypted and endpoint.transport is None:
        return _authorities()
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
