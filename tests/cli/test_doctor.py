"""`talkqa doctor`: every ailment has a system under test that has it, and none is named where there is none."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from talkqa import shipped
from talkqa.cli.ailments import AILMENTS, Finding
from talkqa.cli.check import lane_for
from talkqa.cli.examination import examine
from talkqa.document import load_facts, render
from talkqa.scenario.plan import Plan
from tests.cli.running import check, talkqa

SCRIPT = Path(__file__).with_name("unfit.py")
RUN = f"command:{sys.executable} {SCRIPT}"
SERVE = f"service:{sys.executable} {SCRIPT}"
ILL = {
    "command:no-such-command --once": "command-not-found",
    "service:./no/such/file": "command-not-found",
    f"command:{SCRIPT}": "not-executable",
    f"{RUN} crashes": "fails-before-asking",
    f"{RUN} needs-a-variable": "fails-before-asking",
    f"{RUN} dead-port": "fails-before-asking",
    f"{SERVE} crashes serve": "fails-before-asking",
    f"{RUN} wrong-base-path": "wrong-path",
    f"{RUN} doubled-base-path": "wrong-path",
    f"{RUN} wrong-token-path": "wrong-path",
    f"{RUN} no-sign-in": "no-token",
    f"{RUN} wrong-application-key": "wrong-key",
    f"{RUN} wrong-client-key": "wrong-key",
    f"{RUN} wrong-grant": "wrong-grant",
    f"{RUN} wrong-subscription-key": "wrong-subscription-key",
    f"{RUN} no-subscription-key": "wrong-subscription-key",
    f"{RUN} hangs": "cycle-times-out",
    f"{SERVE} hangs serve": "cycle-times-out",
    "python:tests.cli.misfits:RaisesAtStart": "crashes-at-start",
    "python:tests.cli.misfits:IgnoresTransport": "ignores-transport",
    "python:tests.cli.misfits:AsksElsewhere": "wrong-host",
}
"""Set up so that no check makes sense."""
ODD = {
    f"{RUN} nothing": "asks-nothing",
    "python:talkqa.mutants.impostors:DoesNothing": "asks-nothing",
    f"{RUN} lists-two-types": "never-lists",
    f"{RUN} never-settles": "never-settles",
    f"{RUN} fails-late": "cycle-fails",
    f"{RUN} asks-for-vouchers": "gap-of-the-fake",
    "python:tests.cli.misfits:SpeaksV1": "speaks-v1",
    f"{SERVE} lists-two-types serve": "never-lists",
    f"{SERVE} forgets serve": "forgets",
}
"""Odd, and perhaps the product's own fault: the checks go on."""
WELL = [
    "reference",
    "python:tests.sut.v1_reference:V1Reference",
    "python:talkqa.mutants.impostors:AlwaysSuccess",
    f"{RUN} well",
    f"{SERVE} well serve",
]


def kinds(sut: str, patience: float = 5, **more: str) -> list[str]:
    """The ailments of a system under test."""
    return [one.kind for one in examine(Plan(sut=sut, lane=lane_for(sut), **more), patience)]  # type: ignore[arg-type]


@pytest.mark.parametrize(("sut", "kind"), [*ILL.items(), *ODD.items()])
def test_each_ailment_is_named_and_no_other(sut: str, kind: str) -> None:
    """Exactly one, whoever has it; one that would wait for ever is given a second."""
    assert kinds(sut, 1 if "hangs" in sut or "two-types serve" in sut else 5) == [kind]
    assert AILMENTS[kind].stops == (sut in ILL)


@pytest.mark.parametrize("sut", WELL)
def test_who_is_set_up_right_hears_nothing(sut: str) -> None:
    """Also who only pretends to synchronise: that is for the checks."""
    assert kinds(sut) == []


def test_a_file_that_is_no_program_cannot_be_run(tmp_path: Path) -> None:
    """It may be executed, and the system refuses to."""
    path = tmp_path / "sync"
    path.write_bytes(b"\x00\x01\x02\x03")
    path.chmod(0o755)
    assert kinds(f"command:{path}") == ["cannot-run"]
    assert kinds(f"service:{path}") == ["cannot-run"]


