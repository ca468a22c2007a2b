"""Assumptions about v1's lists, each from both sides."""

from __future__ import annotations

from tests.fake.doors import Door
from tests.fake.flips.cases import flip
from tests.fake.v1.clients import V1, v1_client


def two(door: Door) -> V1:
    """Somebody signed in, where there are customers 1001 in Oslo and 1002 without an address."""
    v1 = v1_client(door)
    v1.saved("Customer", name="Fjord AS", legalName="Fjord Eiendom AS", mailAddress={"city": "Oslo"})
    v1.saved("Customer", name="Fjell AS")
    return v1


def ids(v1: V1, **options: str | int) -> list[int] | str:
    """The ids that are listed, or the name of the refusal."""
    envelope = v1.get("Customer", **options)
    if not envelope["success"]:
        return str(envelope["validation"]["exception"])
    return [row["id"] for row in envelope["data"]]


@flip("v1-skip-alone", chosen=[1002], refused="OData")
def skip_without_top(door: Door) -> object:
    return ids(two(door), skip=1)


@flip("v1-idle-options", chosen=[1001, 1002], refused="OData")
def the_option_inlinecount(door: Door) -> object:
    return ids(two(door), inlinecount="allpages")


@flip("v1-filter-parentheses", chosen=[1001], refused="OData")
def a_filter_without_parentheses(door: Door) -> object:
    return ids(two(door), filter="Name eq 'Fjord AS'")


@flip("v1-filter-names", chosen="OData", nested=[1001])
def a_filter_on_the_city(door: Door) -> object:
    return ids(two(door), filter="(MailAddress/City eq 'Oslo')")


@flip("v1-filter-functions", chosen=[[1001], [1001]], documented_only=[[1001], "OData"])
def startswith_and_endswith(door: Door) -> list[object]:
    v1 = two(door)
    filters = "(startswith(Name,'Fjord') eq true)", "(endswith(Name,'rd AS') eq true)"
    return [ids(v1, filter=one) for one in filters]


@flip("v1-filter-nulls", chosen=[1001], nulls_first=[1001, 1002])
def a_legal_name_that_is_not_set(door: Door) -> object:
    return ids(two(door), filter="(LegalName lt 'G')")


@flip("v1-stamp-literals", chosen=[[], [1001, 1002]], norwegian_time=[[1001, 1002], [1001, 1002]])
def a_time_without_an_offset(door: Door) -> list[object]:
    """The clock stands at 08:00 UTC; half past eight in Norway has passed then."""
    v1 = two(door)
    return [
        ids(v1, filter=f"(LastChanged gt datetimeoffset'2026-01-05T{time}')")
        for time in ("08:30:00", "07:00:00Z")
    ]


@flip("v1-replica", chosen=[1001, 1002], a_second=[])
def a_list_right_after_the_writes(door: Door) -> object:
    return ids(two(door))
