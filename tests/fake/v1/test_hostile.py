"""Whatever arrives is answered in the envelope, and a save that is refused writes nothing."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talkqa.fake import Fake
from talkqa.fake.message import Request
from talkqa.fake.signin import refuse_grant
from talkqa.fake.v1.columns import COLUMNS
from tests.fake.doors import Door, inside
from tests.fake.v1.clients import ORIGIN, v1_client

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=8),
    st.sampled_from(["1", "true", "2020-01-01", "NO", "a@b.no", "hidden", "NOK", "Standard", "", 1001, 2001]),
)
ADDRESSES = st.dictionaries(
    st.sampled_from(["id", "address1", "city", "zipCode", "countryCode", "externalCode", "isPrimary"]),
    SCALARS,
)
VALUES = st.one_of(SCALARS, ADDRESSES, st.lists(st.one_of(SCALARS, ADDRESSES), max_size=3))
FIELDS = sorted({column.wire for columns in COLUMNS.values() for column in columns})
BODIES = st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=4)
NAMES = {"name": "A", "firstName": "F", "lastName": "L"}


@pytest.fixture(scope="module")
def shared() -> tuple[Door, httpx.Client]:
    door = inside(Fake())
    client = v1_client(door)
    owner = client.saved("/Customer", name="A", streetAddresses=[{"city": "Oslo", "zipCode": "0161"}])["id"]
    client.saved(f"/Customer/{owner}/Contact", firstName="F", lastName="L")
    return door, client.http


@settings(max_examples=300, deadline=None)
@given(
    path=st.sampled_from(["/Customer", "/Supplier", "/Employee", "/Customer/1001/Contact"]),
    fields=BODIES,
    named=st.booleans(),
)
def test_any_save_is_answered_and_a_refused_one_writes_nothing(
    shared: tuple[Door, httpx.Client], path: str, fields: dict[str, Any], named: bool
) -> None:
    door, client = shared
    before = door.tenant.state()
    body = json.dumps({**(NAMES if named else {}), **fields})
    answer = client.post(path, content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 200, answer.text
    envelope = answer.json()
    is_saved = envelope["success"] and "traceId" not in envelope["data"]
    if not is_saved:
        assert door.tenant.journal[-1].writes == ()
        assert door.tenant.state() == before
    elif "id" in envelope["data"]:
        again = client.get(path + f"/{envelope['data']['id']}").json()
        assert again["data"] == envelope["data"]


@settings(max_examples=150, deadline=None)
@given(
    method=st.sampled_from(["GET", "POST", "DELETE", "PUT", "PATCH"]),
    parts=st.lists(
        st.sampled_from(
            ["Customer", "employee", "1001", "2001", "Contact", "x", "BankAccount", "%00", "æ", "-1"]
        ),
        min_size=1,
        max_size=5,
    ),
)
def test_any_path_is_answered(shared: tuple[Door, httpx.Client], method: str, parts: list[str]) -> None:
    answer = shared[1].request(method, f"{ORIGIN}/{'/'.join(parts)}", content=b"{}")
    assert answer.status_code in (200, 415, 501)
    assert isinstance(answer.json(), dict)


HEADS = st.sampled_from(
    [
        b'Content-Disposition: form-data; name="grant_type"',
        b"Content-Disposition: form-data; name*=utf-8''grant%5Ftype",
        b"Content-Disposition: ;;;=",
        b"Content-Transfer-Encoding: base64",
        b"Content-Type: multipart/mixed; boundary=x",
        b"\xff\xfe: a",
    ]
)
PARTS = st.lists(st.tuples(st.lists(HEADS, max_size=3), st.binary(max_size=20)), max_size=4)
BOUNDARIES = st.sampled_from(["x", '"', "\xff", "", "x; charset=bogus"])


@settings(max_examples=200, deadline=None)
@given(PARTS, BOUNDARIES)
def test_any_multipart_body_is_a_form_or_400(parts: list[tuple[list[bytes], bytes]], boundary: str) -> None:
    body = b"".join(b"--x\r\n" + b"\r\n".join(head) + b"\r\n\r\n" + text + b"\r\n" for head, text in parts)
    headers = {"content-type": f"multipart/form-data; boundary={boundary}"}
    request = Request("POST", "/OAuth/Token", "", headers, body + b"--x--")
    refusal = refuse_grant(request, is_v1=True)
    assert refusal is None or refusal.status == 400
