"""A secret that was planted is found in whatever it was wrapped, and each redactor is missed when it is gone."""

from __future__ import annotations

import base64
import gzip
import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from talkqa.cli.run import REPORTS, SEARCHED
from talkqa.report import bundle, crashes
from talkqa.report import redact as module
from talkqa.report.canaries import Canaries, Traces
from talkqa.report.html import write_html
from talkqa.report.junit import write_junit
from talkqa.report.outcome import PROPERTY, check_line, collection_line
from talkqa.report.pdf import write_pdf
from talkqa.report.redact import redact
from talkqa.report.results import Results
from talkqa.report.stream import Writer
from tests.report import made_up
from tests.report.test_pdf import WHY_NOT

CANARIES = Canaries("7f3a91c2d4e5")
KEY = "0d9c0c52-6f0b-4a1e-9a3c-" + CANARIES.mark
TOKEN = ".".join(
    base64.urlsafe_b64encode(part.encode()).decode().rstrip("=")
    for part in ('{"alg":"HS256","typ":"JWT"}', f'{{"jti":"12-{CANARIES.mark}"}}', "signed by nobody at all")
)


def zipped(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inside.txt", data)
    return out.getvalue()


WRAPPINGS: dict[str, Callable[[bytes], bytes]] = {
    "as it is": lambda data: data,
    "in base64": base64.b64encode,
    "in base64 for addresses": base64.urlsafe_b64encode,
    "percent-encoded, every letter": lambda data: "".join(f"%{byte:02x}" for byte in data).encode(),
    "in a zip": zipped,
    "in a zip in base64": lambda data: base64.b64encode(zipped(data)),
    "in gzip": gzip.compress,
    "in a stream of a PDF": lambda data: b"%PDF-1.7\nstream\n" + zlib.compress(data) + b"\nendstream",
}


@pytest.mark.parametrize("secret", [KEY, TOKEN, CANARIES.national_id, CANARIES.account])
@pytest.mark.parametrize("wrapping", WRAPPINGS)
@pytest.mark.parametrize("before", range(3))
def test_a_canary_is_found_in_any_wrapping(secret: str, wrapping: str, before: int) -> None:
    """Wherever it begins in its base64: what stands before it moves its letters."""
    text = "x" * before + f" the SUT said {secret} and went on"
    if wrapping == "in a stream of a PDF":
        with pytest.MonkeyPatch.context() as patch:
            patch.setitem(__import__("sys").modules, "pypdf", None)
            assert CANARIES.seen_in(WRAPPINGS[wrapping](text.encode()))
        return
    assert CANARIES.seen_in(WRAPPINGS[wrapping](text.encode()))


def test_what_is_no_canary_is_not_found() -> None:
    """The same texts, of another run."""
    other = Canaries("1b3d5f70819a")
    text = f"{KEY} {TOKEN} {CANARIES.national_id} {CANARIES.account}".encode()
    assert not any(other.seen_in(wrap(text)) for name, wrap in WRAPPINGS.items() if "PDF" not in name)


def test_the_numbers_are_of_nobody() -> None:
    """Eleven digits; the month is above 80, and the check digits are right as the redactor works them out."""
    assert re.fullmatch(r"\d{11}", CANARIES.national_id)
    assert 81 <= int(CANARIES.national_id[2:4]) <= 92
    assert re.fullmatch(r"9999\.\d{2}\.\d{5}", CANARIES.account)
    assert redact.text(f"no. {CANARIES.national_id}, {CANARIES.account}") == "no. [redacted], [redacted]"


def test_files_and_their_names_are_searched(tmp_path: Path) -> None:
    """Each is named once, in folders too."""
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "clean.txt").write_text("nothing here")
    (tmp_path / "deep" / "told.txt").write_text(f"key {KEY}")
    (tmp_path / f"log-{KEY}.txt").write_text("nothing here")
    found = list(CANARIES.leaks([tmp_path]))
    assert len(found) == 2
    assert f"{tmp_path}/deep/told.txt: holds a key or token of this run" in found[0]
    assert f"{tmp_path}: a file's name holds a key or token" in found[1]


def failed(folder: Path, observed: str) -> Results:
    """A run whose one check saw that."""
    writer = Writer(folder / "results.ndjson", made_up.header())
    evidence = [{"observed": observed}]
    writer.check({"id": "a", "items": ["made-up/Alpha:Alpha"], "verdict": "fail", "evidence": evidence})
    return writer.finish()


