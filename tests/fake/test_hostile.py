"""Whatever arrives, the answer is one of the service's own: never a 500, never an exception."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talkqa.fake import Fake
from talkqa.fake.schema import SHEETS
from tests.fake.doors import Door, inside, made

PLURALS = ["Customers", "Suppliers", "Employees"]
NAMES = sorted({field.name for sheet in SHEETS.values() for field in sheet.fields})
PARTS = ["City", "zipcode", "CountryCode", "ExternalCode", "Id", "-", "0", "1", "99", "-1", "~2", ""]

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60)
    | st.sampled_from(["NO", "2020-01-01", "a@b.no", "10500", "PdfByEmail", "1e999"])
)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES + PARTS), inner, max_size=3)
    ),
    max_leaves=6,
)
paths = st.builds(
    lambda name, part: f"/{name}" if part is None else f"/{name}/{part}",
    st.sampled_from([*NAMES, "MailAddress", "ContactGroupIds"]),
    st.none() | st.sampled_from(PARTS),
)
steps = st.fixed_dictionaries(
    {
        "op": st.sampled_from(["add", "replace", "remove", "move", "copy", "test", "x"]),
        "path": paths | scalars,
    },
    optional={"value": values, "from": paths | scalars},
)


@pytest.fixture(scope="module")
def client() -> httpx.Client:
    return inside(Fake()).client()


@settings(max_examples=150, deadline=None)
@given(plural=st.sampled_from(PLURALS), body=st.dictionaries(st.sampled_from(NAMES), values, max_size=8))
def test_any_object_can_be_posted(client: httpx.Client, plural: str, body: dict[str, Any]) -> None:
    whole = {"Name": "A", "FirstName": "A", "LastName": "A", **body}
    try:
        answer = client.post(f"/{plural}", json=whole)
    except OverflowError:
        return
    assert answer.status_code in (201, 400, 404)
    if answer.status_code == 201:
        assert client.get(f"/{plural}/{answer.json()['Id']}").json() == answer.json()


@settings(max_examples=200, deadline=None)
@given(plural=st.sampled_from(PLURALS), document=st.lists(steps, max_size=4))
def test_any_patch_can_be_sent(client: httpx.Client, plural: str, document: list[Any]) -> None:
    fields = {"Name": "A", "FirstName": "A", "LastName": "A", "MailAddress": {"City": "A", "ZipCode": "1"}}
    created = made(client, plural, **fields)
    path = f"/{plural}/{created['Id']}"
    answer = client.patch(path, json=document)
    assert answer.status_code in (200, 400, 404)
    after = client.get(path).json()
    assert after == (answer.json() if answer.status_code == 200 else created)


@settings(max_examples=150, deadline=None)
@given(
    query=st.dictionaries(
        st.sampled_from(
            [
                "PageNumber",
                "pagesize",
                "Fields",
                "OrderBy",
                "customerNos",
                "contactGroupIds",
                "externalNos",
                "lastChangedDateTimeOffsetGreaterThan",
                "resourceParameter[PageSize]",
            ]
        ),
        st.text(max_size=30) | st.from_regex(r"[0-9]{1,4}(-[0-9]{0,4})?", fullmatch=True),
        max_size=4,
    )
)
def test_any_query_can_be_asked(client: httpx.Client, query: dict[str, str]) -> None:
    text = str(
        httpx.QueryParams({name: value.encode("utf-8", "replace").decode() for name, value in query.items()})
    )
    assert client.get(f"/Customers?{text}").status_code in (200, 204, 400, 404)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"  ",
        b"{",
        b"null",
        b"[]",
        b'"text"',
        b"17",
        b"[" * 100_000,
        b'{"Name":' * 50_000,
        b'{"Name":' + b"[" * 900 + b"]" * 900 + b"}",
        b'{"Name": "\\ud800"}',
        b'{"Name": "\xff\xfe"}',
        b'{"Name": "A", "Number": 1' + b"0" * 5000 + b"}",
        b'{"Name": "A", "Number": 9223372036854775808}',
        b'{"Name": "A", "Allowance": 1e999}',
        b'{"Name": "A", "Allowance": NaN}',
        b"<xml/>",
    ],
)
@pytest.mark.parametrize("method", ["POST", "PATCH"])
def test_a_hostile_body_is_refused_in_problem_details(here: Door, method: str, body: bytes) -> None:
    client = here.client()
    path = "/Customers" if method == "POST" else f"/Customers/{made(client, 'Customers', Name='A')['Id']}"
    answer = client.request(method, path, content=body, headers={"content-type": "application/json"})
    if (method, body) == ("PATCH", b"[]"):
        assert answer.status_code == 200
    else:
        assert answer.status_code == 400
        assert set(answer.json()) >= {"type", "title", "status", "detail", "instance"}


def test_of_a_repeated_name_the_last_counts(here: Door) -> None:
    content = b'{"Name": "A", "Name": "B"}'
    answer = here.client().post("/Customers", content=content, headers={"content-type": "application/json"})
    assert answer.json()["Name"] == "B"


@pytest.mark.parametrize("id", ["abc", "--1", "1.5", "9" * 30, "%F0%9F%98%80", "1%00", "٣", "%FF"])
@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
def test_an_id_that_is_no_number_is_400(here: Door, method: str, id: str) -> None:
    answer = here.client().request(method, f"/Customers/{id}")
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "header",
    ["", "Basic", "Basic !!!", "Basic YQ==", "Basic /w==", "Bearer", "Bearer x", "Bearer \u00e6", "Digest x"],
)
@pytest.mark.parametrize("path", ["/Customers", "/../OAuth/Token"])
def test_a_hostile_authorization_is_refused(here: Door, header: str, path: str) -> None:
    key = here.tenant.credential("sut").subscription_key
    headers = [(b"authorization", header.encode("latin-1")), (b"ocp-apim-subscription-key", key.encode())]
    answer = here.bare().request("POST", path, headers=headers)
    assert answer.status_code == (401 if path == "/Customers" else 400)
