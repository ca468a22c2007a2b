"""Wrong calls, documents, profiles and names end with exit code 2 and a whole message, before anything runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from talkqa.checklist import ChecklistError, ProfileError
from talkqa.cli.configuration import ConfigurationError
from talkqa.document import DocumentError
from talkqa.fake.fidelity import FidelityError
from talkqa.scenario.gherkin import FeatureError
from talkqa.sut import SutChoiceError


class Refused(click.ClickException):
    """What was asked cannot be done; the message says what, where, and what next."""

    exit_code = 2


@contextmanager
def refusals() -> Iterator[None]:
    """Turn the rooms' own errors into exit code 2."""
    try:
        yield
    except (
        DocumentError,
        ChecklistError,
        ConfigurationError,
        ProfileError,
        FeatureError,
        FidelityError,
        SutChoiceError,
    ) as error:
        raise Refused(str(error)) from error
    except OSError as error:
        raise Refused(
            f"{error.filename or 'a file'}: {error.strerror or error}. Check the path and its rights."
        ) from error
