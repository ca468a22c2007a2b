"""`talkqa bundle`: a run's results under a signature that anybody with the public key can check, offline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import orjson

from talkqa.cli.refused import Refused
from talkqa.report.stream import StreamError, read


@click.group()
def bundle() -> None:
    """Put a run's results into one signed file, and verify such a file. Needs the extra `bundle`.

    \b
    Examples:
      talkqa bundle key --out keys
      talkqa bundle sign --key keys/talkqa-private.pem
      talkqa bundle verify reports/bundle.zip --key keys/talkqa-public.pem
    """


@bundle.command()
@click.option(
    "--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="Folder for the keys."
)
def key(out: Path) -> None:
    """Make a pair of Ed25519 keys: one to sign with, which stays secret, and one to give away.

    \b
    Example:
      talkqa bundle key --out keys
    """
    with refusals():
        from talkqa.report.keys import fingerprint, make_keys, read_public

        private, public = make_keys(out)
        click.echo(f"to sign with, keep it secret   {private}")
        click.echo(f"to verify with, give it away   {public}")
        click.echo(f"fingerprint                    {fingerprint(read_public(public))}")


@bundle.command()
@click.argument("results", default="reports/results.ndjson", type=click.Path(path_type=Path))
@click.option("--key", "path", required=True, type=click.Path(path_type=Path), help="The private key.")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="The bundle; bundle.zip beside RESULTS."
)
def sign(results: Path, path: Path, out: Path | None) -> None:
    """Sign the results of a finished run and the reports beside them.

    \b
    Example:
      talkqa bundle sign reports/results.ndjson --key keys/talkqa-private.pem
    """
    with refusals():
        from talkqa.report import bundle as made
        from talkqa.report.keys import fingerprint, read_private

        private = read_private(path)
        written = made.sign(read(results), private, out or results.with_name("bundle.zip"))
        click.echo(f"bundle   {written}")
        click.echo(f"key      {fingerprint(private.public_key())}")


@bundle.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--key", "path", required=True, type=click.Path(path_type=Path), help="The public key.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="What is printed."
)
@click.pass_context
def verify(context: click.Context, file: Path, path: Path, form: str) -> None:
    """Say what a bundle vouches for, or which of its files is not as it was signed.

    Exit code 0: every byte is as it was signed; 1: something was altered, or another key signed it.

    \b
    Example:
      talkqa bundle verify reports/bundle.zip --key keys/talkqa-public.pem
    """
    with refusals():
        from talkqa.report import bundle as made
        from talkqa.report.keys import fingerprint, read_public

        public = read_public(path)
        found = made.verify(file.read_bytes(), public)
    if form == "json":
        told = {"problems": found.problems, "key": fingerprint(public), "statement": found.statement}
        click.echo(orjson.dumps(told).decode())
    else:
        for problem in found.problems:
            click.echo(f"{file}: {problem}")
        for word, said in [] if found.problems else vouched(found.statement, fingerprint(public)):
            click.echo(f"{word:<10} {said}")
    context.exit(1 if found.problems else 0)


def vouched(statement: Mapping[str, Any], key: str) -> Iterator[tuple[str, str]]:
    """What a sound bundle says, a word and its value each."""
    predicate = statement["predicate"]
    made = {one["name"]: one for one in predicate["configuration"]}
    about, sut, run = (made[name]["annotations"] for name in ("document", "sut", "talkqa"))
    lists = {word: len(predicate[f"{word}Tests"]) for word in ("passed", "warned", "failed")}
    yield (
        "verdict",
        predicate["result"] + ": " + ", ".join(f"{count} {word}" for word, count in lists.items()),
    )
    yield "document", f"{about['title']}, {about['generated']}, sha256 {made['document']['digest']['sha256']}"
    yield "system", f"{sut['name']} {sut['version']}".strip()
    yield "talkqa", f"{run['version']}, seed {run['seed']}, {run['started']}"
    for one in statement["subject"]:
        yield "file", f"{one['name']}, sha256 {one['digest']['sha256']}"
    yield "key", key


@contextmanager
def refusals() -> Iterator[None]:
    """Exit code 2, with what is wrong, for calls that cannot be answered."""
    try:
        yield
    except ImportError as error:
        raise Refused(f"{error}. Bundles need an extra: pip install 'talkqa[bundle]'") from None
    except OSError as error:
        raise Refused(f"{error.filename}: {error.strerror}. Check the path and its rights.") from None
    except StreamError as error:
        raise Refused(str(error)) from None
    except ValueError as error:
        from talkqa.report.bundle import BundleError
        from talkqa.report.keys import KeyFileError

        if not isinstance(error, BundleError | KeyFileError):
            raise
        raise Refused(str(error)) from None
