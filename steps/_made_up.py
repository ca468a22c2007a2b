"""Made-up Norwegian people and companies: valid, with æøå, and never twice the same value in a scenario.

Seeded from the run's seed and the scenario's own id, so that a scenario gets the same data in whatever
order or process it runs.
"""

from __future__ import annotations

import zlib
from datetime import date, timedelta
from typing import Any

from faker import Faker

WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)
"""Modulus-11 weights of a Norwegian organisation number (Brønnøysundregistrene)."""

COUNTRIES = ("SE", "DK", "FI", "DE", "NL", "FR", "IS", "PL", "ES", "IT", "AT", "BE", "PT", "IE", "CH")

PROVIDERS = [f"faker.providers.{name}" for name in ("person", "address", "internet", "job")]
"""All that is asked of Faker: making it with all of its providers costs every scenario 2 ms."""

NUMBERS = ("ExternalNumber",)
"""Properties that hold numbers, for which no text is made up, also where the other side holds text."""

_ENDINGS = ("EmailAddress", "CountryCode", "Since", "Date")
"""Endings of names that say what the property holds, whatever stands before them."""

OUTSIDE: dict[str, dict[str, Any]] = {
    "Contactperson": {"IsActive": False, "IsDefault": True, "Title": "Daglig leder"},
    "Customer": {
        "InvoiceEmailAddress": "Faktura@Kunde.example",
        "CustomerSince": "2019-05-17",
        "IsVatFree": True,
        "DoNotAddLatePaymentFees": True,
        "Allowance": 12.5,
        "SendPaymentReminders": False,
        "LegalName": "Kundens registrerte navn",
        "OrganizationNumber": "974760673",
        "WebsiteUrl": "www.kunde.example",
    },
    "Supplier": {
        "LegalName": "Leverandørens registrerte navn",
        "OrganizationNumber": "974760673",
        "WebsiteUrl": "www.leverandor.example",
        "ExternalNumber": 4711,
    },
    "Employee": {
        "JobTitle": "Regnskapsfører",
        "HiredDate": "2019-05-17",
        "StartDate": "2019-06-01",
        "ExternalNumber": 4711,
    },
}
"""Values for what a user may edit and a dataflow may leave out."""


class MadeUp:
    """Makes records and values for one scenario."""

    def __init__(self, seed: int, scenario: str) -> None:
        self._told = seed, scenario
        self._faker = Faker("no_NO", providers=PROVIDERS)
        self._faker.seed_instance(zlib.crc32(f"{seed}/{scenario}".encode()))
        self._countries = iter(COUNTRIES)

    def again(self) -> MadeUp:
        """The same values once more, from the first."""
        return MadeUp(*self._told)

    def record(self, type_: str, *, person: bool = False) -> dict[str, Any]:
        """Every property of the shipped profiles, filled in, by dotted path."""
        names = ["EmailAddress", "PhoneNumber"]
        if type_ in ("Employee", "Contactperson") or person:
            names += ["FirstName", "LastName"]
        names += {"Employee": ["JobTitle"], "Contactperson": ["Title"]}.get(type_, ["WebsiteUrl"])
        if type_ in ("Supplier", "Customer"):
            names += [] if person else ["Name", "LegalName", "OrganizationNumber"]
        values: dict[str, Any] = {name: self.value(name) for name in names}
        if type_ in ("Supplier", "Customer"):
            values["IsPerson"] = person
        return values | self.address()

    def address(self, country: str = "NO") -> dict[str, str]:
        """A mail address by dotted path."""
        parts = ("AddressLine1", "AddressLine2", "ZipCode", "City")
        values = {f"MailAddress.{part}": self.value(part) for part in parts}
        return values | {"MailAddress.CountryCode": country}

    def value(self, path: str) -> str:
        """A new value for a property; its last name decides the kind."""
        name = path.rsplit(".", 1)[-1]
        unique = self._faker.unique
        makers = {
            "FirstName": unique.first_name,
            "LastName": lambda: f"{unique.last_name()} Bjørkåsæter",
            "Name": lambda: f"{unique.last_name()} & Sønner {unique.numerify('##')} AS",
            "LegalName": lambda: f"{unique.last_name()} Eiendom AS",
            "OrganizationNumber": self.organisation_number,
            "EmailAddress": lambda: f"{unique.user_name().capitalize()}@Firma.example",
            "PhoneNumber": lambda: unique.numerify("+47 9%# ## ###"),
            "WebsiteUrl": lambda: f"www.{unique.user_name()}.example",
            "AddressLine1": unique.street_address,
            "AddressLine2": lambda: f"Oppgang {unique.bothify('?##').upper()}",
            "ZipCode": unique.postcode,
            "City": unique.city,
            "CountryCode": lambda: next(self._countries),
            "Since": self.day,
            "Date": self.day,
            "DateOfBirth": self.day,
        }
        made: str = makers.get(next(filter(name.endswith, _ENDINGS), name), unique.job)()
        return made

    def number(self, least: int, most: int) -> int:
        """A whole number by chance, the same in every run of one seed."""
        return int(self._faker.random_int(least, most))

    def day(self) -> str:
        """A day on which somebody may have been born or hired, as `1987-05-14`."""
        return (date(1950, 1, 1) + timedelta(days=self._faker.unique.random_int(0, 20_000))).isoformat()

    def organisation_number(self) -> str:
        """Nine digits with a valid check digit."""
        while True:
            digits = self._faker.unique.numerify("9#######")
            check = 11 - sum(int(d) * w for d, w in zip(digits, WEIGHTS, strict=True)) % 11
            if check != 10:
                return f"{digits}{check % 11}"
