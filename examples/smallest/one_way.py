"""The smallest synchroniser worth judging: it makes missing partners and copies from source to target.

What it lacks, and talkqa says so: edits on the target are overwritten, cleared values stay cleared, a lost answer
makes a duplicate, nothing is said about what it cannot do. It is a place to start from, not to stay.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx

from talkqa.sut import Assignment, Identity

PATHS = {
    "Employee": "Employees",
    "Supplier": "Suppliers",
    "Customer": "Customers",
    "Contactperson": "ContactPersons",
}
Record = dict[str, Any]


class OneWay:
    """Keeps which record it made for which, in one file."""

    def start(self, assignment: Assignment) -> Identity:
        """Sign in once, and find what was remembered."""
        point = assignment.endpoint
        self._dataflow = assignment.dataflow
        self._file = Path(assignment.state_folder) / "partners.json"
        self._partners = json.loads(self._file.read_text()) if self._file.exists() else {}
        subscription = {"Ocp-Apim-Subscription-Key": point.subscription_key}
        self._http = httpx.Client(base_url=point.base_url, transport=point.transport, headers=subscription)
        keys = (point.application_key, point.client_key)
        token = self._http.post(point.token_url, data={"grant_type": "client_credentials"}, auth=keys)
        self._http.headers["Authorization"] = f"Bearer {token.raise_for_status().json()['access_token']}"
        return Identity("smallest example", "1")

    def cycle(self) -> None:
        """Every flow in turn: partners for those without, values for those with."""
        for flow in self._dataflow["flows"]:
            partners = self._partners.setdefault(flow["slug"], {})
            targets = {_name(row): row for row in self._list(flow["target"])}
            for source in self._list(flow["source"]):
                name = _name(source)
                if name in partners:
                    self._copy(flow, source, targets.get(partners[name]), partners[name])
                elif (place := self._place(flow, source)) is not None:
                    made = self._http.post(place, json=_values(flow, source, creating=True))
                    if made.status_code == 201:
                        partners[name] = _name(made.json())
                        self._file.write_text(json.dumps(self._partners))

    def reset(self) -> None:
        """There is no read position: everything is read in every cycle."""

    def stop(self) -> None:
        """Nothing to end."""

    def kill(self) -> None:
        """Nothing to drop."""

    def _list(self, type: str) -> list[Record]:
        answer = self._http.get(f"/{PATHS[type]}")
        return list(answer.raise_for_status().json()) if answer.status_code != 204 else []

    def _place(self, flow: Record, source: Record) -> str | None:
        if flow["target"] != "Contactperson":
            return f"/{PATHS[flow['target']]}"
        if flow["source"] == "Customer":
            return None if source["IsPerson"] else f"/ContactPersons/{source['Id']}"
        house = self._dataflow["decisions"]["f1"]["parent"]
        return f"/ContactPersons/{house['contact_id']}" if house else None

    def _copy(self, flow: Record, source: Record, target: Record | None, name: str) -> None:
        if target is None:
            return
        wanted = _values(flow, source, creating=False)
        patch = [
            {"op": "add", "path": f"/{path}", "value": value}
            for path, value in wanted.items()
            if _differs(value, target.get(path))
        ]
        if patch:
            self._http.patch(f"/{PATHS[flow['target']]}/{name}", json=patch)


def _values(flow: Record, source: Record, *, creating: bool) -> Record:
    """The target's properties as the source has them, empty ones left out."""
    values: Record = {}
    for pair in flow["pairs"]:
        if pair["creation_only"] and not creating:
            continue
        if any(source.get(path) != value for path, value in (pair["when"] or {}).items()):
            continue
        outer, _, inner = pair["source"].partition(".")
        value = pair["constant"] or ((source.get(outer) or {}).get(inner) if inner else source.get(outer))
        if value not in (None, ""):
            outer, _, inner = pair["target"].partition(".")
            if inner:
                values.setdefault(outer, {})[inner] = value
            else:
                values[outer] = value
    return values


def _differs(value: Any, present: Any) -> bool:
    if isinstance(value, dict):
        return any((present or {}).get(path) != part for path, part in value.items())
    return bool(value != present)


def _name(row: Record) -> str:
    return f"{row['ContactId']}/{row['Id']}" if "ContactId" in row else str(row["Id"])
