"""`talkqa serve --certificate`: for clients that put https before every address, whatever the host."""

from __future__ import annotations

import ipaddress
import json
import ssl
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID

from talkqa.cli.serve import serve
from tests.cli.serving import serving, sign_in, told


def certificate_and_key(encryption: KeySerializationEncryption) -> tuple[bytes, bytes]:
    """PEM of a certificate that vouches for 127.0.0.1 and for itself, and of its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "fake")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    return (
        certificate.public_bytes(Encoding.PEM),
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption),
    )


def speaking(certificate: Path) -> list[str]:
    """The words that make it speak https, with some records."""
    return ["--seed", "40", "--certificate", str(certificate), "--format", "json"]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tls") / "localhost.pem"
    path.write_bytes(b"".join(certificate_and_key(NoEncryption())))
    return path


@pytest.fixture(scope="module")
def addresses(file: Path) -> Iterator[dict[str, Any]]:
    with serving(*speaking(file)) as process:
        yield told(process)


@pytest.fixture
def client(addresses: dict[str, Any], file: Path) -> Iterator[httpx.Client]:
    """Signed in, and trusting that certificate only."""
    with closing(sign_in(addresses, ssl.create_default_context(cafile=file))) as client:
        yield client


def test_all_addresses_are_https(addresses: dict[str, Any]) -> None:
    assert {addresses[name].partition(":")[0] for name in ("v1", "v2", "token", "control")} == {"https"}


def test_records_are_written_and_paged_as_over_http(client: httpx.Client) -> None:
    made = client.post("/Customers", json={"Name": "Fjord AS"})
    first = client.get("/Customers", params={"pageSize": 1})
    assert made.status_code == 201
    link = json.loads(first.headers["x-pagination"])["nextPageLink"]
    assert link.startswith(f"{client.base_url}Customers?")
    assert len(client.get(link).json()) == 1


def test_its_own_page_may_use_the_control_routes_and_one_of_http_may_not(
    client: httpx.Client, addresses: dict[str, Any]
) -> None:
    host = addresses["control"].split("/")[2]
    statuses = [
        client.get(f"{addresses['control']}health", headers={"Origin": f"{scheme}://{host}"}).status_code
        for scheme in ("https", "http")
    ]
    assert statuses == [200, 403]


@pytest.mark.parametrize(
    "kind", ["closed-before-commit", "commit-lost", "reset-before", "reset-while", "truncated-body"]
)
def test_connections_break_as_over_http(client: httpx.Client, addresses: dict[str, Any], kind: str) -> None:
    fault = {"kind": kind, "operation": "POST /Customers"}
    assert client.post(f"{addresses['control']}faults", json=fault).status_code == 201
    with pytest.raises(httpx.TransportError):
        client.post("/Customers", json={"Name": "Fjord AS"})
    assert client.post("/Customers", json={"Name": "Fjord AS"}).status_code == 201


def test_a_signal_ends_it_while_a_connection_is_kept_open(file: Path) -> None:
    with serving(*speaking(file)) as process:
        control = told(process)["control"]
        with httpx.Client(verify=ssl.create_default_context(cafile=file), trust_env=False) as client:
            assert client.get(f"{control}health").status_code == 200
            process.terminate()
            out, err = process.communicate(timeout=10)
    assert (process.returncode, out, err) == (0, "", "")


def test_a_certificate_without_a_key_or_with_a_locked_one_is_exit_code_2(tmp_path: Path) -> None:
    certificate, locked = certificate_and_key(BestAvailableEncryption(b"secret"))
    path = tmp_path / "localhost.pem"
    for held, expected in (
        (None, "No such file"),
        (certificate, "Expected a PEM file with a certificate and its key"),
        (certificate + locked, "the key has a password"),
    ):
        if held is not None:
            path.write_bytes(held)
        ended = CliRunner().invoke(serve, ["--certificate", str(path)])
        assert (ended.exit_code, expected in ended.output) == (2, True), ended.output


def test_addresses_in_its_har_are_https(client: httpx.Client, addresses: dict[str, Any]) -> None:
    """Of a request that is answered at once, and of one whose body comes in pieces."""
    since = client.get(f"{addresses['control']}health").json()["requests"]
    client.get("/Customers", params={"pageSize": 1})
    client.post(
        "/Customers", content=iter((b'{"Name":', b'"A"}')), headers={"content-type": "application/json"}
    )
    exported = client.get(f"{addresses['control']}journal", params={"format": "har", "since": since})
    asked = [(entry["_operation"], entry["request"]["url"]) for entry in exported.json()["log"]["entries"]]
    assert asked == [
        ("GET /Customers", f"{addresses['v2']}/Customers?pageSize=1"),
        ("POST /Customers", f"{addresses['v2']}/Customers"),
    ]
