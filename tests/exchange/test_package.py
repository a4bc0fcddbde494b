import hashlib
import json
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow.parquet as parquet
import pytest

from deedbook.coding import lone_coder
from deedbook.exchange import package
from deedbook.exchange.tables import tables
from deedbook.ledger import Ledger, LedgerError, transfer
from deedbook.pipeline import run
from deedbook.records import Anchor, Commitment, Decision, Mark, Search, Step
from deedbook.records.failure import Failure


@pytest.fixture(scope="module")
def folder(tmp_path_factory, example_ledger, snapshot):
    folder = tmp_path_factory.mktemp("package") / "out"
    facts = [
        package.Fact(name, columns, kinds, transfer.rows(example_ledger, name, columns))
        for name, columns, kinds in transfer.fact_tables(example_ledger)
    ]
    package.write(folder, facts, tables(snapshot), {"complete": True})
    return folder


def loaded(folder, path):
    Ledger.open(path).close()
    transfer.restore(path, ((fact.name, fact.columns, fact.rows) for fact in package.facts(folder)))


def test_a_ledger_made_of_its_package_is_the_same_ledger(folder, example_ledger, tmp_path) -> None:
    loaded(folder, tmp_path / "again.db")
    with Ledger.open(tmp_path / "again.db", create=False) as again, Ledger.open(example_ledger, create=False) as first:
        assert again.dump() == first.dump()
        one, other = again.snapshot(), first.snapshot()
        assert one.commitments == other.commitments
        assert [entry.recorded for entry in one.entries] == [entry.recorded for entry in other.entries]


def test_decisions_marks_searches_records_and_what_was_forgotten_come_back_row_by_row(tmp_path) -> None:
    files = Path(__file__).parents[1] / "registers" / "files"
    (tmp_path / "odd.txt").write_bytes("Pakistan thanked the United States \u2013 \U0001f91d \x07.".encode())
    path, now = tmp_path / "rich.db", datetime(2026, 5, 1, tzinfo=UTC)
    with Ledger.open(path) as ledger:
        run([str(files), str(tmp_path / "odd.txt"), str(tmp_path / "missing.txt")], ledger, lone_coder())
        one, other = [e for e in ledger.snapshot().entries if e.event.cue][:2]
        sha = {key: hashlib.sha256(a.raw.encode()).hexdigest() for key, a in ledger.snapshot().articles.items()}

        def decision(kind, of, **more):
            cue, event = of.event.cue, of.event
            pair = (event.actor.code or "", event.recipient.code or "")
            return Decision(kind, sha[of.article_key], (cue.start, cue.end), pair, "Ines", now, "why", **more)

        to = decision("note", other)
        for kind, more in {
            "accept": {},
            "correct": {"changes": (("status", "promised"),)},
            "reject": {},
            "redate": {"changes": (("date_from", "2026-01-01"), ("date_to", "2026-01-02"))},
            "note": {},
            "withdraw": {},
            "join": {"other": Anchor(to.text_sha256, to.cue, to.pair)},
            "split": {"other": Anchor(to.text_sha256, to.cue, to.pair)},
        }.items():
            ledger.decide(decision(kind, one, **more))
        ledger.mark(Mark("quarantine", sha[one.article_key], "Ines", now))
        ledger.mark(Mark("rights", sha[one.article_key], "Ines", now, value="own"))
        ledger.add_search(Search("exim", "all", "USA", "PAK", "export_credit", None, now.date(), 0, "exim.csv"))
        ledger.forget(other.article_key, who="Omar", why="asked for")
    described = transfer.fact_tables(path)
    made = [
        package.Fact(name, columns, kinds, transfer.rows(path, name, columns)) for name, columns, kinds in described
    ]
    package.write(tmp_path / "out", made, [], {"complete": True})
    loaded(tmp_path / "out", tmp_path / "again.db")
    for name, columns, _ in described:
        held = list(transfer.rows(path, name, columns))
        assert held or name == "titles", f"nothing of {name} was tried"
        assert list(transfer.rows(tmp_path / "again.db", name, columns)) == held


