"""Imported once by the process that others are copied from (see `warm`): the steps, what loads slowly, the features.

What is here then is no garbage of any copy: kept out of each one's collections, of which pytest makes five at its end.
"""

from __future__ import annotations

import gc

import phonenumbers  # noqa: F401

from talkqa import shipped
from talkqa.cli import run  # noqa: F401
from talkqa.document import Document  # noqa: F401
from talkqa.scenario import read_features, step_modules

step_modules()
read_features(shipped.features())
gc.collect()
gc.freeze()
