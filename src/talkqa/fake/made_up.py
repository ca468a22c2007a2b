"""Made-up Norwegian companies and people, in any number: the same seed gives the same ones.

Nobody is real by intention. Organisation numbers have a valid check digit and begin with 3, which the real
register never gives out (Skatteetaten's synthetic test companies begin so); national ids have 80 added to
their month, as synthetic test people's have; addresses of e-mail and web end in `.example` (RFC 2606).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from faker import Faker

from talkqa.fake.schema import Record

_PROVIDERS = [f"faker.providers.{name}" for name in ("person", "address", "company", "job")]
_ORGANISATION = (3, 2, 7, 6, 5, 4, 3, 2)
"""Modulus-11 weights of an organisation number (Brønnøysundregistrene)."""
_PERSON = ((3, 7, 6, 1, 8, 9, 4, 5, 2), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2))
"""The same of the two check digits of a national id (Skatteetaten)."""
_TITLES = ("Daglig leder", "Innkjøper", "Regnskapsfører", "Prosjektleder", "Økonomisjef", "Lagersjef")
_ASCII = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "é": "e", " ": "-", ".": None, ",": None, "&": "og"})


@dataclass(frozen=True)
class Party:
    """One contact. fields: what it is posted with as `role`. also: the role it gets besides.

    persons: its contact persons. active: whether its first role is switched on.
    """

    role: str
    fields: Record
    also: str | None = None
    persons: tuple[Record, ...] = field(default=())
    active: bool = True

    @property
    def size(self) -> int:
        """How many records lists show for it."""
        return 1 + (self.also is not None) + len(self.persons)


def parties(entities: int, seed: int = 1) -> Iterator[Party]:
    """Contacts whose records are so many in all, customers, suppliers, employees and contact persons together.

    One in eight company customers is a supplier too, one in eight customers a person, one in thirty archived,
    one in forty switched off. Raises ValueError for a number below 0.
    """
    if entities < 0:
        raise ValueError(f"made-up data: {entities} entities, expected 0 or more.")
    town = _Town(seed)
    left = entities
    while left:
        party = town.party(left)
        left -= party.size
        yield party


class _Town:
    """Draws from Faker's Norwegian names, streets and places."""

    def __init__(self, seed: int) -> None:
        self._faker = Faker("no_NO", providers=_PROVIDERS)
        self._faker.seed_instance(seed)
        self._dice = self._faker.random
        self._companies = 0

    def party(self, most: int) -> Party:
        """One more, of at most so many records."""
        draw = self._dice.random()
        if draw < 0.2:
            return Party("Employee", self._employee(), active=True)
        role = "Supplier" if draw < 0.45 else "Customer"
        active = self._dice.random() >= 0.025
        if role == "Customer" and draw > 0.93:
            return Party(role, self._person(), active=active)
        also = "Supplier" if role == "Customer" and most > 1 and self._dice.random() < 0.125 else None
        count = min(self._dice.choice((0, 0, 1, 1, 2, 3)), most - 1 - (also is not None))
        domain = f"{self._company_key()}.example"
        persons = tuple(self._contact_person(domain, nth == 0) for nth in range(count))
        return Party(role, self._company(role, domain), also, persons, active)

    def _company_key(self) -> str:
        self._companies += 1
        return f"{self._faker.last_name().lower().translate(_ASCII)}-{self._companies}"

    def _company(self, role: str, domain: str) -> Record:
        name = self._faker.company()
        fields: Record = {
            "Name": name,
            "LegalName": name if self._dice.random() < 0.7 else f"{name} Holding AS",
            "OrganizationNumber": self._organisation_number(),
            "EmailAddress": f"post@{domain}",
            "WebsiteUrl": f"https://www.{domain}",
            **self._reachable(),
        }
        if role == "Customer":
            fields["InvoiceEmailAddress"] = f"faktura@{domain}"
            fields["PaymentTermId"] = self._dice.choice((1, 2, 3, 4))
        return fields

    def _person(self) -> Record:
        born = self._born()
        return {
            "IsPerson": True,
            **self._name(),
            "DateOfBirth": born.isoformat(),
            "NationalIdNumber": self._national_id(born),
            **self._reachable(),
        }

    def _employee(self) -> Record:
        born = self._born()
        name = self._name()
        return {
            **name,
            "EmailAddress": _mail(name, "firma.example"),
            "DateOfBirth": born.isoformat(),
            "NationalIdNumber": self._national_id(born),
            "JobTitle": self._faker.job()[:50],
            "HiredDate": (date(2010, 1, 1) + timedelta(days=self._dice.randrange(5_800))).isoformat(),
            **self._reachable(),
        }

    def _contact_person(self, domain: str, default: bool) -> Record:
        name = self._name()
        return {
            **name,
            "EmailAddress": _mail(name, domain),
            "PhoneNumber": self._phone(),
            "Title": self._dice.choice(_TITLES),
            "IsDefault": default,
        }

    def _reachable(self) -> Record:
        return {
            "PhoneNumber": self._phone(),
            "MailAddress": {
                "AddressLine1": f"{self._faker.street_name()} {self._dice.randint(1, 120)}",
                "AddressLine2": None,
                "ZipCode": self._faker.postcode(),
                "City": self._faker.city(),
                "CountryCode": "NO",
            },
            "IsArchived": self._dice.random() < 1 / 30,
        }

    def _name(self) -> dict[str, str]:
        return {"FirstName": self._faker.first_name(), "LastName": self._faker.last_name()}

    def _phone(self) -> str:
        """The form of a mobile number."""
        digits = f"{self._dice.choice('49')}{self._dice.randrange(10**7):07d}"
        return f"+47 {digits[:3]} {digits[3:5]} {digits[5:]}"

    def _born(self) -> date:
        return date(1950, 1, 1) + timedelta(days=self._dice.randrange(20_000))

    def _organisation_number(self) -> str:
        while True:
            digits = f"3{self._dice.randrange(10**7):07d}"
            if (check := _check_digit(digits, _ORGANISATION)) is not None:
                return f"{digits}{check}"

    def _national_id(self, born: date) -> str:
        day = f"{born.day:02d}{born.month + 80:02d}{born.year % 100:02d}"
        while True:
            digits = f"{day}{self._dice.randrange(500):03d}"
            first = _check_digit(digits, _PERSON[0])
            second = None if first is None else _check_digit(f"{digits}{first}", _PERSON[1])
            if second is not None:
                return f"{digits}{first}{second}"


def _check_digit(digits: str, weights: tuple[int, ...]) -> int | None:
    """Modulus 11; None for digits that cannot be completed."""
    rest = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 11
    return None if rest == 1 else (11 - rest) % 11


def _mail(name: dict[str, Any], domain: str) -> str:
    local = f"{name['FirstName']}.{name['LastName']}".lower().translate(_ASCII | {ord("."): "."})
    return f"{local}@{domain}"
