"""From what JSON gives to the shapes of a stream, by the types of their fields: nothing of another type gets in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
Reader = Callable[[Any], Any]
_PLAIN: Mapping[Any, tuple[tuple[type, ...], str]] = {
    str: ((str,), "text"),
    int: ((int,), "a whole number"),
    float: ((int, float), "a number"),
    bool: ((bool,), "true or false"),
    NoneType: ((NoneType,), "null"),
}
"""Per type what JSON gives for it, and how people call it."""


def make(shape: type[T], data: Any) -> T:
    """A dataclass from the keys it knows; unknown keys are left for later versions.

    Raises ValueError for a key that is missing, and for a value of another type than its field's.
    """
    if not isinstance(data, Mapping):
        raise ValueError(f"got {_short(data)}, expected an object")
    values: dict[str, Any] = {}
    for name, needed, reader in _fields(shape):  # type: ignore[arg-type]  # a class is hashable
        if name in data:
            try:
                values[name] = reader(data[name])
            except ValueError as error:
                raise ValueError(f"{name}: {error}") from None
        elif needed:
            raise ValueError(f"key {name!r} is missing")
    return shape(**values)


@cache
def _fields(shape: type) -> tuple[tuple[str, bool, Reader], ...]:
    """Per field: its name, whether it must be there, and what makes its value; worked out once."""
    hints = get_type_hints(shape)
    return tuple(
        (one.name, one.default is MISSING and one.default_factory is MISSING, _reader(hints[one.name]))
        for one in fields(shape)
    )


def _reader(hint: Any) -> Reader:
    """What makes a value of a type, or raises ValueError."""
    origin, inside = get_origin(hint), get_args(hint)
    if hint is Any:
        return lambda value: value
    if is_dataclass(hint) and isinstance(hint, type):
        return lambda value: make(hint, value)
    if origin is Literal:
        return _one_of(inside)
    if origin in (Union, UnionType):
        return _any_of(inside)
    if origin is tuple:
        return _list_of(_reader(inside[0]), None if inside[-1] is ... else len(inside))
    return _plain(hint) if hint in _PLAIN else _object_of(_reader(inside[1]))


def _plain(hint: Any) -> Reader:
    kinds, spoken = _PLAIN[hint]

    def read(value: Any) -> Any:
        if isinstance(value, kinds) and (hint is bool or not isinstance(value, bool)):
            return value
        raise ValueError(f"got {_short(value)}, expected {spoken}")

    return read


def _one_of(words: tuple[Any, ...]) -> Reader:
    def read(value: Any) -> Any:
        if isinstance(value, str) and value in words:
            return value
        raise ValueError(f"got {_short(value)}, expected {', '.join(words[:-1])} or {words[-1]}")

    return read


def _any_of(hints: tuple[Any, ...]) -> Reader:
    """The first type that fits; the trouble told is that of the first, as `| None` stands last."""
    readers = [_reader(hint) for hint in hints]

    def read(value: Any) -> Any:
        trouble: ValueError | None = None
        for reader in readers:
            try:
                return reader(value)
            except ValueError as error:
                trouble = trouble or error
        raise trouble or ValueError("no type fits")

    return read


def _list_of(reader: Reader, length: int | None) -> Reader:
    def read(value: Any) -> Any:
        if not isinstance(value, list | tuple) or length not in (None, len(value)):
            raise ValueError(f"got {_short(value)}, expected a list" + (f" of {length}" if length else ""))
        return tuple(map(reader, value))

    return read


def _object_of(reader: Reader) -> Reader:
    def read(value: Any) -> Any:
        if not isinstance(value, Mapping):
            raise ValueError(f"got {_short(value)}, expected an object")
        for one in value.values():
            reader(one)
        return value

    return read


def _short(value: object) -> str:
    told = repr(value)
    return told if len(told) <= 60 else told[:59] + "…"
