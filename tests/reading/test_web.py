"""Addresses: a real server on loopback, good and bad."""

import gzip
import ipaddress
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from deedbook.reading import read
from deedbook.reading.web import FetchError, fetch, is_public
from deedbook.records import Article, Problem
from tests.reading.pages import TODAY, of_kind

SENTENCE = "The two ministers met in the capital on Monday and agreed to go on with their talks next month. "
PAGE = f"<html><body><h1>Ministers meet again</h1><p>{SENTENCE * 4}</p></body></html>".encode()


class _Site(BaseHTTPRequestHandler):
    requests: tuple[str, ...] = ()

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output clean."""

    def _answer(self, status: int, headers: dict[str, str], body: bytes = b"") -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        html = {"Content-Type": "text/html; charset=utf-8"}
        with suppress(OSError):  # the client hangs up on purpose
            match self.path.partition("?")[0]:
                case "/page":
                    self._answer(200, html, PAGE)
                case "/moved":
                    self._answer(301, {"Location": "/page"})
                case "/text":
                    self._answer(200, {"Content-Type": "text/plain"}, SENTENCE.encode())
                case "/latin":
                    self._answer(
                        200, {"Content-Type": "text/plain; charset=iso-8859-2"}, "Žena řekla.".encode("iso8859-2")
                    )
                case "/zipped":
                    self._answer(200, html | {"Content-Encoding": "gzip"}, gzip.compress(PAGE))
                case "/bomb":
                    self._answer(200, html | {"Content-Encoding": "gzip"}, gzip.compress(bytes(30_000_000)))
                case "/cut":
                    self._answer(200, html | {"Content-Encoding": "gzip"}, gzip.compress(PAGE)[:60])
                case "/short":
                    self._answer(200, html | {"Content-Length": "100000"}, PAGE)
                case "/private":
                    self._answer(302, {"Location": "http://10.0.0.1/secret"})
                case "/other-loopback":
                    self._answer(302, {"Location": f"http://127.0.0.2:{self.server.server_address[1]}/page"})
                case "/file":
                    self._answer(302, {"Location": "file:///etc/hosts"})
                case "/circle":
                    self._answer(302, {"Location": "/circle"})
                case "/pdf":
                    self._answer(200, {"Content-Type": "application/pdf"}, b"%PDF-1.7")
                case "/slow":
                    time.sleep(3)
                case "/drip":
                    self._answer(200, html)
                    self._drip()
                case "/header-drip":
                    self._drip()
                case "/endless":
                    self._answer(200, html)
                    while True:
                        self.wfile.write(bytes(65536))
                case _:
                    self._answer(404, html)

    def _drip(self) -> None:
        while True:
            self.wfile.write(b"x")
            self.wfile.flush()
            time.sleep(0.02)


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    server.daemon_threads = True
    server.block_on_close = False
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_page_becomes_an_article_named_by_its_address(site: str) -> None:
    (article,) = read([f"{site}/page"], allow_private=True, today=TODAY)
    assert isinstance(article, Article)
    assert article.id == article.url == f"{site}/page"
    assert of_kind(article, "headline") == ["Ministers meet again"]
    assert article.published.start is None


def test_a_redirect_on_the_same_host_is_followed_and_the_end_is_the_address(site: str) -> None:
    (article,) = read([f"{site}/moved"], allow_private=True, today=TODAY)
    assert isinstance(article, Article)
    assert article.id == f"{site}/moved"
    assert article.url == f"{site}/page"


@pytest.mark.parametrize(("path", "expected"), [("text", SENTENCE), ("latin", "Žena řekla."), ("zipped", None)])
def test_text_charset_and_compression_are_understood(site: str, path: str, expected: str | None) -> None:
    (article,) = read([f"{site}/{path}"], allow_private=True, today=TODAY)
    assert isinstance(article, Article)
    assert expected is None or article.raw == expected


def test_loopback_is_refused_unless_allowed(site: str) -> None:
    (problem,) = read([f"{site}/page"], today=TODAY)
    assert isinstance(problem, Problem)
    assert "127.0.0.1 is not a public address, so it was not contacted" in problem.message


@pytest.mark.parametrize("path", ["private", "other-loopback"])
def test_a_redirect_to_another_private_host_is_refused_without_contact(site: str, path: str) -> None:
    with pytest.raises(FetchError, match="not a public address, so it was not contacted"):
        fetch(f"{site}/{path}", max_bytes=100_000, timeout=20, allow_private=True)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("missing", "answered 404"),
        ("pdf", "type application/pdf, where HTML or plain text was expected"),
        ("file", "only http and https"),
        ("circle", "redirects more than 5 times"),
        ("endless", "larger than the limit of 1 MB"),
        ("bomb", "larger than the limit of 1 MB"),
        ("slow", "within the time limit"),
        ("drip", "within the time limit"),
        ("header-drip", "within the time limit"),
        ("short", "broke off"),
        ("cut", "broke off"),
    ],
)
def test_a_bad_answer_is_one_problem_in_time_and_the_next_source_is_read(site: str, path: str, expected: str) -> None:
    found = list(
        read([f"{site}/{path}", f"{site}/page"], allow_private=True, timeout=0.8, max_bytes=1_000_000, today=TODAY)
    )
    assert [type(f) for f in found] == [Problem, Article]
    assert isinstance(found[0], Problem)
    assert expected in found[0].message
    assert found[0].source == f"{site}/{path}"
    assert found[0].remedy


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("ftp://example.org/a", "only http and https"),
        ("file:///etc/hosts", "only http and https"),
        ("http://", "names no host"),
        ("http://user:word@example.org/", "user name"),
        ("http://[::1", "not a valid address"),
        ("http://example.org:99999/", "not a valid address"),
        ("http://nowhere.invalid/", "not known to the name server"),
        ("http://2130706433/", "not a public address"),
        ("http://0x7f.1/", "not a public address"),
        ("http://169.254.169.254/latest", "not a public address"),
        ("http://[::ffff:10.0.0.1]/", "not a public address"),
    ],
)
def test_addresses_that_are_not_fetched(address: str, expected: str) -> None:
    (problem,) = read([address], timeout=5, today=TODAY)
    assert isinstance(problem, Problem)
    assert expected in problem.message


def test_a_closed_port_is_a_problem() -> None:
    (problem,) = read(["http://127.0.0.1:1/"], allow_private=True, timeout=5, today=TODAY)
    assert "no connection" in str(problem)


def test_a_server_that_speaks_no_tls_is_a_problem(site: str) -> None:
    (problem,) = read([site.replace("http:", "https:") + "/page"], allow_private=True, timeout=5, today=TODAY)
    assert "secure connection" in str(problem)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2606:4700::1111", True),
        ("10.1.2.3", False),
        ("100.64.0.1", False),
        ("127.0.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("240.0.0.1", False),
        ("192.0.2.1", False),
        ("::", False),
        ("fe80::1", False),
        ("fc00::1", False),
        ("ff02::1", False),
        ("::ffff:192.168.0.1", False),
        ("2002:a00:1::", False),
        ("64:ff9b::a00:1", False),
        ("64:ff9b::5db8:d70e", True),
    ],
)
def test_only_globally_reachable_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) is public
