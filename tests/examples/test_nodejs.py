"""The synchroniser in Node.js, written apart from the reference, is as right as the reference is."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.cli.running import check

MAIN = Path(__file__).parents[2] / "examples" / "nodejs" / "main.mjs"
NODE = shutil.which("node") or shutil.which("nodejs")

needs_node = pytest.mark.skipif(NODE is None and "CI" not in os.environ, reason="not available: Node.js")


@needs_node
def test_as_a_service_it_passes_what_a_document_without_properties_asks(tmp_path: Path) -> None:
    """Creation, kills and lost answers; the whole default profile takes minutes and is run by hand."""
    words = ["--flow=customer-contactperson", "--profile=literal", "--no-allure"]
    call = check(tmp_path, *words, f"--sut=service:{NODE} {MAIN} --serve")
    assert len(call.verdicts) > 10
    assert {name for name, verdict in call.verdicts.items() if verdict != "pass"} == set()


@needs_node
def test_as_a_command_it_passes_what_a_document_without_properties_asks(tmp_path: Path) -> None:
    """One process a cycle, with nothing remembered but its file."""
    words = ["--flow=customer-contactperson", "--profile=literal", "--no-allure"]
    call = check(tmp_path, *words, f"--sut=command:{NODE} {MAIN}")
    assert call.verdicts
    assert {name for name, verdict in call.verdicts.items() if verdict != "pass"} == set()
