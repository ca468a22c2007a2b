"""The pytest plugin that turns a run into the results stream.

It stands in the process that was called (the controller, with pytest-xdist) and is handed to
`pytest.main(plugins=[...])`; it runs nothing and prints nothing. What happens is also told, as
it happens, to `on_event` (see console.Progress).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from talkqa.report.check import Check
from talkqa.report.outcome import check_id, check_line, collection_line
from talkqa.report.results import Results
from talkqa.report.stream import Writer


@dataclass(frozen=True)
class Collected:
    """How many scenarios will run, in all and per feature file name."""

    total: int
    by_feature: Mapping[str, int]


@dataclass(frozen=True)
class Checked:
    """One scenario has ended. done and total count scenarios."""

    check: Check
    done: int
    total: int


Event = Collected | Checked


class Recorder:
    """Records one pytest run into `path`. Call `finish()` after `pytest.main`, whatever that returned."""

    def __init__(
        self, path: Path, header: Mapping[str, object], on_event: Callable[[Event], None] = lambda event: None
    ) -> None:
        self._writer = Writer(path, header)
        self._on_event = on_event
        self._expected: dict[str, int] = {}
        self._phases: dict[str, list[pytest.TestReport]] = {}
        self._ended: set[str] = set()
        self._uncollected: set[str] = set()
        self._broke_off = False
        self._results: Results | None = None

    @property
    def collected(self) -> tuple[str, ...]:
        """Ids of the checks that pytest collected, for the census."""
        return tuple(check_id(nodeid) for nodeid in self._expected)

    def add(self, lines: Iterable[Mapping[str, object]]) -> None:
        """Checks that no scenario made: they come after all others."""
        for place, line in enumerate(lines):
            self._writer.check(line, (f"~{line['feature_file']}", place, str(line["id"])))

    def finish(self) -> Results:
        """Close the stream: with a footer when every collected scenario ended, else as truncated."""
        if self._results is None:
            for nodeid in list(self._phases):
                self._end(nodeid)
            missing = self._expected.keys() - self._ended
            whole = not self._broke_off and (not missing or bool(self._uncollected))
            self._results = self._writer.finish() if whole else self._writer.abandon()
        return self._results

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self._expect([item.nodeid for item in session.items])

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, node: object, ids: list[str]) -> None:
        self._expect(ids)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if not report.passed and report.nodeid not in self._uncollected:
            self._uncollected.add(report.nodeid)
            self._tell(collection_line(report), -1)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._phases.setdefault(report.nodeid, []).append(report)
        if report.when not in ("setup", "call"):
            self._end(report.nodeid)

    def pytest_internalerror(self) -> None:
        self._broke_off = True

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """Ctrl-C; pytest also comes here after errors in collection, which have their own lines."""
        self._broke_off |= not isinstance(excinfo.value, pytest.Session.Interrupted)

    def _expect(self, nodeids: list[str]) -> None:
        if self._expected or not nodeids:
            return
        self._expected = {nodeid: place for place, nodeid in enumerate(nodeids)}
        files = Counter(PurePosixPath(nodeid.split("::")[0]).name for nodeid in nodeids)
        self._on_event(Collected(len(nodeids), files))

    def _end(self, nodeid: str) -> None:
        self._ended.add(nodeid)
        self._tell(check_line(nodeid, self._phases.pop(nodeid)), self._expected.get(nodeid, -1))

    def _tell(self, line: dict[str, Any], place: int) -> None:
        """Order: by feature file, then as collected (line and row); xdist cannot change it."""
        check = self._writer.check(line, (str(line["feature_file"]), place, str(line["id"])))
        self._on_event(Checked(check, len(self._ended), len(self._expected)))
