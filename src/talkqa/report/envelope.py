"""The DSSE envelope (Dead Simple Signing Envelope, protocol v1) around a signed statement.

One signature; the bytes of an envelope are decided by what is in it, so that none of them can differ unseen.
"""

from __future__ import annotations

import base64
import binascii

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from talkqa.report.keys import fingerprint

PAYLOAD = "application/vnd.in-toto+json"
"""Payload type of an in-toto statement."""


class Broken(ValueError):
    """The envelope does not hold; the message says why."""


def encoding(kind: str, body: bytes) -> bytes:
    """What is signed: DSSE's pre-authentication encoding. Lengths are numbers of bytes."""
    name = kind.encode()
    return b"DSSEv1 %d %b %d %b" % (len(name), name, len(body), body)


def close(body: bytes, key: Ed25519PrivateKey) -> bytes:
    """The envelope of a statement."""
    return _written(PAYLOAD, body, fingerprint(key.public_key()), key.sign(encoding(PAYLOAD, body)))


def open_(envelope: bytes, key: Ed25519PublicKey) -> bytes:
    """The statement in an envelope. Raises Broken unless every byte is as the owner of the key signed it."""
    kind, body, signer, signature = _parsed(envelope)
    if signer != (own := fingerprint(key)):
        raise Broken(f"names the key {signer}, expected {own}: altered, or signed with another key")
    try:
        key.verify(signature, encoding(kind, body))
    except InvalidSignature:
        raise Broken(f"the signature does not fit the key {own}: altered after signing") from None
    if kind != PAYLOAD:
        raise Broken(f"holds {kind!r}, expected {PAYLOAD!r}")
    if envelope != _written(kind, body, signer, signature):
        raise Broken("not written as it was signed: altered after signing")
    return body


def _written(kind: str, body: bytes, signer: str, signature: bytes) -> bytes:
    texts = (base64.b64encode(body).decode(), base64.b64encode(signature).decode())
    signed = {"keyid": signer, "sig": texts[1]}
    return orjson.dumps({"payload": texts[0], "payloadType": kind, "signatures": [signed]})


def _parsed(envelope: bytes) -> tuple[str, bytes, str, bytes]:
    """Payload type, payload, key id, signature. Raises Broken."""
    try:
        found = orjson.loads(envelope)
        (signed,) = found["signatures"]
        body = base64.b64decode(found["payload"], validate=True)
        return (
            str(found["payloadType"]),
            body,
            str(signed["keyid"]),
            base64.b64decode(signed["sig"], validate=True),
        )
    except (ValueError, KeyError, TypeError, binascii.Error) as error:
        raise Broken(f"no DSSE envelope with one signature ({error or 'nothing in it'})") from None
