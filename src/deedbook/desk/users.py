"""Who is at the desk. On loopback there are no accounts: whoever opens the page may read and review."""

from dataclasses import dataclass

from starlette.requests import Request

from deedbook.desk.accounts import Role


@dataclass(frozen=True, slots=True)
class User:
    """``token`` goes into every form that changes something (``csrf``); empty where there is no session."""

    name: str
    role: Role
    token: str = ""

    @property
    def reviews(self) -> bool:
        return self.role in ("reviewer", "administrator")


LOCAL = User("this computer", "reviewer")


def current(request: Request) -> User:
    """The user whom the session middleware has put on the request, else the one of this computer."""
    user: User = getattr(request.state, "user", LOCAL)
    return user
