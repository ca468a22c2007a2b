"""What stands on the first page of Allure's report: what ran against what, and what the gate says of it."""

from __future__ import annotations

from talkqa.report.results import Results


def facts(results: Results) -> dict[str, str]:
    """Name to text, in the order in which Allure shows them.

    The gate is ours: Allure's own counts known failures otherwise, and is not evaluated when it makes a page.
    """
    header = results.header
    fired = [f"{ruling.rule}: {ruling.why}" for ruling in results.rulings if ruling.fired]
    told = {
        "System under test": f"{header.sut.name} {header.sut.version}".strip(),
        "Document": f"{header.document.title}, {header.document.generated}",
        "Profile": header.profile.name,
        "Lane": header.lane,
        "Seed": "" if header.seed is None else str(header.seed),
        "talkqa": header.talkqa,
        "Gate": "; ".join(fired) or "lets this run through",
    }
    return {name: text for name, text in told.items() if text}
