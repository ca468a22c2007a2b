"""Writes the feature files of a checklist. The same checklist gives the same bytes."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from talkqa import shipped
from talkqa.checklist import Checklist, by_clause
from talkqa.scenario.fill import Filled, filled
from talkqa.scenario.gherkin import Feature, FeatureError, read_features
from talkqa.scenario.templates import by_hand, file_name, in_names_of, of_flow


@dataclass(frozen=True)
class Written:
    """What `write` did. files: those written. left_out: `file: scenario` for each that cannot be run."""

    files: tuple[Path, ...]
    left_out: tuple[str, ...]


def write(checklist: Checklist, out: Path, templates: Path | None = None, *, manual: bool = False) -> Written:
    """Write the features of that checklist into the folder `out`.

    templates: where the features come from (the shipped ones). Scenarios and files whose items are absent or
    not tested are left out, and files of an earlier write that no longer apply are removed. Written over the
    templates themselves, outlines without a row stay, for other checklists. Raises `FeatureError` when any
    other scenario would be taken from the templates, or when a tag or column is unknown. manual: also write what
    a person must check, one feature per flow.
    """
    source = templates or shipped.features()
    in_place = out.resolve() == source.resolve()
    features = read_features(source)
    if in_place:
        results = [(feature.path, filled(feature, checklist, in_place)) for feature in features]
    else:
        results = [(source / name, done) for name, done in _made(features, checklist)]
        results += (
            _by_hand(source, checklist, {path.name for path, done in results if done.text}) if manual else []
        )
    left_out = tuple(f"{path.name}: {name}" for path, result in results for name in result.left_out)
    if left_out and in_place:
        raise FeatureError(
            f"{out}: is where the features come from, and {len(left_out)} of their scenarios cannot be run "
            f"with this checklist (the first is {left_out[0]}). Name another folder with --out."
        )
    files = []
    for template, result in results:
        path = out / template.relative_to(source)
        if result.text is None:
            path.unlink(missing_ok=True)
        else:
            _replace(path, result.text)
            files.append(path)
    return Written(tuple(files), left_out)


def _made(features: Sequence[Feature], checklist: Checklist) -> Iterator[tuple[str, Filled]]:
    """File name and text: of the shipped features in the document's names, then of flows that say more."""
    flows = [flow for flow in checklist.flows if not flow.not_tested_reason]
    plain = sorted((flow for flow in flows if not by_clause(flow)), key=lambda flow: flow.slug != flow.kind)
    first = {flow.kind: flow.slug for flow in reversed(plain)}
    taken = set()
    for feature in features:
        done = in_names_of(feature, first, checklist)
        taken |= {feature.path.name} if done.text else set()
        yield feature.path.name, done
    for flow in plain:
        if first[flow.kind] != flow.slug:
            for feature in features:
                if flow.kind in feature.tagged("flow"):
                    name = f"{feature.path.stem}_of_{file_name(flow.slug)}"
                    yield name, in_names_of(feature, {flow.kind: flow.slug}, checklist, name)
    for flow in flows:
        if by_clause(flow):
            name = file_name(flow.slug)
            yield f"clauses_of_{name}" if name in taken else name, of_flow(flow, checklist)


def _by_hand(source: Path, checklist: Checklist, taken: set[str]) -> Iterator[tuple[Path, Filled]]:
    """What is left of each flow for a person; a whole flow goes by its own name."""
    for flow in checklist.flows:
        done = by_hand(flow, checklist)
        plain = file_name(flow.slug)
        if done.text:
            name = f"by_hand_{plain}" if plain in taken or not flow.not_tested_reason else plain
            while name in taken:
                name = f"again_{name}"
            taken.add(name)
            yield source / name, Filled(done.text)


def _replace(path: Path, text: str) -> None:
    """Write all or nothing: a reader never meets half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.draft")
    draft.write_bytes(text.encode("utf-8"))
    draft.replace(path)
