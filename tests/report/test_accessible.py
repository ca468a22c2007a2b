"""axe-core in headless Chromium finds nothing to complain about, in both languages, by day and by night.

axe-core comes from npm, pinned by `axe/package-lock.json`, into the cache folder that Allure's page uses too.
Skipped, with the reason, where there is no Chromium or no npm; never where CHROMIUM names one.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from dataclasses import replace
from hashlib import sha256
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from talkqa.report import html
from talkqa.report.allure_render import find_node
from talkqa.report.look import look_of
from talkqa.report.stream import read
from talkqa.report.words import LANGUAGES
from talkqa.shipped import fixtures
from tests.report.browser import CHROMIUM, needs_chromium
from tests.report.test_look import SVG
from tests.report.test_picture import CHECK

PINNED = Path(__file__).with_name("axe")


def npm() -> tuple[str, ...]:
    """The npm of a Node that Allure takes too, else the system's; empty where there is none."""
    node, system = find_node()[0], shutil.which("npm")
    return node.npm if node else (system,) if system else ()


NPM = npm()
RUN = """<script>{axe}</script><script>
addEventListener("load", () => axe.run(document, {{resultTypes: ["violations", "incomplete"]}}).then(found => {{
  const where = v => v.nodes.map(node => node.html.slice(0, 200));
  const told = found.violations.map(v => ({{id: v.id, impact: v.impact, where: where(v)}}));
  const out = document.createElement("pre");
  out.id = "axe-says";
  out.textContent = JSON.stringify({{violations: told, passes: found.passes.length}});
  document.body.append(out);
}}));
</script></body>"""

pytestmark = [
    needs_chromium,
    pytest.mark.skipif(not NPM, reason="no npm here, which brings axe-core"),
]


@pytest.fixture(scope="module")
def axe() -> str:
    """axe-core's source, of exactly the pinned version and hash."""
    lock = sha256((PINNED / "package-lock.json").read_bytes()).hexdigest()[:16]
    base = os.environ.get("TALKQA_CACHE") or os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    folder = Path(base, "talkqa", f"axe-{lock}")
    source = folder / "node_modules" / "axe-core" / "axe.min.js"
    if not source.exists():
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(PINNED / name, folder)
        subprocess.run([*NPM, "ci", "--ignore-scripts", "--no-audit"], cwd=folder, check=True, timeout=300)
    return source.read_text("utf-8")


def page(folder: Path, language: str, dark: bool) -> str:
    """A page with all that a page can hold: every verdict, a picture, a logo, a colour of the client's own."""
    results = read(fixtures() / "golden" / "every_verdict.ndjson")
    checks = tuple(
        replace(check, timeline=CHECK.timeline) if check.verdict != "pass" else check
        for check in results.checks
    )
    (folder / "logo.svg").write_bytes(SVG)
    section = {"client": "Eksempel AS", "logo": "logo.svg", "colour": "#7a1fa2", "environment": "Test"}
    told = html.render(replace(results, checks=checks), look_of(section, folder, language))
    assert told.count("(prefers-color-scheme: dark)") == 2
    return told.replace("(prefers-color-scheme: dark)", "all" if dark else "not all")


def complaints(folder: Path, told: str, axe: str) -> dict[str, Any]:
    """What axe says of a page, in a browser that reaches nobody."""
    file = folder / "page.html"
    file.write_text(
        told.replace("</body>", RUN.format(axe=axe.replace("</script", "<\\/script"))), encoding="utf-8"
    )
    command = [str(CHROMIUM), "--headless=new", "--no-sandbox", "--disable-gpu", "--dump-dom",
               "--host-resolver-rules=MAP * ~NOTFOUND", "--virtual-time-budget=60000",
               f"--user-data-dir={folder / 'profile'}", file.as_uri()]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=240)
    said = re.search(r'<pre id="axe-says">(.*?)</pre>', done.stdout, re.DOTALL)
    assert said, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(unescape(said[1]))
    return found


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_no_violation_of_any_impact(tmp_path: Path, axe: str, language: str, dark: bool) -> None:
    """And had rules to apply."""
    found = complaints(tmp_path, page(tmp_path, language, dark), axe)
    assert found["violations"] == []
    assert found["passes"] > 20


def test_axe_sees_what_is_wrong(tmp_path: Path, axe: str) -> None:
    """The proof that the test above bites: without a language and with pale text it is not silent."""
    told = (
        page(tmp_path, "en", False)
        .replace('<html lang="en">', "<html>")
        .replace("--soft: #556070", "--soft: #b0b8c4")
    )
    assert {"html-has-lang", "color-contrast"} <= {
        one["id"] for one in complaints(tmp_path, told, axe)["violations"]
    }
