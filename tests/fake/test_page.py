"""The live page: one document, needing nothing else, usable by everybody, and closed to other pages."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
import subprocess
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest

from talkqa.fake import Fake
from talkqa.fake.clients import Clients
from talkqa.fake.control import control_routes
from talkqa.fake.control.looking import KINDS
from talkqa.fake.control.page import document
from talkqa.fake.journal import Journal
from talkqa.fake.limits import Limits
from talkqa.fake.made_up import parties
from talkqa.fake.mishaps import plan
from talkqa.fake.planting import populate
from tests.fake.doors import Door, made

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PAGE = document()[0]
SCRIPT = PAGE.partition("<script>")[2].partition("</script>")[0]


class Elements(HTMLParser):
    """Every element with its attributes, and the text in it that is its own."""

    def __init__(self) -> None:
        super().__init__()
        self.all: list[tuple[str, dict[str, str | None], list[str]]] = []
        self.feed(PAGE)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.all.append((tag, dict(attrs), []))

    def handle_data(self, data: str) -> None:
        if self.all and data.strip():
            self.all[-1][2].append(data.strip())


ELEMENTS = Elements().all


@pytest.fixture(scope="module")
def place() -> Iterator[tuple[Door, str]]:
    fake = Fake()
    clients = Clients(fake)
    tenant = clients.open(lambda tenant: populate(tenant, parties(100))).tenant
    with fake.serve(0, control_routes(clients)) as server:
        yield Door(fake, tenant, server.base_url, server.token_url, None), f"{server.origin}/_talkqa"


def test_the_page_is_served_with_or_without_its_slash(place: tuple[Door, str]) -> None:
    answer = httpx.get(f"{place[1]}/", trust_env=False)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert httpx.get(place[1], trust_env=False, follow_redirects=True).text == answer.text == PAGE


def test_the_page_runs_its_own_script_and_style_only(place: tuple[Door, str]) -> None:
    headers = httpx.get(f"{place[1]}/", trust_env=False).headers
    policy = headers["content-security-policy"]
    style = PAGE.partition("<style>")[2].partition("</style>")[0]
    for kind, text in (("script-src", SCRIPT), ("style-src", style)):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{kind} 'sha256-{digest}';" in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert (headers["x-frame-options"], headers["x-content-type-options"]) == ("DENY", "nosniff")


def test_the_page_asks_nobody_else_for_anything() -> None:
    assert re.findall(r"(?:https?:)?//\w", re.sub(r"^// .*$", "", PAGE, flags=re.MULTILINE)) == []
    assert [attrs for tag, attrs, _ in ELEMENTS if attrs.get("src")] == []
    assert [attrs["href"] for tag, attrs, _ in ELEMENTS if tag == "link"] == ["data:,"]


def test_what_others_wrote_is_never_taken_for_markup() -> None:
    assert re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", SCRIPT) == []


def test_another_page_can_neither_open_nor_frame_it(place: tuple[Door, str]) -> None:
    for header in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://evil.example"},
        {"Host": "evil.example"},
    ):
        assert httpx.get(f"{place[1]}/", headers=header, trust_env=False).status_code == 403


def test_every_control_has_a_name_and_the_page_a_language() -> None:
    labelled = {attrs["for"] for tag, attrs, _ in ELEMENTS if tag == "label"}
    fields = [attrs for tag, attrs, _ in ELEMENTS if tag in ("input", "select")]
    assert len(fields) > 10
    assert [attrs["id"] for attrs in fields if attrs["id"] not in labelled] == []
    assert [attrs for tag, attrs, text in ELEMENTS if tag == "button" and not text] == []
    assert ("html", {"lang": "en"}, []) in [(tag, attrs, []) for tag, attrs, _ in ELEMENTS]
    assert 'content="width=device-width, initial-scale=1"' in PAGE


def test_every_control_that_is_asked_for_is_there() -> None:
    texts = " ".join(text for _, _, own in ELEMENTS for text in own)
    for word in (
        "Advance",
        "Keep",
        "Reset to the first state",
        "Plan the fault",
        "Clear all",
        "Client",
        "Pause",
    ):
        assert word in texts
    ids = {attrs["id"] for _, attrs, _ in ELEMENTS if attrs.get("id")}
    used = set(re.findall(r'\$\("([\w-]+)"\)', SCRIPT))
    assert used - ids == set()
    for name in ("operation", "method", "credential", "nth", "times", "probability", "seed"):
        assert name in ids


def test_every_address_that_the_script_asks_exists(place: tuple[Door, str]) -> None:
    asked = set(re.findall(r'ask\("GET", "(\w+)"', SCRIPT))
    assert asked == {"requests", "records", "faults", "snapshots", "clients"}
    assert [
        path for path in asked if httpx.get(f"{place[1]}/{path}", trust_env=False).status_code != 200
    ] == []
    assert set(re.findall(r"^  (\w+): \[", SCRIPT, re.MULTILINE)) == set(KINDS)


PAIRS = [
    ("text", "card"),
    ("text", "ground"),
    ("text", "row"),
    ("quiet", "card"),
    ("accent", "card"),
    ("accent", "row"),
    ("on-accent", "accent"),
    ("good", "card"),
    ("good", "row"),
    ("bad", "card"),
    ("bad", "row"),
    ("on-fault", "fault"),
]


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "back"), PAIRS)
def test_every_text_can_be_told_from_its_ground(mode: int, front: str, back: str) -> None:
    """A contrast of 4.5 to 1 at least (WCAG 2.2, 1.4.3, level AA)."""
    colours = dict(re.findall(r"--([\w-]+): (#\w+);", PAGE.split(":root {")[mode + 1].split("}")[0]))
    bright, dark = sorted((luminance(colours[front]), luminance(colours[back])), reverse=True)
    assert (bright + 0.05) / (dark + 0.05) >= 4.5


def luminance(colour: str) -> float:
    """Relative luminance, by its definition in WCAG."""
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def dumped(address: str, folder: Path) -> str:
    """What a browser shows there after five seconds of its own time."""
    return subprocess.run(
        [
            str(CHROMIUM),
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            f"--user-data-dir={folder}",
            "--virtual-time-budget=5000",
            "--dump-dom",
            address,
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    ).stdout


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: the page's script is not run")
def test_a_browser_shows_records_requests_and_faults(place: tuple[Door, str], tmp_path: Path) -> None:
    door, address = place
    client = door.client()
    made(client, "Customers", Name="<b>Ærlig</b> Fjord")
    door.tenant.plan(plan("commit-502"))
    client.post("/Suppliers", json={"Name": "B"})
    shown = dumped(f"{address}/", tmp_path)
    assert "&lt;b&gt;Ærlig&lt;/b&gt; Fjord" in shown
    assert re.search(r'aria-label="Request 3".*?/v2/Suppliers.*?502.*?commit-502.*?1 write', shown, re.DOTALL)
    assert re.search(r'id="live"[^>]*>live<', shown)
    assert re.search(r'<ul id="armed".*?commit-502.*?struck 1 of 1', shown, re.DOTALL)
    assert re.search(r"1 to 25 of \d+", shown)


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: the page's script is not run")
def test_a_browser_shows_how_many_requests_came_and_are_no_more(tmp_path: Path) -> None:
    fake = Fake()
    clients = Clients(fake)
    tenant = clients.open().tenant
    tenant.journal = Journal(most_entries=5)
    with fake.serve(0, control_routes(clients)) as server:
        client = Door(fake, tenant, server.base_url, server.token_url, None).client()
        for _ in range(11):
            client.get("/Customers")
        shown = dumped(f"{server.origin}/_talkqa/", tmp_path)
    assert re.search(r'id="requests-count">12</span> <span[^>]* id="gone">the oldest 7 are no more<', shown)
    assert re.findall(r'aria-label="Request (\d+)"', shown) == ["12", "11", "10", "9", "8"]


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: the page's script is not run")
def test_a_browser_shows_how_many_requests_were_refused_and_why(tmp_path: Path) -> None:
    """Over the rate limit, and for what the fake lacks; a failure of the service is no refusal."""
    fake = Fake()
    clients = Clients(fake)
    tenant = clients.open().tenant
    with fake.serve(0, control_routes(clients)) as server:
        door = Door(fake, tenant, server.base_url, server.token_url, None)
        client = door.client()
        tenant.limits = Limits()
        statuses = [client.get("/Customers").status_code for _ in range(11)]
        tenant.clock.advance(1)
        statuses.append(client.get("/Vouchers/7").status_code)
        tenant.plan(plan("commit-502"))
        statuses.append(client.post("/Suppliers", json={"Name": "B"}).status_code)
        shown = dumped(f"{server.origin}/_talkqa/", tmp_path)
    assert statuses == [204] * 10 + [429, 501, 502]
    assert re.search(r'id="refused"[^>]*>2 refused<', shown)
    for told in ('429<span class="tag fault">rate limit<', '501<span class="tag fault">not in the fake<'):
        assert shown.count(f'<td class="bad">{told}') == 1
    assert shown.count('<td class="good">') == 11
