"""v1's bank accounts: those of v2 under other names, and an employee's choice among them (API.md §4.3, §4.5)."""

from __future__ import annotations

from talkqa.fake.annexes.sheets import ANNEX_SHEETS, BANK_ACCOUNT
from talkqa.fake.entities import Write
from talkqa.fake.errors import InvalidError
from talkqa.fake.fidelity import flipped
from talkqa.fake.schema import SHEETS, Record
from talkqa.fake.store import Store
from talkqa.fake.v1.columns import ACCOUNT_CODES, COLUMNS

_SHEET = ANNEX_SHEETS[BANK_ACCOUNT]


def save_account(store: Store, contact_id: int, given: Record, at: int) -> tuple[int, tuple[Write, ...]]:
    """Create a bank account, or update it when there is an id; returns its id and what was written."""
    id = given.get("Id") or None
    columns = [column for column in COLUMNS[BANK_ACCOUNT] if column.name in given and column.name != "Id"]
    values = {column.home: given[column.name] for column in columns}
    if id is not None:
        values = {name: _SHEET.named(name).default if v is None else v for name, v in values.items()}
        return id, store.annexes[BANK_ACCOUNT].change(contact_id, id, values, values.keys(), at)
    known = {name: value for name, value in values.items() if value is not None}
    writes = store.create_part(BANK_ACCOUNT, contact_id, known, at)
    return int(writes[0].key.rpartition("/")[2]), writes


def chosen_accounts(store: Store, employee: int | None, given: Record) -> Record:
    """The ids behind the account numbers that a save names, by v2 property. employee: None for a new one.

    Raises InvalidError for a number that the employee does not have.
    """
    parts = () if employee is None else store.annexes[BANK_ACCOUNT].under(employee)
    known = {part.fields["BankAccountNumber"]: part.id for part in reversed(parts)}
    chosen: Record = {}
    for name in ACCOUNT_CODES.keys() & given.keys():
        code = given[name] or None
        if code is not None and code not in known:
            raise InvalidError(
                SHEETS["Employee"].spoken, f"{name} '{code[:50]}' is no bank account of the employee."
            )
        chosen[account_home(name)] = known.get(code)
    return chosen


def account_home(name: str) -> str:
    """The v2 property that holds the id of the account which a field of v1 names."""
    if name == "ExpenseBankAccountCode" and flipped("v1-bank-accounts"):
        return "TravelExpenseBankAccountId"
    return ACCOUNT_CODES[name]
