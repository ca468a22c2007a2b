"""PowerOffice Go's API v1 in front of the same records as v2: one state, two APIs (API.md §4).

Holds no records of its own. What only v1 knows is kept with the contact, role or person it belongs to.
"""

from talkqa.fake.v1.desk import flawed, is_sign_in_without_key, refusal
from talkqa.fake.v1.routes import perform, resolve

__all__ = ["flawed", "is_sign_in_without_key", "perform", "refusal", "resolve"]
