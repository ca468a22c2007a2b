"""The fake's own document says what the published specification says, apart from what is listed here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from talkqa.fake import Fake
from tests.fake.doors import Door, made
from tests.fake.test_contract import specification

NEWER = (
    "CreateInterestNotes|InterestNoteDeliveryType|JobStop|JobStopReason|KeepUpdated"
    "|CurrencyRate|PaymentClientBankAccountId|PaymentTermSupplierId|ScanId"
)
NEWER_FILTERS = (
    "organizationNumbers|phoneNumbers|emailAddresses|employeeEmails|employeePhoneNumbers"
    "|subLedgerAccountIds|employeeNationalIdNumbers|employeeInternationalIdNumbers"
)
DIFFERENCES = {
    rf"schema \w+Dto\.({NEWER}) \w+": "newer than the published file (API.md §5.6)",
    r"schema InterestNoteDeliveryType \w+": "newer than the published file (API.md §5.6)",
    rf"GET /\w+ query ({NEWER_FILTERS}) \w+": "newer than the published file (API.md §5.2)",
    r"GET /(Customers|Suppliers|Employees) query createdDateTimeOffsetGreaterThan \w+": (
        "sources disagree; understood here (API.md §5.2, assumption created-filter-on-contacts)"
    ),
    r"schema (Supplier|Employee)\w*Dto\.ExternalImportReference maxLength": (
        "the descriptions say 50 for all three classes (API.md §5.6)"
    ),
    r"schema CustomerPostDto\.InvoiceEmailAddressCC maxLength": "said in words (API.md §5.6)",
    r"schema \w+Dto\.MailAddress nullable": "null when there is none (API.md §5.6); a reference cannot say so",
    r"schema ContactDeliveryAddressDto\.IsPrimary readOnly": (
        "marked read-only, yet in the PostDto and the PatchDto (API.md §5.8)"
    ),
    r"schema ProblemDetails\.\w+ \w+": "the examples have lower case (assumption problem-details)",
    r"\w+ \S+ answer (400|404|409) media": "ASP.NET's content type (assumption problem-details)",
    r"PATCH \S+ body media": "clients send application/json too (API.md §5.3)",
    r"schema \w+PostDto\.\w+ nullable": "where it is required: ASP.NET's mark refuses null and blank texts",
    r"schema \w+PostDto additionalProperties": "unknown ones are passed over (API.md §5.3)",
    r"schema ResourceParameters\.(Fields|OrderBy) nullable": "a query cannot say null",
    r"schema ResourceParameters\.MaxPageSize readOnly": "it can be sent, and changes nothing (our choice)",
    r"schema Operation required": "RFC 6902, section 4",
    r"(POST|PATCH) \S+ body required": "a missing body is 400 (API.md §5.5)",
    r"schema \w+PostDto(\.\w+)? narrower": "the rules of the properties (API.md §5.6 to §5.8)",
    r"schema Operation\.op narrower": "RFC 6902, section 4",
    r"schema ResourceParameters\.(MaxPageSize|PageNumber|PageSize) narrower": "assumption page-bounds",
    r"GET /\w+ query resourceParameter narrower": "properties that the list has (API.md §5.2)",
    r"GET /\w+ query \w+ narrower": "the texts that a filter takes, blank ones too (API.md §5.2)",
    r"PATCH \S+ body narrower": "only what the PatchDto has can be addressed (API.md §5.3)",
}
"""Pattern of a fact to the reason why the fake's differs from the published one."""


def facts(document: dict[str, Any]) -> dict[str, Any]:
    """Everything that the comparison looks at, each a line with a value."""
    found = dict(_schema_facts(document["components"]["schemas"]))
    for path, item in document["paths"].items():
        for method, operation in item.items():
            found.update(_operation_facts(f"{method.upper()} {path}", operation))
    schemes = document["components"]["securitySchemes"]
    found["security oauth2 tokenUrl"] = schemes["oauth2"]["flows"]["clientCredentials"]["tokenUrl"]
    found["security oauth2 flows"] = sorted(schemes["oauth2"]["flows"])
    found["security key"] = {key: schemes["subscriptionKey"][key] for key in ("type", "in", "name")}
    found["security"] = document["security"]
    return found


