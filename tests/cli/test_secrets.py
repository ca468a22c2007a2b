"""Secrets never reach a report: a SUT that shouts its own keys and token is heard without them."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.cli.running import check

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