def test_who_writes_to_a_type_of_no_flow_is_told(tmp_path: Path) -> None:
    """In a document about Customers and Contactpersons a Supplier is nobody's."""
    facts = load_facts(shipped.fixtures() / "dataflows" / "poweroffice-poweroffice.toml")
    path = tmp_path / "one.rst"
    text = render(facts, "lf")
    begin, end = (text.index(b"Poweroffice %s to" % name) for name in (b"Employee", b"Customer"))
    path.write_bytes(text[:begin] + text[end:])
    assert kinds(f"{RUN} writes-outside", document=str(path)) == ["writes-outside"]


def test_every_ailment_has_a_test_and_a_remedy() -> None:
    """The list is closed in both directions."""
    assert set(AILMENTS) == {*ILL.values(), *ODD.values(), "cannot-run", "writes-outside"}
    assert len(AILMENTS) >= 15
    assert all(Finding(kind, "x").told and one.remedy.endswith(".") for kind, one in AILMENTS.items())


def test_it_takes_less_than_a_second_in_process() -> None:
    """Of processor time, start and cycles of the reference included."""
    kinds("reference")
    began = time.process_time()
    kinds("reference")
    assert time.process_time() - began < 1


def test_the_command_prints_kind_sentence_and_remedy() -> None:
    """And ends with 2, as for any wrong call."""
    told = talkqa("doctor", f"--sut={RUN} wrong-base-path")
    assert told.code == 2
    assert told.out.startswith(
        "wrong-path: PowerOffice has no such address: GET /v3/Employees → 501\n  Add paths"
    )
    well = talkqa("doctor", "--sut=reference")
    assert (well.code, well.out) == (0, "reference: nothing is wrong with its set-up\n")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--sut=nobody"], "expected reference, mutant:"),
        (["--sut=python:tests.cli.misfits:Nobody"], "has no attribute 'Nobody'"),
        (["--sut=python:tests.cli.unfit:Client"], "has no start, cycle, reset"),
        (["--profile=nobody"], "nobody"),
        (["no-such-document.rst"], "no-such-document.rst"),
        (["--sut=command:true", "--lane=in process"], "leave --lane out"),
    ],
)
def test_a_wrong_call_is_told_like_an_ailment(words: list[str], message: str) -> None:
    """Exit code 2, and what to do."""
    told = talkqa("doctor", *words)
    assert told.code == 2
    assert message in told.err


def test_a_wrong_configuration_is_told_too(tmp_path: Path) -> None:
    """Section, key, what was got and what is expected."""
    (tmp_path / "talkqa.toml").write_text('[sut]\ncapabilities = ["telepathy"]\n')
    told = talkqa("doctor", cwd=tmp_path)
    assert told.code == 2
    assert "[sut] capabilities: 'telepathy' is unknown" in told.err


def test_checks_are_not_begun_with_a_set_up_that_is_wrong(tmp_path: Path) -> None:
    """Exit code 2 and the remedy, instead of red checks and of reports."""
    call = check(tmp_path / "out", f"--sut={RUN} wrong-client-key")
    assert call.code == 2
    assert "wrong-key: its sign-in is refused: POST /OAuth/Token → 4" in call.err
    assert "Nothing was checked" in call.err
    assert not (tmp_path / "out").exists()


def test_who_does_nothing_fails_every_item_all_the_same(tmp_path: Path) -> None:
    """It is told, and then checked: pretending is no set-up error."""
    sut = "--sut=python:talkqa.mutants.impostors:DoesNothing"
    call = check(tmp_path, sut, "--profile=literal", "--flow=customer-contactperson", "--no-allure")
    assert call.code == 1
    assert "asks-nothing" in call.err
    assert {line["verdict"] for line in call.checks} == {"fail"}
    assert {line["cause"] for line in call.checks} == {"not exercised"}


def test_it_can_be_overruled(tmp_path: Path) -> None:
    """Then its checks fail, and each says that the set-up is to blame."""
    words = ["--no-doctor", "--profile=literal", "--flow=customer-contactperson", "--no-allure"]
    call = check(tmp_path, "--sut=python:tests.cli.misfits:RaisesAtStart", *words)
    assert call.code == 1
    assert {line["cause"] for line in call.checks} == {"set-up error"}
