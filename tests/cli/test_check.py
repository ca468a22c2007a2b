"""`talkqa check`: exit codes, what is printed, what is written, and what is refused before anything runs."""

from __future__ import annotations

import json
import sys
import xml.etree.ElementTree as Xml
from dataclasses import replace
from pathlib import Path

import pytest

from talkqa import shipped
from talkqa.document import load_facts, render
from tests.cli.running import Call, check

F1, F3 = "--flow=employee-contactperson", "--flow=customer-contactperson"
FACTS = shipped.fixtures() / "dataflows" / "poweroffice-poweroffice.toml"


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Call:
    """One flow against the reference, with Allure results."""
    return check(tmp_path_factory.mktemp("good"), F3)


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> Call:
    """One flow against a mutant."""
    return check(tmp_path_factory.mktemp("bad"), F3, "--sut=mutant:M-25a", "--no-allure")


def test_the_reference_passes_with_exit_code_0(good: Call) -> None:
    """All items decided, all of them pass."""
    assert good.code == 0, good.out + good.err
    assert {line["verdict"] for line in good.checks} == {"pass"}
    assert good.lines[-1]["counts"]["pass"] == len(good.lines[0]["items"])


def test_only_the_named_flow_is_checked(good: Call) -> None:
    """`--flow` limits the items, not what the SUT is told."""
    assert {line["flow"] for line in good.checks} == {"customer-contactperson"}


def test_a_mutant_fails_with_exit_code_1(bad: Call) -> None:
    """And only because checks failed: nothing broke."""
    assert bad.code == 1
    assert {line["verdict"] for line in bad.checks} == {"pass", "fail"}


def test_a_failing_line_argues(bad: Call) -> None:
    """Item, origin, did, expected, observed and the stretch of the journal (STYLE §6)."""
    start = bad.out.index("FAIL customer-contactperson/latest-edit  (document line 48)")
    shown = bad.out[start : start + 700].splitlines()
    words = [line.split()[0] for line in shown[1:5]]
    assert words == ["scenario", "did", "expected", "observed"]
    assert "PhoneNumber: +47" in shown[2]
    assert "→" in shown[2]
    assert "PhoneNumber = +47" in shown[3]
    assert "journal" in shown[4]


def test_no_colour_codes_reach_a_file(bad: Call) -> None:
    """Output that is no terminal is plain."""
    assert "\x1b" not in bad.out + bad.err


def test_the_stream_names_document_profile_seed_and_sut(good: Call) -> None:
    """The header says what was judged; the document by the hash of the real one."""
    header = good.lines[0]
    assert header["document"]["sha256"] == load_facts(FACTS).source_sha256["crlf"]
    assert header["document"]["generated"] == "2023-06-27 05:11:35"
    assert (header["profile"]["name"], header["seed"], header["sut"]["name"]) == ("default", 1, "reference")


def test_the_empty_property_table_is_a_finding_on_page_one(good: Call) -> None:
    """In the stream, on the console and on the client's page."""
    sentence = "the document lists 0 properties for this flow; the checks below come from profile"
    assert sentence in good.lines[0]["findings"][0]["text"]
    assert sentence in good.out
    assert sentence in (good.folder / "report.html").read_text()


def test_all_outputs_count_the_same(good: Call) -> None:
    """Stream, JUnit and Allure results have the same number of checks."""
    cases = Xml.parse(good.folder / "junit.xml").getroot().iter("testcase")
    results = list((good.folder / "allure-results").glob("*-result.json"))
    assert len(good.checks) == len(list(cases)) == len(results) == good.lines[-1]["checks"]


