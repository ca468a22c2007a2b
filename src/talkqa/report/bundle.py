"""One file that holds a run's results and what vouches for them; no byte of it can change unseen.

A zip archive without compression, whose bytes are decided by its members: first the signed envelope, then the files
that its statement names, each with its digest.
"""

from __future__ import annotations

import io
import os
import struct
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from talkqa.report.envelope import Broken, close, open_
from talkqa.report.keys import fingerprint
from talkqa.report.results import Results
from talkqa.report.signature import shown
from talkqa.report.statement import digest, statement

ENVELOPE = "statement.dsse.json"
RESULTS = "results.ndjson"
TAKEN = ("report.html", "report.pdf", "junit.xml")
"""What goes in beside the results, as far as it is there."""

_LOCAL = struct.Struct("<4s5H3I2H")
"""Head of a member in a zip archive (APPNOTE.TXT 4.3.7)."""


class BundleError(ValueError):
    """The run cannot be bundled; the message says why and what next."""


@dataclass(frozen=True)
class Verified:
    """What a bundle says, and everything that is wrong with it; only without problems does it say anything."""

    statement: Mapping[str, Any]
    problems: tuple[str, ...]


def sign(results: Results, key: Ed25519PrivateKey, path: Path) -> Path:
    """Write the bundle of a finished run under another name, then rename it; report.html shows the key from then on.

    Raises BundleError for a run that was cut short, a damaged file, and for a report that was made from other results.
    """
    if results.incomplete:
        why = f"damaged, {results.damage[0]}" if results.damage else "the run did not come to its end"
        raise BundleError(f"{results.path}: {why}. Run the check again.")
    files = {RESULTS: results.path.read_bytes()}
    for name in TAKEN:
        if (beside := results.path.with_name(name)).exists():
            files[name] = beside.read_bytes()
    page = files.get("report.html")
    if page is not None and digest(files[RESULTS]).encode() not in page:
        told = f"made from other results: it does not show sha256 {digest(files[RESULTS])}"
        raise BundleError(f"{results.path.with_name('report.html')}: {told}. Run the check again.")
    if page is not None:
        files["report.html"] = shown(page, fingerprint(key.public_key()))
        _write(results.path.with_name("report.html"), files["report.html"])
    body = orjson.dumps(statement(results, files), option=orjson.OPT_SORT_KEYS)
    _write(path, pack({ENVELOPE: close(body, key), **dict(sorted(files.items()))}))
    return path


def verify(data: bytes, key: Ed25519PublicKey) -> Verified:
    """What the bytes of a bundle say, and which of its files are not as they were signed."""
    files = members(data)
    if ENVELOPE not in files:
        return Verified({}, (f"{ENVELOPE}: is not there, so nothing vouches for the rest",))
    try:
        told = orjson.loads(open_(files.pop(ENVELOPE), key))
    except Broken as error:
        return Verified({}, (f"{ENVELOPE}: {error}",))
    signed = {one["name"]: one["digest"]["sha256"] for one in told["subject"]}
    problems = [
        f"{name}: is not there, expected sha256 {signed[name]}"
        if name not in files
        else f"{name}: sha256 {digest(files[name])}, expected {signed[name]}"
        for name in signed
        if name not in files or digest(files[name]) != signed[name]
    ]
    problems += [
        f"{name}: nobody signed it; sha256 {digest(files[name])}" for name in files if name not in signed
    ]
    return Verified(told, tuple(problems or _frame(data)))


def pack(files: Mapping[str, bytes]) -> bytes:
    """The archive of these files: the same bytes for the same files, in whatever year."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, data)
    return out.getvalue()


def members(data: bytes) -> dict[str, bytes]:
    """The files of an archive as `pack` writes it, as far as it is one, whatever their check sums say."""
    found: dict[str, bytes] = {}
    at = 0
    while len(data) - at >= _LOCAL.size:
        magic, *_, size, name, extra = _LOCAL.unpack_from(data, at)
        if magic != b"PK\x03\x04":
            break
        start = at + _LOCAL.size + name + extra
        found[data[at + _LOCAL.size : at + _LOCAL.size + name].decode("utf-8", "replace")] = data[
            start : start + size
        ]
        at = start + size
    return found


def _frame(data: bytes) -> list[str]:
    """What is altered outside all files: their names, dates and places in the archive."""
    expected = pack(members(data))
    if data == expected:
        return []
    at = next((n for n, (a, b) in enumerate(zip(data, expected, strict=False)) if a != b), len(expected))
    return [f"the archive itself, byte {at}: sha256 {digest(data)}, expected {digest(expected)}"]


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
