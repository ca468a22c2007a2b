"""A bundle says what was found, and no byte of it can change without being named."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from talkqa.report import bundle
from talkqa.report.envelope import close
from talkqa.report.html import write_html
from talkqa.report.junit import write_junit
from talkqa.report.look import Look
from talkqa.report.stream import Writer, read
from talkqa.shipped import fixtures
from tests.report import made_up

GOLDEN = fixtures() / "golden" / "every_verdict.ndjson"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key()


def signed(folder: Path) -> Path:
    """A bundle of the golden stream with its pages."""
    (folder / "results.ndjson").write_bytes(GOLDEN.read_bytes())
    results = read(folder / "results.ndjson")
    write_html(results, folder / "report.html")
    write_junit(results, folder / "junit.xml")
    return bundle.sign(results, KEY, folder / "bundle.zip")


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return signed(tmp_path_factory.mktemp("signed"))


@pytest.fixture(scope="module")
def data(path: Path) -> bytes:
    return path.read_bytes()


@pytest.fixture(scope="module")
def frame(data: bytes) -> list[int]:
    return around(data)


def test_an_untouched_bundle_has_no_problems(data: bytes) -> None:
    """And any unzip reads it."""
    assert bundle.verify(data, PUBLIC).problems == ()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["statement.dsse.json", "junit.xml", "report.html", "results.ndjson"]


def test_the_envelope_is_one_that_dsse_describes(data: bytes) -> None:
    """The signature is over the pre-authentication encoding of type and payload (DSSE protocol v1)."""
    envelope = json.loads(bundle.members(data)["statement.dsse.json"])
    body = base64.b64decode(envelope["payload"])
    signature = base64.b64decode(envelope["signatures"][0]["sig"])
    told = b"DSSEv1 28 application/vnd.in-toto+json " + str(len(body)).encode() + b" " + body
    assert envelope["payloadType"] == "application/vnd.in-toto+json"
    PUBLIC.verify(signature, told)


def test_the_statement_is_a_test_result(data: bytes) -> None:
    """The fields that predicate type test-result v0.1 requires, with the golden stream's facts."""
    told = bundle.verify(data, PUBLIC).statement
    assert told["_type"] == "https://in-toto.io/Statement/v1"
    assert told["predicateType"] == "https://in-toto.io/attestation/test-result/v0.1"
    subjects = {one["name"]: one["digest"]["sha256"] for one in told["subject"]}
    assert subjects.keys() == {"results.ndjson", "report.html", "junit.xml"}
    assert subjects["results.ndjson"] == hashlib.sha256(GOLDEN.read_bytes()).hexdigest()
    predicate = told["predicate"]
    assert predicate["result"] == "FAILED"
    assert predicate["passedTests"] == [
        "employee-contactperson/FirstName:FirstName",
        "employee-contactperson/every",
        "supplier-customer/Name:Name",
        "supplier-customer/no-duplicate",
    ]
    assert predicate["failedTests"] == [
        "employee-contactperson/LastName:LastName",
        "employee-contactperson/PhoneNumber:MobileNumber",
        "supplier-customer/MailAddress.City:MailAddress.City",
        "all-flows/quiet",
    ]
    assert predicate["warnedTests"] == []


def test_the_statement_names_document_system_version_and_seed(data: bytes) -> None:
    """As the stream's header has them; each descriptor has a URI, a digest or content."""
    header = json.loads(GOLDEN.read_bytes().splitlines()[0])
    made = {one["name"]: one for one in bundle.verify(data, PUBLIC).statement["predicate"]["configuration"]}
    assert made["document"]["digest"]["sha256"] == header["document"]["sha256"]
    assert made["sut"]["annotations"] == header["sut"]
    assert json.loads(base64.b64decode(made["sut"]["content"])) == header["sut"]
    run = made["talkqa"]["annotations"]
    assert (run["version"], run["seed"], run["started"]) == (
        header["talkqa"],
        header["seed"],
        header["started"],
    )
    assert all({"uri", "digest", "content"} & one.keys() for one in made.values())


