"""Property cells, data types and names of systems."""

from __future__ import annotations

import pytest

from talkqa.document import DATA_TYPE_KINDS, Dependant
from talkqa.document.cells import merge_cell, property_cell
from talkqa.document.datatypes import data_type, mangled
from talkqa.document.systems import is_jumbled, is_same, split

PHRASE = "Dependant on having"


def test_conditions_are_split_and_said_once() -> None:
    """Repeats are dropped and counted, the order stays, paths differing in case are different."""
    cell = property_cell(f"vat ({PHRASE} NO in C.codE{PHRASE} NO in C.code{PHRASE} NO in C.codE)")
    assert cell.path == "vat"
    assert cell.dependants == (Dependant("NO", "C.codE"), Dependant("NO", "C.code"))
    assert cell.conditions == 3


@pytest.mark.parametrize(
    ("text", "dependant"),
    [
        (f"x ({PHRASE} wd:Q852835 in A.b)", Dependant("wd:Q852835", "A.b")),
        (f"x ({PHRASE}  in Rank)", Dependant("", "Rank")),
        (f"x ({PHRASE} wd:Q703534 in  )", Dependant("wd:Q703534", "")),
        (f"x ({PHRASE}  in  )", Dependant("", "")),
        (f"x ({PHRASE} superoffice-id in po-customer:Kind)", Dependant("superoffice-id", "po-customer:Kind")),
        (f"x ({PHRASE} in or out in Place)", Dependant("in or out", "Place")),
    ],
)
def test_a_condition_has_a_value_and_a_path(text: str, dependant: Dependant) -> None:
    """Either may be empty."""
    assert property_cell(text).dependants == (dependant,)


@pytest.mark.parametrize(
    "path", ["$original_id", "_sesam_level", "p:P4649.ps:P4649", "MailAddress.countryCode"]
)
def test_odd_paths_are_legal(path: str) -> None:
    """Nothing is said about them, and their case is kept."""
    assert (property_cell(path).path, property_cell(path).oddities) == (path, ())


def test_blanks_around_a_path_are_kept_raw() -> None:
    """The model has the path, the raw cell has the tab."""
    cell = property_cell("Name\t")
    assert (cell.raw, cell.path, cell.oddities) == ("Name\t", "Name", ("path-whitespace",))


@pytest.mark.parametrize("raw", ["two words", f"x ({PHRASE} NO in C", "a, b", "f(x)"])
def test_what_is_no_path_is_unclassified(raw: str) -> None:
    """The cell is kept as written."""
    assert property_cell(raw).path == raw
    assert "unclassified" in property_cell(raw).oddities


def test_an_empty_merge_cell_is_one_oddity() -> None:
    """An empty cell of a merge row is empty, not a broken path."""
    assert merge_cell("").oddities == merge_cell(" ").oddities == ("merge-cell-empty",)


def test_long_cells_are_read_like_short_ones() -> None:
    """Eleven conditions do not fit what is shared between documents."""
    cell = property_cell(f"x ({f'{PHRASE} A in B' * 11})")
    assert (cell.conditions, len(cell.dependants)) == (11, 1)


MANGLED = [
    ('["integer", ["decimal", "_."]]', '"integer", "decimal"]'),
    ('["string", ["integer", ["decimal", "_."]]]', '"string", "integer", "decimal"]]'),
    ('["datetime-format","%Y-%m-%d","_."]', '"datetime-format","%Y-%m-%d","_."]'),
    ('["datetime-parse", "%Y-%m-%dT%H:%M:%S.%fZ", "_."]', '"datetime-parse", "%Y-%m-%dT%H:%M:%S.%fZ"'),
    ('["if", ["neq", "_.", "X"], "integer", "string"]', '"if", "neq", "_.", "X"], "integer", "string"]'),
    (
        '["if", ["is-decimal", "_."], ["decimal", "_."], "integer"]',
        '"if", "is-decimal", "decimal", "integer"]',
    ),
    (
        '["if", ["is-decimal", "_."], ["decimal", "_."], ["float", ["decimal", "_."]]]',
        '"if", "is-decimal", "decimal", "float", "decimal"]]',
    ),
    (
        '["if", ["is-boolean", "boolean"], "boolean", "string"]',
        '"if", "is-boolean", "boolean"], "boolean", "string"]',
    ),
    (
        '["if-null", ["integer", "string"], ["decimal", "_."]]',
        '"if-null", "integer", "string"], "decimal"]',
    ),
    ('["replace"," ","", "string"]', '"replace"," ","", "string"]'),
    (
        '["if",["or",["is-empty","_."],["eq","","_."]],"-","_."]',
        '"if","or","is-empty","_."],"eq","","_."]],"-","_."]',
    ),
    (
        '["if",["gt",["abs",["datetime-diff", "year", "_.",["now"]]], 100], "1935-01-01",'
        '["datetime-format", "%Y-%m-%d", "_."]]',
        '"if","gt","abs","datetime-diff", "year", "_.","now"]]], 100], "1935-01-01",'
        '"datetime-format", "%Y-%m-%d"]',
    ),
]


