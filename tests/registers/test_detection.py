"""Files of registers among others: found by what is in them, in folders, by name, and by the commands."""

import json
import subprocess
import sys
from pathlib import Path

from deedbook.reading import read
from deedbook.records import Article, OfficialRecord, Problem, Search
from tests.registers.builders import MADE

PROSE = "The ministers met on Monday in the capital and signed a pact on rail freight.\n"


def kinds(*sources: Path, jsonl: bool = False) -> list[tuple[str, str]]:
    """Kind and name of everything that reading the sources yields."""
    found = []
    for item in read([str(source) for source in sources], jsonl=jsonl):
        if isinstance(item, OfficialRecord):
            found.append(("record", item.article.id))
        elif isinstance(item, Article):
            found.append((item.genre, item.id))
        elif isinstance(item, Search):
            found.append(("search", item.register))
        else:
            found.append(("problem" if item.fatal else "note", Path(item.source).name))
    return found


def test_a_mixed_folder_is_read_whole(tmp_path: Path) -> None:
    for name in ("iati_203.xml", "exim_made.csv", "sipri_made.csv", "transmittal_made.txt", "proclamation_9902.txt"):
        (tmp_path / name).write_bytes((MADE / name).read_bytes())
    (tmp_path / "report.txt").write_text(f"A Pact Is Signed\n\n{PROSE}")
    (tmp_path / "other.xml").write_text("<feed><entry/></feed>")
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    (tmp_path / "other.json").write_text('{"a": 1}')
    found = kinds(tmp_path)
    assert [name for kind, name in found if kind == "record"] == [
        *(f"exim_made.csv#X{number}" for number in (1, 2, 3, 4)),
        "iati_203.xml#GB-GOV-1-000001-101",
        "proclamation_9902.txt",
        "sipri_made.csv#5",
        "sipri_made.csv#6",
        "transmittal_made.txt",
    ]
    assert ("report", "report.txt") in found
    assert {name for kind, name in found if kind == "note"} >= {"other.xml", "other.csv", "other.json"}
    assert not [name for kind, name in found if kind == "problem"]


def test_what_a_file_covers_is_stated_beside_it_and_is_no_article(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("".join((MADE / "exim_made.csv").read_text().splitlines(keepends=True)[:2]))
    stated = tmp_path / "rows.csv.toml"
    stated.write_text('query = "all"\nfrom = 2024-10-01\nto = 2025-09-30\nreceiver = "PAK"\n')
    assert kinds(tmp_path) == [("record", "rows.csv#X1"), ("search", "EXIM authorizations")]
    stated.write_text('query = "all"\n')
    assert kinds(tmp_path) == [("problem", "rows.csv.toml"), ("record", "rows.csv#X1")]


def test_a_date_and_genre_can_be_stated_of_any_text(tmp_path: Path) -> None:
    (tmp_path / "deal.txt").write_text(f"A Pact Is Signed\n\n{PROSE}")
    (tmp_path / "deal.txt.toml").write_text('published = 2025-07-31\ngenre = "release"\noutlet = "Finance Division"\n')
    (article,) = read([str(tmp_path)])
    assert isinstance(article, Article)
    assert (str(article.published.start), article.genre, article.outlet) == (
        "2025-07-31",
        "release",
        "Finance Division",
    )


def test_readouts_are_releases_for_the_ordinary_coder(shared: Path) -> None:
    folder = shared / "facts/official"
    (readout,) = read([str(folder / "state_readout_rubio_dar_2025-07-25.txt")])
    assert isinstance(readout, Article)
    assert (readout.genre, readout.outlet) == ("release", "US State Department")
    (numbered,) = read([str(folder / "pakistan_pid_pr58_kerry_call_2016.txt")])
    assert isinstance(numbered, Article)
    assert (numbered.genre, numbered.outlet) == ("release", "Press Information Department, Pakistan")


def test_front_matter_dates_an_official_text(tmp_path: Path, shared: Path) -> None:
    body = (shared / "facts/official/imf_statement_pakistan_2025-12-08.quoted.txt").read_text(encoding="utf-8")
    (tmp_path / "imf.txt").write_text(f"---\ndate: 2025-12-08\nurl: https://example.org/imf\n---\n{body}")
    record = next(iter(read([str(tmp_path / "imf.txt")])))
    assert isinstance(record, OfficialRecord)
    assert str(record.article.published.start) == "2025-12-08"
    assert record.article.url == "https://example.org/imf"
    assert all("---" not in record.article.raw[e.sentence.start : e.sentence.end] for e in record.coding.events)


def test_a_register_s_page_is_read_as_its_record(tmp_path: Path) -> None:
    body = (MADE / "transmittal_made.txt").read_text()
    (tmp_path / "page.htm").write_text(f"<html><head><title>Record</title></head><body><pre>{body}</pre></body></html>")
    items = list(read([str(tmp_path / "page.htm")]))
    (record,) = [item for item in items if isinstance(item, OfficialRecord)]
    assert [e.status for e in record.coding.events] == ["offered"]


def test_json_lines_are_not_taken_for_a_register(tmp_path: Path) -> None:
    (tmp_path / "lines").write_text(json.dumps({"text": PROSE, "document_number": "1"}) + "\n")
    (tmp_path / "lines.json").write_text('{"text": "The pact was signed."}\n')
    assert kinds(tmp_path / "lines", tmp_path / "lines.json") == [("report", "lines:1"), ("report", "lines.json:1")]


def test_a_register_that_leaves_something_unknown_says_so_once_a_file(shared: Path) -> None:
    path = shared / "official/federal-register/samples/responses/documents_search.jsonc"
    notes = [str(item) for item in read([str(path)]) if isinstance(item, Problem)]
    assert any("recipient and effective date unknown, body not read" in note for note in notes)
    assert len(notes) <= 4


def test_what_met_no_real_bytes_says_so() -> None:
    page = (Path(__file__).parents[2] / "docs" / "registers.md").read_text(encoding="utf-8")
    rows = {line.split("|")[1].strip(): line for line in page.splitlines() if line.startswith("| ")}
    assert "**none**" in rows["EXIM authorizations"] and "**none** of 2.02 and 2.03" in rows["IATI"]
    assert "**no** transmittal sheet" in rows["Arms sales notices"]
    said = (Path(__file__).parent / "files" / "README.md").read_text(encoding="utf-8")
    assert "Every file here was made for the tests" in " ".join(said.split())


def test_a_file_over_the_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "iati.xml"
    path.write_bytes((MADE / "iati_203.xml").read_bytes())
    (problem,) = read([str(path)], max_bytes=100)
    assert isinstance(problem, Problem)
    assert "larger than the limit" in problem.message


def test_code_prints_the_events_of_records() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "deedbook", "code", "--jobs", "1", str(MADE / "proclamation_9902.txt")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (event,) = map(json.loads, done.stdout.splitlines())
    assert (event["event_type"], event["recipient"]["code"]) == ("SANCTION", "IND")
    assert event["date"] == {"from": "2019-06-05", "to": "2019-06-05", "basis": "explicit"}
    assert event["coder"] == "register order 1"
