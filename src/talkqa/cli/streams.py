"""Reading the results that a command was given."""

from __future__ import annotations

from pathlib import Path

from talkqa.cli.refused import Refused
from talkqa.report.results import Results
from talkqa.report.stream import StreamError, read


def stream(path: Path) -> Results:
    """The results in a file, or in the `results.ndjson` of a folder. Raises Refused."""
    try:
        return read(path / "results.ndjson" if path.is_dir() else path)
    except (StreamError, OSError) as error:
        raise Refused(str(error)) from error
