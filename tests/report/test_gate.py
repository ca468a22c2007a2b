"""The rules of the gate: each fires on what it is about, says why, and lets the rest through."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import pytest

from talkqa.cli.configuration import SECTIONS
from talkqa.report import console, html, junit
from talkqa.report.baseline import Waiver
from talkqa.report.gate import KEYS, GateError, gate_of
from talkqa.report.look import Look
from talkqa.report.results import Results
from talkqa.report.stream import Writer, read
from tests.report import made_up
from tests.report.test_outputs_agree import in_junit

ITEMS = ("Alpha:Alpha", "Beta:Beta", "Gamma:Gamma", "Delta:Delta", "behaviour", "forgotten")
"""Of the made-up checklist, which is of 2026-01-01; the seventh, `left-out`, is not tested."""


def waiver(item: str, expires: str = "2026-02-01") -> Waiver:
    return Waiver(item, "QA of the client", "the numbers come in March", expires, "ABC-7")


def ran(
    folder: Path, gate: dict[str, Any] | None = None, waivers: tuple[Waiver, ...] = (), **verdicts: str
) -> Results:
    """A run in which all items pass but those named (by the word before the colon); read from its file."""
    agreed = {"gate": asdict(gate_of(gate or {})), "waivers": [asdict(one) for one in waivers]}
    writer = Writer(folder / "results.ndjson", made_up.header() | agreed)
    for key in ITEMS:
        verdict = verdicts.get(key.split(":")[0], "pass")
        if verdict != "missing":
            writer.check({"id": f"f::{key}", "items": [f"made-up/{key}"], "verdict": verdict,
                          "feature_file": "f.feature", "scenario": f"about {key}"})  # fmt: skip
    writer.finish()
    return read(folder / "results.ndjson")


def fired(results: Results) -> dict[str, str]:
    """Rule to reason, of those that fired."""
    return {ruling.rule: ruling.why for ruling in results.rulings if ruling.fired}


def test_a_known_failure_lets_the_run_through_and_stays_a_failure(tmp_path: Path) -> None:
    """The waiver changes the exit code and nothing else."""
    found = ran(tmp_path, waivers=(waiver("made-up/Beta:Beta"),), Beta="fail")
    assert (found.exit_code, fired(found)) == (0, {})
    assert found.counts["fail"] == 1
    assert found.footer is not None
    assert found.footer.exit_code == 0


def test_another_failure_is_new(tmp_path: Path) -> None:
    """It is named, the known one is not."""
    found = ran(tmp_path, waivers=(waiver("made-up/Beta:Beta"),), Beta="fail", Alpha="fail")
    assert found.exit_code == 1
    told = "1 item fails that no waiver names: made-up/Alpha:Alpha"
    assert fired(found) == {"no new failure": told}


@pytest.mark.parametrize(
    ("one", "rule", "told"),
    [
        (waiver("made-up/Alpha:Alpha"), "no stale waiver", "made-up/Alpha:Alpha: passes now"),
        (waiver("made-up/Omega:Omega"), "no stale waiver", "made-up/Omega:Omega: no such item"),
        (waiver("made-up/Beta:Beta", "2025-12-31"), "no expired waiver", "made-up/Beta:Beta on 2025-12-31"),
    ],
)
def test_a_waiver_that_is_none_any_more_is_red(tmp_path: Path, one: Waiver, rule: str, told: str) -> None:
    """It passes now, its item is unknown, or it has run out, also when it is not needed."""
    found = ran(tmp_path, waivers=(one,))
    assert found.exit_code == 1
    assert list(fired(found)) == [rule]
    assert told in fired(found)[rule]


def test_an_expired_waiver_waives_nothing(tmp_path: Path) -> None:
    """The failure is new again; on its last day it still held."""
    last_day, day_after = waiver("made-up/Beta:Beta", "2026-01-01"), waiver("made-up/Beta:Beta", "2025-12-31")
    assert ran(tmp_path, waivers=(last_day,), Beta="fail").exit_code == 0
    assert list(fired(ran(tmp_path, waivers=(day_after,), Beta="fail"))) == [
        "no new failure", "no expired waiver",
    ]  # fmt: skip


@pytest.mark.parametrize("verdict", ["error", "inconclusive"])
def test_a_waiver_excuses_failures_only(tmp_path: Path, verdict: str) -> None:
    """Trouble of the harness and doubt are no known failure."""
    assert ran(tmp_path, waivers=(waiver("made-up/Beta:Beta"),), Beta=verdict).exit_code == 3


@pytest.mark.parametrize("pattern", ["R-17", "made-up/Beta*", "*/Beta:Beta"])
def test_a_critical_failure_is_red_although_it_is_known(tmp_path: Path, pattern: str) -> None:
    """By rule, or by the item's id."""
    known = (waiver("made-up/Beta:Beta"),)
    found = ran(tmp_path, {"critical": [pattern]}, known, Beta="fail")
    told = "1 critical item fails, which no waiver excuses: made-up/Beta:Beta"
    assert (found.exit_code, fired(found)) == (1, {"no critical failure": told})
    assert ran(tmp_path, {"critical": ["R-99", "other/*"]}, known, Beta="fail").exit_code == 0


def test_new_failures_can_be_let_through_but_for_critical_ones(tmp_path: Path) -> None:
    """`no_new_failure = false`."""
    lenient = {"no_new_failure": False, "critical": ["*/Alpha:*"]}
    assert ran(tmp_path, lenient, Beta="fail").exit_code == 0
    assert ran(tmp_path, lenient, Alpha="fail").exit_code == 1


