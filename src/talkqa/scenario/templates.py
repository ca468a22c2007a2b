"""From a template to the feature of one flow: names put in, in the document's words or the fake's.

The templates lie in `fixtures/templates/`. A word in braces stands for something of the flow; which scenarios
stay, and with which rows, is for `fill`.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

from talkqa import shipped
from talkqa.checklist import ALL_FLOWS, Checklist, FlowTable, alternatives, articles, catalogue, singular
from talkqa.scenario.fill import Filled, filled, layout
from talkqa.scenario.gherkin import Feature, read_feature

NONE = "no-such-flow"
HOUSE = "\n  Background:\n    Given a house customer\n"


def file_name(slug: str) -> str:
    """The file of a flow: `customers-contactperson#2` lives in `customers_contactperson_2.feature`."""
    return re.sub(r"[^0-9a-z]+", "_", slug) + ".feature"


def of_flow(flow: FlowTable, checklist: Checklist) -> Filled:
    """The feature of a flow that is checked by what its clauses say, with what can be run of it."""
    name = "same" if flow.source == flow.target else "pair"
    return instance(name, _words(flow), checklist, file_name(flow.slug))


def by_hand(flow: FlowTable, checklist: Checklist) -> Filled:
    """The feature of a flow, or of what is left of it, for a person to check."""
    labels = _readable(flow.source_label), _readable(flow.target_label)
    source, target = map(singular, labels)
    listed = list(dict.fromkeys(map(_readable, flow.listed)))
    words = {
        "flow": flow.slug,
        "source_label": labels[0],
        "target_label": labels[1],
        "source": source,
        "target": f"other {target}" if source == target else target,
        "system": flow.target_system or "the target system",
        "listed": alternatives(listed),
        "listed_rows": "\n".join(layout(8, ["connected"], [[name] for name in listed])),
        "condition": flow.condition_text.removeprefix("When "),
        "meant": "that meets this condition:",
        "not_meant": "that does not meet this condition:",
    }
    if not flow.condition_text.startswith(
        "When a "
    ):  # a developer's note: what it means, nobody knows (GRAMMAR.md §3.1)
        words["meant"] = "that is meant, once somebody has explained this note:"
        words["not_meant"] = "that is not meant, once somebody has explained this note:"
    return instance("by_hand", words, checklist, f"by_hand_{file_name(flow.slug)}")


def _readable(label: str) -> str:
    """A label without what Gherkin would take for something else."""
    return " ".join(re.sub(r"[<>|\\]", " ", label).split())


def instance(template: str, words: Mapping[str, str], checklist: Checklist, name: str) -> Filled:
    """A template with its words put in and its tables filled. Raises `FeatureError`."""
    text = (shipped.fixtures() / "templates" / f"{template}.feature").read_text(encoding="utf-8")
    text = re.sub(r"\{(\w+)\}", lambda found: words.get(found[1], found[0]), text)
    return _filled(articles(text), checklist, name)


def in_names_of(feature: Feature, slugs: Mapping[str, str], checklist: Checklist, name: str = "") -> Filled:
    """A shipped feature for the flows that a document has of those it was written for, under their ids there.

    slugs: by the flow's name in the shipped features. What speaks of other flows is left out.
    """
    kinds = {kind: slugs.get(kind, NONE) for kind in catalogue().flows}
    if all(kind == slug for kind, slug in kinds.items()):
        return filled(feature, checklist)
    text = "".join(feature.lines)
    for kind, slug in kinds.items():
        text = re.sub(rf"(?<=[:\s]){re.escape(kind)}(?=[/\s])", slug, text)
    return _filled(text.replace(f"@flow:{NONE}", f"@flow:{ALL_FLOWS}"), checklist, name or feature.path.name)


def _filled(text: str, checklist: Checklist, name: str) -> Filled:
    with tempfile.TemporaryDirectory(prefix="talkqa-feature-") as folder:
        path = Path(folder) / name
        path.write_text(text, encoding="utf-8")
        return filled(read_feature(path), checklist)


def _words(flow: FlowTable) -> dict[str, str]:
    """What stands for each word in braces; a word that the flow has nothing for stays, and its scenario goes."""
    words = {
        "flow": flow.slug,
        "source": flow.source,
        "target": flow.target,
        "source_label": flow.source_label,
        "target_label": flow.target_label,
        "background": HOUSE if (flow.source, flow.target) == ("Employee", "Contactperson") else "",
    }
    has_kinds = any(pair.when for pair in flow.pairs)
    words["kind"] = "kind | " if has_kinds else ""
    words["a_source_kind"] = f"a <kind> {flow.source}" if has_kinds else f"a {flow.source}"
    for (one, other), pair in zip(
        (("property", "mirror"), ("second", "second_mirror")), flow.witnesses, strict=False
    ):
        words |= {one: pair.source, other: pair.target}
    if flow.criteria:
        words["criterion"] = flow.criteria[0][0][0]
    if flow.connected:
        words["listed"] = flow.connected[0].holder
    return words
