"""Whose report it is: `[report]` of talkqa.toml, checked before anything runs.

The logo becomes part of the page, so it must be small, be what it says, and ask for nothing from elsewhere.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

from talkqa.report.contrast import LEAST, contrast, read_colour, spell, towards
from talkqa.report.words import ENGLISH, LANGUAGES

LARGEST = 200_000
"""Bytes of a logo. Our choice: it is sent along in every report."""

GROUND, DARK_PAPER = read_colour("#f6f7f9"), read_colour("#1a202a")
"""What a link stands on, where contrast is least: report.css, light and dark."""

_PNG = b"\x89PNG\r\n\x1a\n"
_ACTIVE = frozenset({"script", "foreignObject", "iframe", "use", "image", "style", "animate", "set", "a"})
"""Elements that a logo does not need, and that could fetch or run something. Our choice: refuse, not clean."""


class LookError(ValueError):
    """`[report]` cannot be used; the message says which key, got, expected and what next."""


@dataclass(frozen=True)
class Look:
    """What the client's page shows of the client. "" where nothing was given.

    logo: a data URI. colour, dark_colour: `#rrggbb` of links and lines on light and dark ground.
    """

    client: str = ""
    product: str = ""
    environment: str = ""
    logo: str = ""
    colour: str = ""
    dark_colour: str = ""
    language: str = ENGLISH


def look_of(section: Mapping[str, Any], folder: Path, language: str | None = None) -> Look:
    """The look from `[report]`; paths count from `folder`. language: wins over the section's. Raises LookError."""
    for key, value in section.items():
        if not isinstance(value, str) or not value.strip():
            raise LookError(f"[report] {key}: got {value!r}, expected a text that says something.")
    spoken = language or section.get("language", ENGLISH)
    if spoken not in LANGUAGES:
        raise LookError(f"[report] language: got {spoken!r}, expected one of {', '.join(LANGUAGES)}.")
    if "logo" in section and "client" not in section:
        told = "a logo needs the client's name, which is read aloud for it. Add client."
        raise LookError(f"[report] logo: {told}")
    colour, dark = _colours(section["colour"]) if "colour" in section else ("", "")
    return Look(
        section.get("client", ""),
        section.get("product", ""),
        section.get("environment", ""),
        _logo(folder / section["logo"]) if "logo" in section else "",
        colour,
        dark,
        spoken,
    )


def _colours(text: str) -> tuple[str, str]:
    try:
        colour = read_colour(text)
    except ValueError as error:
        raise LookError(f"[report] colour: {error}.") from None
    found = contrast(colour, GROUND)
    if found < LEAST:
        darker = spell(towards(colour, (0, 0, 0), GROUND))
        told = f"contrast {found:.1f} on the page's ground, expected at least {LEAST} (WCAG AA)"
        raise LookError(f"[report] colour: {text} has {told}. Take a darker one, such as {darker}.")
    return spell(colour), spell(towards(colour, (255, 255, 255), DARK_PAPER))


def _logo(path: Path) -> str:
    where = f"[report] logo: {path}"
    try:
        data = path.read_bytes()
    except OSError as error:
        raise LookError(f"{where}: {error.strerror}. Name a PNG or SVG file.") from error
    if len(data) > LARGEST:
        told = f"{len(data):,} bytes, expected at most {LARGEST:,}"
        raise LookError(f"{where}: {told}. Make it smaller; it stands in every report.")
    kind = "png" if data.startswith(_PNG) else "svg+xml"
    if kind == "svg+xml":
        _check_svg(where, data)
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}"


def _check_svg(where: str, data: bytes) -> None:
    if b"<!doctype" in data.lower() or b"<!entity" in data.lower():
        raise LookError(f"{where}: an SVG with a DOCTYPE, expected one without. Take that line out.")
    try:
        root = Xml.fromstring(data)
    except Xml.ParseError as error:
        raise LookError(f"{where}: neither PNG nor SVG ({error}). Name a PNG or SVG file.") from None
    if _name(root.tag) != "svg":
        raise LookError(f"{where}: got <{_name(root.tag)}>, expected <svg>. Name a PNG or SVG file.")
    for element in root.iter():
        if found := _asks(element):
            raise LookError(f"{where}: holds {found}, expected shapes and text only. Take it out.")


def _asks(element: Xml.Element) -> str:
    """What in an element could run or fetch something; "" for nothing."""
    if _name(element.tag) in _ACTIVE:
        return f"<{_name(element.tag)}>"
    for name, value in element.attrib.items():
        plain = value.replace(" ", "").lower()
        far = "url(" in plain.replace("url(#", "") or plain.startswith("javascript:")
        if _name(name).lower().startswith("on") or _name(name) == "href" or far:
            return f"the attribute {_name(name)}"
    return ""


def _name(tag: object) -> str:
    return str(tag).rsplit("}", 1)[-1]
