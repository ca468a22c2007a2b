"""Made-up documents and profiles for the tests of the checklist."""

from __future__ import annotations

from pathlib import Path

from talkqa.checklist import Checklist, build, load_profile
from talkqa.document import Document, Facts, FlowFacts, read, render

EVERY = ("every", "keep-in-sync", "properties")
FIRST_THREE = (("Employee", "Contactperson"), ("Supplier", "Customer"), ("Customer", "Contactperson"))

Rows = tuple[tuple[str, str, str], ...]


def flow(source: str, target: str, rows: Rows = (), clauses: tuple[str, ...] = EVERY) -> FlowFacts:
    """A flow inside PowerOffice, its rows written as (source, target, raw type)."""
    return FlowFacts(("Poweroffice", source), ("PowerOffice", target), clauses, properties=rows)


def document(*flows: FlowFacts) -> Document:
    """A document that says just that."""
    return read(render(Facts("Poweroffice", "PowerOffice", "2024-01-02 03:04:05", flows)), "made-up.rst")


def first_document() -> Document:
    """Three flows, no rows: the statements of the first document."""
    return document(*(flow(source, target) for source, target in FIRST_THREE))


def checklist(profile: str = "default", *flows: FlowFacts) -> Checklist:
    """The checklist of those flows, of the first document's without any."""
    return build(document(*flows) if flows else first_document(), load_profile(profile))


def reasons(made: Checklist) -> dict[str, str | None]:
    """Why each item is not tested, by id."""
    return {item.id: item.not_tested_reason for item in made.items}


def changed_profile(folder: Path, *changes: tuple[str, str], base: str = "default") -> str:
    """The path of a shipped profile with pieces of its text replaced; each must be there."""
    text = Path(load_profile(base).file).read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    path = folder / "changed.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)