@pytest.mark.parametrize(("intact", "printed"), MANGLED)
def test_a_mangled_expression_is_looked_up(intact: str, printed: str) -> None:
    """The pairs are those that were printed both ways: GRAMMAR, data types."""
    assert mangled(intact) == printed
    assert data_type(printed).expression == intact
    assert data_type(printed).oddities == ("datatype-mangled",)
    assert data_type(intact).oddities == ()
    assert data_type(intact).kind == data_type(printed).kind


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        ('"string"', "string"),
        ('"integer"', "integer"),
        ('"float"', "float"),
        ('"boolean"', "boolean"),
        ('"decimal"', "decimal"),
        ('"list"', "list"),
        ('"first"', "first"),
        ("N/A", "unknown"),
        ('["datetime-format","%Y-%m-%d","_."]', "date"),
        ('"datetime-parse", "%Y-%m-%dT%H:%M:%S.%fZ"', "date"),
        ('["replace"," ","", ["string", "_."]]', "string"),
        ('"if-null", "integer", "string"], "decimal"]', "depends"),
        ('""if", "eq"]]"', "depends"),
        ("", "unknown"),
        ('"strin', "unknown"),
    ],
)
def test_types_have_a_small_vocabulary(raw: str, kind: str) -> None:
    """The raw text is kept, the kind is one of the vocabulary."""
    assert (data_type(raw).raw, data_type(raw).kind) == (raw, kind)
    assert kind in DATA_TYPE_KINDS


@pytest.mark.parametrize(
    ("label", "title", "system"),
    [
        ("Wave Financial Vendor", "Wave", "Wave Financial"),
        ("PowerOffice GO Projects", "PowerOffice", "PowerOffice GO"),
        ("Custom CRM Contact", "Custom", "Custom CRM"),
        ("Custom Contact", "Custom CRM", "Custom"),
        ("Visma Business Nxt Customers", "Visma", "Visma Business Nxt"),
        ("Wix.com Contacts", "Wix", "Wix.com"),
        (
            "PowerOfficeGOPowerOffice GOPowerofficego Projects",
            "HubSpot",
            "PowerOfficeGOPowerOffice GOPowerofficego",
        ),
        ("WaveWave Financial Customer", "Wave Financial", "WaveWave Financial"),
        ("Own System Order line", "Own System", "Own System"),
        ("Stranger Order line", "Own System", "Stranger"),
        ("HubSpot", "HubSpot", "HubSpot"),
        (" Companies", "HubSpot", ""),
        ("HubSpot & Co", "HubSpot", "HubSpot"),
    ],
)
def test_a_label_is_split_after_its_longest_system_name(label: str, title: str, system: str) -> None:
    """Known names, the title's, glued ones; else the first word."""
    assert split(label, title).system == system
    assert (
        label == system
        if not split(label, title).entity
        else label == f"{system} {split(label, title).entity}"
    )


def test_only_glued_names_are_jumbled() -> None:
    """A name of several words is none, a name glued to another is."""
    names = (
        "WaveWave Financial",
        "PowerOfficeGOPowerofficego",
        "Wave Financial",
        "Stranger",
        "Wave Exact",
        "",
    )
    assert [name for name in names if is_jumbled(name)] == [
        "WaveWave Financial",
        "PowerOfficeGOPowerofficego",
    ]


def test_renderings_of_one_system_are_the_same() -> None:
    """PowerOffice is a name of two systems, each of which it is the same as."""
    assert is_same("PowerOffice", "Poweroffice")
    assert is_same("PowerOffice", "PowerOffice GO")
    assert is_same("Custom", "Custom ERP")
    assert not is_same("Custom CRM", "Custom ERP")
    assert not is_same("PowerOffice GO", "PowerOfficeGov1")
    assert is_same("Own System", "OwnSystem")
    assert not is_same("Own System", "HubSpot")
    assert is_same("PowerOfficeGOPowerofficego", "PowerOffice GO")
    assert is_same("Wave", "WaveWave Financial")
    assert not is_same("WaveWave Financial", "HubSpot")
    assert not is_same("", "HubSpot")
