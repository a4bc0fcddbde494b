"""What is refused: forms from elsewhere, forged sessions, what a role may not do, bodies too large or too slow."""

import http.client
import json
import re
import shutil
import socket
import subprocess
import sys
import time
from urllib.parse import urlencode, urlsplit

import pytest

from deedbook.desk import doors
from deedbook.desk.accounts import accounts_path, read_accounts
from deedbook.desk.app import create_app
from deedbook.desk.doors import local_path
from deedbook.desk.limits import Allowance
from deedbook.desk.views.bringin import safe_name
from deedbook.ledger import Ledger

from .conftest import serving

PASSWORD = "seven green lanterns"


class Client:
    """A browser's manners without the browser: keeps its cookie, follows nothing."""

    def __init__(self, address: str) -> None:
        self.host = urlsplit(address).netloc
        self.cookie = ""

    def ask(self, method: str, path: str, body: bytes | str | None = None, **headers: str):
        connection = http.client.HTTPConnection(self.host, timeout=60)
        sent = {"Accept": "text/html", **{name.replace("_", "-"): value for name, value in headers.items()}}
        if self.cookie:
            sent["Cookie"] = self.cookie
        connection.request(method, path, body, sent)
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        if found := answer.getheader("Set-Cookie"):
            self.cookie = found.partition(";")[0]
        connection.close()
        return answer.status, text, answer

    def token(self, path: str) -> str:
        _, text, _ = self.ask("GET", path)
        return re.search(r'name="csrf" value="([^"]+)"', text)[1]

    def send(self, path: str, fields: dict[str, str], **headers: str):
        headers.setdefault("Content_Type", "application/x-www-form-urlencoded")
        return self.ask("POST", path, urlencode(fields), **headers)

    def upload(self, path: str, field: str, name: str, data: bytes, token: str):
        bound = "b0und"
        head = f'--{bound}\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n{token}\r\n'
        head += f'--{bound}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n'
        body = head.encode() + data + f"\r\n--{bound}--\r\n".encode()
        return self.ask("POST", path, body, Content_Type=f"multipart/form-data; boundary={bound}")


@pytest.fixture
def staffed(filled, tmp_path):
    """A desk with a reader and a reviewer."""
    path = tmp_path / "staffed.db"
    shutil.copy(filled, path)
    held = read_accounts(accounts_path(path)).with_account("root", "administrator", PASSWORD)
    held.with_account("rita", "reader", PASSWORD).with_account("vera", "reviewer", PASSWORD)
    with serving(create_app(path)) as address:
        yield address, path


def signed_in(address: str, name: str, password: str = PASSWORD) -> tuple[Client, int, str]:
    client = Client(address)
    status, text, _ = client.send("/sign-in", {"csrf": client.token("/sign-in"), "name": name, "password": password})
    return client, status, text


def test_without_accounts_the_desk_is_open_and_its_cookie_is_out_of_reach_of_scripts(own_desk) -> None:
    client = Client(own_desk[0])
    status, _, answer = client.ask("GET", "/")
    assert status == 200
    cookie = answer.getheader("Set-Cookie").lower()
    assert "httponly" in cookie and "samesite=lax" in cookie


def test_with_accounts_nothing_is_shown_before_signing_in(staffed) -> None:
    client = Client(staffed[0])
    status, text, answer = client.ask("GET", "/PAK-USA?as_of=2025-12-01")
    assert status == 303 and text == ""
    assert answer.getheader("Location") == "/sign-in?next=%2FPAK-USA%3Fas_of%3D2025-12-01"
    assert client.ask("GET", "/PAK-USA.json", Accept="application/json")[0] == 401


