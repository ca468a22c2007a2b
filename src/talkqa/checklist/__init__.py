"""From a document and a profile to checklist items.

Every statement becomes an item with a stable id, or an item that says why it is not tested. This room
decides what can be tried; it reads no features and runs nothing.
"""

from talkqa.checklist.build import build
from talkqa.checklist.catalogue import ALL_FLOWS, Catalogue, Check, catalogue
from talkqa.checklist.dataflow import dataflow_json
from talkqa.checklist.decisions import BY_TABLES, DECISIONS, Decision
from talkqa.checklist.errors import ChecklistError, ProfileError
from talkqa.checklist.interpreting import by_clause
from talkqa.checklist.items import Checklist, DocumentFacts, Finding, FlowTable, Item, Stated
from talkqa.checklist.pairs import Pair
from talkqa.checklist.profiles import Profile, ProfileFlow, load_profile, shipped_profiles
from talkqa.checklist.reasons import Reason
from talkqa.checklist.slugs import slug
from talkqa.checklist.systems import Entity, Property, System, poweroffice
from talkqa.checklist.wording import alternatives, articles, singular

__all__ = [
    "ALL_FLOWS",
    "BY_TABLES",
    "DECISIONS",
    "Catalogue",
    "Check",
    "Checklist",
    "ChecklistError",
    "Decision",
    "DocumentFacts",
    "Entity",
    "Finding",
    "FlowTable",
    "Item",
    "Pair",
    "Profile",
    "ProfileError",
    "ProfileFlow",
    "Property",
    "Reason",
    "Stated",
    "System",
    "alternatives",
    "articles",
    "build",
    "by_clause",
    "catalogue",
    "dataflow_json",
    "load_profile",
    "poweroffice",
    "shipped_profiles",
    "singular",
    "slug",
]
