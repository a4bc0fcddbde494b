"""Who may use a desk that others can reach: names, roles and password hashes in a file beside the ledger."""

import base64
import hashlib
import json
import os
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, cast, get_args

from deedbook.records.failure import Failure

Role = Literal["reader", "reviewer", "administrator"]
ROLES: tuple[Role, ...] = get_args(Role)
LEAST_CHARACTERS = 12
MOST_CHARACTERS = 1_000  # a longer one is hashed as slowly as it is long
# OWASP's advice of 2024 for scrypt: 32 MB and about a tenth of a second for each try.
_COST, _BLOCK, _LANES = 2**15, 8, 1
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


@dataclass(frozen=True, slots=True)
class Account:
    name: str
    role: Role
    salt: bytes
    digest: bytes
    made: str


@dataclass(frozen=True, slots=True)
class Accounts:
    """The accounts in ``path``, as read once. Every change returns what is then in the file."""

    path: Path
    held: Mapping[str, Account]

    def verified(self, name: str, password: str) -> Account | None:
        """The account whose password this is. Takes as long for a name that does not exist."""
        account = self.held.get(name)
        salt = account.salt if account else b"\0" * 16
        digest = _hash(password[:MOST_CHARACTERS], salt)
        right = secrets.compare_digest(digest, account.digest if account else b"\0" * len(digest))
        return account if account and right else None

    def with_account(self, name: str, role: Role, password: str) -> "Accounts":
        """Adds ``name``, or gives it another role and password. Raises Failure where either cannot be used."""
        if not _NAME.fullmatch(name):
            raise Failure(f"{name!r} is no account name; use letters, digits, dots and hyphens, at most 64.")
        if not LEAST_CHARACTERS <= len(password) <= MOST_CHARACTERS:
            raise Failure(f"the password has {len(password)} characters; at least {LEAST_CHARACTERS} are needed.")
        salt = secrets.token_bytes(16)
        made = Account(name, role, salt, _hash(password, salt), datetime.now(UTC).isoformat(timespec="seconds"))
        return self._written({**self.held, name: made})

    def without(self, name: str) -> "Accounts":
        """Removes ``name``. Raises Failure where there is none, or where it is the last administrator."""
        if name not in self.held:
            raise Failure(f"there is no account {name!r}. There are: {', '.join(self.held) or 'none'}.")
        left = {other: account for other, account in self.held.items() if other != name}
        if left and not any(account.role == "administrator" for account in left.values()):
            raise Failure(f"{name!r} is the last administrator. Make another first.")
        return self._written(left)

    def _written(self, held: Mapping[str, Account]) -> "Accounts":
        body = {
            "version": 1,
            "accounts": {
                account.name: {
                    "role": account.role,
                    "salt": base64.b64encode(account.salt).decode(),
                    "scrypt": base64.b64encode(account.digest).decode(),
                    "made": account.made,
                }
                for account in held.values()
            },
        }
        part = self.path.with_name(self.path.name + ".part")
        try:
            part.unlink(missing_ok=True)
            # Made with no rights for others from the first byte on.
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
                json.dump(body, file, indent=2)
            part.replace(self.path)
        except OSError as error:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise Failure(f"{self.path}: the accounts cannot be written ({error.strerror}).") from None
        return replace(self, held=held)


def accounts_path(ledger: Path) -> Path:
    """Where the accounts of the desk on ``ledger`` are kept."""
    return ledger.with_name(ledger.name + ".accounts.json")


def read_accounts(path: Path) -> Accounts:
    """The accounts in ``path``; none where there is no such file. Raises Failure where it cannot be used, or where
    others than its owner may read it."""
    try:
        if path.stat().st_mode & 0o077 and os.name == "posix":
            raise Failure(f"{path}: others may read the accounts. Run: chmod 600 {path}")
        found = json.loads(path.read_text(encoding="utf-8"))
        held = {name: _account(name, one) for name, one in found["accounts"].items()}
    except FileNotFoundError:
        held = {}
    except OSError as error:
        raise Failure(f"{path}: the accounts cannot be read ({error.strerror}).") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Failure(f"{path}: this holds no accounts of a desk. Move it away and make them again.") from None
    return Accounts(path, held)


def _account(name: str, one: Mapping[str, Any]) -> Account:
    if one["role"] not in ROLES:
        raise ValueError(one["role"])
    salt, digest = base64.b64decode(one["salt"]), base64.b64decode(one["scrypt"])
    return Account(name, cast("Role", one["role"]), salt, digest, str(one["made"]))


def _hash(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(
        password.encode("utf-8", "surrogatepass"), salt=salt, n=_COST, r=_BLOCK, p=_LANES, maxmem=2**27, dklen=32
    )
