"""Whether a colour can be read on another one, as WCAG 2.2 counts it (relative luminance, contrast ratio)."""

from __future__ import annotations

import re

LEAST = 4.5
"""Contrast of text at level AA (WCAG 2.2, 1.4.3)."""

Colour = tuple[int, int, int]


def read_colour(text: str) -> Colour:
    """`#rrggbb` as red, green, blue, 0 to 255. Raises ValueError for anything else."""
    if not re.fullmatch(r"#[0-9A-Fa-f]{6}", text):
        raise ValueError(f"got {text!r}, expected a colour such as #1f4f8f")
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def spell(colour: Colour) -> str:
    """As `#rrggbb`."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


def luminance(colour: Colour) -> float:
    """0 for black to 1 for white."""
    red, green, blue = (_linear(part / 255) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    """From 1, the same, to 21, black on white."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def towards(colour: Colour, end: Colour, ground: Colour) -> Colour:
    """The colour, mixed with `end` as little as makes it readable on `ground`; `end` when nothing less does."""
    for part in range(0, 101, 2):
        mixed = tuple(round(a + (b - a) * part / 100) for a, b in zip(colour, end, strict=True))
        if contrast((mixed[0], mixed[1], mixed[2]), ground) >= LEAST:
            return mixed[0], mixed[1], mixed[2]
    return end


def _linear(part: float) -> float:
    return float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
