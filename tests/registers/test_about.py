"""What a person states of a register's file."""

from datetime import date

import pytest

from deedbook.reading.registers.about import About, parse
from deedbook.records import Problem

GOOD = b"""
query = "all authorizations, fiscal year 2025"
from = 2024-10-01
to = 2025-09-30
receiver = "PAK"
instrument = "export_credit"
published = 2025-11-15
"""


def test_a_statement_is_read() -> None:
    about = parse(GOOD, "rows.csv.toml")
    assert isinstance(about, About)
    assert about.covers
    assert (about.start, about.end, about.published) == (date(2024, 10, 1), date(2025, 9, 30), date(2025, 11, 15))
    assert (about.receiver, about.giver, about.instrument) == ("PAK", None, "export_credit")


def test_a_date_alone_states_no_cover() -> None:
    about = parse(b"published = 2025-12-08", "x.toml")
    assert isinstance(about, About)
    assert not about.covers


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"query = all", "not TOML"),
        (b"\xff", "not TOML"),
        (b'quarry = "all"', "key 'quarry' means nothing here"),
        (b'query = "all"', "without from and to"),
        (b'query = ""\nfrom = 2025-01-01\nto = 2025-02-01', "query = '' is no text"),
        (b'from = "2025-01-01"', "is no day"),
        (b"from = 2025-01-01T00:00:00", "is no day"),
        (b'query = "all"\nfrom = 2025-02-01\nto = 2025-01-01', "lies before"),
        (b'receiver = "Pakistan"', "not in the codebook"),
        (b'instrument = "loans"', "not in the codebook"),
    ],
)
def test_a_wrong_statement_is_refused(data: bytes, message: str) -> None:
    problem = parse(data, "rows.csv.toml")
    assert isinstance(problem, Problem)
    assert message in str(problem)
    assert problem.source == "rows.csv.toml"
