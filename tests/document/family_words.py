"""Names, paths, conditions and data types that documents of the family hold, as the grammar lists them."""

from __future__ import annotations

SYSTEMS = {
    "businesscentral": ("Business Central", "BusinessCentral", "Businesscentral", "Business"),
    "businessnxt": ("Visma Business Nxt", "Business Nxt", "BusinessNxt", "Businessnxt", "Visma"),
    "crmoffice": ("CRMOffice", "Crmoffice"),
    "customcrm": ("Custom CRM", "CustomCRM", "Customcrm", "Custom"),
    "customerp": ("Custom ERP", "CustomERP", "Customerp", "Custom"),
    "customhrm": ("Custom HRM", "CustomHRM", "Customhrm", "Custom"),
    "custompms": ("Custom PMS", "CustomPMS", "Custompms", "Custom"),
    "customwebshop": ("Custom Webshop", "CustomWebshop", "Customwebshop", "Custom"),
    "exact": ("Exact Online", "ExactOnline", "Exact"),
    "poweroffice": ("Poweroffice", "PowerOffice"),
    "powerofficego": ("PowerOffice GO", "PowerOfficeGO", "PowerOfficeGo", "Powerofficego", "PowerOffice"),
    "powerofficegov1": ("PowerOfficeGov1",),
    "wave": ("Wave Financial", "Wave"),
    "wix": ("Wix.com", "Wix"),
    **{
        names[0].lower(): names
        for names in (
            *(("HubSpot", "Hubspot"), ("MemberCare", "Membercare"), ("SuperOffice", "Superoffice")),
            *(("WebCRM", "Webcrm"), ("WooCommerce", "Woocommerce"), ("YouTrack", "Youtrack")),
            *(("ZohoCRM", "Zohocrm"), ("UniEconomy", "Unieconomy"), ("OpenSesam", "Opensesam")),
            *(
                ("SSB", "Ssb"),
                ("Asana",),
                ("Chargebee",),
                ("Difi",),
                ("Freshteam",),
                ("Invoiced",),
                ("Keap",),
            ),
            *(("Nace",), ("Salesforce",), ("Shopify",), ("Squarespace",), ("Tidsbanken",), ("Tilores",)),
            *(("Trello",), ("Tripletex",), ("Wikidata",), ("Zendesk",)),
        )
    },
}
"""By the name in a document's file name, the names in titles and headings."""

ENTITIES = (
    *(
        "Customers",
        "Customers person",
        "Customers (organisation data)",
        "Product",
        "product",
        "Business_entity",
    ),
    *("Contactsinformation person customer relation", "Employee", "QuoteAlternative", "Order lines"),
    *("Customers (product data)", "Teams"),
)
CONDITIONS = (
    ("removed person customers for now until that pattern is resolved", ""),
    (
        "preliminary mapping until we can sort out suppliers. This removes all supplier products for now",
        "",
    ),
    ("When a HubSpot Deal has a 100% probability of beeing sold", "hubspot deal"),
    ("When a Zendesk User is of type Agent", "zendesk user"),
    ("When a HubSpot Deal gets the has a 100% probability", "hubspot deal"),
    ('When a Superoffice Sale gets the status "Sold"', "superoffice sale"),
    ('When a Superoffice QuoteAlternative gets Accepted = "true"', "superoffice quotealternative"),
    ("Considering changing this to be a Customer instead", ""),
    ("When a Zendesk User is of type End User", "zendesk user"),
    ("When a Tripletex Deal gets the has a 100% probability.", "tripletex deal"),
)
"""The ten texts, each with what it speaks of; a developer's note speaks of nothing."""

TYPES = (
    *('"string"', '"string"', '"integer"', '"float"', '"decimal"', '"list"', '"first"', '"boolean"', "N/A"),
    '["integer", ["decimal", "_."]]',
    '["string", ["integer", ["decimal", "_."]]]',
    '["datetime-format","%Y-%m-%d","_."]',
    '["datetime-parse", "%Y-%m-%dT%H:%M:%S.%fZ", "_."]',
    '["if", ["neq", "_.", "X"], ["integer", "_."], ["string", "_."]]',
    '["replace"," ","", ["string", "_."]]',
    '["if",["or",["is-empty","_."],["eq","","_."]],"-","_."]',
    '["if",["gt",["abs",["datetime-diff", "year", "_.",["now"]]], 100], "1935-01-01",'
    '["datetime-format", "%Y-%m-%d", "_."]]',
)
MANGLED = (
    *('"integer", "decimal"]', '"string", "integer", "decimal"]]', '"datetime-format","%Y-%m-%d","_."]'),
    *('"datetime-parse", "%Y-%m-%dT%H:%M:%S.%fZ"', '"if", "neq", "_.", "X"], "integer", "string"]'),
    *('"if", "is-decimal", "decimal", "float", "decimal"]]', '"if-null", "integer", "string"], "decimal"]'),
    *('"replace"," ","", "string"]', '"if","or","is-empty","_."],"eq","","_."]],"-","_."]'),
    '"if","matches","+* *","_."],"join"," ","slice", 1,"split", " ","_."]]],"_."]',
    *(
        '"if", "is-empty", true, "boolean"]',
        '"if", "is-null", "_.DefaultValue"], "integer"]',
        '""if", "eq"]]"',
    ),
)
PATHS = (
    *("Name", "name", "Id", "id", "$original_id", "_sesam_hierarchy_level", "p:P4649.ps:P4649", "ps:P297"),
    *("MailAddress.CountryCode", "MailAddress.countryCode", "variants.sku", "EmailAddress", "Z", "a.b.c.d"),
)
VALUES = ("", "NO", "NOR", "SE", "wd:Q852835", "poweroffice-salesorder")
WHERE = ("Country", "poweroffice-customer:InternationalIdType", "Rank", " ")
ITEMS = ("Order", "Created by", "Tripletex-order", "Customers", "line", "Deal-person")


def plain(name: str) -> str:
    """A name without case and signs, as the grammar compares names."""
    return "".join(filter(str.isalnum, name)).lower()


KNOWN = {plain(name) for names in SYSTEMS.values() for name in names}
