"""Made-up documents of the whole family: what they state, and the features for it, add up."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from talkqa.checklist import Profile, build, load_profile
from talkqa.document import read
from talkqa.scenario import structure_problems, verify, write
from talkqa.scenario.gherkin import read_feature
from tests.document.family import write as made_up

PROFILES = [load_profile(name) for name in ("default", "literal", "merging")]
SEEDS = st.integers(0, 10**9)


@settings(max_examples=60, deadline=None)
@given(SEEDS, st.sampled_from(PROFILES))
def test_every_statement_counted_by_the_writer_has_items_of_its_own(seed: int, profile: Profile) -> None:
    """Clauses, merge rows and property rows, each once, with ids that stand once."""
    written = made_up(seed)
    made = build(read(written.data), profile)
    said: dict[str, int] = written.totals["clauses"]  # type: ignore[assignment]
    kinds = [one.kind for one in made.statements]
    assert kinds.count("clause") == sum(said.values())
    assert kinds.count("merge row") == written.totals["merge_rows"]
    assert kinds.count("property row") == written.totals["property_rows"]
    told = [item for one in made.statements for item in one.items]
    assert all(one.items for one in made.statements)
    assert len(told) == len(set(told)) == len([item for item in made.items if item.flow != "all-flows"])


@settings(max_examples=12, deadline=None)
@given(SEEDS)
def test_features_of_any_document_of_the_family_agree_with_it(seed: int) -> None:
    """They parse, verify finds nothing, and no two files differ in letter case alone."""
    made = build(read(made_up(seed).data), PROFILES[0])
    with tempfile.TemporaryDirectory() as folder:
        done = write(made, Path(folder), manual=True)
        assert verify(Path(folder), made) == []
        assert [problem for path in done.files for problem in structure_problems(read_feature(path))] == []
        assert len({path.name.lower() for path in done.files}) == len(done.files)
        assert bool(done.files) == bool(made.flows)