def _schema_facts(schemas: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, schema in schemas.items():
        yield f"schema {name} type", schema["type"]
        yield f"schema {name} required", sorted(schema.get("required", ()))
        for key in ("additionalProperties", "enum", "nullable"):
            if key in schema:
                yield f"schema {name} {key}", schema[key]
        if "items" in schema:
            yield f"schema {name} items", _kind(schema["items"])
        if narrower := _narrower(schema):
            yield f"schema {name} narrower", narrower
        for field, shape in schema.get("properties", {}).items():
            yield f"schema {name}.{field} kind", _kind(shape)
            if narrower := _narrower(shape):
                yield f"schema {name}.{field} narrower", narrower
            for key in ("nullable", "maxLength", "readOnly"):
                if shape.get(key):
                    yield f"schema {name}.{field} {key}", shape[key]


def _operation_facts(operation: str, told: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    yield operation, True
    yield f"{operation} patch target", told.get("x-patch-target")
    for parameter in told.get("parameters", ()):
        at = f"{operation} {parameter['in']} {parameter['name']}"
        yield f"{at} kind", _kind(parameter["schema"])
        yield f"{at} required", parameter.get("required", False)
        if narrower := _narrower(parameter["schema"]) or parameter.get("allowEmptyValue"):
            yield f"{at} narrower", narrower
    if body := told.get("requestBody"):
        yield f"{operation} body media", sorted(body["content"])
        yield f"{operation} body kind", {str(_kind(one["schema"])) for one in body["content"].values()}
        yield f"{operation} body required", body.get("required", False)
        if narrower := [one for content in body["content"].values() if (one := _narrower(content["schema"]))]:
            yield f"{operation} body narrower", narrower
    for status, answer in told["responses"].items():
        content = answer.get("content", {})
        yield f"{operation} answer {status}", [_kind(one["schema"]) for one in content.values()]
        if content:
            yield f"{operation} answer {status} media", sorted(content)


def _narrower(shape: dict[str, Any]) -> list[Any]:
    """What is said beside the type: which of its values are meant."""
    words = ("pattern", "minimum", "maximum", "minLength", "anyOf", "oneOf", "not")
    beside = [one for one in shape.get("allOf", ()) if "$ref" not in one and set(one) - {"nullable", "type"}]
    return [(word, shape[word]) for word in words if word in shape] + beside


def _kind(shape: dict[str, Any]) -> Any:
    """Type and format, or what is referred to; of an array, that of its items too."""
    shape = shape["allOf"][0] if "allOf" in shape else shape
    if "$ref" in shape:
        return shape["$ref"]
    items = _kind(shape["items"]) if "items" in shape else None
    return shape.get("type"), shape.get("format"), items


def differing() -> list[str]:
    ours, theirs = facts(served(Fake())), facts(specification())
    missing = object()
    names = sorted(ours.keys() | theirs.keys())
    return [name for name in names if ours.get(name, missing) != theirs.get(name, missing)]


def served(fake: Fake) -> dict[str, Any]:
    with httpx.Client(transport=fake.transport(), base_url="https://goapi.poweroffice.net") as client:
        return dict(client.get("/_talkqa/openapi-v2.json").json())


def test_the_document_says_what_the_published_one_says() -> None:
    unlisted = [name for name in differing() if not any(re.fullmatch(p, name) for p in DIFFERENCES)]
    assert unlisted == []


@pytest.mark.parametrize("pattern", DIFFERENCES)
def test_every_listed_difference_is_one(pattern: str) -> None:
    assert any(re.fullmatch(pattern, name) for name in differing())


def test_the_comparison_looks_at_every_part_of_the_published_document() -> None:
    known = facts(specification())
    assert len([name for name in known if re.fullmatch(r"[A-Z]+ /\S+", name)]) == 37
    for name, value in {
        "schema CustomerDto.Name kind": ("string", None, None),
        "schema CustomerDto.Name nullable": True,
        "schema ContactGroupPostDto required": ["Name"],
        "schema ContactGroupDto.Name maxLength": 400,
        "schema Gender enum": ["Male", "Female", "Hidden"],
        "GET /ContactGroups query names kind": ("string", None, None),
        "DELETE /ContactGroups/{id} answer 409": ["#/components/schemas/ProblemDetails"],
    }.items():
        assert known[name] == value


CHANGES = {
    "schema ContactGroupDto.Name maxLength": "components schemas ContactGroupDto properties Name maxLength",
    "schema CustomerDto.Number kind": "components schemas CustomerDto properties Number format",
    "schema SupplierDto.Name nullable": "components schemas SupplierDto properties Name nullable",
    "schema EmployeePostDto required": "components schemas EmployeePostDto required",
    "schema Gender enum": "components schemas Gender enum",
    "GET /Customers query customerNos kind": "paths /Customers get parameters",
    "PATCH /ContactGroups/{id} body media": "paths /ContactGroups/{id} patch requestBody",
    "GET /Employees answer 204": "paths /Employees get responses 204",
    "DELETE /ContactBankAccounts/{contactId}/{id}": "paths /ContactBankAccounts/{contactId}/{id} delete",
}


@pytest.mark.parametrize("name", CHANGES)
def test_the_comparison_sees_what_is_taken_away(name: str) -> None:
    document = served(Fake())
    *way, last = CHANGES[name].split(" ")
    place = document
    for step in way:
        place = place[step]
    before = facts(document)
    del place[last]
    assert name in {one for one in before if before[one] != facts(document).get(one)}


def test_the_document_is_served_to_anybody_and_leaves_no_trace(door: Door) -> None:
    before = len(door.tenant.journal)
    origin = door.base_url.removesuffix("/v2")
    with door.bare() as client:
        answer = client.get(f"{origin}/_talkqa/openapi-v2.json")
        assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (
            200,
            "application/json",
        )
        assert client.get(f"{origin}/_talkqa/other.json").status_code != 200
    assert answer.json()["servers"] == [{"url": door.base_url}]
    assert len(door.tenant.journal) == before


def test_answers_have_the_properties_of_the_document(client: httpx.Client) -> None:
    """Every property of a read schema is present in an answer, and no other one."""
    schemas = served(Fake())["components"]["schemas"]
    customer = made(client, "Customers", Name="A", MailAddress={"City": "Oslo", "ZipCode": "1"})
    owner = customer["Id"]
    answers = {
        "CustomerDto": customer,
        "ContactAddressDto": customer["MailAddress"],
        "SupplierDto": made(client, "Suppliers", Name="A"),
        "EmployeeDto": made(client, "Employees", FirstName="A", LastName="B"),
        "ContactPersonDto": made(client, f"ContactPersons/{owner}", FirstName="A", LastName="B"),
        "ContactDeliveryAddressDto": made(
            client, f"ContactDeliveryAddresses/{owner}", City="Oslo", ZipCode="1"
        ),
        "ContactBankAccountDto": made(client, f"ContactBankAccounts/{owner}", BankAccountNumber="1"),
        "ContactGroupDto": made(client, "ContactGroups", Name="A"),
        "ClientIntegrationInformationDto": client.get("/ClientIntegrationInformation").json(),
        "ProblemDetails": client.get("/Customers/7").json(),
    }
    for name, answer in answers.items():
        assert set(answer) == set(schemas[name]["properties"]), name


def test_the_links_of_the_document_lead_from_a_new_record_to_all_that_can_be_done_with_it() -> None:
    told = served(Fake())["paths"]
    led = {
        path: [link["operationRef"].removeprefix("#/paths/").replace("~1", "/") for link in links.values()]
        for path, item in told.items()
        if "post" in item and (links := item["post"]["responses"]["201"]["links"])
    }
    under = {to for targets in led.values() for to in targets}
    assert under == {f"{path}/{method}" for path, item in told.items() for method in item if "{" in path}
    assert led["/ContactPersons/{contactId}"] == [
        f"/ContactPersons/{{contactId}}/{{id}}/{method}" for method in ("get", "patch", "delete")
    ]


def test_no_pattern_has_a_class_that_dialects_read_differently() -> None:
    told = list(patterns(served(Fake())))
    assert len(told) > 20, "there are patterns to look at"
    assert [one for one in told if re.search(r"\\[sdwb]", one, re.IGNORECASE)] == []


def patterns(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("pattern"), str):
            yield value["pattern"]
        value = list(value.values())
    for inside in value if isinstance(value, list) else ():
        yield from patterns(inside)