def test_allure_shows_the_gherkin_steps_and_the_requests_of_each(good: Call) -> None:
    """With the laws as a step of their own at the end."""
    results = [
        json.loads(path.read_text()) for path in (good.folder / "allure-results").glob("*-result.json")
    ]
    one = next(result for result in results if "PhoneNumber reaches the Contactperson's" in result["name"])
    names = [step["name"] for step in one["steps"]]
    assert names == [
        "Given a Customer linked to a Contactperson",
        "When the Customer's PhoneNumber is edited",
        "And after it is synchronised the Customer's PhoneNumber is edited",
        "Then the Contactperson's PhoneNumber holds the new value",
        "Safety laws LAW-3, 4, 6, 8, 9 and 15",
    ]
    attached = (good.folder / "allure-results" / one["steps"][3]["attachments"][0]["source"]).read_text()
    assert "sut  PATCH /v2/ContactPersons/" in attached


def test_two_runs_of_one_seed_make_the_same_requests(good: Call, tmp_path: Path) -> None:
    """And with pytest-xdist the same again."""
    again = check(tmp_path / "again", F3, "--no-allure", "--workers=2")
    shown = [{key: check[key] for key in ("id", "verdict", "requests", "items")} for check in good.checks]
    assert [
        {key: check[key] for key in ("id", "verdict", "requests", "items")} for check in again.checks
    ] == shown


def test_another_seed_makes_other_data(bad: Call, tmp_path: Path) -> None:
    """The seed reaches the made-up people."""
    other = check(tmp_path, F3, "--sut=mutant:M-25a", "--no-allure", "--seed=2")
    told = [
        [check["evidence"][0]["did"] for check in call.checks if check["evidence"]] for call in (bad, other)
    ]
    assert told[0] != told[1]


@pytest.mark.parametrize("eol", ["lf", "crlf"])
def test_a_document_of_ones_own_is_checked(eol: str, tmp_path: Path) -> None:
    """With LF or CRLF, and JSON on request; here one with a single flow."""
    text = render(load_facts(FACTS), "crlf" if eol == "crlf" else "lf")
    end = b"\r\n" if eol == "crlf" else b"\n"
    heading = text.index(b"Poweroffice Supplier to PowerOffice Customer" + end)
    path = tmp_path / "mine.rst"
    path.write_bytes(text[:heading])
    call = check(tmp_path / "out", str(path), "--no-allure", "--format=json")
    told = json.loads(call.out)
    assert call.code == told["exit_code"] == 0, call.out + call.err
    assert {check["feature_file"] for check in call.checks} >= {"employee_contactperson.feature"}
    assert {item["flow"] for item in call.lines[0]["items"]} >= {"employee-contactperson"}


def test_rows_of_a_documents_own_are_checked(tmp_path: Path) -> None:
    """They stand in place of the profile's, and records are made that fill them: here a company with a LastName."""
    rows = (
        ("LastName", "LastName", '"string"'),
        ("EmailAddress", "EmailAddress", '"string"'),
        ("id", "id", '"integer"'),
    )
    facts = load_facts(FACTS)
    flow = replace(facts.flows[2], properties=rows)
    path = tmp_path / "rows.rst"
    path.write_bytes(render(replace(facts, flows=(flow,)), "crlf"))
    call = check(tmp_path / "out", str(path), "--no-allure")
    assert call.code == 0, call.out + call.err
    items = {item["id"]: item for item in call.lines[0]["items"]}
    assert items["customer-contactperson/LastName:LastName"]["origin"].startswith("document line")
    assert items["customer-contactperson/id:id"]["not_tested_reason"]
    assert "customer-contactperson/PhoneNumber:PhoneNumber" not in items
    checked = [one for one in call.checks if one["items"] == ["customer-contactperson/LastName:LastName"]]
    assert [one["verdict"] for one in checked] == ["pass"] * 3


def test_the_literal_profile_tests_creation_only(tmp_path: Path) -> None:
    """Items that need a synchronised property are not tested, with the reason; the rest passes."""
    call = check(tmp_path, "--profile=literal", F1, "--no-allure")
    assert call.code == 0, call.out + call.err
    counts = call.lines[-1]["counts"]
    assert counts["pass"] >= 10
    assert counts["not tested"] >= 9
    assert counts["fail"] == counts["error"] == counts["inconclusive"] == 0
    assert "profile literal synchronises no property of this flow" in call.out


