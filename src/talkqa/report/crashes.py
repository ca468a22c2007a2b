"""What pytest tells of a scenario that did not pass, and what was printed in it, without secrets.

Cleaned in the process that ran the scenario, as only that one knows the scenario's keys; what pytest sends to its
log and to other processes is made from it.
"""

from __future__ import annotations

from typing import Any

import pytest

from talkqa.report.redact import redact


def clean(report: pytest.TestReport) -> None:
    """Take secrets out of a report, in place; its shape stays."""
    report.sections = [(name, redact.text(text)) for name, text in report.sections]
    told: Any = report.longrepr
    if isinstance(told, str):
        report.longrepr = redact.text(told)
    elif isinstance(told, tuple):
        report.longrepr = (*told[:-1], redact.text(str(told[-1])))
    elif told is not None:
        _clean(told)


def _clean(told: Any) -> None:
    """A traceback, and those of the exceptions that led to it."""
    if hasattr(told, "longrepr"):
        told.longrepr = redact.text(told.longrepr)
    for traceback, crash, _ in getattr(told, "chain", None) or [
        (_of(told, "traceback"), _of(told, "crash"), None)
    ]:
        if crash is not None:
            crash.message = redact.text(crash.message)
        for entry in getattr(traceback, "reprentries", ()):
            entry.lines[:] = [redact.text(line) for line in entry.lines]
            if arguments := getattr(entry, "reprfuncargs", None):
                arguments.args = [(name, redact.text(value)) for name, value in arguments.args]
    if (crash := _of(told, "crash")) is not None:
        crash.message = redact.text(crash.message)


def _of(told: Any, name: str) -> Any:
    return getattr(told, f"repr{name}", None)
