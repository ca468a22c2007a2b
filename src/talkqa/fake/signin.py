"""Who is calling: client credentials, tokens, subscription keys and privileges (API.md §2).

A client key chooses the tenant, as in the service: no header or path part names it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import uuid
from dataclasses import dataclass, field, replace
from email import message_from_bytes
from email.message import Message
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import orjson

from talkqa.fake.annexes.sheets import CONTACT_GROUP, EMPLOYEE_ACCOUNTS, OWNED
from talkqa.fake.clock import TICKS_PER_SECOND
from talkqa.fake.fidelity import flipped
from talkqa.fake.message import Request, Response
from talkqa.fake.schema import PERSON, ROLES

if TYPE_CHECKING:
    from talkqa.fake.tenant import Tenant

TOKEN_LIFE = 1200
"""Seconds a token lives, by the tenant's clock."""
MOST_TOKENS = 10_000
"""Tokens of a tenant that are known, the latest ones (our choice: a server that runs for weeks must not grow)."""

PRIVILEGES = {
    **{role: role for role in ROLES},
    PERSON: "ContactPerson",
    **{type: type for type in (*OWNED, CONTACT_GROUP, EMPLOYEE_ACCOUNTS)},
}
"""Type to its privilege; the one to write adds `_Full`."""

OWNERS = {
    PERSON: ("Customer", "Supplier"),
    **dict.fromkeys(OWNED, ("Customer", "Supplier", "Employee")),
}
"""Type of sub-entity to the types of its owners: the privilege for one of those is needed as well."""

INVALID_CLIENT = (
    "Client integration not found. Please ensure the provided keys are matching the desired environment."
)
_SIGNATURE_KEY = b"talkqa's fake signs with this; it protects nothing"
_JWT_HEAD = '{"alg":"HS256","typ":"JWT"}'


@dataclass(frozen=True)
class Credential:
    """The keys of one integration in one tenant."""

    name: str
    application_key: str = field(repr=False)
    client_key: str = field(repr=False)
    subscription_key: str = field(repr=False)

    @classmethod
    def fresh(cls, name: str, mark: str = "") -> Credential:
        """New keys, as GUIDs. mark: hexadecimal digits that all of them end in."""
        keys = [uuid.uuid4().hex for _ in range(3)]
        first, second, third = (key[: len(key) - len(mark)] + mark for key in keys)
        return cls(name, str(uuid.UUID(first)), str(uuid.UUID(second)), third)


@dataclass(frozen=True, slots=True)
class Session:
    """One sign-in. v1_only: it was made without a subscription key, so v2 does not know its token."""

    tenant: Tenant
    credential: Credential
    expires: int
    v1_only: bool = False


class Register:
    """Finds the tenant that a request is for."""

    def __init__(self) -> None:
        self._clients: dict[tuple[str, str], tuple[Tenant, Credential]] = {}
        self._applications: dict[str, tuple[Tenant, Credential]] = {}
        self._subscriptions: dict[str, tuple[Tenant, Credential]] = {}
        self._sessions: dict[str, Session] = {}

    def add(self, tenant: Tenant, credential: Credential) -> None:
        """Make the keys known."""
        pair = (tenant, credential)
        self._clients[credential.application_key, credential.client_key] = pair
        self._applications[credential.application_key] = pair
        self._subscriptions[credential.subscription_key] = pair

    def forget(self, tenant: Tenant) -> None:
        """The tenant is closed: its keys and tokens mean nothing any more."""
        for credential in tenant.credentials():
            self._clients.pop((credential.application_key, credential.client_key), None)
            self._applications.pop(credential.application_key, None)
            self._subscriptions.pop(credential.subscription_key, None)
        for token in tenant.tokens:
            self._sessions.pop(token, None)

    def session(self, request: Request) -> Session | None:
        """The sign-in behind the bearer token, expired or not; None when the token is unknown."""
        authorization = request.headers.get("authorization", "")
        session = self._sessions.get(authorization[7:]) if authorization[:7] == "Bearer " else None
        if session is not None:
            return session  # nearly all write it so
        scheme, _, token = authorization.partition(" ")
        return self._sessions.get(token.strip()) if scheme.lower() == "bearer" else None

    def client(self, request: Request) -> tuple[Tenant, Credential] | None:
        """The integration behind the Basic keys of a sign-in."""
        return self._clients.get(basic_keys(request))

    def tenant(self, request: Request) -> Tenant | None:
        """Whose journal an unsigned request belongs in: by application key, else by subscription key."""
        found = self._applications.get(basic_keys(request)[0])
        found = found or self._subscriptions.get(subscription_key(request))
        return found[0] if found else None

    def sign_in(self, tenant: Tenant, credential: Credential, v1_only: bool = False) -> Response:
        """A new token, and the documented answer that carries it."""
        expires = tenant.clock.ticks + TOKEN_LIFE * TICKS_PER_SECOND
        tenant.signed_in += 1
        token = _jwt(tenant, credential, tenant.signed_in, expires)
        self._sessions[token] = Session(tenant, credential, expires, v1_only)
        tenant.tokens.append(token)
        if len(tenant.tokens) > MOST_TOKENS:
            self._sessions.pop(tenant.tokens.pop(0), None)
        answer = {"access_token": token, "token_type": "bearer", "expires_in": TOKEN_LIFE}
        return Response.json(200, answer)

    def expire(self, tenant: Tenant, name: str | None) -> None:
        """The tokens that one credential holds are expired from now on; it can sign in again."""
        for token in tenant.tokens:
            session = self._sessions.get(token)
            if session is not None and session.credential.name == name:
                self._sessions[token] = replace(session, expires=0)


