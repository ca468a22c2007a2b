"""The properties of PowerOffice Go's v2 records: one table per type, as data.

Says what exists, of what type, and where it may be written; the rules between properties are in `rules`.
Source: API.md §5.6 to §5.8. Names, types, limits and marks are compared with the published specification in
`tests/fake/test_contract.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

STRING, INT64, INT32, DOUBLE, BOOL = "string", "int64", "int32", "double", "boolean"
DATE, STAMP, UUID, ENUM, IDS, ADDRESS = "date", "date-time", "uuid", "enum", "int64[]", "address"

LONGEST_TEXT = 255
"""Characters of a text without a documented limit that nobody refuses."""

Record = dict[str, Any]
"""Property name to value; replaced, never changed, once it is stored."""

ROLES = ("Employee", "Supplier", "Customer")
PERSON = "Contactperson"
TYPES = (*ROLES, PERSON)

DELIVERY = ("PdfByEmail", "Print", "EHF", "AvtaleGiro", "External", "Efaktura", "Factoring")
PAPER = ("PdfByEmail", "Print")
GENDERS = ("Male", "Female", "Hidden")
ID_TYPES = (
    "PassportNumber",
    "NationalIdentityNumber",
    "TaxIdentificationNumber",
    "ValueAddedTaxIdentificationNumber",
)


@dataclass(frozen=True)
class Field:
    """One property.

    use: `rw` in GET, POST and PATCH; `r` GET only; `r/post` GET and POST; `post` POST only, never returned.
    shared: kept on the contact, so that each of its roles shows it (P-1).
    limit: most characters, None for no documented limit. newer: not in the published file of March 2025.
    """

    name: str
    type: str = STRING
    use: str = "rw"
    shared: bool = False
    limit: int | None = None
    default: Any = None
    choices: tuple[str, ...] = ()
    required: bool = False
    newer: bool = False

    @cached_property
    def is_country(self) -> bool:
        """Holds the code of a country, and nothing else."""
        return self.name.endswith("CountryCode")

    @property
    def nullable(self) -> bool:
        return self.type not in (STAMP, ADDRESS) and self.name not in (
            "Id",
            "ContactId",
            "SubledgerAccountId",
        )


@dataclass(frozen=True)
class Sheet:
    """All properties of one type. `spoken` and `dto` are its names in error texts."""

    type: str
    plural: str
    spoken: str
    dto: str
    fields: tuple[Field, ...] = field(repr=False)

    @cached_property
    def readable(self) -> dict[str, Field]:
        return self._by_lower(lambda f: f.use != "post")

    @cached_property
    def postable(self) -> dict[str, Field]:
        return self._by_lower(lambda f: f.use != "r")

    @cached_property
    def patchable(self) -> dict[str, Field]:
        return self._by_lower(lambda f: f.use == "rw")

    @cached_property
    def texts(self) -> dict[str, int]:
        """How long a text may be to be a good value whatever it says, of the properties that can be posted."""
        texts = (f for f in self.postable.values() if f.type == STRING and not f.is_country)
        return {f.name: f.limit or LONGEST_TEXT for f in texts}

    @cached_property
    def defaults(self) -> Record:
        """What the properties that can be posted are when nothing is said."""
        return {f.name: f.default for f in self.postable.values()}

    @cached_property
    def required(self) -> tuple[str, ...]:
        return tuple(f.name for f in self.fields if f.required)

    @cached_property
    def whole(self) -> dict[str, Field]:
        """JSON Patch path to property, of those that a patch can set as a whole and whose name is no question."""
        odd = (ADDRESS, IDS)
        return {f"/{f.name}": f for f in self.patchable.values() if f.type not in odd and not f.newer}

    @cached_property
    def address(self) -> Sheet:
        """The sheet of this type's MailAddress."""
        return PERSON_ADDRESS if self.type == PERSON else CONTACT_ADDRESS

    @cached_property
    def _named(self) -> dict[str, Field]:
        return {f.name: f for f in self.fields}

    def named(self, name: str) -> Field:
        return self._named[name]

    def _by_lower(self, keep: Callable[[Field], bool]) -> dict[str, Field]:
        return {f.name.lower(): f for f in self.fields if keep(f)}


def _shared(name: str, type: str = STRING, **more: Any) -> Field:
    return Field(name, type, shared=True, **more)


def _read(name: str, type: str, **more: Any) -> Field:
    return Field(name, type, use="r", **more)


def _flag(name: str, default: bool = False, **more: Any) -> Field:
    return Field(name, BOOL, default=default, **more)


def _code(name: str, type: str = STRING) -> Field:
    return Field(name, type, use="r/post")


def _contact(created: str, names_required: bool = False) -> tuple[Field, ...]:
    """What customers, suppliers and employees have in common."""
    return (
        _read("Id", INT64),
        Field("Number", INT64),
        Field("SubLedgerNumberSeriesId", UUID, use="post"),
        _read("SubledgerAccountId", INT64),
        Field("ExternalNumber", INT64),
        Field("ExternalImportReference", limit=50),
        _shared("FirstName", required=names_required),
        _shared("LastName", required=names_required),
        _shared("EmailAddress"),
        _shared("PhoneNumber"),
        _shared("DateOfBirth", DATE),
        _shared("MailAddress", ADDRESS),
        _shared("ContactGroupIds", IDS, default=()),
        _shared("IsArchived", BOOL, default=False),
        _read("LastChangedDateTimeOffset", STAMP),
        _read("ContactCreatedDateTimeOffset", STAMP),
        _read(created, STAMP),
        _read("CreatedFromImportJournalId", UUID),
    )


