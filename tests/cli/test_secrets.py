"""Secrets never reach a report: a SUT that shouts its own keys and token is heard without them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.cli.running import Call, check

SHOUTS = """
import base64, json, os, sys, urllib.request
keys = [os.environ[f"TALKQA_{name}_KEY"] for name in ("APPLICATION", "CLIENT", "SUBSCRIPTION")]
basic = base64.b64encode(f"{keys[0]}:{keys[1]}".encode()).decode()
headers = {"Ocp-Apim-Subscription-Key": keys[2], "Authorization": f"Basic {basic}"}
request = urllib.request.Request(os.environ["TALKQA_TOKEN_URL"], b"grant_type=client_credentials", headers)
token = json.loads(urllib.request.urlopen(request).read())["access_token"]
with open(sys.argv[1], "a") as file:
    file.write("\\n".join([*keys, token]) + "\\n")
print("out", *keys, token)
sys.exit(f"the ledger is closed for {keys} and {token}")
"""


def test_a_sut_that_shouts_its_secrets_is_heard_without_them(tmp_path: Path) -> None:
    """Its last words are in the evidence, its keys and tokens in no file that the run left."""
    script, heard = tmp_path / "shouts.py", tmp_path / "heard"
    script.write_text(SHOUTS)
    command = f"--sut=command:{sys.executable} {script} {heard}"
    call = check(tmp_path / "out", command, "--flow=employee-contactperson", "--profile=literal")
    assert call.code == 1
    secrets = set(heard.read_text().split())
    assert len(secrets) > 20
    assert "the ledger is closed" in call.out
    files = [path for path in (tmp_path / "out").rglob("*") if path.is_file()]
    texts = {str(path): path.read_bytes() for path in files} | {
        "stdout": call.out.encode(),
        "stderr": call.err.encode(),
    }
    leaks = {name for name, text in texts.items() for secret in secrets if secret.encode() in text}
    assert not leaks


BLURTS = """
import os
import subprocess
import sys
from talkqa.reference.synchroniser import Reference


class Blurts(Reference):
    def start(self, assignment):
        self.keys = [assignment.endpoint.application_key, assignment.endpoint.client_key]
        with open(os.environ["HEARD"], "a") as file:
            file.write("\\n".join(self.keys) + "\\n")
        return super().start(assignment)

    def cycle(self):
        print("out", *self.keys)
        print("err", *self.keys, file=sys.stderr)
        sys.stdout.write(self.keys[0][:15])
        sys.stdout.write(self.keys[0][15:])
        super().cycle()
        raise ValueError(f"cannot open /srv/{self.keys[0]}.db as {self.keys[1].upper()}")
"""
"""Prints its keys, whole and in pieces, and dies with them in a file's name and in capitals."""


def blurting(folder: Path, before: str = "") -> Call:
    """A check of a SUT in talkqa's own process that blurts its keys; before: what is run before it."""
    (folder / "blurts.py").write_text(BLURTS)
    words = ["check", f"--out={folder / 'out'}", "--sut=python:blurts:Blurts", "--flow=all-flows"]
    script = f"{before}\nfrom talkqa.cli.main import main\nmain({words!r})"
    environment = os.environ | {
        "PYTHONPATH": f"{folder}{os.pathsep}{os.environ.get('PYTHONPATH', '')}",
        "HEARD": str(folder / "heard"),
    }
    ended = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        env=environment,
    )
    return Call(ended.returncode, ended.stdout, ended.stderr, folder / "out")


def test_a_sut_in_our_process_cannot_blurt_its_keys_out(tmp_path: Path) -> None:
    """Neither by what it prints nor by what it raises, into logs, attachments or evidence."""
    call = blurting(tmp_path)
    assert "cannot open /srv/[redacted].db as [redacted]" in call.out
    assert "leaked" not in call.out
    heard = set((tmp_path / "heard").read_text().split())
    assert len(heard) > 10
    assert not [key for key in heard if key in call.out + call.err]
    assert "Captured stdout" in (tmp_path / "out" / "pytest.log").read_text()


def test_without_a_redactor_the_run_is_red_and_the_file_is_named(tmp_path: Path) -> None:
    """The run itself looks for its canaries in all that it wrote."""
    call = blurting(
        tmp_path, "from talkqa.report.redact import Redactor\nRedactor.learn = lambda self, *_: None"
    )
    assert call.code != 0
    for name in ("results.ndjson", "report.html", "junit.xml", "pytest.log"):
        assert f"{tmp_path / 'out' / name}: holds a key or token of this run: a secret leaked" in call.out
    assert "-attachment." in call.out or "-result.json: holds a key or token" in call.out
