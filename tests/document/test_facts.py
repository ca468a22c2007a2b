"""Files of facts, and what is said of wrong ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from talkqa.document import FactsError, load_facts, parse_facts

RIGHT = """
source_system = "Alpha"
target_system = "Beta"
generated = "2024-05-06 07:08:09"

[[flows]]
source = ["Alpha", "Person"]
target = ["Beta", "Worker"]
clauses = ["every", "keep-in-sync", "properties"]
"""


def test_facts_may_leave_out_what_is_empty() -> None:
    """Conditions, lists and rows are only written where there are some."""
    [flow] = parse_facts(RIGHT).flows
    assert (flow.condition, flow.connected, flow.merge, flow.properties) == ("", (), (), ())


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('target_system = "Beta"\n', "", "f.toml: target_system: got nothing, expected a system's name"),
        ('"Beta"\n', "3\n", "f.toml: target_system: got 3, expected a system's name"),
        (
            '"every"',
            '"always"',
            "f.toml: flows[1].clauses: got ['always', 'keep-in-sync', 'properties'], expected",
        ),
        (
            '["Beta", "Worker"]',
            '["Worker"]',
            "f.toml: flows[1].target: got ['Worker'], expected [system, entity]",
        ),
        ("generated", "generate", "f.toml: generate: unknown key, expected one of source_system, "),
        (
            "clauses",
            'merge = [["a"]]\nclauses',
            "f.toml: flows[1].merge: got [['a']], expected rows of pairs",
        ),
        ("clauses", "properties = [[]]\nclauses", "f.toml: flows[1].properties: got [[]], expected rows"),
        (
            '"Worker"',
            '"Work\\ner"',
            "f.toml: flows[1].target: got ['Beta', 'Work\\ner'], expected [system, entity]",
        ),
        ("[[flows]]", "[flows", "f.toml: is no TOML"),
    ],
)
def test_wrong_facts_are_named(old: str, new: str, message: str) -> None:
    """File, key, got and expected."""
    with pytest.raises(FactsError) as refused:
        parse_facts(RIGHT.replace(old, new), "f.toml")
    assert str(refused.value).startswith(message)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """The message holds the path."""
    with pytest.raises(FactsError, match=r"none\.toml: cannot be read"):
        load_facts(tmp_path / "none.toml")
