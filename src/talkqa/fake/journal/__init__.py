"""What a tenant was asked and answered: kept without secrets, chosen, and exported. Judges nothing."""

from talkqa.fake.journal.entries import MOST_BYTES, Entry, Journal

__all__ = ["MOST_BYTES", "Entry", "Journal"]