@settings(max_examples=300, deadline=None)
@given(draw=st.data())
def test_any_flipped_byte_of_any_member_is_found_and_its_file_named(data: bytes, draw: st.DataObject) -> None:
    """With the digest that it has and the one that was signed; of the envelope, with the key."""
    files = bundle.members(data)
    name = draw.draw(st.sampled_from(sorted(files)))
    place = draw.draw(st.integers(0, len(files[name]) - 1))
    other = bytearray(files[name])
    other[place] ^= draw.draw(st.integers(1, 255))
    start = data.index(files[name])
    altered = data[:start] + bytes(other) + data[start + len(other) :]
    (problem,) = bundle.verify(altered, PUBLIC).problems
    assert problem.startswith(f"{name}: ")
    if name != bundle.ENVELOPE:
        got, expected = (hashlib.sha256(one).hexdigest() for one in (other, files[name]))
        assert problem == f"{name}: sha256 {got}, expected {expected}"


@settings(max_examples=300, deadline=None)
@given(draw=st.data())
def test_any_flipped_byte_anywhere_is_found(data: bytes, frame: list[int], draw: st.DataObject) -> None:
    """Also in what the archive puts around its members."""
    place = draw.draw(st.one_of(st.sampled_from(frame), st.integers(0, len(data) - 1)))
    other = bytearray(data)
    other[place] ^= draw.draw(st.integers(1, 255))
    assert bundle.verify(bytes(other), PUBLIC).problems


def around(data: bytes) -> list[int]:
    """The places of all bytes that no member holds."""
    spans = [(data.index(file), data.index(file) + len(file)) for file in bundle.members(data).values()]
    return [at for at in range(len(data)) if not any(start <= at < end for start, end in spans)]


@pytest.mark.parametrize("text", [b"", b"PK", b"no archive at all, though long enough for a head"])
def test_what_is_no_archive_vouches_for_nothing(text: bytes) -> None:
    assert bundle.verify(text, PUBLIC).problems == (
        "statement.dsse.json: is not there, so nothing vouches for the rest",
    )


