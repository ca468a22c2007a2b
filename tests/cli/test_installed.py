"""Features, steps and fixtures travel with the wheel: an installed talkqa checks in an empty folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_an_installed_talkqa_checks_in_an_empty_folder(tmp_path: Path) -> None:
    """Built as pip builds it, put where nothing of the checkout is, and run from elsewhere."""
    target, empty = tmp_path / "installed", tmp_path / "empty"
    empty.mkdir()
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*pip, f"--target={target}", str(ROOT)], check=True, capture_output=True, timeout=300)
    script = "import talkqa, talkqa.shipped as s; print(talkqa.__file__, s.root())"
    where = run(["-c", script], empty, target)
    assert str(target) in where.stdout.split()[0]
    assert str(target) in where.stdout.split()[1]
    ended = run(["-m", "talkqa", "check", "--flow=customer-contactperson", "--no-allure"], empty, target)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert (empty / "reports" / "report.html").exists()


def run(words: list[str], folder: Path, target: Path) -> subprocess.CompletedProcess[str]:
    """Run Python in a folder, with the installed packages in front of everything else."""
    environment = os.environ | {"PYTHONPATH": str(target)}
    call = [sys.executable, *words]
    return subprocess.run(
        call, cwd=folder, env=environment, capture_output=True, text=True, timeout=300, check=False
    )
