"""Commands that are imported when they are asked for: pytest and Allure are only for those that run features."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click


class Lazily(click.Group):
    """A group whose commands have a module each, with the command under the name's last word."""

    def __init__(self, *args: Any, names: tuple[str, ...] = (), modules: str = "", **more: Any) -> None:
        """names: the commands. modules: where they are, with `{}` for the name."""
        super().__init__(*args, **more)
        self._names, self._modules = names, modules

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(self._names)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self._names:
            return None
        command: click.Command = getattr(import_module(self._modules.format(cmd_name)), cmd_name)
        return command