def test_a_canary_is_found_in_a_signed_bundle(tmp_path: Path) -> None:
    """In the page inside the archive, and in the archive's own statement."""
    results = failed(tmp_path, f"key {KEY}")
    write_html(results, tmp_path / "report.html")
    data = bundle.sign(results, Ed25519PrivateKey.generate(), tmp_path / "bundle.zip").read_bytes()
    assert CANARIES.seen_in(data) == "a key or token"
    members = bundle.members(data)
    assert [name for name in members if CANARIES.seen_in(members[name])] == ["report.html", "results.ndjson"]


@pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT)
@pytest.mark.parametrize("before", [0, 58, 60, 62])
def test_a_canary_is_found_in_print(tmp_path: Path, before: int) -> None:
    """Also where the end of a line falls into it."""
    key = KEY.replace("-", "")
    path = write_pdf(failed(tmp_path, "x" * before + key), tmp_path / "report.pdf")
    assert CANARIES.seen_in(path.read_bytes()) == "a key or token"


def test_a_run_that_is_over_is_known_by_its_trace(tmp_path: Path) -> None:
    """What a merged run is searched for: the marks of its parts, which nobody has written down."""
    traces = Traces(frozenset({CANARIES.trace, Canaries("1b3d5f70819a").trace}))
    assert CANARIES.mark not in CANARIES.trace
    for wrap in (WRAPPINGS["as it is"], WRAPPINGS["in base64"], zipped):
        assert traces.seen_in(wrap(f"said {KEY.upper()} and {TOKEN}".encode())) == "a key or token"
    assert (
        traces.seen_in(f"said {'0d9c0c52-6f0b-4a1e-9a3c-7f3a91c2d4e6'} and {CANARIES.trace}".encode()) is None
    )
    (tmp_path / "history.json").write_text(KEY)
    assert len(list(traces.leaks([tmp_path]))) == 1


def test_all_that_a_run_writes_is_searched() -> None:
    """Also what stays for the next one: both histories, the document's revisions, the list for people."""
    assert {"history.json", "allure-history.jsonl", "revisions", "manual.csv", *REPORTS} == set(SEARCHED)


NEVER = re.compile(r"(?!)()")
BASIC = base64.b64encode(f"{KEY}:{KEY}".encode()).decode()


