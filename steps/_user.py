"""The harness's user: a person at PowerOffice Go with keys of their own, acting through API v2.

What only v1 has is read and edited there: both are the same company (see `_older`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import httpx

from steps._older import only_v1
from talkqa.fake.v1.columns import camel
from talkqa.sut import Endpoint

ROUTES = {
    "Employee": "/Employees",
    "Supplier": "/Suppliers",
    "Customer": "/Customers",
    "Contactperson": "/ContactPersons",
}


class User:
    """Creates, edits, reads and deletes records; every refusal is an error of the harness, not of the SUT."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._http = httpx.Client(
            base_url=endpoint.base_url,
            transport=endpoint.transport,
            trust_env=False,
            headers={"Ocp-Apim-Subscription-Key": endpoint.subscription_key},
        )
        self._sign_in()

    def create(self, type_: str, values: Mapping[str, Any], parent: str | None = None) -> str:
        """Create a record and return its key; for a Contactperson `parent` is the key of its Customer."""
        path = ROUTES[type_] + (f"/{parent}" if parent else "")
        return key_of(type_, self._ask("POST", path, nested(values)).json())

    def edit(self, type_: str, key: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """Save values by dotted path in one go (two, if some are v1's only) and return v2's record as it is then."""
        older = only_v1(type_, values)
        if older:
            self._save_older(type_, key, {path: values[path] for path in older})
        operations = [
            {"op": "replace", "path": "/" + path.replace(".", "/"), "value": value}
            for path, value in values.items()
            if path not in older
        ]
        if not operations:
            return self.get(type_, key) or {}
        record: dict[str, Any] = self._ask("PATCH", f"{ROUTES[type_]}/{key}", operations).json()
        return record

    def get(self, type_: str, key: str, paths: Iterable[str] = ()) -> dict[str, Any] | None:
        """The record, or None when it is not there. paths: what is looked for; of these v1's own are fetched too."""
        answer = self._ask("GET", f"{ROUTES[type_]}/{key}", missing=True)
        if answer.status_code == 404:
            return None
        older = only_v1(type_, paths)
        record: dict[str, Any] = answer.json()
        return record | (self._older(type_, key, older) if older else {})

    def list(self, type_: str) -> dict[str, dict[str, Any]]:
        """All records of a type by key, over all pages."""
        found: dict[str, dict[str, Any]] = {}
        number = 1
        while True:
            answer = self._ask("GET", f"{ROUTES[type_]}?PageNumber={number}")
            if answer.status_code == 204:
                return found
            found |= {key_of(type_, record): record for record in answer.json()}
            if '"nextPageLink":null' in answer.headers["X-Pagination"].replace(" ", ""):
                return found
            number += 1

    def delete(self, type_: str, key: str) -> None:
        """Delete a record."""
        self._ask("DELETE", f"{ROUTES[type_]}/{key}")

    def close(self) -> None:
        """Close the connection."""
        self._http.close()

    def _older(self, type_: str, key: str, paths: Iterable[str]) -> dict[str, Any]:
        """What v1 alone shows of a record, by path; it leaves out what is empty."""
        route, own = route_in_v1(type_, key)
        row = self._ask_v1("GET", route + own)
        return {path: row.get(camel(path)) for path in paths}

    def _save_older(self, type_: str, key: str, values: Mapping[str, Any]) -> None:
        route, own = route_in_v1(type_, key)
        body = {camel(path): value for path, value in values.items()}
        self._ask_v1("POST", route, {"id": int(own), **body})

    def _ask_v1(self, method: str, path: str, body: Any = None) -> dict[str, Any]:
        """The row in the answer; v1 says no with a 200 as well. It stands at the root of the same host."""
        answer = self._ask(method, f"{self._endpoint.base_url.removesuffix('/v2')}{path}", body)
        told = answer.json()
        row: dict[str, Any] | None = told.get("data")
        if not told["success"] or row is None or "errors" in row:
            raise RuntimeError(f"the harness's user was refused: {method} {path}: {answer.text}")
        return row

    def _ask(self, method: str, path: str, body: Any = None, *, missing: bool = False) -> httpx.Response:
        answer = self._http.request(method, path, json=body)
        if answer.status_code == 401:
            self._sign_in()
            answer = self._http.request(method, path, json=body)
        if answer.is_success or (missing and answer.status_code == 404):
            return answer
        raise RuntimeError(
            f"the harness's user was refused: {method} {path}: {answer.status_code} {answer.text}"
        )

    def _sign_in(self) -> None:
        keys = (self._endpoint.application_key, self._endpoint.client_key)
        answer = self._http.post(
            self._endpoint.token_url, auth=keys, data={"grant_type": "client_credentials"}
        )
        answer.raise_for_status()
        self._http.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"


def key_of(type_: str, record: Mapping[str, Any]) -> str:
    """A record's key: its contact id, for a Contactperson "contact id/own id" (P-2)."""
    return f"{record['ContactId']}/{record['Id']}" if type_ == "Contactperson" else str(record["Id"])


def route_in_v1(type_: str, key: str) -> tuple[str, str]:
    """Where v1 keeps records of that type, a Contactperson's under its Customer, and the record's own id."""
    contact, _, person = key.partition("/")
    return (f"/Customer/{contact}/Contact/", person) if person else (f"/{type_}/", contact)


def nested(values: Mapping[str, Any]) -> dict[str, Any]:
    """Dotted paths as nested objects."""
    body: dict[str, Any] = {}
    for path, value in values.items():
        *parents, name = path.split(".")
        place = body
        for parent in parents:
            place = place.setdefault(parent, {})
        place[name] = value
    return body
