"""Documents made up for the tests: the grammar spelt out once by hand, and facts of every shape."""

from __future__ import annotations

from hypothesis import strategies as st

from talkqa.document import Facts, FlowFacts

HEAD = """\
======================
Alpha to Beta Dataflow
======================

Generated: 2024-05-06 07:08:09

Introduction
------------

Made up: the data flow from Alpha to Beta. It serves as a QA checklist for the tests.
"""

EVERY = """
Alpha Person to Beta Worker
---------------------------
Every Alpha Person will be synchronized with a Beta Worker.

Once a link between a Alpha Person and a Beta Worker is established, it will keep in sync between the two \
systems, regardless of where it is edited.

The following properties are synchronized between a Alpha Person and a Beta Worker:

.. list-table::
   :header-rows: 1

   * - Alpha Person Property
     - Beta Worker Property
     - Beta Data Type
   * - Name
     - fullName
     - "string"
   * - Home.City
     - city (Dependant on having NO in Home.Country)
     - "integer"

"""

MERGE = """
Alpha Firm to Beta Client
-------------------------
Every Alpha Firm will be synchronized with a Beta Client.

If a matching Beta Client already exists, the Alpha Firm will be merged with the existing one.
If no matching Beta Client is found, a new Beta Client will be created.

A Alpha Firm will merge with a Beta Client if one of the following property combinations match:

.. list-table::
   :header-rows: 1

   * - Alpha Firm Property
     - Beta Client Property
   * - Number
     - orgNo
   * - Mail
     - email

Once a link between a Alpha Firm and a Beta Client is established, it will keep in sync between the two \
systems, regardless of where it is edited.

The following properties are synchronized between a Alpha Firm and a Beta Client:

.. list-table::
   :header-rows: 1

   * - Alpha Firm Property
     - Beta Client Property
     - Beta Data Type

"""

LINK_FIRST = """
Alpha Firm to Beta Order line
-----------------------------
Before any synchronization can take place, a link between a Alpha Firm and a Beta Order line must be \
established.

A new Beta Order line will be created from a Alpha Firm if it is connected to a Alpha Order, Beta-line, or \
Created by that is synchronized into Beta.

Once a link between a Alpha Firm and a Beta Order line is established, it will keep in sync between the two \
systems, regardless of where it is edited.

The following properties are synchronized between a Alpha Firm and a Beta Order line:

.. list-table::
   :header-rows: 1

   * - Alpha Firm Property
     - Beta Order line Property
     - Beta Data Type

"""

CONDITIONAL = """
Alpha Deal to Beta Order
------------------------
When a Alpha Deal gets the status "Sold". Or so, it  will be synchronized with a Beta Order.

Once a link between a Alpha Deal and a Beta Order is established, it will keep in sync between the two \
systems, regardless of where it is edited.

The following properties are synchronized between a Alpha Deal and a Beta Order:

.. list-table::
   :header-rows: 1

   * - Alpha Deal Property
     - Beta Order Property
     - Beta Data Type

"""

SEQUENCES = (
    ("every", "keep-in-sync", "properties"),
    ("link-required", "merge-on", "keep-in-sync", "properties"),
    ("link-required", "create-if-connected", "keep-in-sync", "properties"),
    ("every", "match-merges", "no-match-creates", "merge-on", "keep-in-sync", "properties"),
    ("conditional", "keep-in-sync", "properties"),
    ("link-required", "create-if-connected", "merge-on", "keep-in-sync", "properties"),
    ("conditional", "match-merges", "no-match-creates", "merge-on", "keep-in-sync", "properties"),
)
"""The seven clause sequences of the grammar."""

SYSTEMS = ("HubSpot", "PowerOffice GO", "Wave Financial", "Wix.com", "WaveWave Financial", "Zendesk")
TYPES = (
    *('"string"', '"integer"', '"float"', '"decimal"', '"list"', '"first"', '"boolean"', "N/A"),
    '["integer", ["decimal", "_."]]',
    '"integer", "decimal"]',
    '"datetime-format","%Y-%m-%d","_."]',
    '["if", ["neq", "_.", "X"], "integer", "string"]',
    '""if", "eq"]]"',
    "",
)

_words = st.text("abcABC019_()", min_size=1, max_size=6)
_entities = st.lists(_words, min_size=1, max_size=4).map(" ".join)
_segments = st.text("abzABZ019_$:", min_size=1, max_size=5)
_paths = st.lists(_segments, min_size=1, max_size=3).map(".".join)
_values = st.sampled_from(("NO", "", "wd:Q852835", "poweroffice-salesorder", "two in one"))
_conditions = st.lists(
    st.builds("Dependant on having {} in {}".format, _values, _paths | st.just(" ")), max_size=4
).map("".join)
_cells = st.builds(
    lambda path, conditions, after: f"{path} ({conditions})" if conditions else path + after,
    _paths | st.sampled_from(("a..b", "")),
    _conditions,
    st.sampled_from(("", " ", "\t")),
)
_items = st.lists(st.sampled_from(("Order", "Beta-line", "Created by", "Person")), min_size=1, max_size=5)
_notes = st.sampled_from(
    ('When a Deal gets "X"', "When a Deal is done. Twice", "left out, for now", "a, it will be. Odd")
)


@st.composite
def flows(draw: st.DrawFn, source_systems: st.SearchStrategy[str]) -> FlowFacts:
    """One flow in one of the seven sequences, with all that its clauses hold."""
    kinds = draw(st.sampled_from(SEQUENCES))
    merge = st.lists(st.tuples(st.tuples(_paths | st.just(""), _paths | st.just(""))), min_size=1, max_size=4)
    properties = st.lists(st.tuples(_cells, _cells, st.sampled_from(TYPES)), max_size=5)
    return FlowFacts(
        source=(draw(source_systems), draw(_entities)),
        target=(draw(st.sampled_from(("", "Beta", "PowerOffice GO", "Gamma Delta"))), draw(_entities)),
        clauses=kinds,
        condition=draw(_notes) if "conditional" in kinds else "",
        connected=tuple(draw(_items)) if "create-if-connected" in kinds else (),
        merge=tuple(draw(merge)) if "merge-on" in kinds else (),
        properties=tuple(draw(properties)),
    )


@st.composite
def facts(draw: st.DrawFn) -> Facts:
    """A whole document. Source systems are the title's or known ones: nothing else tells where they end."""
    source = draw(st.sampled_from(("Alpha", "Alpha Beta Gamma", *SYSTEMS)))
    made = draw(st.lists(flows(st.sampled_from((source, *SYSTEMS))), max_size=4))
    unindented = draw(st.booleans()) and any(
        cells[2][:1] in ('"', "[") and cells[2] for flow in made for cells in flow.properties
    )
    return Facts(
        source_system=source,
        target_system=draw(st.sampled_from(("", "Beta", "PowerOffice"))),
        generated=draw(st.datetimes()).isoformat(" ", "seconds"),
        flows=tuple(made),
        dotted_introduction=draw(st.booleans()),
        unindented_types=unindented,
    )
