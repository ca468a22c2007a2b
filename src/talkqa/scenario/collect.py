"""pytest plugin: collects `.feature` files directly, and loads the step definitions.

Use it with `-p talkqa.scenario.collect`. A feature file that is ambiguous on disk (a scenario name that
stands twice, a hand-written outline without rows) is one collection error: pytest-bdd would quietly run other
than is written. An outline that the checklist fills, and has no row for, is not collected.
"""

from __future__ import annotations

import sys
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from talkqa import shipped
from talkqa.checklist import catalogue
from talkqa.scenario.bindings import step_module_names
from talkqa.scenario.census import test_names
from talkqa.scenario.gherkin import Feature, FeatureError, read_feature
from talkqa.scenario.lint import structure_problems
from talkqa.scenario.rows import MANUAL

sys.path.insert(0, str(shipped.root()))

pytest_plugins = step_module_names()

_BIND_ALL = "from pytest_bdd import scenarios as _s\n_s({path!r}, features_base_dir={folder!r})\ndel _s\n"


class FeatureModule(pytest.Module):
    """A `.feature` file collected as if it were a test module that binds all its scenarios."""

    def _getobj(self) -> types.ModuleType:
        feature = self._read()
        module = types.ModuleType(self.path.stem)
        module.__file__ = str(self.path)
        source = _BIND_ALL.format(path=str(self.path), folder=str(self.path.parent))
        try:
            exec(compile(source, str(self.path.with_suffix(".py")), "exec"), module.__dict__)
        except Exception as error:
            raise self.CollectError(f"{type(error).__name__}: {error}") from error
        for scenario, name in test_names(feature):
            if scenario.has_no_rows:
                delattr(module, name)
        return module

    def _read(self) -> Feature:
        try:
            feature = read_feature(self.path)
        except FeatureError as error:
            raise self.CollectError(str(error)) from None
        if problems := structure_problems(feature):
            raise self.CollectError("\n".join(problems))
        return feature


def pytest_configure(config: pytest.Config) -> None:
    """Make the numbers known as markers, so that `-m R-17` selects and strict markers hold."""
    config.addinivalue_line("markers", f"{MANUAL}: for a person to check")
    for tag in sorted(catalogue().tags()):
        config.addinivalue_line("markers", f"{tag}: number of the rule book")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> FeatureModule | None:
    """Feature files are modules of their own; node ids read `x.feature::test_…[row]`."""
    if file_path.suffix != ".feature":
        return None
    module: FeatureModule = FeatureModule.from_parent(parent, path=file_path)
    return module


@pytest.hookimpl(tryfirst=True)
def pytest_bdd_apply_tag(tag: str, function: Callable[..., Any]) -> bool | None:
    """Keep tags such as `item:…` off the markers: a marker's name cannot hold a colon."""
    return True if ":" in tag else None
