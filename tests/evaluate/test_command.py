"""``deedbook evaluate`` as it is called."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from deedbook import coding
from deedbook.cli.evaluate import command
from tests.evaluate import stand_in
from tests.evaluate.test_agreement import FILE, labels
from tests.evaluate.test_agreement import TEXT as LABELLED
from tests.evaluate.test_plv import table
from tests.evaluate.test_polnear import annotated


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Runs the command with the stand-in as the coder in use."""
    made = stand_in.coder(tmp_path)
    monkeypatch.setattr(coding, "default_coder", lambda: made)
    monkeypatch.setattr("deedbook.coding.reader.ReaderCoder", lambda: made)
    return lambda *words: CliRunner().invoke(command, [str(word) for word in words])


def told(result: Result) -> str:
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.output


def test_each_set_prints_its_name_its_size_and_the_coder(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / FILE).parent.mkdir(parents=True)
    (tmp_path / FILE).write_text(LABELLED, encoding="utf-8")
    done = {
        "plv: 4 sentences": run("plv", table(tmp_path)),
        "polnear: 1 texts": run("polnear", annotated(tmp_path)),
        "labels, deedbook": run("labels", tmp_path, labels(tmp_path)),
    }
    for head, result in done.items():
        assert result.exit_code == 0
        assert told(result).startswith(head) and "stand-in" in told(result).splitlines()[0]
    assert "lexicon" in told(run("plv", table(tmp_path), "--baseline"))


def test_the_status_says_whether_the_main_figure_is_reached(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = table(tmp_path)
    assert run("plv", path, "--at-least", 0.5).exit_code == 0
    assert run("plv", path, "--at-least", 0.51).exit_code == 1


def test_mistakes_are_listed_only_when_asked_for(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = table(tmp_path)
    assert "[Peru]" in told(run("plv", path, "--errors")) and "[Peru]" not in told(run("plv", path))


def test_a_wrong_call_says_what_was_expected(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    result = run("labels", tmp_path)
    assert result.exit_code == 2 and "then files or folders of labels" in told(result)
    assert run("polnear", tmp_path, tmp_path).exit_code == 2
    result = run("same-text", tmp_path)
    assert result.exit_code == 2 and "the shared folder, then a file of pairs" in told(result)
    assert run("wire", tmp_path, tmp_path).exit_code == 2
    assert run("polnear", tmp_path, "--baseline").exit_code == 2
    result = run("polnear", tmp_path)
    assert result.exit_code == 1 and "holds no attributions/*.ann" in told(result)
    (tmp_path / "notes.tsv").write_text("words\n")
    result = run("timex", tmp_path / "notes.tsv")
    assert result.exit_code == 1 and "notes.tsv, line 1" in told(result)
