"""Runs the made-up project once per way of running."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.report import made_up


@pytest.fixture(scope="session")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up project after a run in one process, with Allure results."""
    folder = made_up.project(tmp_path_factory.mktemp("alone") / "p")
    made_up.run(folder, "--alluredir=allure-results")
    return folder


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same by two workers of pytest-xdist."""
    folder = made_up.project(tmp_path_factory.mktemp("shared") / "p")
    made_up.run(folder, "--alluredir=allure-results", "-n", "2")
    return folder