def test_signing_in_leads_on_and_signing_out_ends_it(staffed) -> None:
    client = Client(staffed[0])
    token = client.token("/sign-in?next=/PAK-USA")
    before = client.cookie
    fields = {"csrf": token, "name": "rita", "password": PASSWORD, "next": "/PAK-USA"}
    status, _, answer = client.send("/sign-in", fields)
    assert (status, answer.getheader("Location")) == (303, "/PAK-USA")
    assert client.cookie != before  # an id known before signing in is worth nothing after
    assert client.ask("GET", "/PAK-USA")[0] == 200
    kept = client.cookie
    assert client.send("/sign-out", {"csrf": client.token("/bring-in")})[0] == 303
    client.cookie = kept
    assert client.ask("GET", "/PAK-USA")[0] == 303


def test_wrong_passwords_are_refused_alike_and_then_slowed_down(staffed) -> None:
    _, status, text = signed_in(staffed[0], "rita", "wrong password!")
    _, unknown, other = signed_in(staffed[0], "nobody", "wrong password!")
    assert status == unknown == 403
    assert re.search(r'role="alert".*?</p>', text)[0] == re.search(r'role="alert".*?</p>', other)[0]
    for _ in range(4):
        _, status, text = signed_in(staffed[0], "rita", "wrong password!")
    assert status == 429 and "Wait" in text


def test_a_forged_session_is_nobody(staffed) -> None:
    client, *_ = signed_in(staffed[0], "rita")
    client.cookie = client.cookie[:-2] + ("aa" if not client.cookie.endswith("aa") else "bb")
    assert client.ask("GET", "/PAK-USA")[0] == 303
    client.cookie = 'deedbook=%00"; admin=1'
    assert client.ask("GET", "/PAK-USA")[0] == 303


def test_an_account_that_was_removed_is_out_at_once(staffed) -> None:
    address, path = staffed
    client, *_ = signed_in(address, "vera")
    assert client.ask("GET", "/bring-in")[0] == 200
    read_accounts(accounts_path(path)).without("vera")
    assert client.ask("GET", "/bring-in")[0] == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
    ],
)
def test_a_form_of_another_site_is_refused(own_desk, headers) -> None:
    client = Client(own_desk[0])
    token = client.token("/bring-in")
    status, text, _ = client.send("/bring-in", {"csrf": token, "address": "http://127.0.0.1/"}, **headers)
    assert status == 403 and "another site" in text


def test_a_form_without_its_token_or_session_is_refused(own_desk) -> None:
    client, other = Client(own_desk[0]), Client(own_desk[0])
    token = client.token("/bring-in")
    for fields in ({}, {"csrf": ""}, {"csrf": other.token("/bring-in")}, {"csrf": token[:-1]}):
        assert client.send("/bring-in", {"address": "https://example.org/", **fields})[0] == 403
    client.cookie = ""
    assert client.send("/bring-in", {"csrf": token})[0] == 403


def test_a_reader_reads_and_brings_nothing_in(staffed) -> None:
    address, path = staffed
    client, *_ = signed_in(address, "rita")
    _, text, _ = client.ask("GET", "/bring-in")
    assert "takes a reviewer" in text
    with Ledger.open(path, create=False) as ledger:
        before = ledger.counts()
    status, text, _ = client.upload(
        "/bring-in", "file", "a.txt", b"Pakistan and the United States met.", client.token("/bring-in")
    )
    assert status == 403 and "rita is a reader" in text
    with Ledger.open(path, create=False) as ledger:
        assert ledger.counts() == before


def test_a_file_goes_into_the_ledger_under_its_own_harmless_name(own_desk) -> None:
    address, path = own_desk
    client = Client(address)
    text = b"WASHINGTON, Jan 5 - The United States approved a loan of $40 million for Pakistan on Monday.\n"
    status, page, _ = client.upload("/bring-in", "file", "../../etc/pass<b>wd.txt", text, client.token("/bring-in"))
    assert status == 200 and "1 article met" in page
    with Ledger.open(path, create=False) as ledger:
        (hit,) = ledger.search("$40 million for Pakistan")
        assert ledger.article(hit.article_key).id == "passbwd.txt"


