"""Steps against step definitions: what nothing binds, what two bind, and what no step uses."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType

from pytest_bdd.steps import StepFunctionContext, StepNamePrefix, step_function_context_registry

from talkqa import shipped
from talkqa.scenario.gherkin import Step, read_features


@dataclass(frozen=True)
class Definition:
    """One step definition. type: given, when, then, or None for any; where: `module:line`."""

    type: str | None
    pattern: str
    where: str
    context: StepFunctionContext

    def binds(self, step: Step) -> bool:
        """Whether the definition is for that step, as it runs."""
        return self.type in (None, step.type) and self.context.parser.is_matching(step.text)


def definitions(modules: Iterable[ModuleType]) -> list[Definition]:
    """All step definitions of the modules, those imported from another module once."""
    found: dict[int, Definition] = {}
    for module in modules:
        for name, value in vars(module).items():
            if name.startswith(StepNamePrefix.step_def.value) and (context := _context(value)):
                found.setdefault(id(context), _definition(context))
    return list(found.values())


def step_modules() -> list[ModuleType]:
    """The modules of `steps/` that define steps, fixtures or hooks, imported."""
    if str(shipped.root()) not in sys.path:
        sys.path.insert(0, str(shipped.root()))
    return [import_module(name) for name in step_module_names()]


def step_module_names() -> list[str]:
    """`steps.<name>` of every file whose name does not begin with an underscore."""
    paths = sorted((shipped.root() / "steps").glob("*.py"))
    return [f"steps.{path.stem}" for path in paths if not path.name.startswith("_")]


def binding_problems(features_dirs: Iterable[Path], modules: Iterable[ModuleType]) -> list[str]:
    """One message per fault; empty when every step has one definition and every definition a step."""
    known = definitions(modules)
    used: set[int] = set()
    problems: dict[str, None] = {}
    for where, step in (one for folder in features_dirs for one in _steps(folder)):
        matching = [definition for definition in known if definition.binds(step)]
        used.update(id(definition) for definition in matching)
        if not matching:
            problems[f"{where}: no step definition for “{step.type} {step.text}”. Write it in steps/."] = None
        elif len(matching) > 1:
            places = " and ".join(definition.where for definition in matching)
            problems[
                f"{where}: “{step.type} {step.text}” fits the definitions {places}. Make them differ."
            ] = None
    unused = [definition for definition in known if id(definition) not in used]
    return [
        *problems,
        *(f"{d.where}: step “{d.type} {d.pattern}” is used by no feature. Remove it." for d in unused),
    ]


def _steps(features_dir: Path) -> Iterator[tuple[str, Step]]:
    for feature in read_features(features_dir):
        for scenario in feature.scenarios:
            if scenario.outline and not any(table.rows for table in scenario.examples):
                continue  # nothing of it runs: another profile has its rows
            for step in scenario.rendered_steps():
                yield f"{feature.path.name}:{step.line}", step


def _context(fixture: object) -> StepFunctionContext | None:
    """The step behind the fixture that pytest-bdd leaves in a module."""
    function = inspect.unwrap(fixture) if callable(fixture) else None
    return step_function_context_registry.get(function) if function else None


def _definition(context: StepFunctionContext) -> Definition:
    code = inspect.unwrap(context.step_func).__code__
    where = f"{Path(code.co_filename).name}:{code.co_firstlineno}"
    return Definition(context.type, context.parser.name, where, context)
