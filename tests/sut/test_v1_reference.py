"""A SUT may speak API v1: what passes over v2 passes over v1, and what is caught over v2 is caught over v1."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from talkqa import shipped
from talkqa.checklist import dataflow_json
from talkqa.fake import Fake
from talkqa.fake.planting import plant
from talkqa.fake.v1.routes import ROUTES
from talkqa.scenario.plan import Plan
from talkqa.sut import Assignment, Endpoint
from tests.sut.v1_reference import V1Reference

ROOT = Path(__file__).parents[2]
SUT = "python:tests.sut.v1_reference:"
RUN = """
import sys
from pathlib import Path
from talkqa.cli.run import run
from talkqa.scenario.plan import Plan
out, sut, profile, *scenarios = sys.argv[1:]
run(Plan(sut=sut, profile=profile, scenarios=tuple(scenarios)), Path(out), allure=False, reports=False)
"""
TITLE = '[[flow.property]]\nsource = "JobTitle"\ntarget = "Title"\ntype = "string"\n\n'
"""What the default profile has and v1 has not (the fact sheet of PowerOffice, §4.5)."""


@pytest.fixture
def profile(tmp_path: Path) -> str:
    """The default profile without the one property that v1 does not have."""
    whole = (shipped.fixtures() / "profiles" / "default.toml").read_text()
    assert whole.count(TITLE) == 1
    path = tmp_path / "v1.toml"
    path.write_text(whole.replace(TITLE, ""))
    return str(path)


def checks(folder: Path, sut: str, profile: str, *scenarios: str) -> list[dict[str, Any]]:
    """The checks of one run, in a process of its own."""
    command = [sys.executable, "-c", RUN, str(folder), SUT + sut, profile, *scenarios]
    subprocess.run(command, cwd=ROOT, check=True, timeout=300, capture_output=True)
    lines = [json.loads(line) for line in (folder / "results.ndjson").read_text().splitlines()]
    return [line for line in lines if line["kind"] == "check"]


def test_the_reference_passes_the_whole_checklist_over_v1(tmp_path: Path, profile: str) -> None:
    done = checks(tmp_path / "out", "V1Reference", profile)
    assert [(one["id"], one["verdict"]) for one in done if one["verdict"] != "pass"] == []
    assert len(done) > 200


@pytest.mark.parametrize(
    ("mutant", "scenario", "law"),
    [
        ("M18a", "S-18", "LAW-9"),
        ("M18b", "S-18b", "LAW-4"),
        ("M20d", "S-20", "LAW-4"),
        ("M8a", "S-8", "LAW-6"),
        ("M25a", "S-25", None),
    ],
)
def test_a_mutant_is_caught_over_v1_as_over_v2(
    tmp_path: Path, profile: str, mutant: str, scenario: str, law: str | None
) -> None:
    """By its scenario, and by the law that it breaks, which looks at what became of the records."""
    done = checks(tmp_path / "out", mutant, profile, scenario)
    failed = [one for one in done if one["verdict"] == "fail"]
    assert failed
    assert law is None or law in {evidence.get("law") for one in failed for evidence in one["evidence"]}


def test_every_request_of_it_is_one_of_v1(tmp_path: Path) -> None:
    fake = Fake()
    tenant = fake.tenant()
    keys = tenant.credential("sut")
    endpoint = Endpoint(
        "https://goapi.poweroffice.net/v2",
        "https://goapi.poweroffice.net/OAuth/Token",
        keys.application_key,
        keys.client_key,
        keys.subscription_key,
        fake.transport(),
    )
    plant(tenant, {"Supplier": [{"Name": "Fjord AS", "PhoneNumber": "22 22 22 22"}]})
    sut = V1Reference()
    dataflow = dataflow_json(Plan().checklist(), house_customer=None, full_every=2, page_size=5)
    sut.start(Assignment(endpoint, dataflow, tmp_path, tenant.clock.advance))
    sut.cycle()
    sut.cycle()
    sut.stop()
    assert [record["Name"] for record in tenant.state()["Customer"].values()] == ["Fjord AS"]
    operations = {entry.operation for entry in tenant.journal}
    assert operations >= {"POST /OAuth/Token", "GET /Supplier/", "POST /Customer/"}
    assert operations - {"POST /OAuth/Token"} <= {route.operation for route in ROUTES}
