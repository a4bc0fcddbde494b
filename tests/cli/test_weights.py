"""A user whose weights are damaged gets one line, not a traceback."""

import pytest

import deedbook.cli
from deedbook.coding.model import WeightsError


def test_damaged_weights_end_with_one_line_and_status_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken() -> None:
        raise WeightsError("weights/encoder.onnx: its SHA-256 is 00…, expected 11…. Install deedbook again.")

    monkeypatch.setattr("deedbook.coding.default_coder", broken)
    monkeypatch.setattr("sys.argv", ["deedbook", "code", "examples"])
    with pytest.raises(SystemExit) as ended:
        deedbook.cli.main()
    assert ended.value.code == 1
    captured = capsys.readouterr()
    assert captured.err.count("\n") == 1
    assert "encoder.onnx" in captured.err
