"""Published documents, where they are at hand."""

from __future__ import annotations

import json

import pytest

from talkqa import shipped
from talkqa.document import facts_of, load_facts, read, read_file, render, to_expected
from talkqa.document.render import Eol
from tests.document.shared import dataflows

SEED = "poweroffice-poweroffice.2023-06-27T05-11-35"
FACTS = shipped.fixtures() / "dataflows" / "poweroffice-poweroffice.toml"


def test_published_documents_have_their_totals() -> None:
    """Each of the 48 samples has exactly the totals and diagnostics that are published with it."""
    folder = dataflows()
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))["files"]
    assert len(expected) == 48
    assert {name: to_expected(read_file(folder / name)) for name in expected} == expected


def test_no_line_of_a_published_document_is_unknown() -> None:
    """No sample has an error, and each says what a document written from its facts says."""
    for path in sorted(dataflows().glob("*.rst")):
        document = read_file(path)
        assert [found for found in document.diagnostics if found.severity == "error"] == []
        assert facts_of(read(render(facts_of(document)))) == facts_of(document)


@pytest.mark.parametrize(("name", "eol"), [(f"{SEED}.rst", "crlf"), (f"{SEED}.lf.rst", "lf")])
def test_the_first_document_says_the_shipped_facts(name: str, eol: Eol) -> None:
    """With either line end; the digests are those of the shipped file."""
    document = read_file(dataflows() / name)
    facts = load_facts(FACTS)
    assert facts_of(document) == facts
    assert document.sha256 == facts.source_sha256[eol]


@pytest.mark.parametrize(("name", "eol"), [(f"{SEED}.rst", "crlf"), (f"{SEED}.lf.rst", "lf")])
def test_only_the_introduction_is_our_own(name: str, eol: Eol) -> None:
    """A document written from the shipped facts is the published one but for line 10."""
    published = (dataflows() / name).read_bytes().split(b"\n")
    written = render(load_facts(FACTS), eol).split(b"\n")
    assert len(written) == len(published)
    assert [at for at, pair in enumerate(zip(written, published, strict=True), 1) if len(set(pair)) > 1] == [
        10
    ]


def test_the_shipped_facts_are_those_of_the_first_document() -> None:
    """Three flows between PowerOffice and itself, every record synchronised, no property listed."""
    document = read(render(load_facts(FACTS)))
    assert (document.source_system, document.target_system) == ("Poweroffice", "PowerOffice")
    assert document.generated == "2023-06-27 05:11:35"
    assert [(flow.source.entity, flow.target.entity, flow.kinds) for flow in document.flows] == [
        ("Employee", "Contactperson", ("every", "keep-in-sync", "properties")),
        ("Supplier", "Customer", ("every", "keep-in-sync", "properties")),
        ("Customer", "Contactperson", ("every", "keep-in-sync", "properties")),
    ]
    assert all(flow.property_rows == () for flow in document.flows)


def test_no_notice_is_written() -> None:
    """A rendered document claims no secrecy and no owner."""
    text = render(load_facts(FACTS)).decode().lower()
    assert not any(word in text for word in ("confidential", "intellectual", "nda", "prohibited"))