def nothing_learnt(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(redact, "_longest_first", [])


def no_names(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(module, "_secret", lambda name: False)


def no_forms(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(module.Redactor, "_form", lambda self, text: text)


def off(name: str) -> Callable[[pytest.MonkeyPatch], None]:
    return lambda patch: patch.setattr(module, name, NEVER)


OUTSIDER = f"of-another-{CANARIES.mark}"
"""A secret that nobody told the redactor of: only its place or its form gives it away."""
PLANTS: dict[str, tuple[Callable[[pytest.MonkeyPatch], None], object]] = {
    "known keys": (nothing_learnt, f"GET /v2/Customers/{KEY} was refused"),
    "known keys in base64": (nothing_learnt, f"said {base64.b64encode(('x' + KEY).encode()).decode()}"),
    "known keys percent-encoded": (nothing_learnt, f"said {quote(KEY, safe='')}"),
    "known keys in a file's name": (nothing_learnt, f"cannot open /srv/{KEY}.db"),
    "known keys of the environment": (nothing_learnt, {"env": {"TALKQA_MODE": KEY}}),
    "names in JSON": (no_names, {"Owner": {"NationalIdNumber": f"old; new {OUTSIDER}"}}),
    "names in a JSON Patch": (no_names, [{"op": "replace", "path": "/BankAccount", "value": OUTSIDER}]),
    "names in a form": (no_forms, f"a=b&client%5Fsecret={OUTSIDER}"),
    "names in free text": (off("_NAMED"), f"it said: client_secret = {OUTSIDER}\nand ended"),
    "schemes": (off("_SCHEME"), f"it sent Basic {base64.b64encode(OUTSIDER.encode()).decode()} twice"),
    "tokens": (off("_TOKEN"), f"it got {TOKEN} and printed it"),
    "national identity numbers": (off("_DIGITS"), f"it wrote {CANARIES.national_id} into a note"),
    "bank accounts": (off("_DIGITS"), f"it wrote {CANARIES.account} into a note"),
}


def leaks(folder: Path, plant: object) -> list[str]:
    """What is found after a check with that secret in its evidence has gone into every output."""
    redact.only(KEY)
    observed = plant if isinstance(plant, str) else json.dumps(plant)
    observed = redact.body(observed)
    told = {"items": ["made-up/Alpha:Alpha"], "verdict": "fail", "evidence": [{"observed": observed}]}
    report = pytest.TestReport("f.feature::test_x", ("f", 0, "x"), {}, "failed", "no", "call", [], 0.1)
    report.user_properties.append((PROPERTY, told))
    writer = Writer(folder / "results.ndjson", made_up.header())
    writer.check(check_line(report.nodeid, [report]))
    results = writer.finish()
    write_html(results, folder / "report.html")
    write_junit(results, folder / "junit.xml")
    redact.only()
    return list(CANARIES.leaks([folder]))


@pytest.mark.parametrize("name", PLANTS)
def test_each_redactor_is_needed(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With all of them nothing is found; without this one the secret is, in every output that shows evidence."""
    switch, plant = PLANTS[name]
    assert leaks(tmp_path / "with", plant) == []
    only = module.Redactor.only

    def only_then_off(self: module.Redactor, *secrets: str) -> None:
        only(self, *secrets)
        switch(monkeypatch)

    monkeypatch.setattr(module.Redactor, "only", only_then_off)
    found = " ".join(leaks(tmp_path / "without", plant))
    assert all(output in found for output in ("results.ndjson", "report.html", "junit.xml"))


def test_a_crash_is_told_without_what_it_said_and_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the traceback with its arguments, in the message, and in what was printed before."""

    def answer(key: str) -> None:
        raise RuntimeError(f"no fake for {key}")

    try:
        answer(KEY)
    except RuntimeError:
        told = pytest.ExceptionInfo.from_current().getrepr(style="long", funcargs=True)
    report = pytest.TestReport(
        "f.feature::test_x", ("f", 0, "x"), {}, "failed", told, "call", [("Captured stdout call", KEY)], 0.1
    )
    redact.only(KEY)
    before = str(report.longrepr)
    crashes.clean(report)
    redact.only()
    assert before.count(KEY) == 2
    assert not CANARIES.seen_in(str(report.longrepr).encode())
    assert not CANARIES.seen_in(report.longrepr.reprcrash.message.encode())  # type: ignore[union-attr]
    assert report.sections == [("Captured stdout call", "[redacted]")]


@dataclass
class Unread:
    """What pytest tells of a file that it could not collect: one text."""

    longrepr: str

    def __str__(self) -> str:
        return self.longrepr


TOLD = {
    "a text": f"no fake for {KEY}",
    "a skip, with its place": ("f.py", 7, f"Skipped: no fake for {KEY}"),
    "a file not collected": Unread(f"no fake for {KEY}"),
}


@pytest.mark.parametrize("kind", TOLD)
def test_whatever_pytest_tells_is_told_without_secrets(kind: str) -> None:
    """It has other shapes than a traceback; what is no secret in it stays."""
    told: Any = TOLD[kind]
    report = pytest.TestReport("f.feature::test_x", ("f", 0, "x"), {}, "failed", told, "call", [], 0.1)
    assert CANARIES.seen_in(str(report.longrepr).encode())
    redact.only(KEY)
    crashes.clean(report)
    redact.only()
    assert str(report.longrepr) == str(told).replace(KEY, "[redacted]")


def test_a_file_that_could_not_be_read_is_told_without_secrets() -> None:
    """What was wrong with it may quote it."""
    report = pytest.CollectReport("f.feature", "failed", f"no step for {KEY}", None)
    redact.only(KEY)
    told = json.dumps(collection_line(report))
    redact.only()
    assert "no step for [redacted]" in told
    assert not CANARIES.seen_in(told.encode())


def test_half_a_secret_is_no_hiding_place() -> None:
    """What arrives in two pieces is whole when it is written down, and is taken out then."""
    redact.only(KEY)
    pieces = [f"out: {KEY[:20]}", f"{KEY[20:]} end"]
    assert not CANARIES.seen_in(redact.text("".join(pieces)).encode())
    redact.only()
