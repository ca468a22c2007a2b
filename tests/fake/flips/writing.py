"""Assumptions about POST and PATCH, each from both sides."""

from __future__ import annotations

from typing import Any

from tests.fake.doors import Door, made
from tests.fake.flips.cases import flip


@flip("empty-text", chosen="", null=None)
def an_empty_telephone_number(door: Door) -> Any:
    return made(door.client(), "Customers", Name="Fjord AS", PhoneNumber="")["PhoneNumber"]
