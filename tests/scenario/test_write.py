from __future__ import annotations

from pathlib import Path

import pytest

from talkqa.scenario import FeatureError, read_feature, verify, write
from tests.scenario.made_up import FEATURE, FLOW, made_checklist, not_tested, put, without

FILLED = """\
      Examples:
        | item                                      | kind    | property    | mirror      |
        | supplier-customer/FirstName:FirstName     | person  | FirstName   | FirstName   |
        | supplier-customer/PhoneNumber:PhoneNumber | company | PhoneNumber | PhoneNumber |
"""


def text(folder: Path, name: str = "supplier_customer.feature") -> str:
    """A file's text, line ends as they are."""
    return (folder / name).read_bytes().decode()


def test_tables_are_filled_in_the_checklists_order_with_even_columns(tmp_path: Path) -> None:
    """The kind of a row follows its condition: a person has first names, a company has none."""
    write(made_checklist(), tmp_path / "out", put(tmp_path / "in"))
    assert FILLED in text(tmp_path / "out")


def test_all_other_words_stay_as_they_are(tmp_path: Path) -> None:
    """Only the lines of the tables may differ."""
    write(made_checklist(), tmp_path / "out", put(tmp_path / "in"))
    kept = [line for line in FEATURE.splitlines() if not line.lstrip().startswith("|")]
    assert [line for line in text(tmp_path / "out").splitlines() if not line.lstrip().startswith("|")] == kept


def test_writing_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    """Also when the second time reads what the first one wrote."""
    write(made_checklist(), tmp_path / "one", put(tmp_path / "in"))
    write(made_checklist(), tmp_path / "two", tmp_path / "one")
    assert text(tmp_path / "one") == text(tmp_path / "two")
    assert sorted(path.name for path in (tmp_path / "one").iterdir()) == [
        "all_flows.feature",
        "supplier_customer.feature",
    ]


def test_a_table_without_any_row_is_filled_from_its_header(tmp_path: Path) -> None:
    """The header decides which columns there are, and in what order."""
    bare = FEATURE.split("        | item ")[0] + "        | mirror | item |\n"
    write(made_checklist(), tmp_path / "out", put(tmp_path / "in", bare))
    assert "| PhoneNumber | supplier-customer/PhoneNumber:PhoneNumber |\n" in text(tmp_path / "out")


def test_examples_without_a_header_get_the_usual_columns(tmp_path: Path) -> None:
    """As a writer of features may leave them."""
    bare = FEATURE.split("        | item ")[0]
    write(made_checklist(), tmp_path / "out", put(tmp_path / "in", bare))
    assert text(tmp_path / "out").endswith(FILLED)


def test_crlf_line_ends_stay(tmp_path: Path) -> None:
    """In the new rows too."""
    folder = put(tmp_path / "in")
    (folder / "supplier_customer.feature").write_bytes(FEATURE.replace("\n", "\r\n").encode())
    write(made_checklist(), tmp_path / "out", folder)
    written = text(tmp_path / "out")
    assert written.count("\n") == written.count("\r\n") == FEATURE.count("\n")


def test_a_scenario_whose_item_is_not_tested_is_left_out_and_named(tmp_path: Path) -> None:
    """Its neighbours stay."""
    done = write(not_tested(f"{FLOW}/one-to-one"), tmp_path / "out", put(tmp_path / "in"))
    assert done.left_out == ("supplier_customer.feature: two Suppliers have two Customers",)
    names = [scenario.name for scenario in read_feature(tmp_path / "out/supplier_customer.feature").scenarios]
    assert names[-1] == "every Supplier gets a Customer"
    assert text(tmp_path / "out").endswith("Then nothing else happens\n")


def test_a_comment_above_a_scenario_goes_with_it(tmp_path: Path) -> None:
    """It would explain something else otherwise."""
    items = [item for item in made_checklist().items if not (item.pair and item.pair.synchronised)]
    write(made_checklist(*items), tmp_path / "out", put(tmp_path / "in"))
    assert "A comment that belongs" not in text(tmp_path / "out")
    assert "Rule: A value travels" in text(tmp_path / "out")


def test_a_rule_without_scenarios_goes_too(tmp_path: Path) -> None:
    """A heading with nothing under it says nothing."""
    items = [
        item for item in made_checklist().items if item.id not in (f"{FLOW}/every", f"{FLOW}/one-to-one")
    ]
    write(made_checklist(*items), tmp_path / "out", put(tmp_path / "in"))
    assert "A law without rows" not in text(tmp_path / "out")


def test_a_file_with_nothing_to_run_is_not_written_and_an_older_one_goes(tmp_path: Path) -> None:
    """Otherwise yesterday's rows would run."""
    source = put(tmp_path / "in")
    write(made_checklist(), tmp_path / "out", source)
    items = [item for item in made_checklist().items if item.flow == "all-flows"]
    write(made_checklist(*items), tmp_path / "out", source)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["all_flows.feature"]


def test_over_the_templates_themselves_no_scenario_may_be_lost(tmp_path: Path) -> None:
    """The words would be gone for good."""
    folder = put(tmp_path)
    with pytest.raises(FeatureError, match=r"two Suppliers have two Customers.*--out"):
        write(not_tested(f"{FLOW}/one-to-one"), folder, folder)
    assert text(folder) == FEATURE


def test_over_the_templates_an_outline_without_a_row_waits(tmp_path: Path) -> None:
    """Another profile may have rows for it."""
    folder = put(tmp_path)
    items = [item for item in made_checklist().items if not (item.pair and item.pair.creation_only)]
    write(made_checklist(*items), folder, folder)
    assert "a new Customer's <mirror>" in text(folder)
    assert "IsPerson" not in text(folder)
    assert verify(folder, made_checklist(*items)) == []


def test_rows_written_by_hand_lose_only_what_is_not_tested(tmp_path: Path) -> None:
    """A hand-written table with a column item is trimmed and not laid out anew."""
    by_hand = """\
@flow:supplier-customer
Feature: By hand
  @R-7 @S-7 @R-1 @S-1
  Scenario Outline: <what> holds
    Given a company with a partner
    Examples:
      |item|what|
      | supplier-customer/every | one |
      | supplier-customer/one-to-one | two |
"""
    write(without(f"{FLOW}/one-to-one"), tmp_path / "out", put(tmp_path / "in", by_hand))
    assert text(tmp_path / "out").splitlines()[6:] == [
        "      |item|what|",
        "      | supplier-customer/every | one |",
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "@rows:properties",
            "@rows:propertys",
            "@rows:propertys is unknown, expected one of @rows:properties",
        ),
        (
            "| kind    |",
            "| sort    |",
            "column sort is unknown, expected one of item, kind, property, mirror",
        ),
    ],
)
def test_an_unknown_table_is_refused_with_its_line(old: str, new: str, said: str, tmp_path: Path) -> None:
    """Rather than written half."""
    source = put(tmp_path / "in", FEATURE.replace(old, new))
    with pytest.raises(FeatureError, match=r"supplier_customer.feature:\d+: ") as refusal:
        write(made_checklist(), tmp_path / "out", source)
    assert said in str(refusal.value)
    assert not (tmp_path / "out").exists()
