"""What is brought in: files good and bad, addresses that lead inward, tables, all by form and in a real browser."""

import gzip
import html
import http.client
import io
import ipaddress
import re
import shutil
import socket
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from urllib.parse import urlsplit

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from deedbook.desk.accounts import accounts_path, read_accounts
from deedbook.desk.app import create_app
from deedbook.ledger import Ledger

from .conftest import serving
from .test_doors import PASSWORD, Client, signed_in

LOAN = b"WASHINGTON, Jan 5 - The United States approved a loan of $40 million for Pakistan on Monday.\n"


def told(page: str) -> str:
    """What the page says of what was brought in, without its marks."""
    main = page.partition("<main")[2].partition('id="read-h"')[0]
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", main)).split())


def bring(desk: str, name: str, data: bytes | Callable[[], bytes]) -> tuple[int, str]:
    client = Client(desk)
    status, page, _ = client.upload(
        "/bring-in", "file", name, data() if callable(data) else data, client.token("/bring-in")
    )
    return status, page


def beside(desk: str, name: str, data: bytes | Callable[[], bytes]) -> tuple[int, str]:
    client = Client(desk)
    status, page, _ = client.upload(
        "/bring-in/tracker", "tracker", name, data() if callable(data) else data, client.token("/bring-in")
    )
    return status, page


@cache
def bomb() -> bytes:
    """A workbook of 250 KB that unpacks to 250 MB."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed,
        packed.open("xl/worksheets/sheet1.xml", "w") as sheet,
    ):
        for _ in range(250):
            sheet.write(b" " * 1_000_000)
    return out.getvalue()


def test_what_was_read_is_named_and_leads_to_its_article_and_its_pair(own_desk) -> None:
    status, page = bring(own_desk[0], "loan.txt", LOAN)
    assert status == 200 and "1 article met; 1 event written down" in told(page)
    key = re.search(r'href="/articles/([0-9a-f]{16})"', page)[1]
    assert Client(own_desk[0]).ask("GET", f"/articles/{key}")[1].count("$40 million") >= 1
    assert '<a href="/PAK-USA">Pakistan–United States</a>' in page
    assert "1 of them known before; 0 events written down" in told(bring(own_desk[0], "again.txt", LOAN)[1])


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("empty.txt", b"", "it is empty"),
        ("a.pdf", b"%PDF-1.7\n\x00\x01", "it is a PDF"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(50), "a picture"),
        ("page.html", b"%PDF-1.7\n\x00\x01", "it is a PDF"),
        ("a.docx", b"PK\x03\x04" + bytes(50), "office document"),
        ("a.sqlite", b"SQLite format 3\0" + bytes(50), "it is a database"),
        ("a.csv", b"provider,getter,what\nUSA,PAK,loan\n", "columns are those of no register"),
        ("bomb.gz", gzip.compress(bytes(50_000_000)), "compressed file"),
        ("bomb.xlsx", bomb, "office document"),
        ("a.json", b'{"a": 1}', 'no "text"'),
        ("shell.html", b"<div>" * 50_000 + b"x", "shows no text"),
        ("big.txt", b"A sentence. " * 1_800_000, "larger than the limit of 20 MB"),
    ],
)
def test_a_bad_file_is_told_in_a_line_and_changes_nothing(
    own_desk, name: str, data: bytes | Callable[[], bytes], said: str
) -> None:
    address, path = own_desk
    with Ledger.open(path, create=False) as ledger:
        before = ledger.counts()
    status, page = bring(address, name, data)
    assert status == 422 and "Nothing was read." in told(page) and said in told(page)
    assert "Traceback" not in page and "/tmp" not in page and "--" not in told(page)
    with Ledger.open(path, create=False) as ledger:
        assert ledger.counts().articles == before.articles


def test_of_a_file_with_bad_lines_the_good_ones_are_read(own_desk) -> None:
    lines = b'{"id": "1", "text": "The United States approved a loan for India on Monday."}\n{"id":\n'
    status, page = bring(own_desk[0], "lines.jsonl", lines)
    assert (
        status == 200 and "1 article met; 1 event" in told(page) and "lines.jsonl, line 2: it is not JSON" in told(page)
    )


def test_a_text_that_is_not_read_says_why(own_desk) -> None:
    text = "Der Minister sagte am Montag, dass die Vereinigten Staaten ein Darlehen für Pakistan prüfen wollen."
    said = told(bring(own_desk[0], "de.txt", text.encode())[1])
    assert "1 text in another language than English (de) was kept and not read" in said
    assert "Nothing was found that one state does" in told(
        bring(own_desk[0], "x.txt", b"It rained all day in town.")[1]
    )


def test_a_name_that_turns_itself_round_is_shown_straight(own_desk) -> None:
    for send in (bring, beside):
        _, page = send(own_desk[0], "gpj\u202etxt.%3Cscript%3E.<script>", LOAN)
        assert "\u202e" not in page and "<script>" not in page.partition("<main")[2]


# -- addresses ---------------------------------------------------------------------------------------------------------


class _Inner(BaseHTTPRequestHandler):
    """Two sites at one port: the one that is taken for public (127.0.0.2), and one behind the firewall (127.0.0.1)."""

    asked: ClassVar[list[str]] = []

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output clean."""

    def do_GET(self) -> None:
        inside = self.connection.getsockname()[0] == "127.0.0.1"
        self.asked.append("inside" if inside else "outside")
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/secret")
            self.end_headers()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.end_headers()
        self.wfile.write(b"the secret of the house" if inside else LOAN)


