"""Which values a request asked for, whichever API it speaks.

A request of API v2 says so itself, and what was refused counts too. Of any other request only what became of the
records is looked at: a SUT may use the API it likes, and names of another one mean nothing here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from talkqa.verdict.exchange import Change, Exchange, leaves
from talkqa.verdict.ground import SERVER_DEFAULTS
from talkqa.verdict.normal import is_empty

STAMPS = ("LastChangedDateTimeOffset", "MailAddress.LastChangedDateTimeOffset", "MailAddress.Id")
"""What the server itself moves with every write."""

BORN_WITH = frozenset(
    {
        *STAMPS,
        *("Id", "ContactId", "Number", "SubledgerAccountId", "CreatedDateTimeOffset"),
        *(f"{role}CreatedDateTimeOffset" for role in ("Contact", "Customer", "Supplier", "Employee")),
    }
)
"""Properties of a new record that PowerOffice fills in, each time with another value."""

DEFAULTS: Mapping[str, tuple[Any, ...]] = {
    **{path: (value,) for path, value in SERVER_DEFAULTS.items()},
    **dict.fromkeys(("IsArchived", "IsPerson", "IsDefault", "IsVatFree", "JobStop"), (False,)),
    **dict.fromkeys(("DoNotAddLatePaymentFees", "DoNotAddLatePaymentInterest"), (False,)),
    **dict.fromkeys(("IsActive", "Payout", "UseInvoiceFee", "KeepUpdated", "CreateInterestNotes"), (True,)),
    **dict.fromkeys(("SendPaymentReminders", "TransferToDebtCollectionAgency"), (True,)),
    "DoNotAutomatePaymentNotifications": (False,),
    "CurrencyCode": ("NOK",),
    "InvoiceDeliveryType": ("EHF", "PdfByEmail", "Print"),
}
"""Values that a new record has when nobody asked for others (the fact sheet of PowerOffice, §4.5 and §5.6)."""

_TYPES = {
    "employees": "Employee",
    "suppliers": "Supplier",
    "customers": "Customer",
    "contactpersons": "Contactperson",
}


def sent(exchange: Exchange) -> Iterator[tuple[str, str, Any]]:
    """(type, path, value) of every value that the request asked for."""
    type_ = type_of(exchange.operation)
    if not type_:
        yield from stored(exchange)
    elif exchange.method == "POST" and isinstance(exchange.body, dict):
        for path, value in leaves(exchange.body).items():
            yield type_, path, value
    elif exchange.method == "PATCH" and isinstance(exchange.body, list):
        for operation in exchange.body:
            if isinstance(operation, dict) and operation.get("op") in ("add", "replace"):
                root = str(operation.get("path", "")).strip("/").replace("/", ".")
                for path, value in leaves(operation.get("value"), root).items():
                    yield type_, path, value


def stored(exchange: Exchange) -> Iterator[tuple[str, str, Any]]:
    """(type, path, value) of every value that was not there before in the record that the request was about.

    Records that changed along with it, such as another role of the same contact, only say the same again.
    """
    for change in exchange.changes[:1]:
        after = leaves(change.after or {})
        for path in sorted(differing(change) & after.keys() - set(STAMPS)):
            if change.before is not None or not is_born_with(path, after[path]):
                yield change.type, path, after[path]


def is_born_with(path: str, value: Any) -> bool:
    """Whether a new record has this value without anybody asking for it."""
    return path in BORN_WITH or value in DEFAULTS.get(path, ())


def type_of(operation: str) -> str:
    """The entity type that an operation of API v2, "POST /ContactPersons/{contactId}", is about; "" if none."""
    parts = operation.rsplit(" ", 1)[-1].strip("/").split("/")
    return _TYPES.get(parts[0].lower(), "")


def differing(change: Change) -> set[str]:
    """Paths whose values differ before and after, a null parent counting as all its parts empty."""
    before, after = leaves(change.before or {}), leaves(change.after or {})
    return {
        path
        for path in before.keys() | after.keys()
        if before.get(path) != after.get(path)
        and not (is_empty(before.get(path)) and is_empty(after.get(path)))
    }
