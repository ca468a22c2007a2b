"""Where v1 of this fake had to choose: behaviours that no source states."""

from __future__ import annotations

from talkqa.fake.assumptions import Assumption

V1_ASSUMPTIONS: tuple[Assumption, ...] = (
    # Signing in
    Assumption(
        "v1-sign-in-on-one-host",
        "Sign-in without a subscription key, where v1 and v2 share a host",
        "A token that v1 takes and v2 does not know. v2's own host names refuse it with 401",
        "The service has a host for each version; the fake has one.",
    ),
    Assumption(
        "v1-unauthorised-body",
        "401 and 403 of v1",
        "success: false with a summary: Unauthorized access, or the privilege that lacks",
        "The message is documented, its place is not.",
    ),
    Assumption(
        "v1-refresh-token",
        "refresh_token and its grant",
        "Neither; the life of a token is 1200 seconds",
        "The service's answer since December 2025.",
    ),
    # Envelope
    Assumption(
        "v1-unknown-id",
        "GET, POST and DELETE of an id that does not exist",
        "200 with success: false, exception EntityNotFound",
        "All failures of a request's content are answered like that.",
    ),
    Assumption(
        "v1-exceptions",
        "Names in validation.exception",
        "OData for the query, EntityNotFound, and AggregatedValidation for every rule of a record; none for a"
        " refused delete",
        "Only OData and AggregatedValidation are documented as words.",
    ),
    Assumption(
        "v1-binding-errors",
        "Requests wrapped as problem details in an envelope that claims success",
        "Empty query options, ids that are no numbers, JSON that is broken or of the wrong kind",
        "Documented for empty parameters; the others fail in the same place of ASP.NET.",
    ),
    Assumption(
        "v1-enums",
        "Enums in answers",
        "Numbers, 0 when nothing is set; numbers and names are taken in requests",
        "Documented and read so by every client; a file of 2025 lists names.",
    ),
    # Lists
    Assumption(
        "v1-default-order",
        "Order of a list, and of equal rows under $orderby",
        "By Id, ascending; nulls first, letter case ignored",
        "Documented as not guaranteed; the clustered key of the tables.",
    ),
    Assumption(
        "v1-skip-alone",
        "$skip without $top or $orderby, $top without $orderby",
        "The first is refused as OData, the second accepted",
        "Documented is that $skip needs both and that $top should have an order.",
    ),
    Assumption(
        "v1-idle-options",
        "$inlinecount, $count and $format",
        "Passed over; $select, $expand and others are refused as OData",
        "Every answer counts its rows and is JSON; to choose properties is documented as not possible.",
    ),
    Assumption(
        "v1-filter-parentheses",
        "A filter without parentheses",
        "Accepted",
        "The grammar of OData does not ask for them.",
    ),
    Assumption(
        "v1-filter-names",
        "Names in filters",
        "Any single value of an answer, PascalCase exactly; nested ones and lists are refused",
        "Nested names are not documented, and a refusal is seen at once.",
    ),
    Assumption(
        "v1-filter-functions",
        "Functions besides tolower and startswith",
        "toupper, endswith, substringof and contains",
        "OData's own; clients are likely to know them.",
    ),
    Assumption(
        "v1-filter-nulls",
        "Values that are not set, in filters",
        "null eq null only; before and after nothing; a text function of it is false",
        "Comparisons of the platform's language.",
    ),
    Assumption(
        "v1-stamp-literals",
        "Forms of a DateTimeOffset literal",
        "ISO 8601 with any offset, UTC without one; not the answers' own form with a space before the offset",
        "That form is known to fail.",
    ),
    Assumption(
        "v1-stamp-precision",
        "Stored precision of stamps, of which answers show whole seconds",
        "100 ns, so `gt` with the value just read returns the row again",
        "v2 shows seven decimals of the same records.",
    ),
    Assumption(
        "v1-replica",
        "Lag between a write and the next read",
        "None unless the fault kind replica-lag is planned",
        "Usually under a second in the service.",
    ),
    # Writing
    Assumption(
        "v1-booleans-as-numbers",
        "0 and 1 for a boolean",
        "Accepted; other numbers are not",
        "A client in use sends them; so did the JSON library that the service used before .NET 8 read them.",
    ),
    Assumption(
        "v1-explicit-null",
        "null for a field of a POST with id",
        "Sets the field's default, or empties it; for id it means create, as 0 does",
        "A field that is sent is meant to be written.",
    ),
    Assumption(
        "v1-required",
        "Required fields, limits and rules between fields",
        "As in v2, except that a mail address needs neither city nor zip code; street addresses do",
        "One store behind both versions.",
    ),
    Assumption(
        "v1-mail-address",
        "Parts of mailAddress that are not sent",
        "Keep their values",
        "The same partial update as of the whole record.",
    ),
    Assumption(
        "v1-street-address-ids",
        "A street address with an id that the contact does not have",
        "The save is refused",
        "Documented is only that known ids are kept.",
    ),
    Assumption(
        "v1-street-addresses-in-v2",
        "Where street addresses are in v2",
        "They are the contact's delivery addresses",
        "Stated as their successor; that both see the same rows follows.",
    ),
    Assumption(
        "v1-address-stamp-of-contact",
        "lastChanged of a contact whose address changes",
        "Moves with its mail and street addresses, through whichever version; v2's stamp stays",
        "Documented for each version; removing a delivery address through v2 leaves no trace.",
    ),
    Assumption(
        "v1-address-stamp-of-person",
        "lastChanged of a contact person whose address changes",
        "Moves when v1 writes it, in both versions; not when v2 does",
        "The address is fields of the person in v1 and a sub-entity in v2.",
    ),
    Assumption(
        "v1-person-moves-customer",
        "lastChanged of a customer whose contact person changes",
        "Stays",
        "Only addresses are documented to move it.",
    ),
    Assumption(
        "v1-primary-person",
        "contactPersonId",
        "The contact person that v2 marks as default",
        "Both are the primary contact of the product's screens.",
    ),
    Assumption(
        "v1-is-active",
        "isActive in a POST, and in lists",
        "Switches the role on or off; lists leave it out",
        "Listed as writable, and missing from the documented list form.",
    ),
    Assumption(
        "v1-hidden",
        "Private values in answers and requests",
        "Read `hidden`; `hidden` sent back is passed over",
        "A client that posts what it has read must not damage the record.",
    ),
    Assumption(
        "v1-archived-name",
        "The archived mark",
        "isArchived",
        "The prose and the type list of the documentation differ; the list is followed.",
    ),
    Assumption(
        "v1-citizenship",
        "citizenship of a contact person",
        "One text",
        "Two descriptions differ.",
    ),
    Assumption(
        "v1-fields-of-its-own",
        "Fields that v2 does not have",
        "Kept and shown by v1, with the role or the person",
        "They must have stayed somewhere when v2 came.",
    ),
    Assumption(
        "v1-hourly-rates",
        "hourlyRates in a POST",
        "With an id changed, without one added, with isDeleted removed, the others kept; each ends the day before"
        " the next",
        "Listed are the fields only; validTo is for answers, and isDeleted has no other use.",
    ),
    Assumption(
        "v1-bank-accounts",
        "Bank accounts of v1 and v2",
        "The same records; payrollBankAccountCode is the salary account, expenseBankAccountCode the expense account",
        "Nothing else in v2 could be meant.",
    ),
    Assumption(
        "v1-bank-account-privilege",
        "Privilege for bank accounts",
        "PartyBankAccount, which goes with v2's ContactBankAccount",
        "Named as the one for contact persons is.",
    ),
    Assumption(
        "v1-left-out",
        "Fields of v1 that this fake passes over",
        "streetAddress",
        "Obsolete, and not in the current signature.",
    ),
)
