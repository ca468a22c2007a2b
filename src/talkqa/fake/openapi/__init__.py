"""The fake's own OpenAPI document for v2. Describes; the routes do not read it."""

from talkqa.fake.openapi.description import PATH, serve

__all__ = ["PATH", "serve"]
