"""What a command says when it cannot do what was asked."""

from __future__ import annotations

import click


class Refused(click.ClickException):
    """What was asked cannot be done; the message says what, where, and what next."""

    exit_code = 2
