"""The scorer of date expressions, on small files in the gold set's format."""

from datetime import date
from pathlib import Path

import pytest

from deedbook.evaluate import timex


def gold(folder: Path, *rows: str, dct: str = "2025-11-08") -> Path:
    path = folder / "set.tsv"
    path.write_text("\n".join([f'*!-DCTVALUE="{dct}"-!*\tO\t-', "", *rows]) + "\n", encoding="utf-8")
    return path


def words(text: str, tag: str = "O", value: str = "-") -> list[str]:
    tokens = text.split()
    tags = ["O"] * len(tokens) if tag == "O" else [f"B-{tag}"] + [f"I-{tag}"] * (len(tokens) - 1)
    return [f"{token}\t{t}\t{value}" for token, t in zip(tokens, tags, strict=True)]


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2025-11-08", date(2025, 11, 8), date(2025, 11, 8)),
        ("2025-11-08TNI", date(2025, 11, 8), date(2025, 11, 8)),
        ("2025-11-08T16:08Z", date(2025, 11, 8), date(2025, 11, 8)),
        ("2025-W45", date(2025, 11, 3), date(2025, 11, 9)),
        ("2025-W45-WE", date(2025, 11, 8), date(2025, 11, 9)),
        ("2025-11", date(2025, 11, 1), date(2025, 11, 30)),
        ("2025-Q3", date(2025, 7, 1), date(2025, 9, 30)),
        ("2025-H1", date(2025, 1, 1), date(2025, 6, 30)),
        ("1999-WI", date(1999, 12, 1), date(2000, 2, 29)),
        ("2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("FY2006", date(2006, 1, 1), date(2006, 12, 31)),
        ("198", date(1980, 1, 1), date(1989, 12, 31)),
        ("19", date(1900, 1, 1), date(1999, 12, 31)),
    ],
)
def test_a_value_names_its_days(value: str, first: date, last: date) -> None:
    days = timex.days_of(value)
    assert days is not None and (days.first, days.last) == (first, last)


@pytest.mark.parametrize(
    "value", ["PAST_REF", "1989-WXX", "1989-QX", "199X", "19XX", "XXXX-Q2", "P3Y", "2025-13", "2025-02-30", "0000", ""]
)
def test_a_value_without_days_is_left_out(value: str) -> None:
    assert timex.days_of(value) is None


def test_right_wrong_missed_and_spurious_are_counted_and_listed(tmp_path: Path) -> None:
    path = gold(
        tmp_path,
        *words("They met on"),
        *words("Friday", "DATE", "2025-11-07"),
        *words("and on"),
        *words("3 March", "DATE", "1999-03-03"),
        *words(", not"),
        *words("then", "DATE", "2025-11-07"),
        *words(", as in"),
        *words("2019 . Now", "O"),
        *words("six months", "DURATION", "P6M"),
        *words("went by since"),
        *words("last week", "DATE", "2025-WXX"),
    )
    report = timex.score([path])
    assert report.total == timex.Tally(gold=3, ours=3, found=2, right=1)
    assert report.nothing_aside.ours == 4
    assert sorted((e.kind, e.words) for e in report.errors) == [
        ("missed", "then"),
        ("spurious", "2019"),
        ("wrong", "3 March"),
    ]
    assert report.total.f1 == pytest.approx(2 * 1 / 6)
    low, high = report.interval
    assert low == high == report.total.f1  # one document
    assert "F1 of right 33.3" in report.lines()[0] and any("wrong" in line for line in report.lines(errors=True))


def test_named_counts_while_opened_intervals_are_told_apart(tmp_path: Path) -> None:
    report = timex.score([gold(tmp_path, *words("Closed since"), *words("2018", "DATE", "2018"))])
    assert (report.total.right, report.opened.right) == (1, 0)


def test_a_folder_stands_for_its_files_and_documents_follow_one_another(tmp_path: Path) -> None:
    path = gold(tmp_path, *words("Signed"), *words("yesterday", "DATE", "2025-11-07"))
    other = gold(tmp_path, *words("Signed"), *words("yesterday", "DATE", "2024-01-01"), dct="2024-01-02")
    path.write_text(path.read_text() + '*!-DCTVALUE="2020-05-05"-!*\tO\t-\nToday\tB-DATE\t2020-05-05\n')
    assert other == path
    assert [d.text for d in timex.documents(path)] == ["Signed yesterday", "Today"]
    assert timex.score([tmp_path]).total.f1 == 1.0


def test_a_file_in_another_format_is_refused_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "notes.tsv"
    path.write_text("just words\n")
    with pytest.raises(timex.TimexError, match=r"notes\.tsv, line 1: .*3|tabs"):
        timex.score([path])
    path.write_text("a\tO\t-\n")
    with pytest.raises(timex.TimexError, match="begins a document"):
        timex.score([path])
    with pytest.raises(timex.TimexError, match="no such file"):
        timex.score([tmp_path / "absent.tsv"])
    (tmp_path / "empty").mkdir()
    with pytest.raises(timex.TimexError, match=r"without \*\.tsv"):
        timex.score([tmp_path / "empty"])


def test_the_development_sets_are_read_at_least_as_well_as_the_goal(shared: Path) -> None:
    folder = shared / "gold" / "timex"
    report = timex.score([folder / "timebank_train.tsv", folder / "meantime"])
    assert report.documents == 303
    assert report.total.f1 >= 0.86 and report.opened.f1 >= 0.78
