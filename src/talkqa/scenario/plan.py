"""What one run of the checklist is: handed from the command line to every process that runs scenarios."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal

from talkqa import shipped
from talkqa.checklist import Checklist, build, load_profile
from talkqa.document import Document, load_facts, read, render

Lane = Literal["in process", "production urls", "socket"]
"""How the SUT reaches the fake: a plain httpx transport; PowerOffice's own addresses, routed to the fake
by respx with every other host refused; or a real socket on loopback."""

FIRST_DOCUMENT = "dataflows/poweroffice-poweroffice.toml"

MADE_UP: Mapping[str, str] = {"matching": "default", "connected": "default", "within": "merging"}
"""The made-up documents of `fixtures/documents/`, which have every kind of clause, and the profile each is for."""


def made_up(name: str, **more: Any) -> Plan:
    """The plan of a made-up document."""
    document = shipped.fixtures() / "documents" / f"{name}.toml"
    return Plan(str(document), MADE_UP[name], **more)


@dataclass(frozen=True)
class Plan:
    """Everything that decides what a run does; two runs of one plan make the same requests."""

    document: str | None = None
    """Path of the dataflow document, or of facts (`.toml`) to make one from; None is the first document, from its
    shipped facts (and with its sha256)."""
    profile: str = "default"
    flows: tuple[str, ...] = ()
    """Slugs of the flows to check; empty is all."""
    seed: int = 1
    sut: str = "reference"
    lane: Lane = "in process"
    scenarios: tuple[str, ...] = ()
    """Numbers of the scenarios to run, such as S-25; empty is all."""
    assume: tuple[tuple[str, str], ...] = ()
    """Assumptions about PowerOffice that are flipped, each with the alternative that the fake takes instead."""
    checks: tuple[str, ...] = ()
    """Ids of the checks to run; empty is all."""
    offers: tuple[str, ...] = ()
    """What the system under test offers (see `talkqa.sut.OFFERS`); empty: what it says itself."""
    speaks_v1: bool = True
    """Whether it offers `v1`: only then it is told of properties that API v1 alone has."""
    mark: str = ""
    """12 hexadecimal digits in all keys, tokens and numbers of this run, to look for in what it writes; a secret as
    they are: it stands in no report."""
    shard: tuple[int, int, int] | None = None
    """Which part of a run this is: its number from 1, how many parts there are, how many checks all of them have
    (0: not counted yet). Which checks they are stands in `checks`."""

    seconds: float = 60.0
    memory: int = 2048
    """What a cycle of a command or service may take, and megabytes of data of each of its processes (0: no limit)."""

    exhaustive: bool = False
    """Whether checks that try one thing at many places try all of them, and not a sample."""
    apart: bool = False
    """Whether LAW-3 is looked at although a scenario's own statement failed: what each of the two judges finds by
    itself. It costs some cycles per failure, and tells nobody more about one SUT."""

    def read_document(self) -> Document:
        """The document, read. Raises OSError when the file cannot be opened."""
        if self.document is None:
            facts = load_facts(shipped.fixtures() / FIRST_DOCUMENT)
            document = read(render(facts, "crlf"), "poweroffice-poweroffice.rst")
            return replace(document, sha256=facts.source_sha256["crlf"])
        if self.document.endswith(".toml"):
            return read(render(load_facts(self.document)), self.document)
        return read(Path(self.document).read_bytes(), self.document)

    def checklist(self) -> Checklist:
        """Document and profile as checklist. Raises what the two rooms raise."""
        return build(self.read_document(), load_profile(self.profile), self.flows or None)

    def save(self, path: Path) -> None:
        """Write the plan as JSON."""
        path.write_text(json.dumps(asdict(self), indent=1))

    @classmethod
    def load(cls, path: Path) -> Plan:
        """Read what `save` wrote."""
        values = json.loads(path.read_text())
        lists = {name: tuple(values[name]) for name in ("flows", "scenarios", "checks", "offers")}
        pairs = {"assume": tuple((id, name) for id, name in values["assume"])}
        return cls(**values | lists | pairs | {"shard": tuple(values["shard"]) if values["shard"] else None})
