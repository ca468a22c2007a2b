"""The properties of what hangs on contacts: delivery addresses, bank accounts, contact groups.

They are no entities of a dataflow, so they stand apart from `schema.SHEETS`. Compared with the published
specification in `tests/fake/test_openapi.py`.
"""

from __future__ import annotations

from talkqa.fake.schema import BOOL, CONTACT_ADDRESS, INT64, SHEETS, STAMP, Field, Sheet

DELIVERY_ADDRESS, BANK_ACCOUNT = "ContactDeliveryAddress", "ContactBankAccount"
CONTACT_GROUP, EMPLOYEE_ACCOUNTS = "ContactGroup", "EmployeeBankAccounts"
OWNED = (DELIVERY_ADDRESS, BANK_ACCOUNT)
"""The types of which each record is under one contact."""

_IDS = (Field("Id", INT64, use="r"), Field("ContactId", INT64, use="r"))

_ADDRESS = tuple(f for f in CONTACT_ADDRESS.fields if f.use == "rw")

ANNEX_SHEETS: dict[str, Sheet] = {
    DELIVERY_ADDRESS: Sheet(
        DELIVERY_ADDRESS,
        "ContactDeliveryAddresses",
        "Contact delivery address",
        DELIVERY_ADDRESS,
        (
            *_IDS,
            *_ADDRESS,
            Field("IsPrimary", BOOL, default=False),
            Field("CreatedDateTimeOffset", STAMP, use="r"),
            Field("LastChangedDateTimeOffset", STAMP, use="r"),
        ),
    ),
    BANK_ACCOUNT: Sheet(
        BANK_ACCOUNT,
        "ContactBankAccounts",
        "Contact bank account",
        BANK_ACCOUNT,
        (
            *_IDS,
            Field("BankAccountNumber", required=True),
            Field("BankCode"),
            Field("BicSwift"),
            Field("CountryCode", default="NO"),
            Field("IsActive", BOOL, default=True),
            Field("CreateDateTimeOffset", STAMP, use="r"),
            Field("LastChangedDateTimeOffset", STAMP, use="r"),
        ),
    ),
    CONTACT_GROUP: Sheet(
        CONTACT_GROUP,
        "ContactGroups",
        "Contact group",
        CONTACT_GROUP,
        (
            Field("Id", INT64, use="r"),
            Field("Name", limit=400, required=True),
            Field("CreatedDateTimeOffset", STAMP, use="r"),
            Field("LastChangedDateTimeOffset", STAMP, use="r"),
        ),
    ),
}

EMPLOYEE_ACCOUNTS_SHEET = Sheet(
    EMPLOYEE_ACCOUNTS,
    "",
    "Employee bank accounts",
    EMPLOYEE_ACCOUNTS,
    tuple(Field(f"{use}BankAccountId", INT64) for use in ("Expense", "Salary", "TravelExpense")),
)
"""What `PATCH /Employees/{employeeId}/BankAccounts` may address; read-only everywhere else."""

ROUTE_SHEETS: dict[str, Sheet] = {**SHEETS, **ANNEX_SHEETS, EMPLOYEE_ACCOUNTS: EMPLOYEE_ACCOUNTS_SHEET}
"""Every sheet that a route can be about, by type."""
