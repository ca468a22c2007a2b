"""The verdict of a run in one sentence, and its colour."""

from __future__ import annotations

from talkqa.report.results import Results
from talkqa.report.words import Words
from talkqa.verdict.verdicts import ERROR, FAIL, INCONCLUSIVE, NOT_TESTED, PASS, Verdict


def overall(results: Results) -> Verdict:
    """The colour of the first sentence: pass only when the run is green and has no known failure."""
    if results.exit_code == 0 and results.counts[FAIL]:
        return INCONCLUSIVE
    return {0: PASS, 1: FAIL}.get(results.exit_code, INCONCLUSIVE)


def sentence(results: Results, words: Words | None = None) -> str:
    """The verdict in plain words, English unless told otherwise."""
    words = words or Words()
    told = [words("sentence.cut")] if results.truncated else []
    told += [words("sentence.damaged", n=len(results.damage))] if results.damage else []
    told += [_verdict(results, words)]
    if left_out := results.counts[NOT_TESTED]:
        told.append(words("sentence.not-tested", n=left_out))
    if results.strays:
        told.append(words("sentence.strays", n=len(results.strays)))
    return " ".join(told)


def _verdict(results: Results, words: Words) -> str:
    counts = results.counts
    open_items = counts[INCONCLUSIVE] + counts[ERROR]
    tested = len(results.items) - counts[NOT_TESTED]
    if results.exit_code == 0 and not counts[FAIL] and not open_items:
        return words("sentence.all", n=tested)
    if results.exit_code == 1 or counts[FAIL]:
        known = len(results.waived)
        key = "sentence.failed-known" if known else "sentence.failed"
        failed = words(key, n=counts[FAIL], known=known, tested=tested, passed=counts[PASS])
        return f"{failed} {words('sentence.undecided-too', n=open_items)}" if open_items else failed
    if not tested:
        return words("sentence.nothing")
    if not open_items:
        return words("sentence.so-far", n=tested)
    return words("sentence.undecided", n=open_items, tested=tested)