def test_cut_and_lengthened_bundles_are_found(data: bytes) -> None:
    """Wherever the end is."""
    assert bundle.verify(data[:-1], PUBLIC).problems
    assert bundle.verify(data + b"x", PUBLIC).problems
    assert bundle.verify(data[: len(data) // 2], PUBLIC).problems


def test_a_missing_and_an_unsigned_file_are_named(data: bytes) -> None:
    """What was taken out and what was put in, though the archive is sound."""
    files = bundle.members(data)
    page = files.pop("report.html")
    problems = bundle.verify(bundle.pack({**files, "extra.html": b"hello"}), PUBLIC).problems
    assert problems == (
        f"report.html: is not there, expected sha256 {hashlib.sha256(page).hexdigest()}",
        f"extra.html: nobody signed it; sha256 {hashlib.sha256(b'hello').hexdigest()}",
    )


def test_another_key_is_told_from_an_altered_bundle(data: bytes) -> None:
    """Both fingerprints are named."""
    other = Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key()
    (problem,) = bundle.verify(data, other).problems
    assert "names the key" in problem
    assert "signed with another key" in problem


def test_an_envelope_that_only_names_our_key_is_found(data: bytes) -> None:
    """Signed by another key under our fingerprint."""
    other = Ed25519PrivateKey.from_private_bytes(bytes(32))
    files = bundle.members(data)
    ours = json.loads(files["statement.dsse.json"])
    theirs = json.loads(close(base64.b64decode(ours["payload"]), other))
    theirs["signatures"][0]["keyid"] = ours["signatures"][0]["keyid"]
    files["statement.dsse.json"] = json.dumps(theirs, separators=(",", ":")).encode()
    (problem,) = bundle.verify(bundle.pack(files), PUBLIC).problems
    assert "the signature does not fit" in problem


def test_the_page_shows_the_fingerprint_of_its_results(path: Path) -> None:
    """The one that the bundle's statement has."""
    assert hashlib.sha256(GOLDEN.read_bytes()).hexdigest() in path.with_name("report.html").read_text()


def test_the_page_shows_the_fingerprint_of_the_key(tmp_path: Path, data: bytes) -> None:
    """As openssl prints it for the public key; in the bundle and beside the results, in the page's language."""
    key = hashlib.sha256(PUBLIC.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()
    assert f"is <code>{key}</code>" in bundle.members(data)["report.html"].decode()
    (tmp_path / "results.ndjson").write_bytes(GOLDEN.read_bytes())
    results = read(tmp_path / "results.ndjson")
    page = write_html(results, tmp_path / "report.html", Look(language="nb"))
    assert "Denne siden er ikke signert." in page.read_text("utf-8")
    bundle.sign(results, Ed25519PrivateKey.generate(), tmp_path / "first.zip")
    bundle.sign(results, KEY, tmp_path / "bundle.zip")
    told = page.read_text("utf-8")
    assert f"Signert med nøkkelen som har fingeravtrykket (SHA-256) <code>{key}</code>" in told
    assert told.count("Signert med") == 1
    assert bundle.members((tmp_path / "bundle.zip").read_bytes())["report.html"] == page.read_bytes()


def test_a_page_of_other_results_is_not_signed(tmp_path: Path) -> None:
    """A report left from another run must not be vouched for."""
    signed(tmp_path)
    page = tmp_path / "report.html"
    page.write_text(page.read_text().replace(read(tmp_path / "results.ndjson").fingerprint, "0" * 64))
    with pytest.raises(bundle.BundleError, match="made from other results"):
        bundle.sign(read(tmp_path / "results.ndjson"), KEY, tmp_path / "again.zip")
    assert not list(tmp_path.glob("*again*"))


def test_a_run_that_was_cut_short_is_not_signed(tmp_path: Path) -> None:
    """It is no evidence of anything but its own end."""
    with pytest.raises(bundle.BundleError, match="did not come to its end"):
        bundle.sign(read(GOLDEN.with_name("truncated.ndjson")), KEY, tmp_path / "bundle.zip")


def test_a_known_failure_is_a_warning(tmp_path: Path) -> None:
    """One item passes, one fails under a waiver, the others are left out: WARNED."""
    header = made_up.header()
    wanted = {"made-up/Alpha:Alpha", "made-up/Beta:Beta", "made-up/left-out"}
    items = [one for one in header["items"] if one["id"] in wanted]  # type: ignore[attr-defined]
    waiver = {
        "item": "made-up/Beta:Beta",
        "owner": "QA",
        "reason": "known",
        "reference": "1",
        "expires": "2026-02-01",
    }
    writer = Writer(tmp_path / "results.ndjson", {**header, "items": items, "waivers": [waiver]})
    for item, verdict in (("made-up/Alpha:Alpha", "pass"), ("made-up/Beta:Beta", "fail")):
        writer.check({"id": item, "items": [item], "verdict": verdict, "feature_file": "f.feature"})
    bundle.sign(writer.finish(), KEY, tmp_path / "bundle.zip")
    predicate = bundle.verify((tmp_path / "bundle.zip").read_bytes(), PUBLIC).statement["predicate"]
    assert predicate["result"] == "WARNED"
    assert predicate["passedTests"] == ["made-up/Alpha:Alpha"]
    assert predicate["warnedTests"] == ["made-up/Beta:Beta"]
    assert predicate["failedTests"] == []


def test_a_spare_bit_of_the_signature_is_no_hiding_place(data: bytes) -> None:
    """The last letter of base64 holds bits that decoding throws away: 64 bytes end in 4 of them."""
    files = bundle.members(data)
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    signature = json.loads(files["statement.dsse.json"])["signatures"][0]["sig"]
    other = signature[:85] + letters[letters.index(signature[85]) ^ 1] + "=="
    assert base64.b64decode(other) == base64.b64decode(signature)
    files["statement.dsse.json"] = files["statement.dsse.json"].replace(signature.encode(), other.encode())
    assert bundle.verify(bundle.pack(files), PUBLIC).problems == (
        "statement.dsse.json: not written as it was signed: altered after signing",
    )
