"""Imported once by the process that others are copied from (see `warm`): the steps, and what loads slowly."""

from __future__ import annotations

import phonenumbers  # noqa: F401

from talkqa.cli import run  # noqa: F401
from talkqa.document import Document  # noqa: F401
from talkqa.scenario import step_modules

step_modules()
