"""What every page of the desk owes its reader: one address in several forms, plain errors, a strict policy."""

import csv
import io
import json
import urllib.error
import urllib.request

import pytest

CHARTS = ["/PAK-USA/timeline", "/PAK-USA/commitments", "/PAK-USA/comparison", "/PAK-USA/balance"]
PAGES = ["/", "/PAK-USA", *CHARTS, "/PAK-USA/acts", "/search?q=tariff", "/accounts"]


def fetch(address: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    request = urllib.request.Request(address, headers=headers)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, {k.lower(): v for k, v in answer.headers.items()}, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, {k.lower(): v for k, v in error.headers.items()}, error.read()


def formed(path: str, form: str) -> str:
    base, _, query = path.partition("?")
    return f"{'/index' if base == '/' else base}.{form}" + (f"?{query}" if query else "")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_answers_as_page_json_and_table_at_one_address(desk: str, path: str) -> None:
    status, headers, body = fetch(desk + path)
    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert b"<main" in body
    status, headers, body = fetch(desk + formed(path, "json"))
    assert (status, headers["content-type"]) == (200, "application/json")
    assert json.loads(body)
    assert fetch(desk + path, Accept="application/json")[1]["content-type"] == "application/json"
    status, headers, body = fetch(desk + formed(path, "csv"))
    assert (status, headers["content-type"]) == (200, "text/csv; charset=utf-8")
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    assert len({len(row) for row in rows}) == 1


@pytest.mark.parametrize("path", [*PAGES, "/sign-in", "/bring-in", "/review", "/PAK-USA/brief.docx", "/nowhere"])
def test_the_head_of_a_page_is_that_of_the_page_itself(desk: str, path: str) -> None:
    status, headers, _ = fetch(desk + path)
    asked = urllib.request.Request(desk + path, method="HEAD")
    try:
        with urllib.request.urlopen(asked) as answer:
            found = answer.status, answer.headers["content-type"], answer.read()
    except urllib.error.HTTPError as error:
        with error:
            found = error.code, error.headers["content-type"], error.read()
    assert found == (status, headers["content-type"], b"")


@pytest.mark.parametrize("path", ["/PAK-USA", *CHARTS])
def test_a_chart_is_a_picture_at_its_own_address(desk: str, path: str) -> None:
    from lxml import etree

    status, headers, body = fetch(f"{desk}{path}.svg")
    assert (status, headers["content-type"]) == (200, "image/svg+xml")
    root = etree.fromstring(body)
    assert root.get("aria-label")
    assert root.findall(".//{http://www.w3.org/2000/svg}a")
    assert "'sha256-" in headers["content-security-policy"]


def test_a_download_holds_as_many_rows_as_it_says(desk: str) -> None:
    acts = json.loads(fetch(f"{desk}/PAK-USA/acts.json")[2])
    rows = list(csv.DictReader(io.StringIO(fetch(f"{desk}/PAK-USA/acts.csv")[2].decode("utf-8-sig"))))
    assert acts["total"] == len(acts["acts"]) == len(rows) > 10
    page = fetch(f"{desk}/PAK-USA/acts")[2].decode()
    assert f"(all {len(rows)} rows)" in page


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/PAK-PAK", 404, "names one state twice"),
        ("/PAK-XYZ", 404, "XYZ is no code"),
        ("/nowhere", 404, "a pair is two codes"),
        ("/PAK-USA?as_of=yesterday", 422, "Days are written 2026-02-06"),
        ("/PAK-USA/commitments/none", 404, "has no commitment"),
        ("/articles/none", 404, "holds no article"),
        ("/a/b/c/d", 404, "Nothing stands at"),
    ],
)
def test_what_cannot_be_answered_is_said_in_plain_english(desk: str, path: str, status: int, said: str) -> None:
    found, headers, body = fetch(desk + path)
    assert found == status
    assert headers["content-type"].startswith("text/html")
    assert said in body.decode()


def test_trouble_is_json_where_json_was_asked_for(desk: str) -> None:
    status, headers, body = fetch(f"{desk}/PAK-XYZ.json")
    assert (status, headers["content-type"]) == (404, "application/json")
    assert set(json.loads(body)) == {"status", "what", "remedy"}


@pytest.mark.parametrize(
    "path", [*PAGES, *(f"{path}?embed=1" for path in CHARTS), "/PAK-XYZ", "/PAK-USA.json", "/static/x/desk.css"]
)
def test_every_answer_carries_the_policy(desk: str, path: str) -> None:
    headers = fetch(desk + path)[1]
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    embeddable = path.endswith("embed=1")
    assert ("frame-ancestors *" in policy) == embeddable
    assert ("x-frame-options" in headers) != embeddable


def test_a_request_under_a_foreign_name_is_refused(desk: str) -> None:
    assert fetch(f"{desk}/", Host="evil.example")[0] == 400


def test_files_keep_for_good_under_the_address_that_pages_name(desk: str) -> None:
    page = fetch(f"{desk}/")[2].decode()
    address = page.partition('rel="stylesheet" href="')[2].partition('"')[0]
    assert "immutable" in fetch(desk + address)[1]["cache-control"]
    assert fetch(f"{desk}/static/old/desk.css")[1]["cache-control"] == "no-cache"
    assert fetch(f"{desk}/static/old/..%2f..%2fapp.py")[0] == 404