ASKS_FOR_MORE = """
import os, urllib.request
base = os.environ["TALKQA_BASE_URL"]
import base64, json
keys = base64.b64encode(f"{os.environ['TALKQA_APPLICATION_KEY']}:{os.environ['TALKQA_CLIENT_KEY']}".encode()).decode()
headers = {"Ocp-Apim-Subscription-Key": os.environ["TALKQA_SUBSCRIPTION_KEY"]}
def ask(url, data=None, **more):
    return urllib.request.urlopen(urllib.request.Request(url, data, headers | more)).read()
token = json.loads(ask(os.environ["TALKQA_TOKEN_URL"], b"grant_type=client_credentials", Authorization=f"Basic {keys}"))
try:
    ask(base + "/Vouchers", Authorization=f"Bearer {token['access_token']}")
except urllib.error.HTTPError as refusal:
    assert refusal.code == 501
"""


def test_an_operation_that_the_fake_lacks_is_talkqas_own_error(tmp_path: Path) -> None:
    """Whatever else failed: exit code 3, verdict error, and the operation is named."""
    script = tmp_path / "asks.py"
    script.write_text(ASKS_FOR_MORE)
    call = check(
        tmp_path / "out", f"--sut=command:{sys.executable} {script}", F1, "--profile=literal", "--no-allure"
    )
    assert call.code == 3
    assert {one["verdict"] for one in call.checks} == {"error"}
    assert "the fake does not offer GET /v2/Vouchers" in call.out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--sut=mutant:M-25x"], "did you mean M-25"),
        (["--sut=nobody"], "expected reference, mutant:"),
        (["--profile=nobody"], "nobody"),
        (["--flow=employee"], "employee-contactperson"),
        (["no-such-document.rst"], "no-such-document.rst"),
        (["--workers=-1"], "--workers"),
        (["--seed=x"], "--seed"),
        (["--sut=command:true", "--lane=in process"], "socket"),
    ],
)
def test_a_wrong_call_is_refused_before_anything_runs(words: list[str], message: str, tmp_path: Path) -> None:
    """Exit code 2, a message that says what next, and no report folder."""
    call = check(tmp_path / "out", *words)
    assert call.code == 2, call.out + call.err
    assert message in call.err
    assert not (tmp_path / "out").exists()


def test_a_broken_document_is_refused_with_its_lines(tmp_path: Path) -> None:
    """An error diagnostic means that text was not understood: nothing may be concluded from it."""
    path = tmp_path / "broken.rst"
    path.write_bytes(
        render(load_facts(FACTS), "lf").replace(b"Every Poweroffice Employee", b"Some Poweroffice Employee")
    )
    call = check(tmp_path / "out", str(path))
    assert call.code == 2
    assert "broken.rst:14" in call.err
    assert not (tmp_path / "out").exists()


def test_a_broken_profile_is_refused_with_key_got_and_expected(tmp_path: Path) -> None:
    """The profile's file and key are named."""
    path = tmp_path / "mine.toml"
    shipped_profile = (shipped.fixtures() / "profiles" / "default.toml").read_text()
    path.write_text(shipped_profile.replace('clear_policy = "restore"', 'clear_policy = "forget"'))
    call = check(tmp_path / "out", f"--profile={path}")
    assert call.code == 2
    for word in ("mine.toml", "clear_policy", "forget", "restore"):
        assert word in call.err


def test_a_second_run_leaves_nothing_of_the_first(tmp_path: Path) -> None:
    """Old results would be read as new ones; other files in the folder are left alone."""
    (tmp_path / "mine.txt").write_text("keep")
    check(tmp_path, F1, "--profile=literal")
    second = check(tmp_path, F3, "--profile=literal", "--no-allure")
    assert not (tmp_path / "allure-results").exists()
    assert {path.name for path in (tmp_path / "features").iterdir()} == {
        "customer_contactperson.feature",
        "all_flows.feature",
        "report.feature",
    }
    assert {one["flow"] for one in second.checks} == {"customer-contactperson"}
    assert (tmp_path / "mine.txt").read_text() == "keep"