def test_a_file_that_cannot_be_read_is_told_and_changes_nothing(own_desk) -> None:
    client = Client(own_desk[0])
    status, page, _ = client.upload("/bring-in", "file", "a.pdf", b"%PDF-1.7\n\x00\x01", client.token("/bring-in"))
    assert status == 422 and "a.pdf" in page and "deedbook-" not in page


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:9/", "http://[::1]/", "http://169.254.169.254/latest/", "http://localhost/"]
)
def test_an_address_behind_the_firewall_is_not_contacted(own_desk, address) -> None:
    client = Client(own_desk[0])
    status, page, _ = client.send("/bring-in", {"csrf": client.token("/bring-in"), "address": address})
    assert status == 422 and "not a public address" in page


def test_other_schemes_are_no_addresses(own_desk) -> None:
    client = Client(own_desk[0])
    for address in ("file:///etc/passwd", "gopher://x", "/etc/passwd"):
        status, page, _ = client.send("/bring-in", {"csrf": client.token("/bring-in"), "address": address})
        assert status == 422 and "is no address" in page


def test_a_tracker_is_set_beside_the_ledger(own_desk) -> None:
    client = Client(own_desk[0])
    table = (
        b'giver,receiver,what,status\nUSA,PAK,=HYPERLINK("x") <script>alert(1)</script>,pledged\nMars,PAK,x,pledged\n'
    )
    status, page, _ = client.upload("/bring-in/tracker", "tracker", "t.csv", table, client.token("/bring-in"))
    assert status == 200
    assert "1 row read" in page and "Mars" in page
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page


def test_a_body_that_is_too_large_is_refused_before_it_is_read(own_desk) -> None:
    host, port = urlsplit(own_desk[0]).netloc.split(":")
    with socket.create_connection((host, int(port)), timeout=10) as opened:
        opened.sendall(f"POST /bring-in HTTP/1.1\r\nHost: {host}\r\nContent-Length: 99999999999\r\n\r\n".encode())
        assert opened.recv(100).startswith(b"HTTP/1.1 413")


def test_a_body_that_comes_too_slowly_is_cut_off(filled, monkeypatch) -> None:
    monkeypatch.setattr("deedbook.desk.limits.SEND_SECONDS", 0.5)
    monkeypatch.setattr("deedbook.desk.limits.BodyLimits.__init__.__defaults__", (1000, 0.5))
    with serving(create_app(filled)) as address:
        client = Client(address)
        client.token("/bring-in")
        host, port = urlsplit(address).netloc.split(":")
        begun = time.monotonic()
        with socket.create_connection((host, int(port)), timeout=10) as opened:
            head = f"POST /bring-in HTTP/1.1\r\nHost: {host}\r\nCookie: {client.cookie}\r\nContent-Length: 900\r\n"
            opened.sendall((head + "Content-Type: application/x-www-form-urlencoded\r\n\r\ncsrf=").encode())
            assert opened.recv(100).startswith(b"HTTP/1.1 408")
        assert time.monotonic() - begun < 8


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("/PAK-USA?x=1", "/PAK-USA?x=1"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/a\r\nSet-Cookie: x=1", "/"),
        ("", "/"),
    ],
)
def test_signing_in_leads_nowhere_else(given, expected) -> None:
    assert local_path(given) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("..\\..\\x.html", "x.html"),
        ("/etc/passwd", "passwd"),
        ("...", "upload.txt"),
        ("a\x00b\u202etxt.exe", "abtxt.exe"),
    ],
)
def test_a_name_of_a_file_is_made_harmless(given, expected) -> None:
    assert safe_name(given) == expected


@pytest.mark.parametrize("name", ["[::1]", "127.0.0.1", "localhost", "LOCALHOST"])
def test_this_computer_may_be_asked_by_each_of_its_names(filled, name: str) -> None:
    with serving(create_app(filled), host="::1" if name == "[::1]" else "127.0.0.1") as address:
        port = address.rpartition(":")[2]
        connection = http.client.HTTPConnection(name.strip("[]") if name == "[::1]" else "127.0.0.1", int(port))
        connection.request("GET", "/", headers={"Host": f"{name}:{port}", "Accept": "text/html"})
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200
        connection.request("GET", "/", headers={"Host": f"[::2]:{port}", "Accept": "text/html"})
        assert connection.getresponse().status == 400
        connection.close()


