"""The client's page by keyboard alone: Tab comes to all that can be used, it shows where it is, and Enter works."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from talkqa.report.words import LANGUAGES
from tests.report.browser import Page, needs_chromium
from tests.report.browser import page as browser
from tests.report.test_accessible import page as told

pytestmark = needs_chromium
USABLE = """[...document.querySelectorAll('a[href], summary, button, input, [tabindex="0"]')]
  .filter(one => one.checkVisibility())"""
HERE = f"""(() => {{
  const at = document.activeElement, style = getComputedStyle(at), box = at.getBoundingClientRect();
  const shown = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const onScreen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return {{place: {USABLE}.indexOf(at), what: at.outerHTML.slice(0, 80), shown, onScreen}};
}})()"""


def walked(page: Page) -> list[dict[str, Any]]:
    """Where Tab stops, from the top of the page until it leaves it."""
    many = page.ask(f"{USABLE}.length")
    stops: list[dict[str, Any]] = []
    for _ in range(many + 5):
        page.press("Tab")
        stop = page.ask(HERE)
        if stop["place"] < 0 or (stops and stop["place"] == stops[0]["place"]):
            break
        stops.append(stop)
    return stops


def missed(page: Page) -> list[str]:
    """What Tab does not come to in the page's order, does not show, or shows off the screen."""
    stops = walked(page)
    places = [stop["place"] for stop in stops]
    many = page.ask(f"{USABLE}.length")
    out = [f"not reached: {place}" for place in range(many) if place not in places]
    out += ["another order"] * (places != sorted(places))
    return out + [f"not seen: {stop['what']}" for stop in stops if not (stop["shown"] and stop["onScreen"])]


def written(folder: Path, text: str) -> Path:
    file = folder / "page.html"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize("language", LANGUAGES)
def test_tab_comes_to_everything_and_shows_where_it_is(tmp_path: Path, language: str) -> None:
    """First with what can be opened closed, then with all of it opened by Enter; one stop for each usable thing."""
    with browser(tmp_path) as page:
        page.open(written(tmp_path, told(tmp_path, language, dark=False)))
        assert page.ask(f"{USABLE}.length") > 30
        assert missed(page) == []
        closed = page.ask("document.querySelectorAll('details').length")
        assert closed > 3
        for number in range(closed):
            page.ask(f"document.querySelectorAll('summary')[{number}].focus()")
            page.press("Enter")
        assert page.ask("document.querySelectorAll('details[open]').length") == closed
        page.open(written(tmp_path, told(tmp_path, language, dark=True).replace("<details", "<details open")))
        assert missed(page) == []


def test_first_stop_leads_past_the_head_to_the_verdict(tmp_path: Path) -> None:
    """Tab, Enter: the next thing that is read is the verdict."""
    with browser(tmp_path) as page:
        page.open(written(tmp_path, told(tmp_path, "en", dark=False)))
        page.press("Tab")
        page.press("Enter")
        assert page.ask("location.hash") == "#verdict"
        assert page.ask("document.activeElement.id") == "verdict"


def test_the_walk_sees_what_is_wrong(tmp_path: Path) -> None:
    """The proof that it bites: a part that Tab passes over, and a stop that nobody sees."""
    text = told(tmp_path, "en", dark=False)
    with browser(tmp_path) as page:
        page.open(written(tmp_path, text.replace("<summary", '<summary tabindex="-1"')))
        assert any(one.startswith("not reached") for one in missed(page))
        page.open(written(tmp_path, text.replace(":focus-visible { outline: 3px", ":focus { outline: 0px")))
        assert any(one.startswith("not seen") for one in missed(page))
