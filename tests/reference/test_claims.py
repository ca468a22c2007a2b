"""Which claim wins: a total order, so that nothing depends on who is asked first."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from talkqa.reference.claims import Claim, winner

TEXTS = st.sampled_from(["", "a", "A", "b", "22 22 22 22"])
CLAIMS = st.builds(
    lambda value, time, side: Claim(value or None, value.lower(), time, side),
    TEXTS,
    st.integers(0, 3),
    st.integers(0, 2),
)


@given(st.lists(CLAIMS, min_size=1), st.randoms())
def test_the_order_of_counting_up_never_matters(claims: list[Claim], random: object) -> None:
    """Commutative: any permutation has the same winner."""
    shuffled = list(claims)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert winner(shuffled) == winner(claims)


@given(CLAIMS, CLAIMS, CLAIMS)
def test_the_order_of_hops_never_matters(a: Claim, b: Claim, c: Claim) -> None:
    """Associative: it is the same whichever two meet first."""
    assert winner([winner([a, b]), c]) == winner([a, winner([b, c])])


@given(CLAIMS)
def test_a_claim_beats_itself(claim: Claim) -> None:
    """Idempotent: a copy that comes back changes nothing."""
    assert winner([claim, claim]) == claim


@given(st.lists(CLAIMS, min_size=1))
def test_emptiness_wins_only_when_there_is_nothing_else(claims: list[Claim]) -> None:
    """A value beats emptiness, however old it is (R-30)."""
    assert (winner(claims).normal == "") == all(claim.normal == "" for claim in claims)


def test_the_later_of_two_values_wins() -> None:
    """R-25."""
    assert winner([Claim("111", "111", 1, 0), Claim("222", "222", 2, 1)]).value == "222"


def test_the_source_side_wins_a_tie() -> None:
    """R-31, D-11."""
    assert winner([Claim("b", "b", 1, 1), Claim("c", "c", 1, 0)]).value == "c"


def test_the_smaller_normal_form_wins_a_tie_on_one_side() -> None:
    """R-31, D-11."""
    assert winner([Claim("c", "c", 1, 1), Claim("b", "b", 1, 1)]).value == "b"
