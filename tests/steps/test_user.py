"""The harness's user: whatever refuses it says so in its own words, and is nobody else's fault."""

from __future__ import annotations

import pytest

from steps._lanes import open_road
from steps._user import User


@pytest.mark.parametrize(
    "body", [None, {"id": 999, "placeOfBirth": "Oslo"}], ids=["a success that holds nothing", "a no in a 200"]
)
def test_a_refusal_by_v1_is_told_with_what_it_answered(body: dict[str, object] | None) -> None:
    with open_road("in process") as road:
        user = User(road.inside(road.fake.tenant().credential("user")))
        method, path = ("GET", "/Customer/999") if body is None else ("POST", "/Customer/")
        with pytest.raises(
            RuntimeError, match=rf"the harness's user was refused: {method} {path}: .*success"
        ):
            user._ask_v1(method, path, body)
        user.close()
