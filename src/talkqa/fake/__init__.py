"""PowerOffice Go, API v1 and v2 over one state, as a stateful fake: it works and remembers, on a socket and in process.

Holds many isolated tenants. Knows nothing of synchronisation, dataflows or verdicts, and answers 501 to every
operation it does not have.
"""

from talkqa.fake.clock import Clock
from talkqa.fake.entities import Write
from talkqa.fake.faults import Fault
from talkqa.fake.journal import Entry, Journal
from talkqa.fake.limits import Limits
from talkqa.fake.message import Request, Response
from talkqa.fake.service import Fake
from talkqa.fake.signin import Credential
from talkqa.fake.snapshots import Snapshot
from talkqa.fake.tenant import Tenant

__all__ = [
    "Clock",
    "Credential",
    "Entry",
    "Fake",
    "Fault",
    "Journal",
    "Limits",
    "Request",
    "Response",
    "Snapshot",
    "Tenant",
    "Write",
]
