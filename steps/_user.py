"""The harness's user: a person at PowerOffice Go with keys of their own, acting through API v2."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx

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
        """Save values by dotted path in one go and return the record as it is then."""
        operations = [
            {"op": "replace", "path": "/" + path.replace(".", "/"), "value": value}
            for path, value in values.items()
        ]
        record: dict[str, Any] = self._ask("PATCH", f"{ROUTES[type_]}/{key}", operations).json()
        return record

    def get(self, type_: str, key: str) -> dict[str, Any] | None:
        """The record, or None when it is not there."""
        answer = self._ask("GET", f"{ROUTES[type_]}/{key}", missing=True)
        return None if answer.status_code == 404 else answer.json()

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

    def _ask(self, method: str, path: str, body: Any = None, *, missing: bool = False) -> httpx.Response:
        answer = self._http.request(method, self._endpoint.base_url + path, json=body)
        if answer.status_code == 401:
            self._sign_in()
            answer = self._http.request(method, self._endpoint.base_url + path, json=body)
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
