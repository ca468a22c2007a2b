"""Ed25519 keys of a signed bundle: made, read and told apart. Knows nothing of what is signed.

Everything here needs the extra `bundle`; importing this module without it raises ImportError.
"""

from __future__ import annotations

import os
import sys
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

PRIVATE, PUBLIC = "talkqa-private.pem", "talkqa-public.pem"
OTHERS = 0o077
"""Rights of everybody but a file's owner."""


class KeyFileError(ValueError):
    """A key cannot be made or used; the message says which file, why, and what next."""


def make_keys(folder: Path) -> tuple[Path, Path]:
    """A new pair of keys in a folder: private (readable by its owner only) and public.

    Raises KeyFileError when a key is there already: whoever replaces one can no longer sign as before.
    """
    private, public = folder / PRIVATE, folder / PUBLIC
    for path in (private, public):
        if path.exists():
            raise KeyFileError(f"{path}: is there already, and is not replaced. Name another folder.")
    folder.mkdir(parents=True, exist_ok=True)
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with os.fdopen(os.open(private, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)
    public.write_bytes(key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    return private, public


def read_private(path: Path) -> Ed25519PrivateKey:
    """The key to sign with. Raises KeyFileError, also when others than its owner can read it."""
    pem = _read(path)
    if sys.platform != "win32" and path.stat().st_mode & OTHERS:
        mode = f"{path.stat().st_mode & 0o777:o}"
        raise KeyFileError(
            f"{path}: others can read this private key: rights {mode}, expected 600. chmod it."
        )
    try:
        key = load_pem_private_key(pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise KeyFileError(f"{path}: no private key without a password, in PEM. {_NEXT}") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyFileError(f"{path}: another kind of key, expected Ed25519. {_NEXT}")
    return key


def read_public(path: Path) -> Ed25519PublicKey:
    """The key to verify with. Raises KeyFileError."""
    pem = _read(path)
    try:
        key = load_pem_public_key(pem)
    except (ValueError, UnsupportedAlgorithm):
        raise KeyFileError(f"{path}: no public key in PEM. {_NEXT}") from None
    if not isinstance(key, Ed25519PublicKey):
        raise KeyFileError(f"{path}: another kind of key, expected Ed25519. {_NEXT}")
    return key


def fingerprint(key: Ed25519PublicKey) -> str:
    """SHA-256 of the key as SubjectPublicKeyInfo in DER, in hexadecimal digits (our choice: openssl prints it)."""
    return sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()


_NEXT = "`talkqa bundle key --out DIR` makes a pair."


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise KeyFileError(f"{path}: {error.strerror}. {_NEXT}") from None
