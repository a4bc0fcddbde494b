"""What every answer carries: a content policy that allows the desk's own files and nothing else."""

import base64
import hashlib
from functools import cache

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from deedbook.desk.assets import chart_style

POLICY = (
    "default-src 'none'; style-src 'self'{style}; script-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors {frames}"
)
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


@cache
def policy(*, embeddable: bool, chart: bool) -> str:
    """``chart``: an SVG file, which carries its style within, known by its hash."""
    digest = base64.b64encode(hashlib.sha256(chart_style().encode()).digest()).decode() if chart else ""
    return POLICY.format(style=f" 'sha256-{digest}'" if chart else "", frames="*" if embeddable else "'none'")


class SecurityHeaders:
    """Sets the headers on every answer, errors included. Pages that are made to be embedded may be framed."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                embeddable = bool(scope.get("state", {}).get("embeddable"))
                chart = headers.get("content-type", "").startswith("image/svg")
                headers["Content-Security-Policy"] = policy(embeddable=embeddable, chart=chart)
                headers["Cross-Origin-Resource-Policy"] = "cross-origin" if embeddable else "same-origin"
                if not embeddable:
                    headers["X-Frame-Options"] = "DENY"
                for name, value in ALWAYS.items():
                    headers[name] = value
                headers.setdefault("Cache-Control", "private, no-cache")
            await send(message)

        await self.app(scope, receive, secured)
