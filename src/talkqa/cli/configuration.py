"""`talkqa.toml`: what would otherwise be typed at every call, and what belongs to a project.

Knows which sections and keys there are; what a section other than `[check]` means is for those who use it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

NAME = "talkqa.toml"

CHECK: Mapping[str, tuple[str, type]] = {
    "document": ("document", str),
    "sut": ("sut", str),
    "profile": ("profile", str),
    "flow": ("flows", list),
    "seed": ("seed", int),
    "workers": ("workers", int),
    "lane": ("lane", str),
    "assume": ("assume", list),
    "out": ("out", str),
    "allure": ("allure", bool),
    "baseline": ("baseline", str),
    "pdf": ("pdf", bool),
}
"""Keys of `[check]`: the parameter of `talkqa check` that each is a default for, and its type."""

SECTIONS: Mapping[str, frozenset[str]] = {
    "check": frozenset(CHECK),
    "sut": frozenset({"name", "version", "capabilities", "seconds_per_cycle", "memory_mb"}),
    "gate": frozenset({"no_new_failure", "critical", "decided", "no_inconclusive"}),
    "report": frozenset({"client", "product", "environment", "logo", "language", "colour"}),
}
"""The keys of each section; an empty set leaves them to the room that reads it."""

_SPOKEN = {str: "a text", list: "a list of texts", int: "a whole number", bool: "true or false"}
_PATHS = ("document", "out", "baseline")


class ConfigurationError(ValueError):
    """The file cannot be used; the message says what, where, got, expected and what next."""


@dataclass(frozen=True)
class Configuration:
    """file: where it was read, None when there is none. sections: as written, every one of them present."""

    file: Path | None = None
    sections: Mapping[str, Mapping[str, Any]] = field(default_factory=lambda: {name: {} for name in SECTIONS})

    def defaults(self) -> dict[str, Any]:
        """Defaults of `talkqa check`, by parameter; paths count from the file's folder."""
        folder = self.file.parent if self.file else Path()
        return {
            CHECK[key][0]: str(folder / value) if key in _PATHS else value
            for key, value in self.sections["check"].items()
        }


def read_configuration(file: Path | None) -> Configuration:
    """The configuration in a file; without one, that in `talkqa.toml` of the working folder, if it is there.

    Raises ConfigurationError.
    """
    if file is None:
        file = Path(NAME)
        if not file.exists():
            return Configuration()
    try:
        found = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigurationError(
            f"{file}: {error.strerror}. Name a TOML file, or leave --config out."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{file}: not TOML: {error}. Mend that line.") from error
    _check(file, found)
    return Configuration(file, {name: found.get(name, {}) for name in SECTIONS})


def _check(file: Path, found: Mapping[str, Any]) -> None:
    for name, section in found.items():
        if name not in SECTIONS:
            raise ConfigurationError(f"{file}: [{name}]: no such section; {_expected(name, SECTIONS)}")
        if not isinstance(section, dict):
            raise ConfigurationError(f"{file}: {name}: got {section!r}, expected a section [{name}]")
        for key, value in section.items():
            _check_key(file, name, key, value)


def _check_key(file: Path, section: str, key: str, value: object) -> None:
    known = SECTIONS[section]
    if known and key not in known:
        raise ConfigurationError(f"{file}: [{section}] {key}: no such key; {_expected(key, known)}")
    if section != "check":
        return
    kind = CHECK[key][1]
    right = isinstance(value, kind) and not (kind is int and isinstance(value, bool))
    if right and isinstance(value, list):
        right = all(isinstance(one, str) for one in value)
    if not right:
        raise ConfigurationError(f"{file}: [{section}] {key}: got {value!r}, expected {_SPOKEN[kind]}")


def _expected(word: str, known: Iterable[str]) -> str:
    near = get_close_matches(word, list(known), n=1)
    return f"did you mean {near[0]}?" if near else f"expected one of {', '.join(sorted(known))}"
