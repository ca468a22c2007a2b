"""Expected rows: the default property table of the rule book's section on ambiguities."""

from __future__ import annotations

from pathlib import Path

import pytest

from talkqa.checklist import Pair, ProfileError, load_profile
from tests.checklist.made_up import changed_profile

ADDRESS = [
    f"MailAddress.{part}:MailAddress.{part}"
    for part in ("AddressLine1", "AddressLine2", "ZipCode", "City", "CountryCode")
]
SAME = {name: f"{name}:{name}" for name in ("FirstName", "LastName", "EmailAddress", "PhoneNumber")}
DEFAULT_ROWS = {
    "employee-contactperson": [*SAME.values(), "JobTitle:Title", *ADDRESS],
    "supplier-customer": [
        "Name:Name",
        "LegalName:LegalName",
        "OrganizationNumber:OrganizationNumber",
        SAME["EmailAddress"],
        SAME["PhoneNumber"],
        "WebsiteUrl:WebsiteUrl",
        "IsPerson:IsPerson (creation only)",
        "FirstName:FirstName (when person)",
        "LastName:LastName (when person)",
        *ADDRESS,
    ],
    "customer-contactperson": [
        SAME["EmailAddress"],
        SAME["PhoneNumber"],
        *ADDRESS,
        "Name:FirstName (creation only)",
        "constant:LastName (creation only)",
    ],
}
LITERAL_ROWS = {
    "employee-contactperson": ["FirstName:FirstName (creation only)", "LastName:LastName (creation only)"],
    "supplier-customer": [
        "Name:Name (creation only)",
        "IsPerson:IsPerson (creation only)",
        "FirstName:FirstName (creation only) (when person)",
        "LastName:LastName (creation only) (when person)",
    ],
    "customer-contactperson": ["Name:FirstName (creation only)", "constant:LastName (creation only)"],
}


def written(pair: Pair) -> str:
    """A row as the table of the rule book writes it."""
    creation = " (creation only)" if pair.creation_only else ""
    return f"{pair.key}{creation}{' (when person)' if pair.when == {'IsPerson': True} else ''}"


@pytest.mark.parametrize(("name", "rows"), [("default", DEFAULT_ROWS), ("literal", LITERAL_ROWS)])
def test_the_shipped_profiles_hold_the_rows_of_the_rule_book(name: str, rows: dict[str, list[str]]) -> None:
    """Row for row; literal synchronises nothing."""
    profile = load_profile(name)
    assert {flow.slug: [written(pair) for pair in flow.pairs] for flow in profile.flows} == rows


def test_all_rows_are_strings_but_is_person() -> None:
    """The rule book: all strings, IsPerson boolean."""
    pairs = [pair for flow in load_profile("default").flows for pair in flow.pairs]
    assert {pair.type for pair in pairs if pair.target != "IsPerson"} == {"string"}
    assert [pair.type for pair in pairs if pair.target == "IsPerson"] == ["boolean"]


def test_the_constant_of_f3_is_the_decision() -> None:
    """LastName of a Customer's Contactperson is written once, in the decision."""
    constant = load_profile("default").flows[2].pairs[-1]
    assert (constant.source, constant.constant) == ("", "Kontakt")


def test_a_changed_decision_changes_the_row(tmp_path: Path) -> None:
    """The row names the decision, so the two cannot disagree."""
    path = changed_profile(tmp_path, ('last_name = "Kontakt"', 'last_name = "Firma"'))
    assert load_profile(path).flows[2].pairs[-1].constant == "Firma"


def test_a_row_says_where_it_is_from() -> None:
    """Evidence quotes the origin."""
    assert (
        load_profile("default").flows[0].pairs[2].origin
        == "profile default, flow employee-contactperson, row 3"
    )


PHONE_F1 = 'source = "PhoneNumber"\ntarget = "PhoneNumber"\ntype = "string"\n'

