"""The register of kinds: a name, the function that makes the fault, and what may be set."""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from talkqa.fake.faults import Fault
from talkqa.fake.journal import Entry

Door = Literal["in process", "socket"]
BOTH: tuple[Door, ...] = ("in process", "socket")

LARGEST = 10**9
"""No setting of a kind is larger."""


class MishapError(ValueError):
    """A fault that cannot be planned; the text says what, what was got, and what is expected."""


@dataclass(frozen=True)
class Kind:
    """One kind of misbehaviour.

    name: for configuration and the journal. doors: which doors can do it. make: builds the fault; its keyword
    arguments are what may be set, its docstring is `text`.
    """

    name: str
    doors: tuple[Door, ...]
    make: Callable[..., Fault]

    @property
    def text(self) -> str:
        """What it does, in the words of its docstring."""
        return inspect.cleandoc(self.make.__doc__ or "")

    @property
    def settings(self) -> dict[str, Any]:
        """What may be set, each with its default."""
        return {name: one.default for name, one in inspect.signature(self.make).parameters.items()}

    def to_json(self) -> dict[str, Any]:
        """What a control route shows."""
        return {"kind": self.name, "doors": self.doors, "text": self.text, "settings": self.settings}


KINDS: dict[str, Kind] = {}
"""All kinds, by name."""

RULES: Mapping[str, tuple[type, ...]] = {
    "operation": (str,),
    "method": (str,),
    "credential": (str,),
    "nth": (int,),
    "times": (int, type(None)),
    "probability": (int, float),
    "seed": (int,),
}
"""What says whom a fault strikes, with the kinds of value it takes."""


def kind(name: str, doors: tuple[Door, ...] = BOTH) -> Callable[[Callable[..., Fault]], Callable[..., Fault]]:
    """Register the function below as the maker of that kind."""

    def register(make: Callable[..., Fault]) -> Callable[..., Fault]:
        KINDS[name] = Kind(name, doors, make)
        return make

    return register


def plan(name: str, /, **settings: Any) -> Fault:
    """A fault of that kind, ready to be armed with `tenant.plan`.

    settings: those of `RULES`, which say whom it strikes, and the kind's own. Without a rule of its own it
    strikes the first request that the kind is about. Raises MishapError.
    """
    known = KINDS.get(name)
    if known is None:
        raise MishapError(f"fault kind '{name[:80]}': unknown, expected one of {', '.join(KINDS)}.")
    rule = {key: value for key, value in settings.items() if key in RULES}
    own = {key: value for key, value in settings.items() if key not in RULES}
    for key, value in rule.items():
        _check_rule(name, key, value)
    defaults = known.settings
    for key, value in own.items():
        if key not in defaults:
            allowed = ", ".join([*RULES, *defaults])
            raise MishapError(f"fault kind {name}: no setting '{key[:80]}', expected one of {allowed}.")
        _check_own(name, key, value, defaults[key])
    return replace(known.make(**own), name=name, **rule)


def plan_from(raw: object, door: Door | None = None) -> Fault:
    """A fault from the JSON of a control route or a file: `{"kind": …, settings}`. Raises MishapError.

    door: the only door it will be used through; kinds that this door cannot do are refused.
    """
    if not isinstance(raw, dict) or not isinstance(raw.get("kind"), str):
        raise MishapError('fault: expected an object with a text "kind", such as {"kind": "commit-lost"}.')
    fault = plan(raw["kind"], **{str(key): value for key, value in raw.items() if key != "kind"})
    doors = KINDS[raw["kind"]].doors
    if door is not None and door not in doors:
        raise MishapError(f"fault kind {raw['kind']}: not offered on the {door}, only {' and '.join(doors)}.")
    return fault


def is_write(entry: Entry) -> bool:
    """The request would change records."""
    return entry.method in ("POST", "PATCH", "PUT", "DELETE") and not is_sign_in(entry)


def is_sign_in(entry: Entry) -> bool:
    """The request asks for a token."""
    return entry.operation.lower().endswith("/oauth/token")


def is_call(entry: Entry) -> bool:
    """The request is no sign-in."""
    return not is_sign_in(entry)


def is_v2_call(entry: Entry) -> bool:
    """The request is for API v2, and no sign-in."""
    return entry.path.lower().removeprefix("/demo").startswith("/v2/") and is_call(entry)


def is_v1_read(entry: Entry) -> bool:
    """The request reads something of API v1."""
    return entry.method == "GET" and entry.operation != "" and is_call(entry) and not is_v2_call(entry)


def is_list(entry: Entry) -> bool:
    """The request reads a page of a v2 list."""
    reads = entry.method == "GET" and entry.operation != "" and not entry.operation.endswith("}")
    return reads and is_v2_call(entry) and "ClientIntegrationInformation" not in entry.operation


def is_later_page(entry: Entry) -> bool:
    """The request reads a page after the first of a v2 list."""
    names = ("pagenumber", "resourceparameter[pagenumber]", "resourceparameter.pagenumber")
    asked = entry.parameters()
    return is_list(entry) and any(asked.get(name, "1").strip() not in ("", "1") for name in names)


def is_page(entry: Entry) -> bool:
    """The request reads a list, or a page of one, in either API."""
    v1 = is_v1_read(entry) and not entry.operation.endswith("}/") and "Integration" not in entry.operation
    return v1 or is_list(entry)


def is_next_page(entry: Entry) -> bool:
    """The request reads a page after the first, in either API."""
    skipped = entry.parameters().get("$skip", "").strip()
    return is_later_page(entry) or (is_page(entry) and not is_v2_call(entry) and skipped not in ("", "0"))


def _check_rule(name: str, key: str, value: object) -> None:
    fits = isinstance(value, RULES[key]) and not isinstance(value, bool)
    if fits and key in ("nth", "times") and value is not None:
        fits = isinstance(value, int) and 1 <= value <= LARGEST
    if fits and key == "probability":
        fits = isinstance(value, int | float) and 0 <= value <= 1
    if not fits:
        raise MishapError(f"fault kind {name}: {key} is {str(value)[:80]!r}, expected {_EXPECTED[key]}.")


_EXPECTED = {
    "operation": 'a text such as "POST /Customers"',
    "method": 'a text such as "PATCH"',
    "credential": "the name of a credential",
    "nth": "a whole number from 1",
    "times": "a whole number from 1, or null for ever",
    "probability": "a number from 0 to 1",
    "seed": "a whole number",
}


def _check_own(name: str, key: str, value: object, default: object) -> None:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if isinstance(default, int):
        fits, expected = number and isinstance(value, int), "a whole number"
    elif isinstance(default, float):
        fits, expected = number, "a number"
    else:
        fits, expected = isinstance(value, str), "a text"
    if fits and isinstance(value, int | float):
        fits = math.isfinite(value) and abs(value) <= LARGEST
        expected += f" up to {LARGEST}"
    if not fits:
        raise MishapError(f"fault kind {name}: {key} is {str(value)[:80]!r}, expected {expected}.")
