"""Schemathesis against the fake on a socket: `python -m tests.fake.fuzz [--seconds N] [schemathesis options]`.

Exit code 1 when a check failed, when anything was answered with 5xx, or when hardly anything was done.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import httpx

from talkqa.fake import Fake, Tenant
from talkqa.fake.doors.server import Serving
from talkqa.fake.openapi import PATH
from talkqa.fake.planting import plant
from tests.fake.doors import sign_in

ROOT = Path(__file__).parents[3]
CONFIGURATION = Path(__file__).with_name("schemathesis.toml")
SEED: dict[str, list[dict[str, Any]]] = {
    "Customer": [{"Name": "Fjord AS", "ContactPersons": [{"FirstName": "Kari", "LastName": "Lie"}]}],
    "Supplier": [{"Name": "Fjell AS"}],
    "Employee": [{"FirstName": "Ola", "LastName": "Berg"}],
}
PROBE = "schemathesis-probe"
"""In the path of the one request with which it tries what paths the server takes; 501 is right for it."""
PAGE = 50
"""Records of a page, so that lists cost the same however long the run is."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, help="go on until the time is spent; without it, one round")
    arguments, options = parser.parse_known_args()
    limit = [f"--max-time={arguments.seconds}"] if arguments.seconds else []
    began = time.monotonic()
    fake = Fake()
    tenant = fake.tenant()
    tenant.page_limit = PAGE
    plant(tenant, SEED)
    with fake.serve() as server:
        code = schemathesis(server, tenant, [*limit, *options])
    return judge(tenant, code, time.monotonic() - began)


def schemathesis(server: Serving, tenant: Tenant, options: list[str]) -> int:
    """Run it with the tenant's keys; its exit code."""
    headers = [f"--header={name}: {value}" for name, value in signed_in(server, tenant).items()]
    command = [sys.executable, "-m", "schemathesis.cli", f"--config-file={CONFIGURATION}", "run"]
    told = [*command, f"{server.origin}{PATH}", *headers, *options]
    return subprocess.run(told, cwd=ROOT, check=False).returncode


def signed_in(server: Serving, tenant: Tenant) -> dict[str, str]:
    """The headers of a client whose token outlives the run: the tenant's clock moves 1 ms with each request."""
    credential = tenant.credential("fuzz")
    with httpx.Client(trust_env=False) as client:
        token = sign_in(client, credential, server.token_url).json()["access_token"]
    return {"Authorization": f"Bearer {token}", "Ocp-Apim-Subscription-Key": credential.subscription_key}


def judge(tenant: Tenant, code: int, seconds: float) -> int:
    """Print what the fake saw, and the exit code of the whole."""
    statuses = Counter(entry.status for entry in tenant.journal)
    written = sum(bool(entry.writes) for entry in tenant.journal)
    told = ", ".join(f"{status}: {count}" for status, count in sorted(statuses.items()))
    print(
        f"the fake answered {len(tenant.journal)} requests in {seconds:.0f} s, {written} of them writes ({told})"
    )
    failed = {f"{e.method} {e.path}: {e.status}" for e in tenant.journal if not 200 <= e.status < 500}
    failed = {line for line in failed if PROBE not in line}
    for line in sorted(failed)[:10]:
        print(f"{line}, expected no status of 500 or above")
    if written < len(tenant.journal) / 50:
        print("hardly anything was written, so hardly anything was tried")
        return 1
    return code or bool(failed)


if __name__ == "__main__":
    sys.exit(main())
