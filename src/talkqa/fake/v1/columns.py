"""The fields of v1, each with the v2 property behind it: one table per type, as data (API.md §4.5).

Names are PascalCase, as filters write them; answers write them in camelCase.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from talkqa.fake.annexes.sheets import BANK_ACCOUNT
from talkqa.fake.schema import (
    ADDRESS,
    BOOL,
    DATE,
    DOUBLE,
    ENUM,
    ID_TYPES,
    INT32,
    INT64,
    PERSON,
    STAMP,
    STRING,
    UUID,
    Field,
)

NAMES, STREETS, RATES = "names", "streets", "rates"
"""Types of v1 only: the names of contact groups, a list of addresses, a list of hourly rates."""

FLAT = "MailAddress."
"""What stands before a part of the nested address that is a field of its own in v1."""

DELIVERY = {
    "None": 0,
    "PdfByEmail": 1,
    "Print": 2,
    "EHF": 3,
    "AvtaleGiro": 4,
    "External": 5,
    "Efaktura": 6,
    "Factoring": 7,
}
GENDER = {"Hidden": -1, "Unspecified": 0, "Male": 1, "Female": 2}
ID_TYPE = {"None": 0, **{name: number for number, name in enumerate(ID_TYPES, 1)}}
AGRICULTURE = {"None": 0}


@dataclass(frozen=True)
class Column:
    """One field of v1.

    home: the v2 property it is kept under; "" when v2 has none. numbers: an enum's names with their numbers,
    the one with 0 standing for a value that is not set.
    """

    name: str
    type: str = STRING
    home: str = ""
    writable: bool = True
    limit: int | None = None
    default: Any = None
    numbers: Mapping[str, int] = field(default_factory=dict, repr=False)

    @property
    def key(self) -> str:
        """The name it is kept under; no v2 property has a dot in its name."""
        return self.home or f"v1.{self.name}"

    @property
    def wire(self) -> str:
        """The name in answers."""
        return camel(self.name)

    @property
    def field(self) -> Field:
        """The same as v2's reader of values needs it."""
        return Field(self.name, self.type, limit=self.limit)


def camel(name: str) -> str:
    return name[:1].lower() + name[1:]


def _same(*names: str, type: str = STRING) -> tuple[Column, ...]:
    return tuple(Column(name, type, name) for name in names)


def _read(name: str, type: str, home: str = "") -> Column:
    return Column(name, type, home, writable=False)


def _only(*names: str, type: str = STRING) -> tuple[Column, ...]:
    return tuple(Column(name, type) for name in names)


def _choice(name: str, numbers: Mapping[str, int], home: str = "") -> Column:
    return Column(name, ENUM, home, numbers=numbers)


