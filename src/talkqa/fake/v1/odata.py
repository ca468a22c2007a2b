"""The grammar of `$filter` and `$orderby`, compiled to functions of a row (API.md §4.4).

    either     = both ("or" both)*
    both       = comparison ("and" comparison)*
    comparison = unary (("eq"|"ne"|"gt"|"ge"|"lt"|"le") unary)*
    unary      = "not" unary | literal | Property | function "(" either ("," either)* ")" | "(" either ")"

Every operand has a kind, and kinds must fit: a stamp is not compared with a date, nor a number with a text.
Keywords and functions are lower case, property names PascalCase.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from talkqa.fake.fidelity import flipped
from talkqa.fake.v1.columns import ADDRESS_PARTS
from talkqa.fake.v1.tokens import BOOL, END, GUID, NULL, SIGN, TEXT, WORD, FilterError, Token, tokens

DEEPEST = 40
"""Levels of parentheses, `not`, functions and chained comparisons in one filter."""

Row = Mapping[str, Any]
Kinds = Mapping[str, str]
"""Property name to the kind of its values."""


class Operand(NamedTuple):
    """Something that has a value for every row. depth: how many levels of functions it is built of."""

    kind: str
    value: Callable[[Row], Any]
    depth: int = 1


def compile_filter(text: str, kinds: Kinds) -> Callable[[Row], bool]:
    """The predicate that a `$filter` stands for. Raises FilterError."""
    parser = _Parser(tokens(text), kinds)
    condition = parser.either()
    parser.expect(END, "the end")
    _require_bool(condition, "The filter")
    return lambda row: condition.value(row) is True


def compile_order(text: str, kinds: Kinds) -> list[tuple[str, bool]]:
    """The sort keys of an `$orderby`, each with whether it is descending. Raises FilterError."""
    keys = []
    for part in text.split(","):
        name, *direction = part.split()[:3] or [""]
        if name not in kinds:
            raise FilterError(f"Could not find a property named '{name[:80]}'.")
        if direction not in ([], ["asc"], ["desc"]):
            raise FilterError(f"Syntax error in $orderby after '{name[:80]}'.")
        keys.append((name, direction == ["desc"]))
    return keys


class _Parser:
    """Reads tokens from left to right; one method for each line of the grammar."""

    def __init__(self, tokens: list[Token], kinds: Kinds) -> None:
        self._tokens = tokens
        self._kinds = kinds
        self._next = 0
        self._level = 0

    def either(self) -> Operand:
        return self._joined("or", self.both, any)

    def both(self) -> Operand:
        return self._joined("and", self.comparison, all)

    def comparison(self) -> Operand:
        left = self.unary()
        while (sign := self._peek()).kind == WORD and sign.value not in ("and", "or"):
            if sign.value not in _COMPARISONS:
                raise FilterError(f"Invalid operator '{sign.value[:80]}' at position {sign.at}.")
            self._next += 1
            left = _compared(sign.value, left, self.unary())
        return left

    def unary(self) -> Operand:
        self._level += 1
        if self._level > DEEPEST:
            raise FilterError("The filter is nested too deeply.")
        operand = self._unary()
        self._level -= 1
        return operand

    def expect(self, kind: str, value: str) -> None:
        """Take the next token, which must be this one."""
        token = self._take()
        if (token.kind, token.value) != (kind, value):
            raise FilterError(f"Syntax error at position {token.at}: expected {value}.")

    def _unary(self) -> Operand:
        token = self._take()
        if token.kind == SIGN and token.value == "(":
            inside = self.either()
            self.expect(SIGN, ")")
            return inside
        if token.kind in (SIGN, END):
            raise FilterError(f"Syntax error at position {token.at}.")
        if token.kind != WORD:
            return Operand(token.kind, lambda row: token.value)
        if token.value == "not":
            return _negated(self.unary())
        if self._peek()[:2] == (SIGN, "("):
            return self._function(token)
        return self._property(token.value)

    def _property(self, name: str) -> Operand:
        owner, _, part = name.partition("/")
        if owner == "MailAddress" and part in ADDRESS_PARTS and flipped("v1-filter-names"):
            home = ADDRESS_PARTS[part]
            return Operand(TEXT, lambda row: (row["MailAddress"] or {}).get(home))
        if name not in self._kinds:
            raise FilterError(f"Could not find a property named '{name[:80]}'.")
        return Operand(self._kinds[name], lambda row: row[name])

    def _function(self, token: Token) -> Operand:
        function = _FUNCTIONS.get(token.value)
        if function is None or (token.value not in _DOCUMENTED and flipped("v1-filter-functions")):
            raise FilterError(f"An unknown function with name '{token.value[:80]}' was found.")
        self.expect(SIGN, "(")
        arguments = [self.either()]
        while self._peek()[:2] == (SIGN, ","):
            self._next += 1
            arguments.append(self.either())
        self.expect(SIGN, ")")
        if len(arguments) != function.arguments or any(a.kind != TEXT for a in arguments):
            raise FilterError(f"No function signature for '{token.value}' matches the arguments.")
        return _applied(function, arguments)

    def _joined(
        self, word: str, part: Callable[[], Operand], combine: Callable[[list[bool]], bool]
    ) -> Operand:
        parts = [part()]
        while self._peek()[:2] == (WORD, word):
            self._next += 1
            parts.append(part())
        if len(parts) == 1:
            return parts[0]
        for operand in parts:
            _require_bool(operand, f"An operand of '{word}'")
        return _level(BOOL, lambda row: combine([operand.value(row) is True for operand in parts]), *parts)

    def _peek(self) -> Token:
        return self._tokens[self._next]

    def _take(self) -> Token:
        token = self._tokens[self._next]
        self._next = min(self._next + 1, len(self._tokens) - 1)
        return token


def _level(kind: str, value: Callable[[Row], Any], *parts: Operand) -> Operand:
    """An operand on top of others. Raises FilterError when that makes too many levels."""
    depth = 1 + max(part.depth for part in parts)
    if depth > 2 * DEEPEST:
        raise FilterError("The filter is nested too deeply.")
    return Operand(kind, value, depth)


def _require_bool(operand: Operand, what: str) -> None:
    if operand.kind != BOOL:
        raise FilterError(f"{what} must be a boolean, not a {operand.kind}.")


def _negated(operand: Operand) -> Operand:
    _require_bool(operand, "The operand of 'not'")
    return _level(BOOL, lambda row: operand.value(row) is not True, operand)


def _compared(sign: str, left: Operand, right: Operand) -> Operand:
    """A comparison. Null equals null only, and is neither before nor after anything."""
    kinds = {left.kind, right.kind} - {NULL}
    if len(kinds) > 1 or (kinds & _UNORDERED and sign not in ("eq", "ne")):
        raise FilterError(f"Invalid operator '{sign}' for the types {left.kind} and {right.kind}.")
    compare, of_left, of_right = _COMPARISONS[sign], left.value, right.value
    if sign in ("eq", "ne"):
        return _level(BOOL, lambda row: compare(of_left(row), of_right(row)), left, right)

    def ordered(row: Row) -> bool:
        first, second = of_left(row), of_right(row)
        if first is None or second is None:
            return flipped("v1-filter-nulls") is not None and compare(first is not None, second is not None)
        return compare(first, second)

    return _level(BOOL, ordered, left, right)


class _Function(NamedTuple):
    kind: str
    arguments: int
    apply: Callable[..., Any]


def _applied(function: _Function, arguments: list[Operand]) -> Operand:
    """A function of texts; of a missing text it is false, or missing itself."""
    missing = False if function.kind == BOOL else None

    def value(row: Row) -> Any:
        values = [argument.value(row) for argument in arguments]
        return missing if None in values else function.apply(*values)

    return _level(function.kind, value, *arguments)


_UNORDERED = frozenset((BOOL, GUID, "list", "object"))
_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    name: getattr(operator, name) for name in ("eq", "ne", "gt", "ge", "lt", "le")
}
_DOCUMENTED = ("tolower", "startswith")
_FUNCTIONS = {
    "tolower": _Function(TEXT, 1, str.lower),
    "toupper": _Function(TEXT, 1, str.upper),
    "startswith": _Function(BOOL, 2, str.startswith),
    "endswith": _Function(BOOL, 2, str.endswith),
    "substringof": _Function(BOOL, 2, lambda part, text: part in text),
    "contains": _Function(BOOL, 2, lambda text, part: part in text),
}
