"""The command form: one process is one cycle, over a real socket."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from talkqa.reference.command import VARIABLE, run
from talkqa.reference.synchroniser import Reference
from tests.mutants.histories import supplier
from tests.reference.world import World


def paper(world: World, folder: Path, **more: Any) -> dict[str, Any]:
    keys = world.tenant.credential("sut")
    secrets = ("application_key", "client_key", "subscription_key")
    endpoint = {name: getattr(keys, name) for name in secrets}
    return {"endpoint": endpoint, "dataflow": world.dataflow, "state_folder": str(folder / "state"), **more}


def test_each_run_is_a_cycle(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The first creates, the second is incremental and quiet, a reset reads everything."""
    supplier(world)
    with world.fake.serve() as server:
        told = paper(world, tmp_path, pause_scale=0)
        told["endpoint"] |= {"base_url": server.base_url, "token_url": server.token_url}
        for reset, writes, full in ((False, 3, True), (False, 0, False), (True, 0, True)):
            (tmp_path / "assignment.json").write_text(json.dumps(told | {"reset": reset}))
            monkeypatch.setenv(VARIABLE, str(tmp_path / "assignment.json"))
            mark = len(world.tenant.journal)
            assert run(Reference) == 0
            assert json.loads(capsys.readouterr().out) == {
                "name": "reference",
                "version": "1",
                "report": [],
                "updates": 3,
            }
            assert len(world.effects(mark)) == writes
            assert any("GreaterThan" in entry.query for entry in world.requests(mark)) is not full


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "TALKQA_ASSIGNMENT is not set"),
        ("{}", "no endpoint, no dataflow, no state_folder"),
        ("not json", "Expecting value"),
    ],
)
def test_a_useless_assignment_is_refused(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    content: str | None,
    said: str,
) -> None:
    """Exit code 1, and stderr says what is expected."""
    monkeypatch.delenv(VARIABLE, raising=False)
    if content is not None:
        (tmp_path / "paper.json").write_text(content)
        monkeypatch.setenv(VARIABLE, str(tmp_path / "paper.json"))
    assert run(Reference) == 1
    assert said in capsys.readouterr().err
