"""The revisions of the document that earlier runs into the same folder checked.

Kept as facts (values, no sentences) in `revisions/` beside the reports, so that the next run can say what
changed since, and draw the document's history. A run never takes them away.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson

from talkqa.checklist import Profile
from talkqa.cli.meaning import meaning
from talkqa.document import (
    Document,
    DocumentError,
    FactsError,
    dump,
    facts_of,
    load_facts,
    read,
    read_file,
    render,
)
from talkqa.document.compare import compare
from talkqa.document.damping import WITHIN
from talkqa.document.history import history
from talkqa.document.show import find
from talkqa.report.stream import part_of

FOLDER = "revisions"
_NEWEST = 60
"""At most so many revisions are drawn."""


def since(out: Path, document: Document, profile: Profile) -> dict[str, Any]:
    """What the header of the results says about earlier runs into `out`: keys `since` and `history`, if any.

    since: the document's changes since the run before, or else since the newest older revision, with their
    meaning for testing. history: counts of the revisions so far, this one included, when there are two or
    more. Call it before the folder is cleared.
    """
    others = list(kept(out / FOLDER))
    found: dict[str, Any] = {}
    checked = _checked_before(out)
    older = [one for one in others if one.generated < document.generated and not checked]
    newest = max(older, key=lambda one: one.generated, default=None)
    before = next((one for one in others if one.sha256 == checked), newest)
    if before is not None:
        comparison = compare(before, document, others)
        if not any(note.code == "other-systems" for note in comparison.notes):
            found["since"] = {**comparison.to_json(), "testing": meaning(comparison, profile).to_json()}
    drawn = _history([one for one in others if one.sha256 != document.sha256], document, WITHIN)
    return {**found, **drawn}


def keep_all(out: Path, document: Document, paths: Iterable[Path]) -> None:
    """Keep earlier revisions of the document, from files and folders, as if they had been checked.

    Raises DocumentError for what cannot be read, has no stamp or is another document's.
    """
    given = [read_file(path) for path in find(paths)]
    if given:
        history([document, *given])
    for one in given:
        keep(out, one)


def keep(out: Path, document: Document) -> None:
    """Keep the document's facts for the next run. A document without a stamp is kept as well."""
    folder = out / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    stamp = "".join(sign if sign.isalnum() else "-" for sign in document.generated)
    path = folder / f"{stamp or 'unstamped'}.{document.sha256[:12]}.toml"
    part = path.with_name(path.name + ".part")
    part.write_text(
        dump(replace(facts_of(document), source_sha256={document.eol: document.sha256})), encoding="utf-8"
    )
    part.replace(path)


def kept(folder: Path) -> Iterator[Document]:
    """The revisions in a folder; a file that cannot be read as one is passed over."""
    for path in sorted(folder.glob("*.toml")):
        try:
            facts = load_facts(path)
        except FactsError:
            continue
        for sha256 in facts.source_sha256.values():
            yield replace(read(render(facts), str(path)), sha256=sha256)


def _checked_before(out: Path) -> str:
    """The digest of the document that the last run into the folder checked; "" when there was none."""
    stream = out / "results.ndjson"
    for path in (part_of(stream), stream):
        try:
            with path.open("rb") as file:
                return str(orjson.loads(file.readline())["document"]["sha256"])
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return ""


def _history(others: list[Document], document: Document, within: timedelta) -> dict[str, Any]:
    """The newest revisions with a stamp, unless they are of another document."""
    dated = [one for one in (*others, document) if one.generated]
    dated.sort(key=lambda one: one.generated)
    try:
        made = history(dated[-_NEWEST:], within)
    except DocumentError:
        return {}
    return {"history": made.to_json()} if len(made.revisions) > 1 else {}