def is_worthless(tenant: Tenant, session: Session) -> bool:
    """The client key behind a token has been revoked, and the token with it."""
    return tenant.is_revoked(session.credential.name) and not flipped("revoked-key-and-tokens")


def refuse_grant(request: Request, is_v1: bool = False) -> Response | None:
    """What is wrong with the form of a sign-in; None when it asks for client credentials.

    is_v1: multipart form data is a form too (API.md §2), and so is one that says it is plain text.
    """
    form = _form(request, is_v1)
    if form is None:
        return oauth_error("invalid_request", "The body must be a form.")
    grant = form.get("grant_type")
    if not grant:
        return oauth_error("invalid_request", "The grant_type is missing.")
    if grant != "client_credentials":
        return oauth_error("unsupported_grant_type", "Only client_credentials is supported.")
    return None


def _form(request: Request, is_v1: bool) -> dict[str, str] | None:
    """The fields of a form, of its first 10,000 bytes; None when the body is not one."""
    declared = request.headers.get("content-type", "")
    body, kind = request.body[:10_000], declared.partition(";")[0].strip().lower()
    is_text = kind == "text/plain" and is_v1 and not flipped("v1-form-as-text")
    if kind == "application/x-www-form-urlencoded" or is_text:
        return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    if kind != "multipart/form-data" or not is_v1:
        return None
    head = b"Content-Type: " + declared.encode("latin-1", "replace") + b"\r\n\r\n"
    parts = message_from_bytes(head + body).walk()
    named = [(part.get_param("name", header="Content-Disposition"), part) for part in parts]
    return {str(name): _text(part) for name, part in named if name}


def _text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""


def oauth_error(error: str, description: str) -> Response:
    """The 400 of a sign-in."""
    return Response.json(400, {"error": error, "error_description": description})


def gateway_error(status: int, message: str) -> Response:
    """The form in which the gateway in front of the service answers."""
    return Response.json(status, {"statusCode": status, "message": message})


def basic_keys(request: Request) -> tuple[str, str]:
    """Application key and client key of the Basic header; empty texts when there is none."""
    scheme, _, code = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return "", ""
    try:
        user, _, secret = base64.b64decode(code.strip(), validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return "", ""
    return user, secret


def subscription_key(request: Request) -> str:
    """The subscription key, from its header or the query; "" when there is none."""
    key = request.headers.get("ocp-apim-subscription-key")
    if key is not None:
        return key
    named = (value for name, value in parse_qsl(request.query) if name.lower() == "subscription-key")
    return next(named, "")


def _jwt(tenant: Tenant, credential: Credential, serial: int, expires: int) -> str:
    roles = [name for name in tenant.privileges(credential.name) if name.endswith("_Full")]
    claims = {
        "goClientId": tenant.client_id,
        "goClientName": tenant.client_name,
        "role": roles,
        "jti": f"{serial}-{tenant.mark}" if tenant.mark else str(serial),
        "exp": expires // TICKS_PER_SECOND,
    }
    body = ".".join((_base64(_JWT_HEAD.encode()), _base64(orjson.dumps(claims))))
    return f"{body}.{_base64(hmac.digest(_SIGNATURE_KEY, body.encode(), hashlib.sha256))}"


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
