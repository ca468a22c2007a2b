"""`report.pdf`: the client's page on paper, tagged, with a table of contents, page numbers and repeated table heads.

Needs the extra `[pdf]`. Fetches nothing: the page holds all that it shows.
"""

from __future__ import annotations

from pathlib import Path

from talkqa.report.html import render
from talkqa.report.look import Look
from talkqa.report.results import Results

HOW_TO = (
    "Install it with `pip install 'talkqa[pdf]'`; on Linux it also needs Pango "
    "(Debian: `apt-get install libpango-1.0-0 libpangoft2-1.0-0`). report.html prints from any browser."
)


class PdfError(ValueError):
    """No PDF can be made here; the message says why, and what next."""


def ready() -> None:
    """Raises PdfError when the extra `[pdf]`, or a library it needs, is not there."""
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError) as error:
        raise PdfError(f"no PDF: {' '.join(str(error).split())[:200]}. {HOW_TO}") from error


def write_pdf(results: Results, path: Path, look: Look | None = None) -> Path:
    """Write the page under another name and rename it; returns its path. Raises PdfError without the extra."""
    ready()
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    page = HTML(string=render(results, look, paper=True), url_fetcher=URLFetcher(allowed_protocols=("data",)))
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(path.name + ".new")
    page.write_pdf(new, pdf_tags=True)
    return new.replace(path)
