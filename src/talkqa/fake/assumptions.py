"""Where this fake had to choose: behaviours that no source states. Everything else rests on evidence.

`why` says what speaks for the choice. The subject names the place in the service's interface.
"""

from __future__ import annotations

from typing import NamedTuple


class Assumption(NamedTuple):
    """One choice."""

    id: str
    subject: str
    choice: str
    why: str


ASSUMPTIONS: tuple[Assumption, ...] = (
    # Signing in
    Assumption(
        "missing-subscription-key",
        "Call without, or with a wrong, subscription key",
        "401 in the gateway's form with API Management's own sentence, before the keys are looked at",
        "The gateway in front of the service checks it; its default answer looks like that.",
    ),
    Assumption(
        "unauthorised-body",
        "Call without, with an unknown or with an expired token",
        "401 in the gateway's form: statusCode and message",
        "The gateway's documented form for other refusals.",
    ),
    Assumption(
        "forbidden-body",
        "Call without the privilege for the type",
        "403 with problem details that name the privilege",
        "All other refusals of the service are problem details.",
    ),
    Assumption(
        "revoked-key-and-tokens",
        "Tokens of a client key that has been revoked",
        "They are worth nothing at once: 401",
        "The safer side for the company that revokes.",
    ),
    Assumption(
        "contact-person-privilege",
        "Reading contact persons without privilege for customers and suppliers",
        "403 when both are withdrawn; one of the two is enough",
        "Documented is 'the customer or supplier privilege as well', not what a lack of it answers.",
    ),
    Assumption(
        "rate-window",
        "What a second is for the limit of requests",
        "Any second, not only whole ones; requests that are refused do not count",
        "Documented are the numbers only; a sliding second is the stricter reading.",
    ),
    Assumption(
        "rate-of-sign-ins",
        "How many sign-ins a second are let through",
        "5 for one subscription key",
        "Documented is that there is a limit and what its answer says, not the number.",
    ),
    Assumption(
        "retry-after",
        "Retry-After beyond the limit of requests",
        "Always sent, in whole seconds",
        "Clients read it; whether it is always sent is unknown, so a planned fault leaves it out.",
    ),
    # Contacts and roles
    Assumption(
        "shared-properties",
        "Properties that the roles of one contact share",
        "Names, legal name, person mark, organisation number, national id, e-mail, phone, website, date"
        " of birth,"
        " mail address, contact groups, archived mark; all others belong to the role",
        "Only IsPerson, IsArchived, ContactGroupIds and the created stamp are documented; these"
        " describe the same"
        " company or person.",
    ),
    Assumption(
        "role-stamp",
        "LastChangedDateTimeOffset of a role when another role edits the shared base",
        "The later of the role's own and the base's stamp, so every role that shows the change moves",
        "The stamp is said to be of the record, and the record shows another value.",
    ),
    Assumption(
        "second-role",
        "Adding a role to a contact that exists",
        "Only a user can, on the product's screens; every POST makes a new contact",
        "No way through the API is known.",
    ),
    Assumption(
        "employee-is-person",
        "IsPerson of a contact that began as an employee",
        "true",
        "Employees have first and last names only.",
    ),
    Assumption(
        "name-of-person",
        "What Name reads for a person",
        "What was written to it, else null",
        "No source says that it is put together from the parts.",
    ),
    Assumption(
        "organisation-number-repeated",
        "A second contact with the same organisation number",
        "Accepted",
        "Uniqueness is documented for other properties and not for this one.",
    ),
    Assumption(
        "number-series",
        "Ledger number series",
        "One per role: employees from 1, customers from 10000, suppliers from 20000, all to 9999999",
        "The specification's examples lie there; series belong to each company.",
    ),
    Assumption(
        "number-texts",
        "Number taken, or outside its series",
        "400 in the documented form for a duplicate reference, and a sentence of ours",
        "Texts unknown; the form of other rules of the record.",
    ),
    Assumption(
        "delete-with-other-role",
        "Deleting a role while another one remains",
        "409 while another role is active; an employee role always is. With inactive ones left, only"
        " the role goes",
        "Documented is the refusal for an active role; employees have no such mark.",
    ),
    Assumption(
        "delete-last-role",
        "Contact persons of a contact whose last role is deleted",
        "They go with it",
        "They can be reached through the contact only.",
    ),
    Assumption(
        "delete-sales-person",
        "Deleting an employee whom customers or employees name as sales person or manager",
        "409",
        "Documented: refused when the record has links.",
    ),
    # Contact persons
    Assumption(
        "person-under-person",
        "POST of a contact person under a contact that is a person",
        "400",
        "The product shows contact persons for companies only.",
    ),
    Assumption(
        "person-under-employee",
        "POST of a contact person under a contact that is an employee only",
        "400, and 404 for a contact that does not exist",
        "Documented is that employees have none, not how that is answered.",
    ),
    Assumption(
        "company-becomes-person",
        "A company with contact persons becomes a person",
        "Accepted; the contact persons stay",
        "No source refuses it.",
    ),
    Assumption(
        "two-defaults",
        "A second contact person becomes the default one",
        "The former default loses the mark, which moves its stamp",
        "There is one default in the product's screens.",
    ),
    Assumption(
        "person-address-stamp",
        "Stamp of a contact person when only its address changes",
        "Does not move",
        "Sub-entities move no stamp of their owner; that address has none of its own, so nothing shows"
        " the time.",
    ),
    # Delivery addresses, bank accounts, groups
    Assumption(
        "annex-privileges",
        "Privileges for delivery addresses and bank accounts",
        "Their own, and the one to read customers, suppliers or employees; one of the three is enough",
        "The specification lists the names without saying which go together; persons are documented so.",
    ),
    Assumption(
        "annex-owner",
        "Delivery addresses and bank accounts under a contact that does not exist",
        "404 with title Object(s) not found; any role of a contact can have them",
        "The descriptions name all three roles; the text follows the one for customers.",
    ),
    Assumption(
        "annex-of-deleted-contact",
        "Delivery addresses and bank accounts of a contact whose last role is deleted",
        "They go with it",
        "They can be reached through the contact only.",
    ),
    Assumption(
        "two-primaries",
        "A second delivery address becomes the primary one",
        "The former one loses the mark, which moves its stamp",
        "The description speaks of the primary address of a contact.",
    ),
    Assumption(
        "no-primary",
        "The primary delivery address is deleted, or loses its mark by PATCH",
        "None is primary until one is marked, or until a first one is made again",
        "Documented is only that the first one made becomes primary by itself.",
    ),
    Assumption(
        "delivery-address-codes",
        "ExternalCode of delivery addresses",
        "Unique among delivery addresses, letter case counts; a mail address may have the same",
        "Said to be unique for each address; the two kinds have separate routes. Only its filter is said to"
        " ignore letter case.",
    ),
    Assumption(
        "bank-account-numbers",
        "Account numbers",
        "Any text, kept as it is written, not unique; the filter ignores spaces and dots",
        "The examples write them with spaces in records and without them in the filter.",
    ),
    Assumption(
        "bank-account-active",
        "IsActive of a bank account when it is not given",
        "true",
        "What one enters is meant to be used.",
    ),
    Assumption(
        "employee-bank-accounts",
        "PATCH of an employee's bank accounts with an account of somebody else, or an unknown one",
        "404 in the form of other references that are not found; null takes the choice back",
        "The form of an unknown department.",
    ),
    Assumption(
        "employee-bank-accounts-stamp",
        "Stamp of an employee whose bank accounts are chosen",
        "Moves",
        "The employee's own record shows another value.",
    ),
    Assumption(
        "bank-account-in-use",
        "Deleting a bank account that its employee has chosen",
        "409",
        "Documented: refused when the record has links.",
    ),
    Assumption(
        "group-in-use",
        "Deleting a contact group that has members",
        "409",
        "Documented: refused when the record has links.",
    ),
    Assumption(
        "group-names",
        "A second contact group with the same name, and letter case in the filter on names",
        "Accepted; letter case counts",
        "No source.",
    ),
    Assumption(
        "group-from-start",
        "Contact groups of a new client",
        "One, Standard, as old as the client",
        "So that contacts can be put into a group without making one first.",
    ),
    # Stamps and numbers
    Assumption(
        "stamp-of-equal-values",
        "PATCH that sets a property to the value it has",
        "Accepted, and moves the stamp",
        "Every save is stamped.",
    ),
    Assumption(
        "stamp-of-address",
        "PATCH of nothing but the mail address of a contact",
        "Moves the address's stamp only, also when the address is new or taken away",
        "Documented for changes of sub-entities; new and removed ones are taken alike.",
    ),
    Assumption(
        "stamp-resolution",
        "Resolution of stamps",
        "100 ns, seven decimals, offset +00:00",
        "Up to seven decimals have been seen.",
    ),
    Assumption(
        "read-after-write",
        "Lag between a write and the next read",
        "None",
        "Known for v1 only.",
    ),
    # Lists
    Assumption(
        "default-order",
        "Order of a list without OrderBy",
        "By Id, ascending; nulls first and letter case ignored when OrderBy is given",
        "The clustered key of the tables, as databases answer by default.",
    ),
    Assumption(
        "pages-not-frozen",
        "A list that changes while it is paged",
        "Each page is a fresh query, so rows can be seen twice or missed",
        "No snapshot is documented.",
    ),
    Assumption(
        "x-pagination",
        "Members of X-Pagination",
        "nextPageLink only, null on the last page and on an empty list",
        "The one member that clients read.",
    ),
    Assumption(
        "page-bounds",
        "PageSize above 20000, PageSize or PageNumber below 1, or one of them blank",
        "400 with title Invalid resourceParameter",
        "The limit is documented, the answer not.",
    ),
    Assumption(
        "bracketed-parameters",
        "resourceParameter[PageNumber]",
        "Understood like PageNumber",
        "ASP.NET binds that spelling, and a generated client sends it.",
    ),
    Assumption(
        "unknown-query-names",
        "Query names that nothing defines",
        "Names beginning with $ are 400, all others are passed over",
        "Tried by a client for $top and $skip; ASP.NET ignores others.",
    ),
    Assumption(
        "created-filter-on-contacts",
        "createdDateTimeOffsetGreaterThan on customers, suppliers and employees",
        "Understood like the list's own longer name",
        "Sources disagree; one client uses it on all lists.",
    ),
    Assumption(
        "time-literals",
        "Forms of a time in a filter",
        "ISO 8601 with T or a space, any decimals, no offset meaning UTC; an offset without its sign is 400",
        "The literals seen in clients; a lost sign is an unescaped plus.",
    ),
    Assumption(
        "text-filters",
        "Letter case in filters and uniqueness of texts",
        "Counts",
        "No source; the stricter reading.",
    ),
    # Writing
    Assumption(
        "unknown-properties-in-post",
        "Unknown and read-only properties in a POST",
        "Passed over",
        "A client posts one and reports no trouble.",
    ),
    Assumption(
        "value-kinds",
        "Values of another kind",
        "Whole and decimal numbers may be texts; every other mismatch is 400",
        "An official example patches a number given as text.",
    ),
    Assumption(
        "names-required-in-patch",
        "Emptying a required name by PATCH",
        "400: the record must satisfy after the PATCH what a POST must",
        "Nothing is marked required in PATCH, but a company without a name cannot be meant.",
    ),
    Assumption(
        "remove-and-null",
        "remove, and null as a value",
        "The property's default, else null: an address's country becomes NO again",
        "Presumed from ASP.NET's JSON Patch.",
    ),
    Assumption(
        "empty-text",
        "An empty text as a value",
        "Kept as it is, except where a name is required",
        "No source says that it becomes null.",
    ),
    Assumption(
        "lengths",
        "Lengths that the specification does not limit",
        "Any",
        "No source.",
    ),
    Assumption(
        "patch-atomic",
        "Several operations of which one is refused, or a test that fails",
        "Nothing is written; 400",
        "One document is one save.",
    ),
    Assumption(
        "patch-address-of-none",
        "PATCH of a part of a mail address that does not exist",
        "Creates the address; city and zip code are not required then",
        "Official examples patch parts one by one, and nothing is required in PATCH.",
    ),
    Assumption(
        "patch-remove-last",
        "remove at /ContactGroupIds/-",
        "Removes the last element",
        "An official example does so; RFC 6902 does not provide for it.",
    ),
    Assumption(
        "email-check",
        "Which types check e-mail addresses for typing errors",
        "Suppliers and contact persons",
        "Documented for those two, silent for the others.",
    ),
    Assumption(
        "country-case",
        "Letter case of a country code",
        "Any on write, upper case on read",
        "ISO codes are compared regardless of case in .NET.",
    ),
    Assumption(
        "currencies",
        "Currencies active on a client",
        "NOK, SEK, DKK, EUR, USD, GBP",
        "Each company has its own set.",
    ),
    Assumption(
        "invoice-delivery-default",
        "InvoiceDeliveryType when it is not given",
        "PdfByEmail when there is an e-mail address, else Print",
        "The fallback that v1 documents, without the register of EHF receivers.",
    ),
    Assumption(
        "elma",
        "Whether an organisation number is found in ELMA",
        "Every one is",
        "The register is not part of this fake.",
    ),
    Assumption(
        "keep-updated",
        "KeepUpdated",
        "Kept, and the service never edits a record by itself",
        "When and what it edits is unknown.",
    ),
    # Answers
    Assumption(
        "problem-details",
        "Letter case, content type and members of problem details",
        "Lower case, application/problem+json, the five standard members always, errors for missing"
        " properties",
        "The documented examples and ASP.NET's default.",
    ),
    Assumption(
        "nulls",
        "Null properties in answers",
        "Present; no contact groups are an empty list",
        "Presumed from the clients' models.",
    ),
    Assumption(
        "created-and-deleted",
        "201 and DELETE",
        "201 without Location; DELETE is 200 without a body, 404 afterwards",
        "200 is declared; a header is not.",
    ),
    Assumption(
        "unknown-routes",
        "Operations that this fake does not have, and paths that the service does not have",
        "501 in problem details that name the operation, where the service answers its own, or a"
        " gateway's 404",
        "A run must turn red, not go on with an answer that looks like the service's.",
    ),
    Assumption(
        "methods",
        "Another method on a v2 path that the published specification lists",
        "405 with Allow, and problem details that name the operation; on all other paths, and in v1, 501",
        "ASP.NET's routing. Where the methods are published the caller is mistaken; elsewhere the fake may lack"
        " an operation that the service has, and a run must turn red.",
    ),
    Assumption(
        "path-ids",
        "Ids in paths that are no numbers",
        "400 in ASP.NET's form",
        "ASP.NET's model binding.",
    ),
    Assumption(
        "body-limits",
        "Very large and very slow bodies, long queries, other content types",
        "413 above 30,000,000 bytes; 408 below 240 bytes a second after the first 5 s; 404 for a query above 2048"
        " characters in v2; 415; 431 above 65,536 bytes of headers; 400 above 100,000 values in one document",
        "The defaults of the platform, apart from the last two, which bound this fake's memory; that long queries"
        " give a misleading 404 has been seen.",
    ),
    Assumption(
        "parallel-posts",
        "POST /Customers several at a time",
        "Accepted; 503 only as a planned fault",
        "The throughput at which it begins is unknown.",
    ),
)