_COMMON = (
    Column("Id", INT64, "Id"),
    Column("Code", INT64, "Number"),
    Column("ExternalCode", INT64, "ExternalNumber"),
    Column("ExternalImportReference", STRING, "ExternalImportReference", limit=50),
    *_same("FirstName", "LastName", "EmailAddress", "PhoneNumber"),
    Column("MailAddress", ADDRESS, "MailAddress"),
    Column("StreetAddresses", STREETS),
    Column("ContactGroups", NAMES, "ContactGroupIds"),
    Column("IsArchived", BOOL, "IsArchived"),
    Column("DateOfBirth", DATE, "DateOfBirth"),
    _read("LastChanged", STAMP, "LastChangedDateTimeOffset"),
    _read("CreatedDate", STAMP, "ContactCreatedDateTimeOffset"),
    _read("CreatedFromImportJournalId", UUID, "CreatedFromImportJournalId"),
    Column("SubledgerNumberSeriesId", UUID, "SubLedgerNumberSeriesId"),
)
_COMPANY = (
    *_same("Name", "LegalName", "WebsiteUrl", "CurrencyCode"),
    Column("IsPerson", BOOL, "IsPerson"),
    Column("VatNumber", STRING, "OrganizationNumber"),
    Column("ContactPersonId", INT64),
    Column("IsActive", BOOL, "IsActive"),
)
_FOREIGN_ONLY = (
    Column("ReportInternationalId", BOOL),
    *_only("InternationalIdCountryCode", "InternationalIdNumber"),
    _choice("InternationalIdType", ID_TYPE),
)
_CUSTOMER = (
    _read("CustomerCreatedDate", STAMP, "CustomerCreatedDateTimeOffset"),
    Column("SocialSecurityNumber", STRING, "NationalIdNumber"),
    Column("Since", DATE, "CustomerSince"),
    _choice("InvoiceDeliveryType", DELIVERY, "InvoiceDeliveryType"),
    _choice("ReminderDeliveryType", DELIVERY, "ReminderDeliveryType"),
    _choice("NoticeOfDebtCollectionDeliveryType", DELIVERY, "NoticeOfDebtCollectionDeliveryType"),
    *_same("InvoiceEmailAddress", "InvoiceEmailAddressCC"),
    Column("ReminderEmailAddress", STRING, "PaymentReminderEmailAddress"),
    *_same("InvoiceBrandingThemeCode", "DepartmentCode", "DeliveryTerm"),
    Column("PaymentTerms", INT32, "PaymentTerm"),
    Column("DiscountPercent", INT32, "Allowance"),
    Column("HourlyRate", DOUBLE, "BillableRate"),
    Column("OurReferenceEmployeeCode", INT64, "SalesPersonEmployeeNumber"),
    Column("UseFactoring", BOOL, default=False),
    Column("SendReminders", BOOL, "SendPaymentReminders"),
    *_same(
        "IsVatFree",
        "DoNotAddLatePaymentFees",
        "DoNotAddLatePaymentInterest",
        "TransferToDebtCollectionAgency",
        "UseInvoiceFee",
        type=BOOL,
    ),
)
_SUPPLIER = (
    _read("SupplierCreatedDate", STAMP, "SupplierCreatedDateTimeOffset"),
    *_only("SocialSecurityNumber"),
    *_only("Since", type=DATE),
    *_only("StandardGeneralLedgerAccountCode", type=INT64),
    _choice("StandardGeneralLedgerAccountAgricultureDepartment", AGRICULTURE),
)
_EMPLOYEE = (
    _read("EmployeeCreatedDate", STAMP, "EmployeeCreatedDateTimeOffset"),
    Column("SocialSecurityNumber", STRING, "NationalIdNumber"),
    Column("ReportInternationalId", BOOL, "InternationalIdReportToAltinn"),
    *_same("InternationalIdCountryCode", "InternationalIdNumber"),
    _choice("InternationalIdType", ID_TYPE, "InternationalIdType"),
    *_only("NationalityCountryCode", "PayrollEmailAddress"),
    *_same("JobTitle", "DepartmentCode", "LocationCode"),
    *_same("HiredDate", "StartDate", "EndDate", type=DATE),
    Column("ManagerEmployeeCode", INT64, "ManagerEmployeeNo"),
    *_only("PayrollBankAccountCode", "ExpenseBankAccountCode"),
    Column("HourlyRates", RATES),
    _choice("Gender", GENDER, "Gender"),
)
_PERSON = (
    Column("Id", INT64, "Id"),
    _read("PartyId", INT64, "ContactId"),
    _read("PartyCustomerCode", INT64),
    _read("PartySupplierCode", INT64),
    *_same("FirstName", "LastName", "EmailAddress", "PhoneNumber"),
    Column("ExternalCode", STRING, "ExternalCode", limit=50),
    Column("IsActive", BOOL, "IsActive"),
    *(Column(name, BOOL, default=False) for name in ("IsPep", "IsRca", "HasNorwegianSSN")),
    *_only("SocialSecurityNumber", "PlaceOfBirth", "Citizenship"),
    *_only("DateOfBirth", type=DATE),
    _choice("Gender", GENDER),
    Column("Address1", STRING, "MailAddress.AddressLine1", limit=200),
    Column("Address2", STRING, "MailAddress.AddressLine2", limit=200),
    Column("City", STRING, "MailAddress.City", limit=100),
    Column("ZipCode", STRING, "MailAddress.ZipCode", limit=50),
    Column("ResidenceCountryCode", STRING, "MailAddress.CountryCode"),
    _read("LastChanged", STAMP, "LastChangedDateTimeOffset"),
)

_ACCOUNT = (
    Column("Id", INT64, "Id"),
    _read("PartyId", INT64, "ContactId"),
    Column("Code", STRING, "BankAccountNumber"),
    *_same("BicSwift", "CountryCode", "BankCode"),
    Column("IsActive", BOOL, "IsActive"),
    _read("LastChanged", STAMP, "LastChangedDateTimeOffset"),
)

COLUMNS: dict[str, tuple[Column, ...]] = {
    "Customer": (*_COMMON, *_COMPANY, *_FOREIGN_ONLY, *_CUSTOMER),
    "Supplier": (*_COMMON, *_COMPANY, *_FOREIGN_ONLY, *_SUPPLIER),
    "Employee": (*_COMMON, *_EMPLOYEE),
    PERSON: _PERSON,
    BANK_ACCOUNT: _ACCOUNT,
}

ACCOUNT_CODES = {
    "PayrollBankAccountCode": "SalaryBankAccountId",
    "ExpenseBankAccountCode": "ExpenseBankAccountId",
}
"""Fields of an employee that name one of its bank accounts, each with the v2 property that has its id."""

ADDRESS_PARTS = {
    "Address1": "AddressLine1",
    "Address2": "AddressLine2",
    "City": "City",
    "ZipCode": "ZipCode",
    "CountryCode": "CountryCode",
    "ExternalCode": "ExternalCode",
}
"""The texts of an address, v1 name to v2 name."""
PRIVATE = ("SocialSecurityNumber", "InternationalIdNumber")
"""Fields that read `hidden` when they are set."""

_KINDS = {
    INT64: "number",
    INT32: "number",
    DOUBLE: "number",
    ENUM: "number",
    STRING: "text",
    BOOL: "boolean",
    DATE: "date",
    STAMP: "stamp",
    UUID: "guid",
}
KINDS = {
    type: {column.name: _KINDS[column.type] for column in columns if column.type in _KINDS}
    for type, columns in COLUMNS.items()
}
"""Type to the fields that a filter may name, each with the kind of its values."""