@pytest.fixture
def rebinding(monkeypatch) -> Iterator[tuple[int, list[str], list[str]]]:
    """A host whose name leads outside when it is first asked for, and inside ever after: the port, the names that were
    looked up, and which of the two sites was contacted."""
    servers = []
    first = ThreadingHTTPServer(("127.0.0.2", 0), _Inner)
    port = first.server_port
    servers += [first, ThreadingHTTPServer(("127.0.0.1", port), _Inner)]
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    asked: list[str] = []
    real = socket.getaddrinfo

    def lookup(host, port, *rest, **more):
        if host != "rebinds.example":
            return real(host, port, *rest, **more)
        asked.append(host)
        place = "127.0.0.2" if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (place, port))]

    monkeypatch.setattr("deedbook.reading.web.socket.getaddrinfo", lookup)
    monkeypatch.setattr("deedbook.reading.web.is_public", lambda address: address == ipaddress.ip_address("127.0.0.2"))
    _Inner.asked.clear()
    yield port, asked, _Inner.asked
    for server in servers:
        server.shutdown()
        server.server_close()


def paste(desk: str, address: str) -> tuple[int, str]:
    client = Client(desk)
    status, page, _ = client.send("/bring-in", {"csrf": client.token("/bring-in"), "address": address})
    return status, told(page)


def test_a_name_that_leads_elsewhere_after_it_was_checked_is_contacted_where_it_was_checked(
    own_desk, rebinding
) -> None:
    port, asked, contacted = rebinding
    status, said = paste(own_desk[0], f"http://rebinds.example:{port}/")
    assert status == 200 and "1 article met" in said
    assert (asked, contacted) == (["rebinds.example"], ["outside"])


def test_a_redirect_is_checked_anew_so_that_it_cannot_lead_inside(own_desk, rebinding) -> None:
    port, asked, contacted = rebinding
    status, said = paste(own_desk[0], f"http://rebinds.example:{port}/moved")
    assert status == 422 and "it redirects to" in said and "not a public address" in said
    assert len(asked) == 2 and contacted == ["outside"]


# -- bodies ------------------------------------------------------------------------------------------------------------


def test_a_body_that_does_not_say_how_long_it_is_ends_at_the_limit(filled, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("deedbook.desk.limits.BodyLimits.__init__.__defaults__", (100_000, 30.0))
    path = tmp_path / "chunks.db"
    shutil.copy(filled, path)
    with serving(create_app(path)) as address:
        client = Client(address)
        client.token("/bring-in")
        connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=20)
        head = {"Cookie": client.cookie, "Content-Type": "multipart/form-data; boundary=x", "Accept": "text/html"}
        chunks = (b"x" * 10_000 for _ in range(1000))
        with suppress(BrokenPipeError, ConnectionResetError):  # it has hung up already
            connection.request("POST", "/bring-in", body=chunks, headers=head, encode_chunked=True)
        answer = connection.getresponse()
        assert answer.status == 413
        connection.close()


def test_more_files_than_are_taken_at_once_are_refused(own_desk) -> None:
    client = Client(own_desk[0])
    bound = "b0und"
    body = f'--{bound}\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n{client.token("/bring-in")}\r\n'
    body += "".join(
        f'--{bound}\r\nContent-Disposition: form-data; name="file"; filename="{n}.txt"\r\n\r\nx\r\n' for n in range(60)
    )
    status, page, _ = client.ask(
        "POST", "/bring-in", f"{body}--{bound}--\r\n", Content_Type=f"multipart/form-data; boundary={bound}"
    )
    assert status == 400 and "Too many files" in page


# -- tables ------------------------------------------------------------------------------------------------------------