def test_inconclusive_can_be_let_through_but_never_errors(tmp_path: Path) -> None:
    """`no_inconclusive = false` says nothing about the harness, nor about an item without a check."""
    lenient = {"no_inconclusive": False}
    assert ran(tmp_path, lenient, Beta="inconclusive").exit_code == 0
    assert fired(ran(tmp_path, {}, Beta="inconclusive")) == {
        "no inconclusive": "1 item and 1 check could not be decided: made-up/Beta:Beta"
    }
    for verdict in ("error", "missing"):
        found = ran(tmp_path, lenient | {"no_new_failure": False}, Beta=verdict)
        told = "1 item ended in an error of the harness: made-up/Beta:Beta"
        assert (found.exit_code, fired(found)) == (3, {"nothing broken": told})


def test_too_few_decided_items_are_exit_code_3(tmp_path: Path) -> None:
    """Of all items, also those that are not tested: six of seven are 85.7 %."""
    assert ran(tmp_path, {"decided": 0.85}).exit_code == 0
    found = ran(tmp_path, {"decided": 0.9})
    assert (found.exit_code, fired(found)) == (
        3, {"items decided": "6 of 7 items decided (85.7%), expected 90.0%"},
    )  # fmt: skip


def test_a_failure_outside_the_checklist_is_new(tmp_path: Path) -> None:
    """No waiver can name it."""
    writer = Writer(tmp_path / "results.ndjson", made_up.header())
    writer.check({"id": "f::stray", "items": ["gone/item"], "verdict": "fail"})
    assert fired(writer.finish())["no new failure"] == "1 check outside the checklist failed: f::stray"


def test_waivers_and_reasons_stand_on_page_one_of_every_output(tmp_path: Path, capsys: Any) -> None:
    """Console, client's page before its flows, JUnit's first suite; verdicts stay."""
    found = ran(tmp_path, waivers=(waiver("made-up/Beta:Beta"),), Beta="fail", Alpha="fail")
    known = "until 2026-02-01: the numbers come in March (QA of the client, ABC-7)"
    red = "1 item fails that no waiver names: made-up/Alpha:Alpha"
    console.print_results(found, console.make_console())
    printed = capsys.readouterr().out
    assert f"known made-up/Beta:Beta: {known}\n" in printed
    assert f"gate  no new failure: {red}\n" in printed
    assert "7 items: 4 pass, 2 fail, 1 not tested (1 known)  (6 checks)" in printed
    first = html.render(found).split('<h2 id="flow-', 1)[0]
    waived = first[first.index('data-waived="made-up/Beta:Beta"') :].split("</tr>", 1)[0]
    assert all(
        f"<td>{told}</td>" in waived
        for told in ("2026-02-01", "the numbers come in March", "QA of the client", "ABC-7")
    )
    assert red in first
    suite = Xml.fromstring(junit.render(found)).find("testsuite")
    assert suite is not None
    told = {one.attrib["name"]: one.attrib["value"] for one in suite.findall("properties/property")}
    assert told["known failure: made-up/Beta:Beta"] == known
    assert told["gate: no new failure"] == red
    case = next(case for case in suite.iter("testcase") if case.get("name") == "about Beta:Beta")
    assert case.find("failure[@message]").attrib["message"].startswith(f"known failure, {known}. ")  # type: ignore[union-attr]
    assert in_junit(found)["made-up/Beta:Beta"] == "fail"


def test_a_run_with_known_failures_only_is_not_called_all_passed(tmp_path: Path) -> None:
    """The sentence counts them, and its colour is not green."""
    found = ran(tmp_path, waivers=(waiver("made-up/Beta:Beta"),), Beta="fail")
    assert html.sentence(found).startswith("1 (1 known) of 6 tested items failed, 5 passed.")
    assert html.overall(found) == "inconclusive"


@pytest.mark.parametrize(
    ("section", "told"),
    [
        ({"decided": 90}, r"\[gate\] decided: got 90, expected a share from 0 to 1"),
        ({"decided": True}, r"\[gate\] decided: got True"),
        ({"critical": "R-25"}, r"\[gate\] critical: got 'R-25', expected a list of item ids"),
        ({"no_new_failure": 1}, r"\[gate\] no_new_failure: got 1, expected true or false"),
    ],
)
def test_a_wrong_gate_is_refused(section: dict[str, Any], told: str) -> None:
    """With key, value and what was expected."""
    with pytest.raises(GateError, match=told):
        gate_of(section)


def test_the_configuration_knows_the_keys_of_the_gate() -> None:
    """So a misspelt one is refused before the gate sees it."""
    assert SECTIONS["gate"] == KEYS


RED: dict[str, dict[str, Any]] = {
    "Ingen ny feil": {"Beta": "fail"},
    "Ingen kritisk feil": {"gate": {"critical": ["made-up/*"]}, "Alpha": "fail", "Beta": "fail"},
    "Ikke noe utløpt unntak": {"waivers": (waiver("made-up/Beta:Beta", "2025-12-31"),)},
    "Ikke noe unntak uten feil": {"waivers": (waiver("made-up/Beta:Beta"),)},
    "Ingenting ødelagt": {"Alpha": "missing", "Beta": "missing"},
    "Ingenting uavgjort": {"Alpha": "inconclusive", "Beta": "inconclusive"},
    "Avgjorte punkter": {"gate": {"decided": 1.0}},
}


@pytest.mark.parametrize("rule", RED)
def test_the_norwegian_page_says_in_norwegian_which_rule_fired_and_why(rule: str, tmp_path: Path) -> None:
    found = ran(tmp_path, **RED[rule])
    page = html.render(found, Look(language="nb"))
    told = page[page.index('id="gate"') : page.index('<h2 id="flow-')]
    assert f"<b>{rule}</b>: " in told
    assert 'lang="en"' not in told
    assert len(fired(found)) == told.count("data-rule=")
