"""Gherkin and verdicts into Allure results: pytest-bdd and allure-pytest, without allure-pytest-bdd.

Loaded with `-p talkqa.report.allure_bridge`. Without `--alluredir` nothing is registered and every
function here does nothing. One result per scenario row: its epic is the document, and it carries
exactly one flow and one property label, so that no grouping counts a check twice.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any
from uuid import uuid4

import allure_commons
import orjson
import pytest
from allure_commons.model2 import Parameter, Status, StatusDetails, TestStepResult
from allure_commons.types import AttachmentType
from pytest_bdd.parser import Feature, Scenario, ScenarioTemplate
from pytest_bdd.parser import Step as GherkinStep
from pytest_bdd.scenario import scenario_wrapper_template_registry as templates

from talkqa.report.allure_labels import STATUSES, case_id, labels, now
from talkqa.report.outcome import check_line, evidence_text
from talkqa.report.quiet_allure import quieten
from talkqa.report.redact import redact

Attachments = Callable[[], Iterable[tuple[str, object]]]

AT_STEP_END = pytest.StashKey[Attachments]()
"""Put a function under this key of `item.stash`: it is called at the end of every step, and what
it gives (name, text or JSON) is attached to that step. It is never called without `--alluredir`."""

_active: Bridge | None = None


def clash() -> str | None:
    """Why no run can start here, or None: allure-pytest-bdd claims the options of allure-pytest."""
    try:
        found = version("allure-pytest-bdd")
    except PackageNotFoundError:
        return None
    return (
        f"allure-pytest-bdd {found} is installed beside allure-pytest; both define --alluredir, so pytest "
        "cannot start. talkqa has its own bridge: run `pip uninstall allure-pytest-bdd`."
    )


def attach(name: str, body: object) -> None:
    """Attach a text, or anything JSON can hold, to the step that runs now; redacted."""
    if _active is None:
        return
    if isinstance(body, (str, bytes)):
        _active.attach(name, redact.body(body).encode(), AttachmentType.TEXT)
        return
    text = orjson.dumps(redact.value(body), option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS, default=str)
    _active.attach(name, text, AttachmentType.JSON)


def begin_step(title: str) -> str:
    """Open an Allure step of our own inside the running one; returns its id for `end_step`."""
    uuid = str(uuid4())
    if _active is not None:
        allure_commons.plugin_manager.hook.start_step(uuid=uuid, title=title, params={})
    return uuid


def end_step(uuid: str, error: BaseException | None = None) -> None:
    """Close the step; error: what ended it, None when it went well."""
    if _active is not None:
        allure_commons.plugin_manager.hook.stop_step(
            uuid=uuid, exc_type=type(error) if error else None, exc_val=error,
            exc_tb=error.__traceback__ if error else None,
        )  # fmt: skip


def pytest_addoption(parser: pytest.Parser) -> None:
    """The document's title reaches the workers of pytest-xdist as an option."""
    group = parser.getgroup("talkqa")
    group.addoption("--talkqa-epic", default="Dataflow", help="Allure epic: the title of the document.")


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Join in where allure-pytest listens, after it has set itself up."""
    global _active
    if (listener := config.pluginmanager.get_plugin("allure_listener")) is not None:
        _active = Bridge(config, quieten(config, listener))
        config.pluginmanager.register(_active, "talkqa_allure_bridge")


def pytest_unconfigure() -> None:
    """Leave nothing behind for another run in this process."""
    global _active
    _active = None


class Bridge:
    """Follows each scenario through pytest's hooks and completes the result that allure-pytest writes."""

    def __init__(self, config: pytest.Config, listener: Any) -> None:
        self._listener = listener
        self._epic = str(config.getoption("--talkqa-epic"))
        self._step: str | None = None
        self._done = 0
        self._template: ScenarioTemplate | None = None
        self._reports: list[pytest.TestReport] = []

    def attach(self, name: str, body: bytes, kind: AttachmentType) -> None:
        """To the innermost open step, or to the test itself between steps."""
        self._listener.allure_logger.attach_data(str(uuid4()), body, name=name, attachment_type=kind)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> Iterator[None]:
        """Outermost, so that allure-pytest's own names are there to be replaced."""
        self._done, self._reports, self._step = 0, [], None
        self._template = templates.get(item.obj) if isinstance(item, pytest.Function) else None
        try:
            return (yield)
        finally:
            if self._template is not None:
                self._describe(item, self._template, self._result(item.nodeid))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """After the last phase: verdict, labels, and no secret in what allure-pytest wrote."""
        result = self._result(report.nodeid)
        if result is None:
            return
        self._reports.append(report)
        if report.when != "teardown":
            return
        check = check_line(report.nodeid, self._reports)
        rule = self._template.rule if self._template else None
        result.status = STATUSES[check["verdict"]]
        result.labels = labels(check, self._epic, rule.name if rule else None)
        _tidy(result, check)

    @pytest.hookimpl(trylast=True)
    def pytest_bdd_before_step(self, request: pytest.FixtureRequest, step: GherkinStep) -> None:
        self._open(step)

    def pytest_bdd_after_step(self, request: pytest.FixtureRequest) -> None:
        self._close(request.node)

    def pytest_bdd_step_error(self, request: pytest.FixtureRequest, exception: BaseException) -> None:
        self._close(request.node, exception)

    def pytest_bdd_step_func_lookup_error(
        self, request: pytest.FixtureRequest, step: GherkinStep, exception: BaseException
    ) -> None:
        self._open(step)
        self._close(request.node, exception)

    def pytest_bdd_after_scenario(
        self, request: pytest.FixtureRequest, feature: Feature, scenario: Scenario
    ) -> None:
        """pytest.skip or Ctrl-C inside a step calls no error hook; steps not reached are shown as such."""
        self._close(request.node, sys.exc_info()[1])
        if (result := self._result(request.node.nodeid)) is not None:
            for step in scenario.steps[self._done :]:
                left = TestStepResult(name=_title(step), status=Status.SKIPPED, start=now(), stop=now())
                result.steps.append(left)

    def _result(self, nodeid: str) -> Any:
        """The result being filled; None in the controller of pytest-xdist."""
        return self._listener.allure_logger.get_test(self._listener._cache.get(nodeid))

    def _describe(self, item: pytest.Item, template: ScenarioTemplate, result: Any) -> None:
        row = _row(item)
        feature, rule = template.feature, template.rule.name if template.rule else None
        file = Path(feature.filename).name
        result.name = template.render(row).name
        result.fullName = f"{file}#{f'{rule}/' if rule else ''}{template.name}"
        result.testCaseId = case_id(result.fullName)
        result.titlePath = [feature.name, *filter(None, [rule]), template.name]
        told = (feature.description.strip(), template.description.strip())
        result.description = "\n\n".join(filter(None, told)) or None
        result.parameters = [Parameter(name=name, value=value) for name, value in row.items()]

    def _open(self, step: GherkinStep) -> None:
        self._done += 1
        self._step = begin_step(_title(step))

    def _close(self, item: pytest.Item, error: BaseException | None = None) -> None:
        if self._step is None:
            return
        for name, body in item.stash.get(AT_STEP_END, tuple)():
            attach(name, body)
        end_step(self._step, error)
        self._step = None


def _row(item: pytest.Item) -> dict[str, str]:
    row = item.callspec.params.get("_pytest_bdd_example", {}) if hasattr(item, "callspec") else {}
    return dict(row)


def _title(step: GherkinStep) -> str:
    return f"{step.keyword.strip()} {step.name}"


def _tidy(result: Any, check: dict[str, Any]) -> None:
    """The argument instead of a bare exception, and redacted traces, in the result and its steps."""
    if result.status != Status.PASSED:
        trace = result.statusDetails.trace if result.statusDetails else None
        result.statusDetails = StatusDetails(message=evidence_text(check), trace=redact.body(trace or ""))
    _redact_steps(result.steps)


def _redact_steps(steps: Sequence[Any]) -> None:
    for step in steps:
        if details := step.statusDetails:
            details.message = redact.body(details.message or "")
            details.trace = redact.body(details.trace or "")
        _redact_steps(step.steps)
