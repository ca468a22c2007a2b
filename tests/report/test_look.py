"""`[report]` of talkqa.toml: what is refused, and what reaches the page."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from talkqa.report import html
from talkqa.report.contrast import contrast, read_colour
from talkqa.report.look import LARGEST, LookError, look_of
from talkqa.report.stream import read
from talkqa.shipped import fixtures

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><rect width="9" height="9" fill="url(#a)"/></svg>'
PAGE = read(fixtures() / "golden" / "every_verdict.ndjson")


def test_contrast_is_that_of_wcag() -> None:
    """The values that WCAG's definition gives for black, white and the grey that just suffices."""
    white = read_colour("#ffffff")
    assert contrast(read_colour("#000000"), white) == pytest.approx(21)
    assert contrast(white, white) == 1
    assert contrast(read_colour("#767676"), white) == pytest.approx(4.54, abs=0.01)
    assert contrast(read_colour("#777777"), white) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("name", "data", "kind"), [("l.png", PNG, "png"), ("l.svg", SVG, "svg+xml")])
def test_logo_name_and_colour_stand_on_the_page(tmp_path: Path, name: str, data: bytes, kind: str) -> None:
    """The logo inside it, with the client's name for those who hear it."""
    (tmp_path / name).write_bytes(data)
    section = {
        "client": "Eksempel & Co",
        "logo": name,
        "colour": "#7A1FA2",
        "product": "Bro",
        "environment": "Test 2",
    }
    page = html.render(PAGE, look_of(section, tmp_path))
    told = f'<img src="data:image/{kind};base64,{base64.b64encode(data).decode()}" alt="Eksempel &amp; Co">'
    assert told in page
    assert ":root { --accent: #7a1fa2; }" in page
    first = page[: page.index('id="findings"')]
    assert all(
        text in first for text in ("For Eksempel &amp; Co", "<dd>Bro", "Test 2", "talkqa mutant M-17a")
    )


def test_dark_page_has_a_readable_colour_too(tmp_path: Path) -> None:
    """A dark colour is made lighter until it can be read on dark ground."""
    look = look_of({"colour": "#00205b"}, tmp_path)
    assert contrast(read_colour(look.dark_colour), read_colour("#1a202a")) >= 4.5


def test_language_of_the_call_wins(tmp_path: Path) -> None:
    """Over that of the section, which wins over English."""
    assert look_of({}, tmp_path).language == "en"
    assert look_of({"language": "nb"}, tmp_path).language == "nb"
    assert look_of({"language": "nb"}, tmp_path, "en").language == "en"


@pytest.mark.parametrize(
    ("section", "message"),
    [
        ({"language": "sv"}, "got 'sv', expected one of en, nb"),
        ({"client": 7}, "got 7, expected a text"),
        ({"colour": "red"}, "got 'red', expected a colour such as"),
        ({"colour": "#ffcc00"}, "contrast 1.4 on the page's ground, expected at least 4.5"),
        ({"logo": "l.png"}, "needs the client's name"),
        ({"logo": "none.png", "client": "X"}, "No such file"),
    ],
)
def test_what_cannot_be_used_is_refused(tmp_path: Path, section: dict[str, object], message: str) -> None:
    """With the key, what was found and what was expected."""
    with pytest.raises(LookError, match=rf"^\[report\] {next(iter(section))}: .*{message}"):
        look_of(section, tmp_path)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"GIF89a", "neither PNG nor SVG"),
        (b"<html/>", "got <html>, expected <svg>"),
        (b"<!DOCTYPE svg><svg/>", "DOCTYPE"),
        (b"<svg><script>1</script></svg>", "holds <script>"),
        (b'<svg onload="1"/>', "holds the attribute onload"),
        (b'<svg><g href="https://example.com"/></svg>', "holds the attribute href"),
        (b'<svg><rect fill="url(https://example.com)"/></svg>', "holds the attribute fill"),
        (PNG + b"\0" * LARGEST, "bytes, expected at most 200,000"),
    ],
)
def test_logo_that_could_do_something_is_refused(tmp_path: Path, data: bytes, message: str) -> None:
    """It is sent along in every report, so it holds shapes and text only, and few of them."""
    (tmp_path / "logo").write_bytes(data)
    with pytest.raises(LookError, match=message):
        look_of({"logo": "logo", "client": "X"}, tmp_path)
