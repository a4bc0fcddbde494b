import json
import stat

import pytest

from deedbook.desk.accounts import accounts_path, read_accounts
from deedbook.desk.limits import Allowance
from deedbook.desk.sessions import IDLE_SECONDS, LONGEST_SECONDS, Sessions
from deedbook.records.failure import Failure

PASSWORD = "seven green lanterns"


@pytest.fixture
def file(tmp_path):
    return accounts_path(tmp_path / "ledger.db")


def test_an_account_is_kept_as_a_hash_that_only_the_owner_can_read(file) -> None:
    read_accounts(file).with_account("amina", "reviewer", PASSWORD)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert PASSWORD not in file.read_text()
    again = read_accounts(file)
    account = again.verified("amina", PASSWORD)
    assert account is not None and account.role == "reviewer"
    assert again.verified("amina", PASSWORD + " ") is None
    assert again.verified("amin", PASSWORD) is None


def test_the_same_password_has_another_hash_for_another_account(file) -> None:
    held = read_accounts(file).with_account("a", "reader", PASSWORD).with_account("b", "reader", PASSWORD)
    assert held.held["a"].digest != held.held["b"].digest


@pytest.mark.parametrize(
    ("name", "password", "said"),
    [("am ina", PASSWORD, "no account name"), ("../x", PASSWORD, "no account name"), ("amina", "short", "at least 12")],
)
def test_a_name_or_password_that_cannot_be_used_is_told(file, name, password, said) -> None:
    with pytest.raises(Failure, match=said):
        read_accounts(file).with_account(name, "reader", password)
    assert not file.exists()


def test_the_last_administrator_stays(file) -> None:
    held = read_accounts(file).with_account("root", "administrator", PASSWORD).with_account("r", "reader", PASSWORD)
    with pytest.raises(Failure, match="last administrator"):
        held.without("root")
    assert set(held.without("r").held) == {"root"}


def test_a_file_that_others_may_read_or_that_holds_something_else_is_refused(file) -> None:
    read_accounts(file).with_account("amina", "reader", PASSWORD)
    file.chmod(0o644)
    with pytest.raises(Failure, match="chmod 600"):
        read_accounts(file)
    file.chmod(0o600)
    found = json.loads(file.read_text())
    found["accounts"]["amina"]["role"] = "emperor"
    file.write_text(json.dumps(found))
    with pytest.raises(Failure, match="holds no accounts"):
        read_accounts(file)


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_session_ends_when_idle_and_at_the_latest_after_twelve_hours() -> None:
    clock = Clock()
    sessions = Sessions(clock)
    idle, busy = sessions.begin(), sessions.begin()
    while clock.now < LONGEST_SECONDS - IDLE_SECONDS / 2:
        clock.now += IDLE_SECONDS / 2
        assert sessions.find(busy.id) is not None
    assert sessions.find(idle.id) is None
    clock.now = LONGEST_SECONDS + 1
    assert sessions.find(busy.id) is None


def test_a_forged_id_finds_nothing_and_signing_out_ends_it() -> None:
    sessions = Sessions()
    held = sessions.begin()
    assert sessions.find(held.id[:-1] + ("a" if held.id[-1] != "a" else "b")) is None
    assert sessions.find(None) is None
    sessions.end(held.id)
    assert sessions.find(held.id) is None


def test_an_allowance_is_used_up_and_comes_back_and_each_client_has_its_own() -> None:
    clock = Clock()
    allowance = Allowance(2, 0.5, clock)
    assert [allowance.take("a") for _ in range(3)] == [0.0, 0.0, 2.0]
    assert allowance.take("b") == 0.0
    clock.now = 2.0
    assert allowance.take("a") == 0.0
