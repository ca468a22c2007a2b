"""allure-pytest without what no reader of a checklist needs, and with less to write.

Its listener makes a container file for every fixture and step definition, and copies what was printed
as attachments: seven files for a scenario of three steps. Here a scenario is one file and its
attachments, written at once; nobody watches the folder while it fills.
"""

from __future__ import annotations

import os
from hashlib import blake2b
from typing import Any
from uuid import uuid4

import allure_commons
import attr
import orjson
import pytest
from allure_commons.logger import AllureFileLogger
from allure_pytest.listener import AllureListener


class QuietListener(AllureListener):  # type: ignore[misc]
    """Follows scenarios and steps, not fixtures; a fixture that crashes still makes its scenario broken."""

    pytest_fixture_setup = None
    pytest_fixture_post_finalizer = None

    def _update_fixtures_children(self, item: pytest.Item) -> None:
        return


class PlainLogger(AllureFileLogger):
    """Writes each file once, under its final name."""

    _first: dict[bytes, str]

    @allure_commons.hookimpl
    def report_container(self, container: Any) -> None:
        if container.befores or container.afters:
            self._report_item(container)

    @allure_commons.hookimpl
    def report_attached_data(self, body: str | bytes, file_name: str) -> None:
        """Allure wants a file name per reference; the same content under a second name is a hard link."""
        content = body.encode() if isinstance(body, str) else body
        first = self._first.setdefault(content_key(content), file_name)
        if first != file_name:
            try:
                os.link(f"{self._report_dir}/{first}", f"{self._report_dir}/{file_name}")
                return
            except OSError:
                pass  # a file system without links, or too many of them
        self._write(file_name, content)

    def _report_item(self, item: Any) -> None:
        name = item.file_pattern.format(prefix=uuid4())
        self._write(name, orjson.dumps(filled(item)))

    def _write(self, name: str, body: bytes) -> None:
        with open(f"{self._report_dir}/{name}", "wb", buffering=0) as file:
            file.write(body)


def filled(item: Any) -> Any:
    """An attrs value as JSON without its empty fields, as allure-pytest writes it."""
    if isinstance(item, list):
        return [filled(entry) for entry in item]
    if not attr.has(type(item)):
        return item
    values = ((field.name, getattr(item, field.name)) for field in attr.fields(type(item)))
    return {name: filled(value) for name, value in values if value or value is False}


def content_key(content: bytes) -> bytes:
    """The same for the same content only."""
    return blake2b(content, digest_size=16).digest()


def quieten(config: pytest.Config, listener: AllureListener) -> AllureListener:
    """Turn allure-pytest's listener and file logger into those above; its clean-up still finds them."""
    config.option.attach_capture = False
    config.pluginmanager.unregister(listener)
    listener.__class__ = QuietListener
    config.pluginmanager.register(listener, "allure_listener")
    plugins = allure_commons.plugin_manager
    for plugin in list(plugins.get_plugins()):
        if type(plugin) is AllureFileLogger:
            name = plugins.get_name(plugin)
            plugins.unregister(plugin)
            plugin.__class__ = PlainLogger
            plugin.__dict__["_first"] = {}
            plugins.register(plugin, name)
    return listener
