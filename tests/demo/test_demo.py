"""The demo as a whole: the loop runs, runs again for nothing, and leaves others' files alone."""

import json
import re

import duckdb

from tests.cli_helpers import run


def test_the_whole_loop_and_again(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    first = run("demo", "here", "--no-train")
    assert first.exit_code == 0, first.output
    mixture = tmp_path / "here/mixtures/demo.parquet"
    before = mixture.read_bytes()
    sql = "SELECT dataset, count(*) FROM read_parquet(?) GROUP BY 1 ORDER BY 1"
    rows = duckdb.execute(sql, [str(mixture)]).fetchall()
    assert rows == [("clotho-aqa", 40), ("dcase2025", 40), ("tacos", 60)]
    manifest = json.loads((tmp_path / "here/mixtures/demo.parquet.manifest.json").read_text())
    assert manifest["origins"] == {"imported": 40, "offline": 100}
    for word in ("demo.duckdb", "aqagen stats --store here/demo.duckdb", "--endpoint http"):
        assert word in first.stderr
    again = run("demo", "here", "--no-train")
    assert again.exit_code == 0, again.output
    assert re.findall(r"asked now +(\d+)", again.stdout) == ["0", "0"]
    assert mixture.read_bytes() == before


def test_a_folder_with_other_files_is_left_alone(tmp_path):
    (tmp_path / "data/tacos").mkdir(parents=True)
    mine = tmp_path / "data/tacos/metadata.csv"
    mine.write_text("mine")
    refused = run("demo", tmp_path)
    assert refused.exit_code == 1
    assert "is not empty" in refused.stderr
    assert mine.read_text() == "mine"
    assert not (tmp_path / "data/tacos/annotations_strong.csv").exists()


def test_another_seed_takes_another_folder(tmp_path):
    (tmp_path / ".aqagen-demo").write_text("seed 1", encoding="utf-8")
    refused = run("demo", tmp_path, "--seed", "2", "--no-train")
    assert refused.exit_code == 1
    assert "holds the demo with seed 1" in refused.stderr
