"""Why an item is not tested: a closed list, so that a report can count and nothing goes in silence."""

from __future__ import annotations

from enum import Enum


class Reason(Enum):
    """Each with its sentence; the words in braces are filled in by `say`."""

    NO_FAKE_OF_SYSTEM = "needs a system without a fake: {system}"
    NO_FAKE_OF_ENTITY = "needs a system without a fake: {system} has one, but not for {entity}"
    NO_SCENARIOS = "no scenario is written for {source} to {target}"
    ODD_CLAUSES = "its clauses ({clauses}) are none of the sequences that documents have"
    SAME_TYPE = "would make {entity} records out of {entity} records in one client, each a duplicate (R-8)"
    NO_PARENT = "nothing says under which Customer a Contactperson made from a {source} would stand (P-2)"
    PERSON_PARENT = "a Customer that is a person has no Contactperson in PowerOffice (P-2)"
    WAY_BACK = "the document also states the way back, {flow}, which creates"
    NO_WAY_TO_LINK = "nothing that talkqa knows can establish the link that the flow asks for: {why}"
    NO_CONNECTION = "nothing in the fake connects {source} to {listed}"
    NOTHING_SEEN = "nothing of it can be seen from outside: {why}"
    MERGE_CELL_EMPTY = "a cell of the merge row is empty"
    V1_ONLY = "{path} of {entity} exists in API v1 only, where talkqa compares property rows and nothing else"
    IN_A_LIST = (
        "{path} of {entity} stands in a list, in each of its records; which of them is meant is not stated"
    )
    SAME_PAIR_WINS = "{problem}; {winner} is tried, whose names agree"
    FREE_TEXT = "the condition is free text: {text}"
    CONDITIONAL_ROW = "the row holds only under a condition: {text}"
    NO_SUCH_PROPERTY = "property {path} is not one of PowerOffice v2's names for {entity}{advice}"
    SERVER_OWNED = "server-owned: PowerOffice keeps {path} of {entity} itself"
    CREATION_ONLY = "PowerOffice takes {path} of {entity} at creation only"
    EXTERNAL_MARK = "{path} of {entity} is an external reference, which is kept for the creation mark (D-12)"
    REFERENCE = "{path} of {entity} is the id of another record, which means something in its own client only"
    MASKED = "{path} of {entity} is read as the word hidden, so its value cannot be compared (R-56)"
    NO_VALUES = "no values are made up for data type {type} of {path} yet"
    TYPES_DIFFER = (
        "{source} holds {source_type} and {target} holds {target_type}; which value of the one stands for which of "
        "the other is not stated (R-55)"
    )
    NUMBER_AS_TEXT = (
        "{source} holds {source_type} and {target} holds {target_type}; numbers held as text are tried with values "
        "of their own (R-55), not row by row"
    )
    CONTRADICTION = "the row is {problem}; which of them an edit belongs to is not stated"
    NOTHING_SYNCHRONISED = "{table} synchronises no property of {flow}"
    NO_SUCH_ROW = "needs the property row {row}, which {table} does not have for {flow}"
    NOT_OFFERED = "needs {what}, which the system under test does not offer"
    DECISION = "needs {key} = {wanted}; profile {profile} has {held}"
    OTHER_FLOW = "needs the flow {flow}, which {why}"
    REQUIRED_PROPERTY = "nothing gives {path}, without which PowerOffice creates no {entity}"

    def say(self, **words: object) -> str:
        """The sentence for one item."""
        return self.value.format(**words)
