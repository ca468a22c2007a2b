"""Takes secrets and personal numbers out of everything that is written down.

By structure first: header names, JSON keys, JSON Patch paths, form fields, query parameters. In free
text the same names are looked for with what follows them, and numbers that carry the check digits of
a Norwegian national identity or bank account number; tokens go by their form. Secrets that are known (`learn`,
`only`) go wherever they stand, plain, in capitals, without hyphens, percent-encoded or inside base64.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

import orjson

MASK = "[redacted]"
HEADERS = frozenset(
    {"authorization", "proxy-authorization", "cookie", "set-cookie", "ocp-apim-subscription-key", "x-api-key"}
)
_NAMES = (
    "access_token", "refresh_token", "id_token", "client_secret", "client_key", "application_key",
    "subscription_key", "api_key", "password", "passwd", "NationalIdNumber", "NationalIdentityNumber",
    "SocialSecurityNumber", "BankAccount", "BankAccountNumber", "BankAccountNo", "BankAccounts", "Iban",
    *sorted(HEADERS),
)  # fmt: skip


def _plain(name: object) -> str:
    return re.sub(r"[^a-z0-9]", "", str(name).lower())


KEYS = frozenset(_plain(name) for name in _NAMES)
_WORD = "|".join(sorted((re.sub(r"[_-]", "[_-]?", name) for name in _NAMES), key=len, reverse=True))
_NAMED = re.compile(rf"(?i)((?<![A-Za-z])(?:{_WORD})(?![A-Za-z])[\"']?\s*(?:[:=]|is|holds)\s*)([^\n;&]+)")
_HINTS = (
    "token",
    "secret",
    "key",
    "passw",
    "nationalid",
    "socialsec",
    "bankacc",
    "iban",
    "auth",
    "cookie",
    "basic",
    "bearer",
)
"""One of these stands in every text that `_NAMED` or `_SCHEME` finds something in; quicker to look for."""
_SCHEME = re.compile(r"(?i)\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{6,}")
_TOKEN = re.compile(r"eyJ[\w-]{8,}(?:\.|%2E)[\w-]{8,}(?:\.|%2E)[\w-]{16,}")
"""A JSON web token: three parts in base64, of which the first begins with a brace and a quote."""
_DIGITS = re.compile(
    r"(?<![\d+.,-])\d{11}(?![\d]|[.,]\d)|(?<!\d)\d{4}\.\d{2}\.\d{5}(?!\d)|(?<!\d)\d{6} \d{5}(?!\d)"
)

_REMEMBERED = 5000
"""Texts kept with their redacted form: the same records are shown in step after step."""


class Redactor:
    """Redacts values of any shape; knows, besides the names above, the secrets it was told."""

    def __init__(self, known: Iterable[str] = ()) -> None:
        self._known: set[str] = set()
        self._longest_first: list[str] = []
        self._shortest = 0
        self._seen: dict[str, str] = {}
        self.learn(*known)

    def learn(self, *secrets: str) -> None:
        """Remember secrets of this run, such as client keys; shorter than 6 characters is no secret."""
        for secret in filter(lambda text: len(text) >= 6, secrets):
            self._known |= set(_forms(secret))
        self._longest_first = sorted(self._known, key=len, reverse=True)
        self._shortest = min(map(len, self._known), default=0)
        self._seen.clear()

    def only(self, *secrets: str) -> None:
        """Forget all that was learnt and know these: one scenario's keys are nothing to the next."""
        self._known.clear()
        self.learn(*secrets)

    def headers(self, headers: Mapping[str, str] | Iterable[tuple[str, str]]) -> dict[str, str]:
        """Header fields with the values of secret ones masked."""
        pairs = headers.items() if isinstance(headers, Mapping) else headers
        return {name: MASK if _secret(name) else self.text(value) for name, value in pairs}

    def value(self, value: Any) -> Any:
        """A JSON value with the values of secret keys masked, at any depth, and every text in it redacted."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            return self._mapping(value)
        if isinstance(value, (list, tuple)):
            return [self.value(entry) for entry in value]
        return value

    def url(self, url: str) -> str:
        """A URL, or a path with a query, with the secret parameters masked."""
        parts = urlsplit(url)
        if not parts.query:
            return self.text(url)
        return self.text(parts._replace(query="").geturl()) + "?" + self._form(parts.query)

    def body(self, body: bytes | str) -> str:
        """A request or response body as text: JSON by its keys, a form by its fields, else as free text."""
        text = body.decode("utf-8", "replace") if isinstance(body, bytes) else body
        if text[:1] in "{[" and text:
            try:
                return orjson.dumps(self.value(orjson.loads(text))).decode()
            except orjson.JSONDecodeError:
                return self.text(text)
        return self._form(text) if _is_form(text) else self.text(text)

    def text(self, text: str) -> str:
        """Free text: known secrets, what follows a secret name, and numbers with valid check digits."""
        found = self._seen.get(text)
        if found is None:
            if len(self._seen) >= _REMEMBERED:
                self._seen.clear()
            found = self._seen[text] = self._cleaned(text)
        return found

    def _cleaned(self, text: str) -> str:
        if len(text) >= self._shortest:
            for secret in self._longest_first:
                if secret in text:
                    text = text.replace(secret, MASK)
        if len(text) < 8:
            return text
        if "eyJ" in text:
            text = _TOKEN.sub(MASK, text)
        lower = text.lower()
        if any(hint in lower for hint in _HINTS):
            text = _NAMED.sub(_masked, text)
            text = _SCHEME.sub(rf"\1 {MASK}", text)
        return _DIGITS.sub(lambda hit: MASK if _personal(hit[0]) else hit[0], text)

    def _mapping(self, value: Mapping[Any, Any]) -> dict[Any, Any]:
        found = {key: MASK if _secret(key) and entry else self.value(entry) for key, entry in value.items()}
        path = value.get("path")
        if isinstance(path, str) and "value" in found and any(map(_secret, re.split(r"[/.]", path))):
            found["value"] = MASK
        return found

    def _form(self, text: str) -> str:
        pairs = parse_qsl(text, keep_blank_values=True)
        return "&".join(f"{name}={MASK if _secret(name) else self.text(value)}" for name, value in pairs)


redact = Redactor()
"""The one in use; whoever makes credentials lets it `learn` them."""


def _forms(secret: str) -> Iterable[str]:
    """The ways in which a secret is written; of base64 what is the same wherever the secret stands in it."""
    for text in {secret, secret.upper(), secret.replace("-", "")}:
        yield text
        yield quote(text, safe="")
        for before in range(3):
            code = base64.b64encode(bytes(before) + text.encode()).decode()
            inner = code[(0, 2, 3)[before] : (before + len(text.encode())) * 8 // 6]
            yield inner
            yield inner.replace("+", "-").replace("/", "_")


@lru_cache(maxsize=4096)
def _secret(name: object) -> bool:
    return _plain(name) in KEYS


def _masked(hit: re.Match[str]) -> str:
    """The name stays, its value goes; a quoted value ends at its quote, so that JSON in text stays JSON."""
    rest = hit[2]
    if rest[:1] in "\"'":
        end = rest.find(rest[0], 1)
        return hit[1] + rest[0] + MASK + (rest[end:] if end > 0 else "")
    return hit[1] + MASK


def _is_form(text: str) -> bool:
    return "=" in text and not re.search(r"[\s<>{}]", text)


def _personal(digits: str) -> bool:
    """True for a number whose check digits are those of a bank account or a national identity number."""
    d = [int(c) for c in digits if c.isdigit()]
    account = sum(w * n for w, n in zip((5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1), d, strict=True)) % 11 == 0
    first = sum(w * n for w, n in zip((3, 7, 6, 1, 8, 9, 4, 5, 2, 1), d, strict=False)) % 11 == 0
    return account or first
