"""What a tenant was asked and answered: kept without secrets, chosen, and exported. Judges nothing."""

from talkqa.fake.journal.entries import MOST_BYTES, MOST_ENTRIES, Journal
from talkqa.fake.journal.entry import Entry

__all__ = ["MOST_BYTES", "MOST_ENTRIES", "Entry", "Journal"]
