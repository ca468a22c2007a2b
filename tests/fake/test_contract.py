"""The tables of properties and routes are those of the published specification."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from talkqa.fake.lists.filters import FILTERS
from talkqa.fake.routes import ROUTES, SIGN_IN
from talkqa.fake.schema import (
    ADDRESS,
    BOOL,
    CONTACT_ADDRESS,
    DATE,
    DOUBLE,
    ENUM,
    IDS,
    INT32,
    INT64,
    PERSON_ADDRESS,
    SHEETS,
    STAMP,
    STRING,
    UUID,
    Field,
    Sheet,
)

SPECIFICATION = Path(__file__).parents[3] / "shared" / "poweroffice" / "openapi-v2.json"
ALL = {
    **{sheet.dto: sheet for sheet in SHEETS.values()},
    "Address": PERSON_ADDRESS,
    "ContactAddress": CONTACT_ADDRESS,
}
KINDS = {
    STRING: {"type": "string"},
    INT64: {"type": "integer", "format": "int64"},
    INT32: {"type": "integer", "format": "int32"},
    DOUBLE: {"type": "number", "format": "double"},
    BOOL: {"type": "boolean"},
    DATE: {"type": "string", "format": "date"},
    STAMP: {"type": "string", "format": "date-time"},
    UUID: {"type": "string", "format": "uuid"},
    IDS: {"type": "array", "items": {"type": "integer", "format": "int64"}},
}
LIMITS_FROM_ELSEWHERE = {("Supplier", "ExternalImportReference"), ("Employee", "ExternalImportReference")}
"""The descriptions say 50 for all three classes; the file marks customers only (API.md §5.6)."""


@cache
def schemas() -> dict[str, Any]:
    return dict(specification()["components"]["schemas"])


@cache
def specification() -> dict[str, Any]:
    if not SPECIFICATION.exists():
        if os.environ.get("CI"):
            pytest.fail(f"not available: {SPECIFICATION}")
        pytest.skip(f"not available: {SPECIFICATION}")
    return dict(json.loads(SPECIFICATION.read_text(encoding="utf-8")))


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    name = schema.get("$ref", "").rpartition("/")[2]
    return dict(schemas()[name]) if name else schema


def published(fields: dict[str, Field]) -> dict[str, Field]:
    return {field.name: field for field in fields.values() if not field.newer}


@pytest.mark.parametrize("dto", ALL)
@pytest.mark.parametrize(
    ("suffix", "fields"),
    [
        ("Dto", lambda sheet: sheet.readable),
        ("PostDto", lambda sheet: sheet.postable),
        ("PatchDto", lambda sheet: sheet.patchable),
    ],
)
def test_the_names_of_each_use_are_the_published_ones(dto: str, suffix: str, fields: Any) -> None:
    assert set(published(fields(ALL[dto]))) == set(schemas()[dto + suffix]["properties"])


@pytest.mark.parametrize("dto", ALL)
@pytest.mark.parametrize("suffix", ["Dto", "PostDto"])
def test_types_are_the_published_ones(dto: str, suffix: str) -> None:
    for name, schema in schemas()[dto + suffix]["properties"].items():
        field = ALL[dto].named(name)
        if field.type == ADDRESS:
            assert schema["$ref"].endswith(f"/{ALL[dto].address.dto}{suffix}"), name
        elif field.type == ENUM:
            assert list(field.choices) == resolved(schema)["enum"], name
        else:
            kept = {key: schema[key] for key in ("type", "format", "items") if key in schema}
            assert kept == KINDS[field.type], name


@pytest.mark.parametrize("dto", ALL)
@pytest.mark.parametrize("suffix", ["Dto", "PostDto"])
def test_limits_nulls_and_read_only_marks_are_the_published_ones(dto: str, suffix: str) -> None:
    for name, schema in schemas()[dto + suffix]["properties"].items():
        field = ALL[dto].named(name)
        if (dto, name) not in LIMITS_FROM_ELSEWHERE:
            assert field.limit == schema.get("maxLength"), name
        if "$ref" not in schema:
            assert field.nullable == schema.get("nullable", False), name
        if suffix == "Dto" and "$ref" not in schema:
            assert (field.use in ("r", "r/post")) == schema.get("readOnly", False), name


@pytest.mark.parametrize("dto", ALL)
def test_required_marks_are_the_published_ones(dto: str) -> None:
    marked = {field.name for field in ALL[dto].fields if field.required}
    assert marked == set(schemas()[f"{dto}PostDto"].get("required", ()))


def test_every_published_operation_is_there_and_no_other() -> None:
    methods = ("get", "post", "put", "patch", "delete")
    paths = specification()["paths"].items()
    operations = {f"{method.upper()} {path}" for path, item in paths for method in item if method in methods}
    assert {route.operation for route in ROUTES} == operations
    assert SIGN_IN not in operations


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS)
def test_every_published_filter_is_understood(sheet: Sheet) -> None:
    parameters = specification()["paths"][f"/{sheet.plural}"]["get"]["parameters"]
    names = {parameter["name"].lower() for parameter in parameters} - {"resourceparameter"}
    assert names <= set(FILTERS[sheet.type])


def test_the_newer_properties_are_those_of_the_fact_sheet() -> None:
    newer = {name: [f.name for f in sheet.fields if f.newer] for name, sheet in SHEETS.items()}
    assert newer == {
        "Customer": [
            "CreateInterestNotes",
            "InterestNoteDeliveryType",
            "JobStop",
            "JobStopReason",
            "KeepUpdated",
        ],
        "Supplier": ["CurrencyRate", "PaymentClientBankAccountId", "PaymentTermSupplierId", "ScanId"],
        "Employee": [],
        "Contactperson": ["KeepUpdated"],
    }
