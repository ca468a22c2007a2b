"""JSON Patch on one record: which locations exist, which values fit, what comes out.

The operations themselves are the `jsonpatch` package's. Names match in any case, `remove` of a property sets
its default, and anything outside the patchable set is refused in the documented words (API.md §5.3, §5.5).
"""

from __future__ import annotations

from typing import Any

import jsonpatch
import jsonpointer

from talkqa.fake.errors import InvalidError
from talkqa.fake.fidelity import flipped
from talkqa.fake.schema import ADDRESS, IDS, Field, Record, Sheet
from talkqa.fake.values import WrongValueError, read, shown

_SETTING = ("add", "replace")
_WITH_VALUE = ("add", "replace", "test")
_WITH_FROM = ("move", "copy")
_OPERATIONS = (*_WITH_VALUE, *_WITH_FROM, "remove")


def apply(sheet: Sheet, current: Record, document: Any) -> tuple[Record, set[str]]:
    """The new values of the addressed properties, and the names that were addressed.

    current: the record as stored, private values unmasked. Raises InvalidError; nothing is changed in place.
    """
    if not isinstance(document, list):
        raise InvalidError(sheet.spoken, "A JSON Patch document is an array of operations.")
    patched: dict[str, Any] = {}
    operations: list[dict[str, Any]] = []
    try:
        operations = [step for raw in document for step in _operations(sheet, raw)]
        patched = _target(sheet, current, {name for step in operations for name in _named(step)})
        for step in operations:
            _require_address(sheet, current, step["path"])
            _carry_out(sheet, patched, step)
    except InvalidError:
        if not flipped("patch-atomic"):
            raise
        operations, patched = _one_by_one(sheet, current, document)
    written = {step["path"].split("/")[1] for step in operations if step["op"] != "test"}
    return {name: _read_back(sheet, name, patched[name], current) for name in written}, written


def whole_properties(sheet: Sheet, document: Any) -> tuple[Record, set[str]] | None:
    """What `apply` returns, for a document that only sets whole properties to good values; None for any other.

    Most documents are such, and what they come to does not depend on the record: a fifth of the work.
    """
    if not isinstance(document, list):
        return None
    changes: Record = {}
    for step in document:
        if (
            not isinstance(step, dict)
            or len(step) != 3
            or step.get("op") not in _SETTING
            or "value" not in step
        ):
            return None
        path = step.get("path")
        field = sheet.whole.get(path) if isinstance(path, str) else None
        if field is None:
            return None
        try:
            changes[field.name] = read(field, step["value"], sheet)
        except WrongValueError:
            return None
    return changes, set(changes)


