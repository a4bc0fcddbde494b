"""Bad input: one clear line that names it, the rest goes on, the documented exit status."""

import http.server
import json
import socket
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from deedbook.cli.options import Pair
from tests.cli.conftest import Run

Deedbook = Callable[..., Run]


def goes_on(run: Run, name: str, *, status: int = 1, complaints: int = 1) -> str:
    """The good article was coded all the same, and the bad one has its line; returns that line."""
    assert "good.txt" in run.out and '"recipient": {"code": "MMR"' in run.out
    assert len(run.complaints) == complaints, run.err
    assert name in run.complaints[0] and "Traceback" not in run.err
    assert run.status == status
    return run.complaints[0]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.txt", b""),
        ("binary.txt", bytes(range(256)) * 40),
        ("image.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(2000)),
        ("half.txt", "Japan".encode("utf-16-le") + b"\x00\xd8\x00"),
    ],
)
def test_a_file_that_is_no_text_is_named_and_the_rest_goes_on(
    deedbook: Deedbook, good: Path, tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    goes_on(deedbook("code", name, good.name), name)


def test_fifty_megabytes_in_one_line_are_refused_in_one_line(deedbook: Deedbook, good: Path, tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_bytes(b"Japan met Kenya " * 3_300_000)
    assert "MB" in goes_on(deedbook("code", "long.txt", good.name), "long.txt")
    (tmp_path / "long.jsonl").write_bytes(b'{"id": "x", "text": "' + b"a" * 50_000_000 + b'"}\n')
    assert "MB" in goes_on(deedbook("code", "long.jsonl", good.name), "long.jsonl")


def test_a_wrong_encoding_is_read_by_the_likely_one_and_said(deedbook: Deedbook, good: Path, tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_bytes(
        "Talks at the café\n\nThe minister of Japan met the minister of Kenya at a café in Genève on Monday.".encode(
            "cp1252"
        )
    )
    run = deedbook("code", "old.txt", good.name)
    assert "Windows-1252" in goes_on(run, "old.txt", status=0)
    assert "KEN" in run.out


def test_a_page_without_an_article_is_named(deedbook: Deedbook, good: Path, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<html><nav><a href='/'>Home</a></nav></html>")
    run = deedbook("code", "page.html", good.name)
    goes_on(run, "page.html", status=run.status)


def test_broken_lines_are_reported_by_number_and_the_others_are_read(deedbook: Deedbook) -> None:
    good = json.dumps({"id": "good.txt", "text": "Japan lifted its sanctions on Myanmar."})
    lines = [good, "{not json", '{"id": "b"}', '{"id": "c", "text": 5}', "[]", good.replace("good.txt", "last")]
    run = deedbook("code", "--jsonl", "-", stdin="\n".join(lines).encode())
    assert run.status == 1 and run.out.count("MMR") == 2
    assert [n for n in (2, 3, 4, 5) if f"line {n}" in run.err] == [2, 3, 4, 5]
    assert len(run.complaints) == 4


def test_a_date_in_the_future_leaves_the_article_undated_and_says_so(deedbook: Deedbook) -> None:
    line = json.dumps({"id": "good.txt", "text": "Japan lifted its sanctions on Myanmar.", "date": "2199-01-01"})
    run = deedbook("code", "--jsonl", "-", stdin=line.encode())
    assert "2199-01-01" in run.err and '"basis": "none"' in run.out and run.status == 0


@pytest.mark.parametrize("pair", ["PAK-XXQ", "PAK", "PAK-PAK", "Pakistan-Pakistan", "PAK-USA-IND", "Pakistn-USA"])
def test_an_unknown_pair_is_a_usage_error_that_says_what_was_expected(
    deedbook: Deedbook, good: Path, pair: str
) -> None:
    run = deedbook("brief", good.name, "--pair", pair)
    assert run.status == 2 and pair.split("-")[-1] in run.err and "Traceback" not in run.err
    assert (
        "Did you mean PAK?" in run.err or "Codes are" in run.err or "expected" in run.err or "Did you mean" in run.err
    )


def test_a_missing_path_and_a_folder_that_cannot_be_read_are_named(
    deedbook: Deedbook, good: Path, tmp_path: Path
) -> None:
    goes_on(deedbook("code", "absent.txt", good.name), "absent.txt")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "loop").symlink_to(tmp_path / "folder" / "loop")
    goes_on(deedbook("code", "folder", good.name), "folder")


def test_brief_fails_plainly_when_nothing_at_all_could_be_read(deedbook: Deedbook) -> None:
    run = deedbook("brief", "absent.txt", "--pair", "PAK-USA")
    assert run.status == 1 and "absent.txt" in run.err and "nothing could be read" in run.err


def test_a_file_that_is_no_ledger_is_told_apart_and_left_alone(deedbook: Deedbook, good: Path, tmp_path: Path) -> None:
    (tmp_path / "note.db").write_text("dear diary " * 100)
    other = sqlite3.connect(tmp_path / "other.db")
    other.execute("CREATE TABLE shopping (item)")
    other.commit()
    other.close()
    for name in ("note.db", "other.db"):
        before = (tmp_path / name).read_bytes()
        run = deedbook("read", good.name, "--ledger", name)
        assert run.status == 3 and name in run.err and len(run.complaints) == 1
        assert (tmp_path / name).read_bytes() == before


def test_a_locked_ledger_says_who_to_ask_and_nothing_is_lost(deedbook: Deedbook, good: Path, tmp_path: Path) -> None:
    assert deedbook("read", good.name).status == 0
    holder = sqlite3.connect(tmp_path / "ledger.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    (tmp_path / "more.txt").write_text("Kenya\n\nKenya met Japan.")
    run = deedbook("read", "more.txt")
    holder.execute("ROLLBACK")
    holder.close()
    assert run.status == 3 and "ledger.db" in run.err and len(run.complaints) == 1
    assert deedbook("read", "more.txt").status == 0


def test_a_full_disk_is_one_line_and_the_ledger_stays_sound(deedbook: Deedbook, good: Path, tmp_path: Path) -> None:
    assert deedbook("read", good.name).status == 0
    for n in range(60):
        (tmp_path / f"more{n}.txt").write_text(f"Kenya {n}\n\n" + f"Kenya met Japan {n} times. " * 300)
    limit = "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
    limit += " resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))"
    run = deedbook("read", tmp_path, before=limit)
    assert run.status == 3 and len([c for c in run.complaints if "ledger" in c]) >= 1 and "Traceback" not in run.err
    assert deedbook("read", good.name).status == 0  # still opens, still holds the article
    run = deedbook(
        "brief", good.name, "--pair", "JPN-MMR", "-o", "brief.html", before=limit.replace("200_000", "3_000")
    )
    assert run.status != 0 and "Traceback" not in run.err and not (tmp_path / "brief.html").exists()


class _Site(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/slow":
            time.sleep(20)
        elif self.path == "/away":
            self.send_response(302)
            self.send_header("Location", "http://10.0.0.1/secret")
            self.end_headers()
        elif self.path == "/loop":
            self.send_response(302)
            self.send_header("Location", "/loop")
            self.end_headers()
        elif self.path == "/endless":
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            try:
                while True:
                    self.wfile.write(b"<p>Japan met Kenya.</p>" * 2000)
            except OSError:
                return
        else:
            self.send_response(200)
            self.send_header("Content-Type", "text/plain; charset=utf-8")
            self.end_headers()
            self.wfile.write(b"Tokyo\n\nJapan lifted its sanctions on Myanmar.")

    def log_message(self, format: str, *args: object) -> None:
        return


@pytest.fixture
def site() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_an_address_is_read_only_where_private_ones_are_allowed(deedbook: Deedbook, good: Path, site: str) -> None:
    assert "MMR" in deedbook("code", "--allow-private", f"{site}/article").out
    goes_on(deedbook("code", f"{site}/article", good.name), site)


@pytest.mark.parametrize("path", ["/loop", "/endless"])
def test_an_address_that_never_ends_is_cut_off(deedbook: Deedbook, good: Path, site: str, path: str) -> None:
    goes_on(deedbook("code", "--allow-private", f"{site}{path}", good.name), path)


def test_a_redirect_to_a_private_address_is_refused_at_the_second_hop(
    deedbook: Deedbook, good: Path, site: str
) -> None:
    public = f"localhost:{site.rsplit(':', 1)[1]}"
    run = deedbook("code", f"http://{public}/away", good.name)
    goes_on(run, "localhost")


def test_a_port_where_nobody_answers_is_named(deedbook: Deedbook, good: Path) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    goes_on(deedbook("code", "--allow-private", f"http://127.0.0.1:{port}/", good.name), str(port))


def test_an_address_that_times_out_is_named(deedbook: Deedbook, good: Path, site: str) -> None:
    run = deedbook("code", "--allow-private", "--timeout", "1", f"{site}/slow", good.name)
    assert "time limit (1 s" in goes_on(run, "/slow")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here to stand for a full disk")
def test_output_that_finds_no_room_is_one_line(deedbook: Deedbook, good: Path) -> None:
    run = deedbook("code", good.name, before="import sys\nsys.stdout = open('/dev/full', 'w')")
    assert run.status == 1 and "No space left on device" in run.complaints[0]
    assert len(run.complaints) == 1, run.err


def test_a_closed_pipe_ends_it_quietly(deedbook: Deedbook, good: Path) -> None:
    closed = "import os, sys\nreading, writing = os.pipe()\nos.close(reading)\nsys.stdout = os.fdopen(writing, 'w')"
    run = deedbook("code", good.name, before=closed)
    assert (run.status, run.err) == (0, "")


def test_ctrl_c_is_one_line_that_says_what_is_kept(deedbook: Deedbook, good: Path) -> None:
    at_the_first = "import deedbook.pipeline, signal\n"
    at_the_first += "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # a shell's background job ignores it
    at_the_first += "deedbook.pipeline.run = lambda *_, **__: signal.raise_signal(signal.SIGINT)"
    run = deedbook("read", good.name, before=at_the_first)
    assert run.status == 1 and len(run.complaints) == 1, run.err
    assert "stopped" in run.err and "kept" in run.err


def test_a_ledger_whose_place_cannot_be_looked_at_is_one_line(deedbook: Deedbook) -> None:
    run = deedbook("ledger", "--ledger", "x" * 300 + ".db")
    assert run.status == 3 and len(run.complaints) == 1 and "cannot be read" in run.err, run.err


def test_a_password_is_not_asked_for_where_nobody_can_answer(deedbook: Deedbook) -> None:
    run = deedbook("user", "add", "amina")
    assert run.status == 2 and run.complaints == [
        "deedbook: there is no terminal to ask for the password; hand it over with --password-stdin."
    ]


@pytest.mark.parametrize(
    ("name", "head", "what", "do"),
    [
        ("page.txt.gz", b"\x1f\x8b\x08\x00", "compressed file (gzip)", "Unpack"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old office document", "Save its text"),
        ("scan.png", b"\x89PNG\r\n", "picture (PNG)", "as text"),
        ("report.pdf", b"%PDF-1.7\n%\xe2\xe3", "a PDF", "Save its text"),
    ],
)
def test_what_is_no_text_is_called_by_its_kind_by_name_and_in_a_folder(
    deedbook: Deedbook, good: Path, tmp_path: Path, name: str, head: bytes, what: str, do: str
) -> None:
    (tmp_path / name).write_bytes(head + bytes(range(256)))
    line = goes_on(deedbook("code", name, good.name), name)
    assert what in line and do in line
    line = goes_on(deedbook("code", "."), name, status=0)
    assert line.startswith("note: ") and what in line and do in line


def test_of_many_complaints_every_input_is_still_named(deedbook: Deedbook, good: Path, tmp_path: Path) -> None:
    names = [f"table-{n}.tsv" for n in range(9)]
    for name in names:
        (tmp_path / name).write_text("a\tb\n")
    run = deedbook("code", ".")
    assert all(name in run.err for name in names) and len(run.complaints) < len(names)


def test_an_output_in_no_folder_says_to_make_it(deedbook: Deedbook, good: Path) -> None:
    run = deedbook("brief", good.name, "--pair", "JPN-MMR", "-o", "absent/brief.html")
    assert run.status == 1 and "Make its folder" in run.complaints[-1] and "Free space" not in run.err


def test_a_tracker_of_parties_alone_is_told_what_it_lacks(deedbook: Deedbook, good: Path, tmp_path: Path) -> None:
    deedbook("read", good.name)
    (tmp_path / "tracker.csv").write_text("giver;receiver;thing\nJPN;MMR;x\n")
    run = deedbook("import", "tracker.csv")
    told = next(line for line in run.complaints if line.startswith("note: "))
    assert "tracker.csv" in told and "thing" in told and "--column what=" in told and run.status == 0


def test_a_tracker_beside_which_nothing_can_be_written_is_compared_all_the_same(
    deedbook: Deedbook, good: Path, tmp_path: Path
) -> None:
    deedbook("read", good.name)
    (tmp_path / "tracker.csv").write_text("giver,receiver,what,status\nJPN,MMR,sanctions,delivered\n")
    (tmp_path / "tracker.csv.columns.json").symlink_to(tmp_path / "absent" / "map.json")
    run = deedbook("import", "tracker.csv")
    assert "1 row of tracker.csv" in run.out and "cannot be saved" in run.err and run.status == 0, run.err


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Pakistan-USA", ("PAK", "USA")),
        ("pak-usa", ("PAK", "USA")),
        ("Viet Nam-Japan", ("VNM", "JPN")),
        ("Guinea-Bissau-Portugal", ("GNB", "PRT")),
        ("IMF-Sri Lanka", ("IMF", "LKA")),
    ],
)
def test_a_pair_may_be_given_by_names(said: str, meant: tuple[str, str]) -> None:
    assert Pair().convert(said, None, None) == meant
