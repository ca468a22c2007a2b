"""`junit.xml` for CI servers: a testcase per check, and a skipped one per item that was left out.

Fail is a failure; inconclusive and error are errors, told apart by their type. An item that no check
decided stands as a testcase of its own, so that no item is missing from the sums.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree as Xml

from talkqa.report.baseline import Waiver
from talkqa.report.check import Check, one_line
from talkqa.report.console import argument
from talkqa.report.gate import fired
from talkqa.report.results import ItemResult, Results
from talkqa.verdict.verdicts import FAIL, NOT_TESTED, PASS, Verdict

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, not even escaped."""


def write_junit(results: Results, path: Path) -> Path:
    """Write the file; returns its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(render(results))
    return path


def render(results: Results) -> bytes:
    """The whole file: a testsuite per feature file, and one for what has no check."""
    root = Xml.Element("testsuites", name=_clean(results.header.document.title))
    features = dict.fromkeys(check.feature_file for check in results.checks)
    for name in features:
        checks = [check for check in results.checks if check.feature_file == name]
        _suite(root, name, results, [_of_check(check, results.waived) for check in checks])
    if unchecked := [result for result in results.items if not result.checks]:
        _suite(root, "items without a check", results, [_of_item(result) for result in unchecked])
    _first_page(root, results)
    _sum_up(root, list(root))
    Xml.indent(root)
    text: bytes = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return text


def _suite(root: Xml.Element, name: str, results: Results, cases: Sequence[Xml.Element]) -> None:
    suite = Xml.SubElement(root, "testsuite", name=_clean(name), timestamp=results.header.started)
    facts = {"document": results.header.document.sha256, "profile": results.header.profile.name}
    told = {"sut": results.header.sut.spec, "truncated": results.truncated, "incomplete": results.incomplete}
    _properties(suite, [*facts.items(), *((name, str(value)) for name, value in told.items())])
    suite.extend(cases)
    suite.set("tests", str(len(cases)))
    suite.set("time", f"{sum(float(case.get('time', '0')) for case in cases):.3f}")
    for attribute, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(attribute, str(sum(case.find(tag) is not None for case in cases)))


def _first_page(root: Xml.Element, results: Results) -> None:
    """Rules of the gate that fired and known failures, as properties of the first suite: JUnit has no page one."""
    told = [(f"gate: {ruling.rule}", ruling.why) for ruling in fired(results.rulings)]
    told += [(f"known failure: {item}", str(waiver)) for item, waiver in results.waived.items()]
    if told and (properties := root.find("testsuite/properties")) is not None:
        for name, value in told:
            Xml.SubElement(properties, "property", name=_clean(name), value=_clean(value))


def _sum_up(root: Xml.Element, suites: Sequence[Xml.Element]) -> None:
    for attribute in ("tests", "failures", "errors", "skipped"):
        root.set(attribute, str(sum(int(suite.get(attribute, "0")) for suite in suites)))


def _of_check(check: Check, waived: Mapping[str, Waiver]) -> Xml.Element:
    flow = check.flow or "outside the checklist"
    row = ", ".join(f"{name}={value}" for name, value in check.row.items() if name != "item")
    name = f"{check.scenario} [{row}]" if row else check.scenario
    case = _case(name, f"{flow}.{check.feature}", check.verdict, check.items)
    case.set("time", f"{check.seconds:.3f}")
    if check.cause and (properties := case.find("properties")) is not None:
        Xml.SubElement(properties, "property", name="cause", value=check.cause)
    if check.verdict != PASS:
        known = [f"known failure, {waived[item]}. " for item in check.items if item in waived]
        _outcome(case, check.verdict, "".join(known) + one_line(check), "\n".join(argument(check)))
    return case


def _of_item(result: ItemResult) -> Xml.Element:
    case = _case(result.item.title, f"{result.item.flow}.checklist", result.verdict, [result.item.id])
    _outcome(case, result.verdict, result.reason, "")
    return case


def _case(name: str, group: str, verdict: Verdict, items: Iterable[str]) -> Xml.Element:
    case = Xml.Element("testcase", name=_clean(name), classname=_clean(group), time="0.000")
    _properties(case, [("verdict", verdict), *(("item", item) for item in items)])
    return case


def _outcome(case: Xml.Element, verdict: Verdict, message: str, told: str) -> None:
    tag = {FAIL: "failure", NOT_TESTED: "skipped"}.get(verdict, "error")
    outcome = Xml.SubElement(case, tag, message=_clean(message))
    if tag != "skipped":
        outcome.set("type", verdict)
    outcome.text = _clean(told) or None


def _properties(parent: Xml.Element, pairs: Iterable[tuple[str, str]]) -> None:
    properties = Xml.SubElement(parent, "properties")
    for name, value in pairs:
        Xml.SubElement(properties, "property", name=name, value=_clean(value))


def _clean(text: str) -> str:
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
