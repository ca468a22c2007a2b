"""What is signed of a run: an in-toto statement, predicate type test-result v0.1.

Subjects are the files of the bundle (our choice: the tested system's own bytes are unknown to us, so it stands
in the configuration by its word). Only a pass is a passed test; a known failure is a warning; not tested is
in no list, as the predicate has none for it.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import orjson

from talkqa.report.results import Results
from talkqa.verdict.verdicts import NOT_TESTED, PASS

STATEMENT = "https://in-toto.io/Statement/v1"
PREDICATE = "https://in-toto.io/attestation/test-result/v0.1"


def statement(results: Results, files: Mapping[str, bytes]) -> dict[str, Any]:
    """The statement about a run and the files that tell of it, by name."""
    lists: dict[str, list[str]] = {"passedTests": [], "warnedTests": [], "failedTests": []}
    for one in results.items:
        if one.verdict == PASS:
            lists["passedTests"].append(one.item.id)
        elif one.verdict != NOT_TESTED:
            known = one.item.id in results.waived
            lists["warnedTests" if known else "failedTests"].append(one.item.id)
    said = "PASSED" if results.exit_code == 0 else "FAILED"
    said = "WARNED" if said == "PASSED" and lists["warnedTests"] else said
    return {
        "_type": STATEMENT,
        "subject": [{"name": name, "digest": {"sha256": digest(files[name])}} for name in sorted(files)],
        "predicateType": PREDICATE,
        "predicate": {"result": said, "configuration": configuration(results), **lists},
    }


def configuration(results: Results) -> list[dict[str, Any]]:
    """What the run was made with, as resource descriptors: document, profile, tested system, talkqa with its seed."""
    header = results.header
    about = header.document
    sut = {"spec": header.sut.spec, "name": header.sut.name, "version": header.sut.version}
    run = {"version": header.talkqa, "seed": header.seed, "lane": header.lane, "python": header.python}
    run |= {"started": header.started, "finished": results.footer.finished if results.footer else None}
    document = {"title": about.title, "generated": about.generated}
    return [
        {"name": "document", "digest": {"sha256": about.sha256}, "annotations": document},
        {
            "name": "profile",
            **({"digest": {"sha256": header.profile.sha256}} if header.profile.sha256 else _inline({})),
            "annotations": {"name": header.profile.name},
        },
        {"name": "sut", **_inline(sut), "annotations": sut},
        {"name": "talkqa", "uri": f"pkg:generic/talkqa@{header.talkqa}", "annotations": run},
    ]


def digest(data: bytes) -> str:
    """SHA-256 in hexadecimal digits."""
    return sha256(data).hexdigest()


def _inline(value: Mapping[str, Any]) -> dict[str, str]:
    """A descriptor must have a URI, a digest or its content."""
    data = orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    return {"content": base64.b64encode(data).decode(), "mediaType": "application/json"}
