"""The live page: one HTML document that needs nothing else, and runs no script but its own.

What it shows is data of others, so it puts text in, never markup.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response


async def page(request: Request) -> Response:
    """The document, with headers that keep everybody else's scripts and frames away."""
    body, policy = document()
    headers = {
        "content-security-policy": policy,
        "x-frame-options": "DENY",
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "cache-control": "no-store",
    }
    return Response(body, headers=headers, media_type="text/html")


async def to_page(request: Request) -> Response:
    """The same address with the slash that the page's own links need."""
    return RedirectResponse(f"{request.url.path}/")


@cache
def document() -> tuple[str, str]:
    """The page with its style and script in it, and the policy that lets these two run and nothing else."""
    folder = files(__package__)
    style, script = (folder.joinpath(name).read_text("utf-8") for name in ("page.css", "page.js"))
    text = folder.joinpath("page.html").read_text("utf-8")
    text = text.replace("/*style*/", style).replace("/*script*/", script)
    allowed = (
        f"script-src '{_digest(script)}'; style-src '{_digest(style)}'; img-src data:; connect-src 'self'"
    )
    return text, f"default-src 'none'; {allowed}; form-action 'none'; frame-ancestors 'none'; base-uri 'none'"


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
