"""Sesam's own v1 connector, by the requests of its configuration (API.md §4.4).

Customers and suppliers are paged by name, employees and contact persons are read in one go. Each later round
starts at the first ten characters of the latest `lastChanged`, so the whole day is read again.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.clients.wire import Place

PAGED, WHOLE = ("Customer", "Supplier"), ("Employee", "Partycontactperson")


class Pump:
    """Reads one entity as the connector does."""

    def __init__(self, place: Place, entity: str) -> None:
        self._place, self._entity = place, entity
        self._headers = {"Authorization": f"Bearer {place.v1_token()}", "Accept": "application/json"}
        self._since = "1970-01-01"

    def round(self) -> list[Any]:
        """The rows of one run; the next one starts at their latest day."""
        rows = self._paged() if self._entity in PAGED else self._page("")
        self._since = max([row["lastChanged"][:10] for row in rows], default=self._since)
        return rows

    def _paged(self) -> list[Any]:
        rows: list[Any] = []
        for number in range(1, 100):
            page = self._page(f"&$orderby=Name asc&$top=20&$skip={20 * (number - 1)}", str(number))
            if not page:
                return rows
            rows += page
        raise AssertionError("the pages have no end")

    def _page(self, paging: str, number: str = "1") -> list[Any]:
        query = f"$filter=(LastChanged ge datetimeoffset'{self._since}'){paging}"
        headers = {**self._headers, "X-Sesam-Page": number}
        answer = self._place.send("GET", f"/{self._entity}?{query}", headers)
        assert answer.status == 200
        rows: list[Any] = answer.json()["data"]
        return rows


def fill(place: Place, count: int) -> dict[str, list[int]]:
    """So many records of each kind, several with one name; their ids."""
    headers = {"Authorization": f"Bearer {place.v1_token()}", "Content-Type": "application/json"}

    def save(path: str, body: str) -> int:
        return int(place.send("POST", path, headers, body).json()["data"]["id"])

    person = '{"firstName": "Kari", "lastName": "Lie"}'
    ids: dict[str, list[int]] = {"Partycontactperson": []}
    for entity in ("Customer", "Supplier"):
        ids[entity] = [save(f"/{entity}", f'{{"name": "Same {number % 3}"}}') for number in range(count)]
    ids["Employee"] = [save("/Employee", person) for _ in range(count)]
    for parent in ids["Customer"][: count // 2]:
        ids["Partycontactperson"].append(save(f"/Customer/{parent}/Contact", person))
    for parent in ids["Supplier"][: count // 2]:
        ids["Partycontactperson"].append(save(f"/Supplier/{parent}/Contact", person))
    return ids


@pytest.mark.parametrize("entity", [*PAGED, *WHOLE])
def test_every_row_is_read_exactly_once(place: Place, entity: str) -> None:
    ids = fill(place, 46)
    assert sorted(row["id"] for row in Pump(place, entity).round()) == sorted(ids[entity])


@pytest.mark.parametrize("count", [0, 20, 40])
def test_pages_that_are_just_full_end_too(place: Place, count: int) -> None:
    ids = fill(place, count)
    assert sorted(row["id"] for row in Pump(place, "Supplier").round()) == sorted(ids["Supplier"])


@pytest.mark.parametrize("entity", [*PAGED, *WHOLE])
def test_a_later_round_reads_the_day_again_and_nothing_older(place: Place, entity: str) -> None:
    old = fill(place, 4)
    pump = Pump(place, entity)
    pump.round()
    place.tenant.clock.advance(86_400)
    pump = Pump(place, entity)
    assert sorted(row["id"] for row in pump.round()) == sorted(old[entity])
    new = fill(place, 3)
    pump.round()
    assert sorted(row["id"] for row in pump.round()) == sorted(new[entity])