_COMPANY = (
    _shared("Name"),
    _shared("LegalName"),
    _shared("IsPerson", BOOL, default=False),
    _shared("OrganizationNumber"),
    _shared("WebsiteUrl"),
    _read("IsActive", BOOL, default=True),
    Field("CurrencyCode", default="NOK"),
)

_CUSTOMER_ONLY = (
    _shared("NationalIdNumber"),
    Field("DepartmentId", INT64),
    _code("DepartmentCode"),
    Field("Allowance", DOUBLE),
    Field("BillableRate", DOUBLE),
    Field("CustomerSince", DATE),
    _code("DeliveryTerm"),
    Field("DeliveryTermId", INT64),
    _flag("DoNotAddLatePaymentFees"),
    _flag("DoNotAddLatePaymentInterest"),
    _flag("DoNotAutomatePaymentNotifications"),
    _code("InvoiceBrandingThemeCode"),
    Field("InvoiceBrandingThemeId", INT64),
    Field("InvoiceDeliveryType", ENUM, choices=DELIVERY),
    Field("InvoiceEmailAddress"),
    Field("InvoiceEmailAddressCC"),
    _flag("IsVatFree"),
    Field("NoticeOfDebtCollectionDeliveryType", ENUM, choices=PAPER),
    Field("PaymentReminderEmailAddress"),
    _code("PaymentTerm", INT32),
    Field("PaymentTermId", INT64),
    Field("ReminderDeliveryType", ENUM, choices=PAPER),
    Field("SalesPersonEmployeeId", INT64),
    _code("SalesPersonEmployeeNumber", INT64),
    _flag("SendPaymentReminders", True),
    _flag("TransferToDebtCollectionAgency", True),
    _flag("UseInvoiceFee", True),
    _flag("CreateInterestNotes", True, newer=True),
    Field("InterestNoteDeliveryType", ENUM, choices=DELIVERY, newer=True),
    _flag("JobStop", newer=True),
    Field("JobStopReason", newer=True),
    _flag("KeepUpdated", True, newer=True),
)

_SUPPLIER_ONLY = (
    _flag("Payout", True),
    Field("CurrencyRate", DOUBLE, newer=True),
    Field("PaymentClientBankAccountId", INT64, newer=True),
    Field("PaymentTermSupplierId", UUID, newer=True),
    Field("ScanId", newer=True),
)

_EMPLOYEE_ONLY = (
    _shared("NationalIdNumber"),
    Field("DepartmentId", INT64),
    _code("DepartmentCode"),
    Field("EndDate", DATE),
    _read("ExpenseBankAccountId", INT64),
    Field("Gender", ENUM, choices=GENDERS),
    Field("HiredDate", DATE),
    Field("InternationalIdCountryCode"),
    Field("InternationalIdNumber"),
    Field("InternationalIdReportToAltinn", BOOL),
    Field("InternationalIdType", ENUM, choices=ID_TYPES),
    Field("JobTitle"),
    _code("LocationCode"),
    Field("LocationId", INT64),
    Field("ManagerEmployeeId", INT64),
    _code("ManagerEmployeeNo", INT64),
    _read("SalaryBankAccountId", INT64),
    Field("StartDate", DATE),
    _read("TravelExpenseBankAccountId", INT64),
)

_PERSON = (
    _read("Id", INT64),
    _read("ContactId", INT64),
    Field("FirstName", required=True),
    Field("LastName", required=True),
    Field("EmailAddress"),
    Field("PhoneNumber"),
    Field("Title"),
    Field("MailAddress", ADDRESS),
    Field("ExternalCode", limit=50),
    _flag("IsActive", True),
    _flag("IsDefault"),
    _flag("KeepUpdated", True, newer=True),
    _read("CreatedDateTimeOffset", STAMP),
    _read("LastChangedDateTimeOffset", STAMP),
)

_ADDRESS = (
    Field("AddressLine1", limit=200),
    Field("AddressLine2", limit=200),
    Field("City", limit=100, required=True),
    Field("ZipCode", limit=50, required=True),
    Field("CountryCode", default="NO"),
)

PERSON_ADDRESS = Sheet("Address", "", "Address", "Address", _ADDRESS)
CONTACT_ADDRESS = Sheet(
    "ContactAddress",
    "",
    "Contact address",
    "ContactAddress",
    (
        *_ADDRESS,
        Field("ExternalCode", limit=50),
        _read("Id", INT64),
        _read("LastChangedDateTimeOffset", STAMP),
    ),
)

SHEETS: dict[str, Sheet] = {
    "Employee": Sheet(
        "Employee",
        "Employees",
        "Employee",
        "Employee",
        (*_contact("EmployeeCreatedDateTimeOffset", names_required=True), *_EMPLOYEE_ONLY),
    ),
    "Supplier": Sheet(
        "Supplier",
        "Suppliers",
        "Supplier",
        "Supplier",
        (*_contact("SupplierCreatedDateTimeOffset"), *_COMPANY, *_SUPPLIER_ONLY),
    ),
    "Customer": Sheet(
        "Customer",
        "Customers",
        "Customer",
        "Customer",
        (*_contact("CustomerCreatedDateTimeOffset"), *_COMPANY, *_CUSTOMER_ONLY),
    ),
    PERSON: Sheet(PERSON, "ContactPersons", "Contact person", "ContactPerson", _PERSON),
}
