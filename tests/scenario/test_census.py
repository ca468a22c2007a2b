from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from talkqa.scenario import binding_problems, census, definitions, planned
from tests.scenario.made_up import ALL, FEATURE, FLOW, STEPS, put


def steps(folder: Path, text: str = STEPS) -> ModuleType:
    """The made-up step definitions as a module."""
    path = folder / "made_up_steps.py"
    path.write_text(text, encoding="utf-8")
    spec = importlib.util.spec_from_file_location("made_up_steps", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_row_of_an_outline_is_a_check_of_its_item(tmp_path: Path) -> None:
    """3 rows and 2 hand-written ones over all flows; 4 rows and 2 plain scenarios of the flow."""
    checks = planned(put(tmp_path))
    assert len(checks) == 9
    assert len({check.id for check in checks}) == 9
    phone = next(check for check in checks if check.row and check.row.get("property") == "PhoneNumber")
    assert phone.items == (f"{FLOW}/PhoneNumber:PhoneNumber",)
    assert phone.flow == FLOW
    assert [check.items for check in checks if check.scenario.startswith("an edit at")] == [
        ("all-flows/chain",)
    ] * 2


def test_lists_that_agree_have_no_problem() -> None:
    """In whatever order."""
    assert census(["a", "b"], ["b", "a"], ["a", "b"]) == []


@pytest.mark.parametrize(
    ("collected", "results", "said"),
    [
        (["a"], None, "b: is on disk and not collected."),
        (["a", "b", "c"], None, "c: is collected and not on disk."),
        (["a", "b"], ["a"], "b: is on disk and not in the results."),
        (["a", "b"], ["a", "b", "c"], "c: is in the results and not on disk."),
        (["a", "b"], ["a", "b", "b"], "b: is 2 times in the results, expected once."),
    ],
)
def test_a_difference_is_named_in_either_direction(
    collected: list[str], results: list[str] | None, said: str
) -> None:
    """A scenario that nothing ran, and a result that nobody wrote."""
    assert census(["a", "b"], collected, results) == [said]


def test_bound_and_used_steps_have_no_problem(tmp_path: Path) -> None:
    """Placeholders are filled from the rows before a definition is looked for."""
    assert binding_problems([put(tmp_path / "f")], [steps(tmp_path)]) == []


def test_all_definitions_of_a_module_are_found(tmp_path: Path) -> None:
    """With their line, to go and look."""
    found = definitions([steps(tmp_path)])
    assert [one.type for one in found] == ["given", "when", "then", "then", "then"]
    assert found[0].where == "made_up_steps.py:5"


def test_a_step_without_a_definition_is_named(tmp_path: Path) -> None:
    """It would only show when it is reached."""
    folder = put(tmp_path / "f", FEATURE.replace("its <property> is edited", "its <property> is erased"))
    problems = binding_problems([folder], [steps(tmp_path)])
    assert any("no step definition for “when its PhoneNumber is erased”" in problem for problem in problems)


def test_a_definition_of_another_type_does_not_bind(tmp_path: Path) -> None:
    """pytest-bdd keeps given, when and then apart."""
    folder = put(tmp_path / "f", FEATURE, ALL.replace("Then nothing else", "When nothing else"))
    problems = binding_problems([folder], [steps(tmp_path)])
    assert [problem.split(": ", 1)[1] for problem in problems] == [
        "no step definition for “when nothing else happens”. Write it in steps/."
    ]


def test_an_unused_definition_is_named(tmp_path: Path) -> None:
    """Dead sentences look like checks."""
    unused = f'{STEPS}\n\n@then("the moon rises")\ndef rises() -> None: ...\n'
    problems = binding_problems([put(tmp_path / "f")], [steps(tmp_path, unused)])
    assert problems == ["made_up_steps.py:25: step “then the moon rises” is used by no feature. Remove it."]


def test_two_definitions_for_one_step_are_named(tmp_path: Path) -> None:
    """Which of them runs is left to chance."""
    twice = f'{STEPS}\n\n@then("nothing else happens")\ndef again() -> None: ...\n'
    problems = binding_problems([put(tmp_path / "f")], [steps(tmp_path, twice)])
    assert any(
        "fits the definitions made_up_steps.py:21 and made_up_steps.py:25" in problem for problem in problems
    )