def test_a_form_is_taken_on_the_desk_at_its_other_address(filled, tmp_path) -> None:
    path = tmp_path / "six.db"
    shutil.copy(filled, path)
    with serving(create_app(path), host="::1") as address:
        client = Client(address)
        status, _, _ = client.send(
            "/bring-in", {"csrf": client.token("/bring-in"), "address": "nowhere"}, Origin=address
        )
        assert status == 422  # taken, and found to be no address


def test_who_is_turned_away_is_told_in_the_same_words(own_desk) -> None:
    host, port = urlsplit(own_desk[0]).netloc.split(":")
    said = []
    for path, headers in (("/review", {}), ("/PAK-USA", {"Content-Length": "99999999999"})):
        connection = http.client.HTTPConnection(host, int(port))
        connection.putrequest("POST", path)
        for name, value in ({"Content-Length": "0", "Accept": "application/json"} | headers).items():
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        said.append((answer.status, json.loads(answer.read())))
        connection.close()
    assert [status for status, _ in said] == [403, 413]
    assert said[0][1]["remedy"] == said[1][1]["remedy"]


def test_a_host_that_others_reach_demands_an_account(filled, tmp_path) -> None:
    path = tmp_path / "host.db"
    shutil.copy(filled, path)
    done = subprocess.run(
        [sys.executable, "-m", "deedbook", "desk", "--host", "0.0.0.0", "--port", "0", "--ledger", str(path)],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 2 and "deedbook user add NAME --role administrator" in done.stderr


def test_removing_the_last_account_of_such_a_desk_closes_it(filled, tmp_path) -> None:
    path = tmp_path / "last.db"
    shutil.copy(filled, path)
    held = read_accounts(accounts_path(path)).with_account("root", "administrator", PASSWORD)
    with serving(create_app(path, hosts=("*",), demands=True)) as address:
        client = signed_in(address, "root")[0]
        assert client.ask("GET", "/bring-in")[0] == 200
        held.without("root")
        for visitor in (client, Client(address)):
            assert visitor.ask("GET", "/PAK-USA")[0] == 303
            assert visitor.ask("GET", "/PAK-USA.json", Accept="application/json")[0] == 401
        accounts_path(path).unlink()
        assert client.ask("GET", "/review")[0] == 303


def test_who_asks_too_much_waits(filled, tmp_path, monkeypatch) -> None:
    # the clock stands still: on a slow machine the allowance would refill as fast as it is used
    monkeypatch.setattr(doors, "Allowance", lambda burst, each_second: Allowance(burst, each_second, lambda: 0.0))
    path = tmp_path / "staffed.db"
    shutil.copy(filled, path)
    read_accounts(accounts_path(path)).with_account("root", "administrator", PASSWORD)
    with serving(create_app(path)) as address:
        client = Client(address)
        asked = [client.ask("GET", "/sign-in") for _ in range(202)]
    assert [status for status, _, _ in asked] == [200] * 200 + [429] * 2
    assert int(asked[-1][2].getheader("Retry-After")) >= 1


def test_accounts_are_made_listed_and_removed_by_command(tmp_path) -> None:
    def user(*words: str, password: str = "") -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "deedbook", "user", *words, "--ledger", str(tmp_path / "led.db")]
        return subprocess.run(command, input=password, capture_output=True, text=True, timeout=60)

    assert "at least 12" in user("add", "amina", "--password-stdin", password="short\n").stderr
    made = user("add", "amina", "--role", "administrator", "--password-stdin", password=f"{PASSWORD}\n")
    assert made.returncode == 0 and "amina is a administrator" not in made.stdout
    assert PASSWORD not in accounts_path(tmp_path / "led.db").read_text()
    assert "amina\tadministrator" in user("list").stdout
    assert user("remove", "amina").returncode == 0 and user("list").stdout == ""
