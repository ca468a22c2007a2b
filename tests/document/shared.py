"""The published documents beside the checkout, which are not part of the project."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

DATAFLOWS = Path(__file__).resolve().parents[2].parent / "shared" / "dataflows"


def dataflows() -> Path:
    """The folder of published documents. Without it a test is skipped, on a CI server it fails."""
    if DATAFLOWS.is_dir():
        return DATAFLOWS
    if os.environ.get("CI"):
        pytest.fail(f"not available: {DATAFLOWS}")
    pytest.skip(f"not available: {DATAFLOWS}")
