"""Text that would act on the page if the page let it: in articles, outlets, speakers, names of files, addresses."""

import json
from datetime import date

import pytest

from deedbook.coding import lone_coder
from deedbook.ledger import Ledger
from deedbook.pipeline import run

from .test_doors import Client

SCRIPT = "<script>window.owned=1</script><img src=x onerror=window.owned=1>"
LINES = [
    {
        "id": f"evil/../{SCRIPT}.txt",
        "title": f"Pakistan {SCRIPT} thanks US",
        "text": f"The United States approved a loan of $40 million for Pakistan, {SCRIPT} an official said. "
        "Pakistan\u202e and the United States met on \x07Monday. {{ 7*7 }} ${7*7}",
        "outlet": f"The \u202e{SCRIPT} Times",
        "url": "javascript:window.owned=1",
        "date": "2026-01-05",
    }
]


@pytest.fixture
def evil(desk_on, tmp_path):
    path = tmp_path / "evil.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in LINES))

    def fill(ledger: Ledger) -> None:
        run([str(path)], ledger, lone_coder())

    return desk_on(fill)


def pages(address: str) -> list[str]:
    client = Client(address)
    found = json.loads(client.ask("GET", "/search.json?q=loan", Accept="application/json")[1])["found"]
    key = next(row["address"].split("/")[2].split("?")[0] for row in found if row["kind"] == "article")
    return [
        "/",
        "/PAK-USA",
        f"/articles/{key}",
        f"/accounts?article={key}",
        "/search?q=loan",
        "/search?q=%3Cscript%3Ewindow.owned%3D1%3C%2Fscript%3E",
        "/review?pair=PAK-USA",
        "/PAK-USA?outlet=%22%3E%3Cscript%3Ewindow.owned%3D1%3C%2Fscript%3E",
        "/%3Cscript%3Ewindow.owned%3D1%3C%2Fscript%3E",
        "/articles/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    ]


def test_no_page_runs_what_an_article_says(browser, evil) -> None:
    page = browser.new_context().new_page()
    heard: list[str] = []
    page.on("dialog", lambda dialog: heard.append(dialog.message))
    for path in pages(evil):
        page.goto(evil + path)
        assert page.evaluate("window.owned") is None, path
        assert page.evaluate("document.querySelectorAll('main img[src=x], main script').length") == 0, path
        hrefs = page.evaluate("[...document.querySelectorAll('a')].map(a => a.getAttribute('href') || '')")
        assert not [href for href in hrefs if href.lower().startswith(("javascript:", "data:"))], path
        text = page.content()
        assert "\u202e" not in text and "\x07" not in text, path
    assert heard == []
    page.context.close()


def test_its_words_are_shown_as_they_stand(evil) -> None:
    client = Client(evil)
    _, page, _ = client.ask("GET", pages(evil)[2])
    assert "&lt;script&gt;window.owned=1" in page
    assert "{{ 7*7 }} ${7*7}" in page


@pytest.mark.parametrize(
    "path",
    ["/static/x/../../accounts.py", "/static/x/%2e%2e/%2e%2e/app.py", "/static/x//etc/passwd", "/../../etc/passwd"],
)
def test_no_path_leads_out_of_the_desk(desk, path) -> None:
    status, body, _ = Client(desk).ask("GET", path)
    assert status == 404
    assert "root:" not in body and "def create_app" not in body


def test_a_foreign_name_for_this_computer_is_not_answered(desk) -> None:
    status, body, _ = Client(desk).ask("GET", "/", Host="evil.example")
    assert status == 400 and "Deedbook" not in body


def test_nothing_of_a_form_reaches_the_log(own_desk, caplog, capfd) -> None:
    client = Client(own_desk[0])
    token = client.token("/bring-in")
    client.send("/bring-in", {"csrf": token, "address": "https://user:secret-word@example.org/"})
    client.send("/sign-in", {"csrf": token, "name": "amina", "password": "secret-word-too"})
    client.ask("GET", f"/search?q={date.today()}secret-word")
    said = caplog.text + "".join(capfd.readouterr())
    assert "secret-word" not in said and token not in said
