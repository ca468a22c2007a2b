"""Secrets of a run that are planted to be looked for afterwards: none may stand in anything that the run wrote.

Every key and token of a run carries its mark, and its made-up people have its two numbers. Knows nothing of how they
are taken out (see `redact`), and that knows nothing of the mark.
"""

from __future__ import annotations

import base64
import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote_to_bytes

_ACCOUNT = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
_PERSON = ((3, 7, 6, 1, 8, 9, 4, 5, 2), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2))
"""Modulus-11 weights of bank accounts and of national identity numbers (Skatteetaten)."""

_BASE64 = re.compile(rb"[A-Za-z0-9+/]{24,}={0,2}")
_PERCENT = re.compile(rb"(?:%[0-9A-Fa-f]{2}){3}")
_TWELVE = re.compile(rb"(?=([0-9A-Fa-f]{12}))")
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_LAYERS = 3
"""How many wrappings are opened: a page in base64 in a zip."""


@dataclass(frozen=True)
class Canaries:
    """mark: 12 hexadecimal digits, in all keys and tokens of a run."""

    mark: str

    @cached_property
    def national_id(self) -> str:
        """A valid number of nobody: 80 is added to the month, as in synthetic test data (Skatteetaten)."""
        seed = int(self.mark, 16)
        day = f"{seed % 28 + 1:02d}{seed // 28 % 12 + 81:02d}{seed // 336 % 100:02d}"
        for serial in range(1000):
            digits = f"{day}{(seed // 33600 + serial) % 1000:03d}"
            first = _check_digit(digits, _PERSON[0])
            second = None if first is None else _check_digit(f"{digits}{first}", _PERSON[1])
            if second is not None:
                return f"{digits}{first}{second}"
        raise AssertionError("one of a thousand serial numbers has check digits")

    @cached_property
    def account(self) -> str:
        """A bank account number with a valid check digit, of bank 9999, which is none (our choice)."""
        for serial in range(int(self.mark, 16), int(self.mark, 16) + 11):
            digits = f"9999{serial % 10**6:06d}"
            if (check := _check_digit(digits, _ACCOUNT)) is not None:
                return f"{digits[:4]}.{digits[4:6]}.{digits[6:]}{check}"
        raise AssertionError("one of eleven numbers in a row has a check digit")

    @cached_property
    def forms(self) -> tuple[tuple[bytes, str], ...]:
        """What is looked for, and what each is."""
        number, account = self.national_id, self.account.replace(".", "")
        spelled = {
            "a key or token": (self.mark, self.mark.upper()),
            "a national identity number": (number, f"{number[:6]} {number[6:]}"),
            "a bank account": (account, self.account, self.account.replace(".", " ")),
        }
        return tuple(
            (form, what) for what, texts in spelled.items() for text in texts for form in _ways(text.encode())
        )

    def seen_in(self, data: bytes) -> str | None:
        """What of this run stands in some bytes, in whatever wrapping; None when nothing does."""
        return next((what for view in views(data) for form, what in self.forms if form in view), None)

    @property
    def trace(self) -> str:
        """What may be written down to know the mark again, and tells nobody what it is."""
        return sha256(self.mark.encode()).hexdigest()

    def leaks(self, paths: Iterable[Path]) -> Iterator[str]:
        """A sentence for each file, of these and in these folders, that holds a canary or has one in its name."""
        return _leaks(self.seen_in, paths)


@dataclass(frozen=True)
class Traces:
    """The marks of runs that are over, such as the parts of a merged one. traces: `Canaries.trace` of each."""

    traces: frozenset[str]

    def seen_in(self, data: bytes) -> str | None:
        """As `Canaries.seen_in`, for keys and tokens: any twelve digits whose digest is one of the traces."""
        digits = {hit[1].lower() for view in views(data) for hit in _TWELVE.finditer(view)}
        return "a key or token" if any(sha256(one).hexdigest() in self.traces for one in digits) else None

    def leaks(self, paths: Iterable[Path]) -> Iterator[str]:
        """As `Canaries.leaks`."""
        return _leaks(self.seen_in, paths)


def _leaks(seen_in: Callable[[bytes], str | None], paths: Iterable[Path]) -> Iterator[str]:
    for path in sorted(paths):
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if not file.is_file():
                continue
            if what := seen_in(file.name.encode()):
                yield f"{file.parent}: a file's name holds {what} of this run: a secret leaked"
            if what := seen_in(file.read_bytes()):
                yield f"{file}: holds {what} of this run: a secret leaked. Delete the file"


def views(data: bytes, layers: int = _LAYERS) -> Iterator[bytes]:
    """The bytes, and what is found when zip, gzip, PDF, base64 and percent-encoding in them are opened."""
    yield data
    if layers:
        for inner in _opened(data):
            yield from views(inner, layers - 1)


def _opened(data: bytes) -> Iterator[bytes]:
    with suppress(zipfile.BadZipFile, gzip.BadGzipFile, EOFError, zlib.error):  # then it is none after all
        if data[:4] == b"PK\x03\x04":
            yield from _unzipped(data)
        if data[:2] == b"\x1f\x8b":
            yield gzip.decompress(data)
    if data[:5] == b"%PDF-":
        yield from _printed(data)
    if _PERCENT.search(data):
        yield unquote_to_bytes(data)
    for run in _BASE64.findall(data):
        text = run.rstrip(b"=")
        yield base64.b64decode(text[: len(text) // 4 * 4] if len(text) % 4 == 1 else text + b"==")


def _unzipped(data: bytes) -> Iterator[bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            yield name.encode()
            yield archive.read(name)


def _printed(data: bytes) -> Iterator[bytes]:
    """The streams of a PDF; the text that a reader sees, also without line ends, if there is a library to tell it."""
    for packed in _STREAM.findall(data):
        try:
            yield zlib.decompressobj().decompress(packed)
        except zlib.error:
            continue
    try:
        from pypdf import PdfReader
    except ImportError:
        return
    for page in PdfReader(io.BytesIO(data)).pages:
        text = page.extract_text()
        yield text.encode()
        yield "".join(text.split()).encode()


def _ways(text: bytes) -> Iterator[bytes]:
    """A text as it is, and as it stands inside base64, wherever it begins there."""
    yield text
    for before in range(3):
        code = base64.b64encode(bytes(before) + text)
        yield code[(0, 2, 3)[before] : (before + len(text)) * 8 // 6]


def _check_digit(digits: str, weights: tuple[int, ...]) -> int | None:
    """Modulus 11; None for digits that no check digit completes."""
    rest = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 11
    return None if rest == 1 else (11 - rest) % 11
