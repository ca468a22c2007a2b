"""`talkqa bundle` as a user calls it: keys, a signed file, and what is said of an altered one."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from talkqa.cli.main import main
from talkqa.report.html import write_html
from talkqa.report.stream import read
from talkqa.shipped import fixtures


def call(*words: object) -> Result:
    return CliRunner().invoke(main, ["bundle", *map(str, words)])


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """A folder with results, their page, and a pair of keys."""
    stream = tmp_path / "results.ndjson"
    stream.write_bytes((fixtures() / "golden" / "every_verdict.ndjson").read_bytes())
    write_html(read(stream), tmp_path / "report.html")
    assert call("key", "--out", tmp_path / "keys").exit_code == 0
    return tmp_path


def sign(run: Path) -> Result:
    return call("sign", run / "results.ndjson", "--key", run / "keys" / "talkqa-private.pem")


def verify(run: Path) -> Result:
    return call("verify", run / "bundle.zip", "--key", run / "keys" / "talkqa-public.pem")


def test_a_signed_run_is_verified_with_the_public_key_alone(run: Path) -> None:
    """It says what was found in what."""
    assert sign(run).exit_code == 0
    (run / "keys" / "talkqa-private.pem").unlink()
    (run / "results.ndjson").unlink()
    told = verify(run)
    assert told.exit_code == 0
    assert "verdict    FAILED: 4 passed, 0 warned, 4 failed" in told.output
    assert "file       results.ndjson, sha256 " in told.output


def test_an_altered_bundle_is_exit_code_1_and_names_the_file(run: Path) -> None:
    """One letter of a verdict in the page."""
    sign(run)
    data = (run / "bundle.zip").read_bytes()
    page = data.index(b"<!doctype html>")
    (run / "bundle.zip").write_bytes(data[: page + 2] + b"D" + data[page + 3 :])
    told = verify(run)
    assert told.exit_code == 1
    assert "bundle.zip: report.html: sha256 " in told.output
    assert ", expected " in told.output


@pytest.mark.skipif(sys.platform == "win32", reason="rights of files are others there")
def test_the_private_key_is_for_its_owner_only(run: Path) -> None:
    """And one that others can read is refused, as ssh does."""
    private = run / "keys" / "talkqa-private.pem"
    assert stat.S_IMODE(private.stat().st_mode) == 0o600
    private.chmod(0o640)
    told = sign(run)
    assert told.exit_code == 2
    assert "rights 640, expected 600" in told.output


def test_keys_that_are_there_are_not_replaced(run: Path) -> None:
    before = (run / "keys" / "talkqa-private.pem").read_bytes()
    told = call("key", "--out", run / "keys")
    assert told.exit_code == 2
    assert "is not replaced" in told.output
    assert (run / "keys" / "talkqa-private.pem").read_bytes() == before


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("verify", "none.zip", "--key", "{}/keys/talkqa-public.pem"), "none.zip: No such file"),
        (("verify", "none.zip", "--key", "{}/none.pem"), "none.pem: No such file"),
        (("verify", "none.zip", "--key", "{}/results.ndjson"), "no public key in PEM"),
        (("sign", "{}/results.ndjson", "--key", "{}/keys/talkqa-public.pem"), "private key"),
        (
            ("sign", "{}/none.ndjson", "--key", "{}/keys/talkqa-private.pem"),
            "no such file. Run `talkqa check`",
        ),
    ],
)
def test_a_call_that_cannot_be_answered_is_exit_code_2(run: Path, words: tuple[str, ...], told: str) -> None:
    """What is missing or of another kind is named."""
    said = call(*(word.format(run) for word in words))
    assert said.exit_code == 2
    assert told in said.output