def test_a_workbook_is_set_beside_the_ledger_row_by_row(own_desk) -> None:
    book = openpyxl.Workbook()
    for row in (
        ("Giver", "Receiver", "What", "Status", "Date"),
        ("United States", "Pakistan", "Reko Diq loan", "delivered", "2025-12-10"),
        ("USA", "PAK", "A bridge over the Indus", "promised", "2025-12-10"),
        ("Mars", "PAK", "x", "promised", "2025-12-10"),
    ):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    status, page = beside(own_desk[0], "tracker.xlsx", out.getvalue())
    said = told(page)
    assert status == 200 and "2 rows read" in said and "Mars" in said
    assert "Nothing in the ledger has changed" in said and "A bridge over the Indus" in said
    outcomes = re.findall(r'<th role="rowheader" scope="row">([^<]+)', page)
    assert "only in the tracker" in outcomes and "only in the ledger" in outcomes
    assert [o for o in outcomes if o in ("agree", "in conflict")], "the loan was not matched"


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("bomb.xlsx", bomb, "unpacks to 250,"),
        ("junk.xlsx", b"PK\x03\x04junk", "no XLSX workbook"),
        ("empty.csv", b"", "the table is empty"),
        ("other.csv", b"a,b\n1,2\n", "Say below, under “Columns and dates”, which column is the giver"),
        (
            "long.csv",
            b"giver,receiver\n" + b"USA,PAK\n" * 100_001,
            "more than 100,000 rows, the most that a tracker may have",
        ),
    ],
)
def test_a_bad_table_is_told_in_a_line(own_desk, name: str, data: bytes | Callable[[], bytes], said: str) -> None:
    status, page = beside(own_desk[0], name, data)
    assert status == 422 and said in told(page) and "--" not in told(page)


def test_a_day_that_can_be_read_in_two_ways_is_asked_about_on_the_page(own_desk) -> None:
    status, page = beside(own_desk[0], "t.csv", b"giver,receiver,what,date\nUSA,PAK,x,03/04/2026\n")
    assert status == 200 and "0 rows read" in told(page) and "how they are written" in told(page)
    assert "<details open>" in page


def test_a_reader_sets_a_table_beside_the_ledger_but_reads_nothing_in(filled, tmp_path) -> None:
    path = tmp_path / "reader.db"
    shutil.copy(filled, path)
    held = read_accounts(accounts_path(path)).with_account("root", "administrator", PASSWORD)
    held.with_account("rita", "reader", PASSWORD)
    with serving(create_app(path, demands=True)) as address:
        rita = signed_in(address, "rita")[0]
        token = rita.token("/bring-in")
        table = b"giver,receiver,what\nUSA,PAK,a loan\n"
        assert rita.upload("/bring-in/tracker", "tracker", "t.csv", table, token)[0] == 200
        assert rita.upload("/bring-in", "file", "t.txt", LOAN, token)[0] == 403


# -- in the browser ----------------------------------------------------------------------------------------------------


def drop(page: Page, place: str, files: dict[str, str]) -> None:
    """Drops ``files`` on ``place`` as a browser's own dragging would."""
    page.evaluate(
        """([place, files]) => {
            const held = new DataTransfer();
            for (const [name, text] of Object.entries(files)) held.items.add(new File([text], name));
            const on = document.querySelector(place);
            for (const kind of ["dragenter", "dragover", "drop"])
                on.dispatchEvent(new DragEvent(kind, { dataTransfer: held, bubbles: true, cancelable: true }));
        }""",
        [place, files],
    )


def test_files_are_dropped_on_the_page_and_read(page: Page, own_desk) -> None:
    page.goto(f"{own_desk[0]}/bring-in")
    second = "ISLAMABAD, Jan 6 - Pakistan and China signed a loan agreement on Tuesday."
    drop(page, "h1", {"one.txt": LOAN.decode(), "two.txt": second})
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_role("heading", name="2 files")).to_be_visible(timeout=30_000)
    expect(page.locator("#done-h ~ ul > li")).to_have_count(2)
    page.get_by_role("link", name="Pakistan–United States").first.click()
    expect(page.locator("h1")).to_be_visible()


def test_a_bad_file_in_the_browser_leaves_the_form_and_back_leads_back(page: Page, own_desk) -> None:
    page.goto(f"{own_desk[0]}/bring-in")
    page.set_input_files("#file", {"name": "scan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n\x00"})
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_role("alert")).to_have_text("Nothing was read.")
    expect(page.locator(".problem")).to_contain_text("scan.pdf: it is a PDF")
    page.set_input_files("#file", {"name": "a.txt", "mimeType": "text/plain", "buffer": LOAN})
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_text("1 article met; 1 event written down")).to_be_visible(timeout=30_000)


def test_a_table_is_dropped_on_its_own_form(page: Page, own_desk) -> None:
    page.goto(f"{own_desk[0]}/bring-in")
    drop(page, "#tracker", {"t.csv": "giver,receiver,what\nUSA,PAK,a bridge\n"})
    assert page.evaluate("document.getElementById('file').files.length") == 0
    page.get_by_role("button", name="Set it beside the ledger").click()
    expect(page.get_by_role("heading", name="t.csv beside the ledger")).to_be_visible()
