"""The plugin in a pytest of its own, with made-up steps in the place of the shipped ones."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from talkqa import shipped
from talkqa.scenario import planned
from tests.scenario.made_up import ALL, FEATURE, STEPS, put

RUN = """\
import sys
from pathlib import Path
import pytest
from talkqa import shipped
shipped.root = lambda: Path(sys.argv[1])
plugins = ["-p", "pytest_bdd.plugin", "-p", "talkqa.scenario.collect", "-p", "no:cacheprovider"]
sys.exit(pytest.main([*plugins, "-c", "/dev/null", *sys.argv[2:]]))
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A checkout with the shipped facts and made-up steps."""
    (tmp_path / "fixtures").symlink_to(shipped.fixtures())
    (tmp_path / "steps").mkdir()
    (tmp_path / "steps" / "__init__.py").write_text("")
    (tmp_path / "steps" / "_hidden.py").write_text("raise RuntimeError\n")
    (tmp_path / "steps" / "made_up.py").write_text(STEPS)
    return tmp_path


def run(root: Path, *arguments: str) -> tuple[int, str]:
    """Exit code and output of pytest on the made-up features."""
    call = [sys.executable, "-c", RUN, str(root), "--rootdir", str(root), *arguments, str(root / "features")]
    alone = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    done = subprocess.run(call, capture_output=True, text=True, cwd=root, env=alone, timeout=60, check=False)
    return done.returncode, done.stdout + done.stderr


def collected(output: str) -> list[str]:
    """Node ids as `--collect-only -q` prints them, without folders."""
    return [line.removeprefix("features/") for line in output.splitlines() if ".feature::" in line]


def test_feature_files_are_collected_row_by_row_as_the_census_counts_them(root: Path) -> None:
    """With names that pytest-bdd has to make unique, and characters that pytest has to escape."""
    strange = ALL.replace("| Customer |\n", "| Kunde æøå |\n").replace(
        "Feature: All flows", "Feature: All flows æ"
    )
    names = FEATURE.replace("two Suppliers have two Customers", "every Supplier, gets a Customer")
    folder = put(root / "features", names, strange)
    code, output = run(root, "--collect-only", "-q")
    assert code == 0, output
    assert sorted(collected(output)) == sorted(check.id for check in planned(folder))
    assert len(collected(output)) == 9


def test_the_scenarios_run_with_the_steps_beside_the_features(root: Path) -> None:
    """All nine, strict markers or not."""
    put(root / "features")
    code, output = run(root, "--strict-markers")
    assert code == 0, output
    assert "9 passed" in output


def test_a_rule_number_selects(root: Path) -> None:
    """`-m R-17` runs the two rows of that rule."""
    put(root / "features")
    code, output = run(root, "-m", "R-17", "-q")
    assert code == 0, output
    assert "2 passed, 7 deselected" in output


def test_an_outline_that_the_checklist_has_no_row_for_comes_to_no_check(root: Path) -> None:
    """pytest-bdd alone would run it once, placeholders and all."""
    rows = "        | supplier-customer/IsPerson:IsPerson | IsPerson  | IsPerson |\n"
    rows += '        | supplier-customer/constant:LastName | "Kontakt" | LastName |\n'
    assert rows in FEATURE
    put(root / "features", FEATURE.replace(rows, ""))
    code, output = run(root, "-q")
    assert code == 0, output
    assert "7 passed" in output


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("two Suppliers have two Customers", "every Supplier gets a Customer", "a second scenario named"),
        ("    Scenario: every", "    Szenario: every", "supplier_customer.feature:"),
    ],
)
def test_a_feature_that_would_run_less_than_is_written_is_a_collection_error(
    old: str, new: str, said: str, root: Path
) -> None:
    """One error that can be read, and not a green run."""
    put(root / "features", FEATURE.replace(old, new))
    code, output = run(root)
    assert code == 2
    assert said in output
    assert "1 error" in output


def test_a_step_that_nothing_binds_fails_its_scenario(root: Path) -> None:
    """The run is red even when nobody takes the census."""
    put(root / "features", FEATURE.replace("its <property> is edited", "its <property> is erased"))
    code, output = run(root, "-q")
    assert code == 1
    assert "2 failed" in output