def test_flat_tables_come_back_from_parquet_cell_by_cell(folder, snapshot) -> None:
    # What a commitment is due by and what it replaces stand in few records: a made one carries both.
    step = replace(snapshot.commitments[0].history[0], due=date(2026, 9, 30))
    first, other = snapshot.commitments[:2]
    told = replace(first, history=(step, *first.history[1:]), due=step.due, replaces=other.id, umbrella=True)
    changed = replace(snapshot, commitments=(told, *snapshot.commitments[1:]))
    target = folder.parent / "flat"
    package.write(target, [], tables(changed), {})
    for table in tables(changed):
        names = [column.name for column in table.columns]
        back = parquet.read_table(target / "tables" / f"{table.name}.parquet").to_pylist()
        assert [tuple(row[name] for name in names) for row in back] == list(table.rows)
    (row, *_) = parquet.read_table(target / "tables/commitments.parquet").to_pylist()
    assert (row["due"], row["replaces"], row["umbrella"]) == (date(2026, 9, 30), other.id, True)
    steps = parquet.read_table(target / "tables/steps.parquet").to_pylist()
    assert steps[0]["due"] == date(2026, 9, 30)


def test_every_field_of_a_commitment_has_its_column(snapshot) -> None:
    # Fields that go by another name in the flat table, or stand in the steps.
    elsewhere = {"object": "what", "package": "in_exchange", "owners": "firms", "terms": "conditions",
                 "amounts": "sums", "last": "last_rung", "history": "reports"}  # fmt: skip
    held = {column.name for column in tables(snapshot, names=["commitments"])[0].columns}
    assert {elsewhere.get(field.name, field.name) for field in fields(Commitment)} <= held
    steps = {column.name for column in tables(snapshot, names=["steps"])[0].columns}
    assert {{"occurrence": "act", "when": "from"}.get(f.name, f.name) for f in fields(Step)} <= steps


def test_the_descriptor_names_every_file_with_its_rows_and_hash(folder, snapshot) -> None:
    described = json.loads((folder / "datapackage.json").read_text())
    paths = {resource["path"]: resource for resource in described["resources"]}
    assert paths.keys() == {str(file.relative_to(folder)) for file in folder.rglob("*.parquet")}
    for path, resource in paths.items():
        held = parquet.ParquetFile(folder / path)
        assert held.metadata.num_rows == resource["rows"]
        assert held.schema_arrow.names == [field["name"] for field in resource["schema"]["fields"]]
    assert paths["tables/acts.parquet"]["rows"] == len(snapshot.occurrences)


def test_a_changed_file_a_missing_one_and_a_path_out_of_the_folder_are_refused(folder, tmp_path) -> None:
    copy = tmp_path / "copy"
    for file in folder.rglob("*"):
        if file.is_file():
            target = copy / file.relative_to(folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.read_bytes())
    events = copy / "facts" / "events.parquet"
    events.write_bytes(events.read_bytes()[:-1] + b"?")
    with pytest.raises(Failure, match=r"events\.parquet.*hash differs"):
        loaded(copy, tmp_path / "a.db")
    events.unlink()
    with pytest.raises(Failure, match="cannot be read"):
        loaded(copy, tmp_path / "b.db")
    with Ledger.open(tmp_path / "b.db", create=False) as ledger:
        assert ledger.counts().articles == 0  # one transaction: nothing of a broken package stays
    described = json.loads((copy / "datapackage.json").read_text())
    described["resources"][0]["path"] = "facts/../../articles.parquet"
    (copy / "datapackage.json").write_text(json.dumps(described))
    with pytest.raises(Failure, match="leads out of the folder"):
        list(package.facts(copy))


def test_a_package_goes_into_a_new_ledger_only(folder, tmp_path) -> None:
    loaded(folder, tmp_path / "full.db")
    with pytest.raises(LedgerError, match="not empty"):
        loaded(folder, tmp_path / "full.db")


def test_a_package_may_tell_of_articles_last(folder, tmp_path) -> None:
    path = tmp_path / "turned.db"
    Ledger.open(path).close()
    turned = sorted(package.facts(folder), key=lambda fact: fact.name == "articles")
    assert all("article" not in fact.columns for fact in turned)  # a number is the file's own
    transfer.restore(path, ((fact.name, fact.columns, fact.rows) for fact in turned))
    loaded(folder, tmp_path / "straight.db")
    with Ledger.open(path) as one, Ledger.open(tmp_path / "straight.db") as other:
        assert one.dump() == other.dump() and one.counts().events > 0


def test_no_folder_is_written_over(folder) -> None:
    with pytest.raises(Failure, match="something of this name already"):
        package.write(folder, [], [], {})


def test_a_folder_that_is_no_package_is_told_so(tmp_path) -> None:
    with pytest.raises(Failure, match=r"no datapackage\.json"):
        package.describe(tmp_path)
    (tmp_path / "datapackage.json").write_text('{"resources": []}')
    with pytest.raises(Failure, match="no Deedbook package"):
        package.describe(tmp_path)
