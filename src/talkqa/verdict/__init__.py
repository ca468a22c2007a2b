"""From expectation and observation to verdict and evidence. Pure: it runs nothing and asks nobody."""

from talkqa.verdict.evidence import CheckFailed, Evidence, Inconclusive
from talkqa.verdict.exchange import Change, Exchange, leaves, lookup
from talkqa.verdict.verdicts import ERROR, FAIL, INCONCLUSIVE, NOT_TESTED, PASS, Verdict, worst

__all__ = [
    "ERROR",
    "FAIL",
    "INCONCLUSIVE",
    "NOT_TESTED",
    "PASS",
    "Change",
    "CheckFailed",
    "Evidence",
    "Exchange",
    "Inconclusive",
    "Verdict",
    "leaves",
    "lookup",
    "worst",
]
