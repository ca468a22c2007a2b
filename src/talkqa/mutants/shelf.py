"""The systems under test that talkqa knows by name, and how a command becomes one."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import TypeVar

from talkqa.mutants.catalogue import MUTANTS
from talkqa.mutants.impostors import IMPOSTORS
from talkqa.reference.synchroniser import Reference
from talkqa.sut.command import Command
from talkqa.sut.errors import SutChoiceError
from talkqa.sut.inprocess import InProcess
from talkqa.sut.launching import ORDINARY, Limits
from talkqa.sut.protocol import Synchroniser
from talkqa.sut.service import Service

FORMS = "reference, mutant:M-25a, impostor:does-nothing, python:module:Class, command:… or service:<words of a shell>"

T = TypeVar("T")


def choose(spec: str, limits: Limits = ORDINARY) -> Callable[[], Synchroniser]:
    """What makes the system under test that a `--sut` value names; each call makes a fresh one.

    limits: what a command or service may use. Raises `SutChoiceError`, with what comes near, when it names nothing.
    """
    kind, _, name = spec.partition(":")
    if spec == "reference":
        return lambda: InProcess(Reference)
    if kind == "mutant":
        mutant = _named(spec, name, MUTANTS)
        return lambda: InProcess(mutant)
    if kind == "impostor":
        impostor = _named(spec, name, IMPOSTORS)
        return lambda: InProcess(impostor)
    if kind == "python":
        found = _python(spec, name)
        return lambda: InProcess(found)
    if kind in ("command", "service"):
        return _words(spec, kind, name, limits)
    raise SutChoiceError(f"--sut {spec}: names no system under test; expected {FORMS}{_near(spec, names())}")


def names() -> list[str]:
    """Every spec that needs nothing of the caller's own."""
    return ["reference", *(f"mutant:{name}" for name in MUTANTS), *(f"impostor:{name}" for name in IMPOSTORS)]


def _named(spec: str, name: str, known: dict[str, T]) -> T:
    if name not in known:
        kind = spec.partition(":")[0]
        raise SutChoiceError(f"--sut {spec}: there is no {kind} {name!r}{_near(name, known)}")
    return known[name]


def _python(spec: str, name: str) -> Callable[[], Synchroniser]:
    """A class of the caller's own; the folder it was called in is looked at too, as with `python -m`."""
    module, _, attribute = name.partition(":")
    if not module or not attribute:
        raise SutChoiceError(
            f"--sut {spec}: names no class; expected for instance python:my_package.sync:MySync"
        )
    if "" not in sys.path and str(Path.cwd()) not in sys.path:
        sys.path.insert(0, str(Path.cwd()))
    try:
        found = getattr(import_module(module), attribute)
    except (ImportError, AttributeError) as error:
        raise SutChoiceError(f"--sut {spec}: {error}. Check the names, and that it is installed.") from error
    lacking = [method for method in ("start", "cycle", "reset", "stop", "kill") if not hasattr(found, method)]
    if lacking:
        raise SutChoiceError(
            f"--sut {spec}: {attribute} has no {', '.join(lacking)}; see docs/your-own-synchroniser.md"
        )
    made: Callable[[], Synchroniser] = found
    return made


def _words(spec: str, kind: str, text: str, limits: Limits) -> Callable[[], Synchroniser]:
    try:
        words = shlex.split(text)
    except ValueError as error:
        raise SutChoiceError(f"--sut {spec}: not the words of a shell ({error})") from error
    if not words:
        raise SutChoiceError(f"--sut {spec}: no command; expected for instance {kind}:python my_sync.py")
    return lambda: Command(words, limits) if kind == "command" else Service(words, limits)


def _near(word: str, known: Iterable[str]) -> str:
    near = get_close_matches(word, list(known), n=3, cutoff=0.5)
    return f"; did you mean {' or '.join(near)}?" if near else ""
