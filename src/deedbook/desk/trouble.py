"""What the desk says where it does not take a request: the same words as a page and as JSON."""

from pydantic import BaseModel
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, JSONResponse, Response

NOT_TAKEN = "Not taken"
AGAIN = "Go back, reload the page and try again; what you typed may still be there."


class Trouble(BaseModel):
    """What the JSON face says where it cannot answer."""

    status: int
    what: str
    remedy: str = AGAIN


def refusal(headers: Headers, status: int, what: str, more: dict[str, str] | None = None) -> Response:
    """For who is turned away before there is a page: bare where a page is asked for, else JSON. ``what`` is the desk's
    own text, never a visitor's."""
    said = Trouble(status=status, what=what)
    if "text/html" in headers.get("accept", ""):
        page = (
            f"<!DOCTYPE html><html lang=en><title>{NOT_TAKEN}</title><h1>{NOT_TAKEN}</h1><p>{said.what}</p>"
            f"<p>{said.remedy}</p>"
        )
        return HTMLResponse(page, status, more)
    return JSONResponse(said.model_dump(), status, more)
