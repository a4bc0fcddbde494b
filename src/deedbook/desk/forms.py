"""What a form sends: its token checked, its sender allowed to, its fields within bounds."""

import secrets
from collections.abc import Mapping

from fastapi import HTTPException, Request
from starlette.datastructures import FormData

from deedbook.desk.accounts import ROLES, Role
from deedbook.desk.users import current

MOST_FIELDS = 60
MOST_CHARACTERS = 20_000


class Refused(HTTPException):
    """The form is not taken; the message says why and what to do, for the person who sent it."""

    def __init__(self, status: int, what: str) -> None:
        super().__init__(status, what)


async def received(request: Request, role: Role, *, files: int = 0) -> FormData:
    """The form of ``request``, which must come from a page of this desk, sent by somebody who is at least ``role``.
    Raises Refused otherwise. A form that may hold files must be closed by who asked for it."""
    user = current(request)
    if ROLES.index(user.role) < ROLES.index(role):
        raise Refused(403, f"Only a {role} may do this; {user.name} is a {user.role}.")
    form = await request.form(max_files=files, max_fields=MOST_FIELDS, max_part_size=MOST_CHARACTERS)
    if not user.token or not secrets.compare_digest(field(form, "csrf").encode(), user.token.encode()):
        await form.close()
        raise Refused(403, "This form is not of this session. Reload the page and send it again.")
    return form


def field(form: FormData | Mapping[str, object], name: str) -> str:
    """The text of a field, without blanks at its ends; empty where there is none."""
    value = form.get(name)
    return value.strip() if isinstance(value, str) else ""
