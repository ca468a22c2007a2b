"""A document's names in sentences for people: one of a kind, with the article that English wants."""

from __future__ import annotations

import re

_WORD = re.compile(r"\b[A-Za-z_]*[a-z]s\b")
_NO_PLURAL = re.compile(r".*(ss|us|is)|sales|series|news|goods", re.IGNORECASE)
_ENDS = (("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("xes", "x"), ("s", ""))
_ARTICLE = re.compile(r"\b([Aa]) (?=[AEIO]|U(?!ni|se))")


def singular(label: str) -> str:
    """`PowerOffice Customers person` as `PowerOffice Customer person`: the documents name entities either way."""
    return _WORD.sub(lambda found: _one(found[0]), label)


def _one(word: str) -> str:
    if _NO_PLURAL.fullmatch(word):
        return word
    end, kept = next(pair for pair in _ENDS if word.endswith(pair[0]))
    return word.removesuffix(end) + kept


def articles(sentence: str) -> str:
    """`a Employee` as `an Employee`, but `a User`."""
    return _ARTICLE.sub(r"\1n ", sentence)


def alternatives(names: list[str]) -> str:
    """`Deal, Quote or Line`."""
    return f"{', '.join(names[:-1])} or {names[-1]}" if len(names) > 1 else "".join(names)
