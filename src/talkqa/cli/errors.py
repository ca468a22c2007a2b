"""Wrong calls, documents, profiles and names end with exit code 2 and a whole message, before anything runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from talkqa.checklist import ChecklistError, ProfileError
from talkqa.cli.configuration import ConfigurationError
from talkqa.cli.refused import Refused
from talkqa.document import DocumentError, FactsError
from talkqa.fake.fidelity import FidelityError
from talkqa.report.baseline import BaselineError
from talkqa.report.gate import GateError
from talkqa.report.look import LookError
from talkqa.report.manual import ManualError
from talkqa.report.pdf import PdfError
from talkqa.scenario.gherkin import FeatureError
from talkqa.sut import SutChoiceError

__all__ = ["Refused", "refusals"]


@contextmanager
def refusals() -> Iterator[None]:
    """Turn the rooms' own errors into exit code 2."""
    try:
        yield
    except (
        BaselineError,
        DocumentError,
        FactsError,
        ManualError,
        ChecklistError,
        ConfigurationError,
        ProfileError,
        FeatureError,
        FidelityError,
        GateError,
        LookError,
        PdfError,
        SutChoiceError,
    ) as error:
        raise Refused(str(error)) from error
    except OSError as error:
        raise Refused(
            f"{error.filename or 'a file'}: {error.strerror or error}. Check the path and its rights."
        ) from error
