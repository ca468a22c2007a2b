"""The fake's own OpenAPI 3 document for v2, from the tables that it answers by.

Served at a path outside the API, to anybody. Says nothing that the tables do not say, apart from the shapes of
problem details, patch operations and paging, which are the same everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from talkqa.fake.annexes.sheets import EMPLOYEE_ACCOUNTS, ROUTE_SHEETS
from talkqa.fake.bodies import PATCH_TYPES, POST_TYPES
from talkqa.fake.lists.filters import FILTERS
from talkqa.fake.lists.query import DEFAULT_PAGE, LARGEST_PAGE
from talkqa.fake.message import JSON, PROBLEM, Request, Response
from talkqa.fake.openapi import narrowing
from talkqa.fake.openapi.links import links
from talkqa.fake.routes import ROUTES, Route
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
    STAMP,
    STRING,
    UUID,
    Field,
    Sheet,
)

PATH = "/_talkqa/openapi-v2.json"
"""Where the document is; no route of the service begins like that."""

_KINDS: dict[str, dict[str, Any]] = {
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
_USES = {"Dto": ("rw", "r", "r/post"), "PostDto": ("rw", "r/post", "post"), "PatchDto": ("rw",)}
_TEXT: dict[str, Any] = {"type": "string", "nullable": True}
_TEXTS: dict[str, Any] = {"type": "array", "items": {"type": "string"}, "nullable": True, "readOnly": True}
_INT32: dict[str, Any] = {"type": "integer", "format": "int32"}
_COMMON: dict[str, Any] = {
    "JsonPatchDocument": {"type": "array", "items": {"$ref": "#/components/schemas/Operation"}},
    "Operation": {
        "type": "object",
        "properties": {
            "op": {"type": "string", **narrowing.OPERATION},
            "path": {"type": "string"},
            "value": {},
            "from": _TEXT,
        },
        "required": ["op", "path"],
    },
    "ProblemDetails": {
        "type": "object",
        "additionalProperties": {},
        "properties": {
            "type": _TEXT,
            "title": _TEXT,
            "status": {"type": "integer", "format": "int32", "nullable": True},
            "detail": _TEXT,
            "instance": _TEXT,
        },
    },
    "ResourceParameters": {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "Fields": {"type": "string"},
            "MaxPageSize": {
                **_INT32,
                **narrowing.PAGES["PageNumber"],
                "description": f"{LARGEST_PAGE}; changes nothing.",
            },
            "OrderBy": {"type": "string"},
            "PageNumber": {**_INT32, **narrowing.PAGES["PageNumber"]},
            "PageSize": {**_INT32, **narrowing.PAGES["PageSize"], "description": f"Default {DEFAULT_PAGE}."},
            "UseDatabaseValidation": {"type": "boolean"},
        },
    },
    "ClientIntegrationInformationDto": {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "ActiveClientSubscriptions": _TEXTS,
            "ClientId": {**_TEXT, "readOnly": True},
            "ClientName": {**_TEXT, "readOnly": True},
            "InvalidPrivileges": _TEXTS,
            "ValidPrivileges": _TEXTS,
        },
    },
}
_STATUSES = {
    200: "Done",
    201: "Created",
    204: "Nothing matches",
    400: "Badly formatted",
    404: "Not found",
    409: "In use",
    401: "Token or subscription key is missing or invalid",
    403: "The privilege is missing",
    429: "Too many requests",
}


def serve(request: Request) -> Response | None:
    """The answer to a request for the document; None for any other request."""
    if request.path != PATH or request.method != "GET":
        return None
    return Response.json(200, document(request.origin))


@lru_cache(maxsize=8)
def document(origin: str) -> dict[str, Any]:
    """The document of a fake at that scheme, host and port."""
    paths: dict[str, dict[str, Any]] = {}
    for route in ROUTES:
        method, _, path = route.operation.partition(" ")
        paths.setdefault(path, {})[method.lower()] = _operation(route, method, path)
    flows = {"clientCredentials": {"tokenUrl": f"{origin}/OAuth/Token", "scopes": {}}}
    key = {"type": "apiKey", "in": "header", "name": "Ocp-Apim-Subscription-Key"}
    return {
        "openapi": "3.0.1",
        "info": {"title": "PowerOffice Go v2 as talkqa's fake has it", "version": "2"},
        "servers": [{"url": f"{origin}/v2"}],
        "security": [{"oauth2": [], "subscriptionKey": []}],
        "paths": paths,
        "components": {
            "schemas": dict(sorted(_schemas())),
            "securitySchemes": {"oauth2": {"type": "oauth2", "flows": flows}, "subscriptionKey": key},
        },
    }


def _schemas() -> Iterator[tuple[str, dict[str, Any]]]:
    yield from _COMMON.items()
    for sheet in (PERSON_ADDRESS, CONTACT_ADDRESS, *ROUTE_SHEETS.values()):
        for suffix in ("PatchDto",) if sheet.type == EMPLOYEE_ACCOUNTS else _USES:
            yield f"{sheet.dto}{suffix}", _object(sheet, suffix)
        for field in sheet.fields:
            if field.type == ENUM:
                yield field.name, {"type": "string", "enum": list(field.choices), "nullable": True}


def _object(sheet: Sheet, suffix: str) -> dict[str, Any]:
    fields = [field for field in sheet.fields if field.use in _USES[suffix]]
    shape: dict[str, Any] = {
        "type": "object",
        "properties": {field.name: _property(sheet, field, suffix) for field in fields},
    }
    if suffix != "PostDto":
        shape["additionalProperties"] = False
    if suffix == "PostDto" and (required := [field.name for field in fields if field.required]):
        shape["required"] = required
    if suffix == "PostDto" and (rules := narrowing.together(sheet.type)):
        shape["allOf"] = rules
    return shape


def _property(sheet: Sheet, field: Field, suffix: str) -> dict[str, Any]:
    narrower = narrowing.posted(sheet, field) if suffix == "PostDto" else {}
    if field.type == ENUM:
        told = _ref(field.name)
        return {"allOf": [told, {"type": "string", "nullable": True, **narrower}]} if narrower else told
    if field.type == ADDRESS:
        return {"allOf": [_ref(f"{sheet.address.dto}{suffix}")], "nullable": True}
    shape = dict(_KINDS[field.type])
    if field.limit is not None:
        shape["maxLength"] = field.limit
    if field.nullable and not (field.required and suffix == "PostDto"):
        shape["nullable"] = True
    if suffix == "Dto" and field.use != "rw":
        shape["readOnly"] = True
    return {**shape, **narrower}


def _operation(route: Route, method: str, path: str) -> dict[str, Any]:
    sheet = ROUTE_SHEETS[route.type] if route.type else None
    is_list = method == "GET" and sheet is not None and path == f"/{sheet.plural}"
    operation: dict[str, Any] = {
        "parameters": [_path_parameter(name) for name in re.findall(r"\{(\w+)\}", path)],
        "responses": _responses(route, method, is_list),
    }
    if is_list and sheet:
        operation["parameters"] += _query_parameters(sheet)
    if method == "POST" and sheet:
        types = (*POST_TYPES, "application/json-patch+json", "application/*+json")
        operation["requestBody"] = _body(types, _ref(f"{sheet.dto}PostDto"))
    if method == "PATCH" and sheet:
        located = {"items": {"properties": {"path": narrowing.location(sheet)}}}
        operation["requestBody"] = _body(PATCH_TYPES, {"allOf": [_ref("JsonPatchDocument"), located]})
        operation["x-patch-target"] = f"{sheet.dto}PatchDto"
    return operation


def _path_parameter(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": _KINDS[INT64]}


def _query_parameters(sheet: Sheet) -> Iterator[dict[str, Any]]:
    for filter in FILTERS[sheet.type].values():
        kind = _KINDS[STAMP if filter.kind == "after" else STRING]
        schema = {**kind, **narrowing.FILTERS.get(filter.kind, {})}
        yield {"name": filter.name, "in": "query", "schema": schema, "allowEmptyValue": True}
    paging = {"allOf": [_ref("ResourceParameters"), {"properties": narrowing.listing(sheet)}]}
    yield {"name": "resourceParameter", "in": "query", "schema": paging}


def _body(types: tuple[str, ...], schema: dict[str, Any]) -> dict[str, Any]:
    return {"content": {type: {"schema": schema} for type in types}, "required": True}


def _responses(route: Route, method: str, is_list: bool) -> dict[str, Any]:
    answers: dict[str, Any] = {"default": {"description": "Anything else, as problem details"}}
    for status in _statuses(route, method, is_list):
        answers[str(status)] = {"description": _STATUSES[status]}
        if schema := _answer(route, method, status, is_list):
            media = (PROBLEM if status >= 400 else JSON).partition(";")[0]
            answers[str(status)]["content"] = {media: {"schema": schema}}
        if status == 201:
            answers[str(status)]["links"] = links(route)
    return answers


def _statuses(route: Route, method: str, is_list: bool) -> tuple[int, ...]:
    always = (401, 403, 429)
    if route.type is None:
        return (200, *always)
    own = {"GET": (200, 404), "POST": (201, 400, 404), "PATCH": (200, 400, 404), "DELETE": (200, 404, 409)}
    return (*((200, 204, 400, 404) if is_list else own[method]), *always)


def _answer(route: Route, method: str, status: int, is_list: bool) -> dict[str, Any] | None:
    """The schema of the body; None where there is none, or none that is declared."""
    if status in (400, 404, 409):
        return _ref("ProblemDetails")
    if status not in (200, 201) or method == "DELETE":
        return None
    if route.type is None:
        return _ref("ClientIntegrationInformationDto")
    shown = _ref(f"{'Employee' if route.type == EMPLOYEE_ACCOUNTS else ROUTE_SHEETS[route.type].dto}Dto")
    return {"type": "array", "items": shown} if is_list else shown


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}
