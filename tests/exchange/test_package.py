import json

import pyarrow.parquet as parquet
import pytest

from deedbook.exchange import package
from deedbook.exchange.tables import tables
from deedbook.ledger import Ledger, LedgerError, transfer
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


def test_no_folder_is_written_over(folder) -> None:
    with pytest.raises(Failure, match="something of this name already"):
        package.write(folder, [], [], {})


def test_a_folder_that_is_no_package_is_told_so(tmp_path) -> None:
    with pytest.raises(Failure, match=r"no datapackage\.json"):
        package.describe(tmp_path)
    (tmp_path / "datapackage.json").write_text('{"resources": []}')
    with pytest.raises(Failure, match="no Deedbook package"):
        package.describe(tmp_path)