BROKEN = {
    "an unknown profile": ("", "", "defalt"),
    "an unknown decision": ("full_every =", "full_evry =", "decisions.full_evry: got an unknown key"),
    "a missing decision": (
        "creation_mark = true",
        "",
        "decisions.creation_mark: got no such key, expected one of true",
    ),
    "a wrong type": (
        "full_every = 10",
        'full_every = "ten"',
        'full_every: got "ten", expected an integer of at least 1',
    ),
    "a value not allowed": (
        '"house_customer"',
        '"hous"',
        'f1.parent: got "hous", expected one of "house_customer"',
    ),
    "a missing key": ('name = "default"', "", "name: got no such key, expected a text"),
    "an unknown key": ('name = "default"', 'name = "default"\ncolour = "red"', "colour: got an unknown key"),
    "an unknown entity": (
        'source = "Employee"',
        'source = "Employees"',
        "got 'Employees', expected one of Employee",
    ),
    "an unknown property": (
        PHONE_F1,
        PHONE_F1.replace('"PhoneNumber"', '"phonenumber"', 1),
        "Did you mean PhoneNumber?",
    ),
    "a duplicate row": (PHONE_F1, f"{PHONE_F1}[[flow.property]]\n{PHONE_F1}", "a row that stands twice"),
    "two sources for one target": (
        PHONE_F1,
        f'{PHONE_F1}[[flow.property]]\nsource = "JobTitle"\ntarget = "PhoneNumber"\ntype = "string"\n',
        "property 5: got a second row for target PhoneNumber (first in property 4)",
    ),
    "two primary sources for one target": (
        PHONE_F1,
        f'{PHONE_F1}primary = true\n[[flow.property]]\nsource = "JobTitle"\ntarget = "PhoneNumber"\ntype = "string"\n'
        "primary = true\n",
        "property 5: got a second row for target PhoneNumber (first in property 4)",
    ),
    "two targets for one source": (
        PHONE_F1,
        f'{PHONE_F1}[[flow.property]]\nsource = "PhoneNumber"\ntarget = "Title"\ntype = "string"\n',
        "a second row for source PhoneNumber",
    ),
    "a lossy row": (
        PHONE_F1,
        PHONE_F1.replace('target = "PhoneNumber"', 'target = "IsActive"'),
        "which holds boolean",
    ),
    "a server-owned property": (
        PHONE_F1,
        PHONE_F1.replace('target = "PhoneNumber"', 'target = "Id"'),
        "keeps itself",
    ),
    "a masked property": (PHONE_F1, PHONE_F1.replace('"PhoneNumber"', '"NationalIdNumber"', 1), "R-56"),
    "a synchronised constant": (
        PHONE_F1,
        'constant = "x"\ntarget = "PhoneNumber"\ntype = "string"\n',
        "got a constant that is synchronised, expected creation_only = true",
    ),
    "neither source nor constant": (
        PHONE_F1,
        'target = "PhoneNumber"\ntype = "string"\n',
        "neither source nor constant",
    ),
    "an unknown key in a row": (PHONE_F1, f"{PHONE_F1}creation = true\n", "creation: got an unknown key"),
    "a wrong type in a row": (PHONE_F1, f"{PHONE_F1}creation_only = 1\n", "creation_only: got 1"),
    "a decision that does not exist": (
        "{f3.creation.last_name}",
        "{f3.creation.lastname}",
        "f3.creation.last_name?",
    ),
    "a merge criterion of the wrong form": (
        "merge_criteria = []",
        'merge_criteria = ["EmailAddress"]',
        "expected a list",
    ),
    "a masked merge criterion": (
        "merge_criteria = []",
        'merge_criteria = [[{ source = "NationalIdNumber", target = "EmailAddress" }]]',
        "R-56",
    ),
    "a flow that stands twice": (
        "# F2\n",
        '[[flow]]\nsource = "Employee"\ntarget = "Contactperson"\nmerge_criteria = []\n',
        "flow 2: got employee-contactperson a second time",
    ),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_profile_is_refused_with_file_key_got_and_expected(fault: str, tmp_path: Path) -> None:
    """One fault each; the message names what is wrong."""
    old, new, said = BROKEN[fault]
    with pytest.raises(ProfileError) as refusal:
        load_profile(changed_profile(tmp_path, (old, new)) if old else said)
    message = str(refusal.value)
    assert said in message
    assert "got " in message
    assert "expected " in message
    assert refusal.value.file in message


def test_a_toml_error_names_its_line(tmp_path: Path) -> None:
    """The line comes from the parser."""
    path = tmp_path / "broken.toml"
    path.write_text('name = "x"\nsummary = \n')
    with pytest.raises(ProfileError, match="line 2"):
        load_profile(str(path))


def test_rows_for_excluding_conditions_may_share_a_target(tmp_path: Path) -> None:
    """A person's FirstName and a company's Name may fill one property: never both for one record."""
    old = 'source = "FirstName"\ntarget = "FirstName"\ntype = "string"\nwhen = { IsPerson = true }\n'
    new = f'{old}\n[[flow.property]]\nsource = "LegalName"\ntarget = "FirstName"\ntype = "string"\n'
    with pytest.raises(ProfileError):
        load_profile(changed_profile(tmp_path, (old, new)))
    excluded = f"{new}when = {{ IsPerson = false }}\n"
    legal = 'source = "LegalName"\ntarget = "LegalName"\ntype = "string"\n'
    path = changed_profile(tmp_path, (f"[[flow.property]]\n{legal}", ""), (old, excluded))
    assert load_profile(path)


def test_merge_criteria_are_read_as_alternatives_of_conjunctions(tmp_path: Path) -> None:
    """D-9: a row is a list of pairs."""
    criteria = '[[{ source = "EmailAddress", target = "EmailAddress" }]]'
    profile = load_profile(changed_profile(tmp_path, ("merge_criteria = []", f"merge_criteria = {criteria}")))
    assert profile.flows[0].merge_criteria == ((("EmailAddress", "EmailAddress"),),)


def test_several_sources_may_feed_a_target_when_one_is_primary(tmp_path: Path) -> None:
    """R-22; a reference may be mapped where it is translated (R-21). The SUT is told of both."""
    row = 'source = "InternationalIdCountryCode"\ntarget = "PhoneNumber"\ntype = "string"\n'
    fed = f"{PHONE_F1}primary = true\n[[flow.property]]\n{row}"
    named = '[[flow.property]]\nsource = "ManagerEmployeeId"\ntarget = "Title"\ntype = "{}"\nrefers = "x"\n'
    flow = load_profile(changed_profile(tmp_path, (PHONE_F1, fed))).flow("employee-contactperson")
    assert flow
    rows = [pair.to_json() for pair in flow.pairs if pair.target == "PhoneNumber"]
    assert [row.get("primary") for row in rows] == [True, None]
    with pytest.raises(ProfileError, match="one type throughout"):
        load_profile(changed_profile(tmp_path, (PHONE_F1, PHONE_F1 + named.format("string"))))