def _one_by_one(
    sheet: Sheet, current: Record, document: list[Any]
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The operations that can be carried out, and what they make of the record; the others are passed over."""
    done: list[dict[str, Any]] = []
    patched = _target(sheet, current, {field.name for field in sheet.patchable.values()})
    for raw in document:
        try:
            steps = _operations(sheet, raw)
            for step in steps:
                _carry_out(sheet, patched, step)
        except InvalidError:
            continue
        done += steps
    return done, patched


def _require_address(sheet: Sheet, current: Record, path: str) -> None:
    """Whether a part of an address can be set where there is no address yet."""
    is_nowhere = path.startswith("/MailAddress/") and current.get("MailAddress") is None
    if is_nowhere and flipped("patch-address-of-none"):
        raise _unknown(sheet, path.rpartition("/")[2])


def _carry_out(sheet: Sheet, target: Record, step: dict[str, Any]) -> None:
    """One operation, in place: `target` belongs to this request alone."""
    path = step["path"]
    if step["op"] in ("add", "replace") and path.count("/") == 1:
        # What the package does too, in ten times as long: most requests set whole properties.
        target[path[1:]] = step["value"]
        return
    if path.startswith("/MailAddress/") and target["MailAddress"] is None:
        target["MailAddress"] = _parts(sheet, None)
    if step["op"] == "remove" and path.endswith("/-"):
        if flipped("patch-remove-last"):
            raise _unknown(sheet, "-")
        step = {**step, "path": f"{path[:-1]}{max(len(target['ContactGroupIds']) - 1, 0)}"}
    try:
        jsonpatch.JsonPatch([step]).apply(target, in_place=True)
    except jsonpatch.JsonPatchTestFailed:
        raise InvalidError(sheet.spoken, f"{sheet.dto}PatchDto: A test operation failed.") from None
    except (jsonpatch.JsonPatchException, jsonpointer.JsonPointerException, TypeError) as error:
        raise InvalidError(sheet.spoken, f"{sheet.dto}PatchDto: {str(error)[:200]}") from None


def _operations(sheet: Sheet, raw: Any) -> list[dict[str, Any]]:
    """One operation of the client in the spelling of the record, as one or two of the package's."""
    if not isinstance(raw, dict):
        raise InvalidError(sheet.spoken, "An operation of a JSON Patch document is an object.")
    raw = {name.lower(): value for name, value in raw.items()}
    op = raw["op"].lower() if isinstance(raw.get("op"), str) else None
    if op not in _OPERATIONS:
        raise InvalidError(sheet.spoken, f"Invalid JsonPatch operation '{shown(raw.get('op'))}'.")
    path, field = _locate(sheet, raw.get("path"))
    if not isinstance(raw.get("from"), str | None):
        raise InvalidError(sheet.spoken, "The from of an operation is a path.")
    if op in _WITH_VALUE:
        if "value" not in raw:
            raise InvalidError(sheet.spoken, f"The operation '{op}' needs a value.")
        return [{"op": op, "path": path, "value": _value(sheet, field, path, raw["value"])}]
    if op in _WITH_FROM:
        source, carried = _locate(sheet, raw.get("from"))
        if carried.type in (ADDRESS, IDS) and source.count("/") == 1 and source != path:
            kind = "array" if carried.type == IDS else "object"
            raise _invalid(sheet, f"The value '{kind}' is invalid for target location.")
        copied = {"op": "copy", "from": source, "path": path}
        return [copied, _removal(source)] if op == "move" and source != path else [copied]
    return [_removal(path)]


def _removal(path: str) -> dict[str, Any]:
    """Properties are emptied rather than taken away; elements of an array are taken away."""
    if path.startswith("/ContactGroupIds/"):
        return {"op": "remove", "path": path}
    return {"op": "replace", "path": path, "value": None}


def _locate(sheet: Sheet, path: Any) -> tuple[str, Field]:
    """A path in the record's own spelling, and the property at its end. Raises InvalidError."""
    if not isinstance(path, str):
        raise InvalidError(sheet.spoken, "The operation needs a path.")
    segments = path.removeprefix("/").split("/")
    field = sheet.patchable.get(segments[0].lower())
    if field is not None and field.newer and sheet.type == "Supplier" and flipped("newer-supplier-fields"):
        field = None
    if field is None or len(segments) > 2:
        raise _unknown(sheet, segments[0] if field is None else segments[2])
    if len(segments) == 1:
        return f"/{field.name}", field
    if field.type == IDS and (segments[1] == "-" or _is_index(segments[1])):
        return f"/{field.name}/{segments[1][:9]}", field
    part = sheet.address.patchable.get(segments[1].lower()) if field.type == ADDRESS else None
    if part is None:
        raise _unknown(sheet, segments[1])
    return f"/{field.name}/{part.name}", part


def _is_index(segment: str) -> bool:
    return segment.isascii() and segment.isdecimal()


def _unknown(sheet: Sheet, segment: str) -> InvalidError:
    return _invalid(sheet, f"The target location specified by path segment '{segment[:80]}' was not found.")


def _invalid(sheet: Sheet, reason: str) -> InvalidError:
    return InvalidError(sheet.spoken, f"{sheet.dto}PatchDto: {reason}")


def _value(sheet: Sheet, field: Field, path: str, raw: Any) -> Any:
    is_element = field.type == IDS and path.count("/") == 2
    try:
        value = read(field, [raw] if is_element else raw, sheet)
    except WrongValueError as wrong:
        reason = wrong.reason or f"The value '{shown(wrong.raw)}' is invalid for target location."
        raise _invalid(sheet, reason) from None
    return value[0] if is_element else value


def _named(step: dict[str, Any]) -> list[str]:
    """The properties that an operation reads or writes."""
    return [step[member].split("/")[1] for member in ("path", "from") if member in step]


def _target(sheet: Sheet, current: Record, names: set[str]) -> Record:
    """What the operations see: the properties that they name, an address also where there is none yet."""
    target = {name: current.get(name) for name in names}
    if "MailAddress" in target:
        target["MailAddress"] = _parts(sheet, target["MailAddress"])
    if "ContactGroupIds" in target:
        target["ContactGroupIds"] = list(target["ContactGroupIds"] or ())
    return target


def _parts(sheet: Sheet, address: Record | None) -> Record:
    return {part.name: (address or {}).get(part.name) for part in sheet.address.patchable.values()}


def _read_back(sheet: Sheet, name: str, value: Any, current: Record) -> Any:
    """The value once more through its reader: `copy` can bring any kind, and `remove` means the default."""
    field = sheet.named(name)
    if field.type == ADDRESS and isinstance(value, dict):
        if current.get(name) is None and not any(value.values()):
            return None
        for part in sheet.address.patchable.values():
            _value(sheet, part, f"/{name}/{part.name}", value.get(part.name))
    return _value(sheet, field, f"/{name}", value)
