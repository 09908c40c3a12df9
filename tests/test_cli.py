"""The commands as people type them: what they print, and what they leave behind."""

import json
from pathlib import Path

import pytest

from aqagen.errors import AqagenError
from tests.cli_helpers import aqagen, run, write_example


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def done(*arguments) -> str:
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def told(*arguments) -> dict:
    return json.loads(done(*arguments, "--json"))


@pytest.fixture
def filled(folder):
    """A store with what the sources' own examples hold: generated offline and imported."""
    for name in ("tacos", "clotho-aqa", "dcase2025"):
        write_example(name, folder)
    done("generate", "tacos", "--offline")
    done("generate", "clotho-aqa", "--offline", "--split", "train")
    done("import", "dcase2025", "--split", "train")
    done("validate")
    return folder


def test_the_bare_commands_find_everything_by_themselves(folder):
    write_example("tacos", folder)
    write_example("dcase2025", folder)
    assert "tacos: rows" in done("generate", "tacos", "--offline")
    assert "dcase2025: items read" in done("import", "dcase2025")
    assert "tacos: items" in done("validate")
    assert "tacos" in done("stats")
    paths = done("mix", "--tacos", "all").splitlines()[-2:]
    assert paths == ["mixtures/tacos-all.parquet", "mixtures/tacos-all.parquet.manifest.json"]
    assert all(Path(path).is_file() for path in paths)
    assert Path("aqagen.duckdb").is_file()


def test_a_mixture_is_named_after_what_was_asked(filled):
    done("mix", "--tacos", "1", "--dcase", "ALL", "--seed", "3")
    names = {path.name for path in Path("mixtures").iterdir()}
    name = "tacos-1_dcase2025-all_seed-3.parquet"
    assert names == {name, f"{name}.manifest.json"}


def test_a_second_run_asks_nothing(folder):
    write_example("tacos", folder)
    first = told("generate", "tacos", "--offline")
    second = told("generate", "tacos", "--offline")
    assert first["requests"] == first["rows"] == first["accepted"] > 0
    assert second["requests"] == 0
    assert second["answered_before"] == second["rows"] == first["rows"]


def test_a_second_import_and_validation_add_nothing(filled):
    again = told("import", "dcase2025", "--split", "train")
    assert (again["items"] > 0, again["new"]) == (True, 0)
    reports = told("validate")
    assert set(reports) == {"clotho-aqa", "dcase2025", "tacos"}
    for report in reports.values():
        assert report["judged_now"] == 0
        assert report["kept"] + report["dropped"] == report["items"] > 0


def test_one_check_of_one_dataset(folder):
    write_example("tacos", folder)
    done("generate", "tacos", "--offline")
    report = told("validate", "--dataset", "tacos", "--check", "four-options")["tacos"]
    assert report["checks_now"] == 1
    assert report["kept"] == 0
    assert report["not_judged_by_every_check"] == report["items"]
    assert told("validate")["tacos"]["kept"] > 0


def test_stats_count_what_is_there(filled):
    report = told("stats")
    tacos = report["tacos"]
    assert tacos["items"] == tacos["completions"] == tacos["source_rows"] > 0
    assert sum(tacos["skipped_by_reason"].values()) == tacos["skipped_rows"] > 0
    table = [line.split() for line in done("stats").splitlines()]
    assert ["items", str(tacos["items"])] in table
    judged = told("validate")
    for dataset, counts in report.items():
        for field in ("marked_by_reason", "undecided_by_reason"):
            assert counts[field] == judged[dataset][field]
            for reason, n in counts[field].items():
                assert [f"{field.split('_')[0]}:", reason, str(n)] in table
    assert any(c["marked_by_reason"] or c["undecided_by_reason"] for c in report.values())


def test_the_same_seed_gives_the_same_file(filled):
    reports = [
        told("mix", "--tacos", "all", "--dcase", "all", "--seed", seed, "--out", f"{name}.parquet")
        for name, seed in (("a", 1), ("b", 1), ("c", 2))
    ]
    hashes = [report["file_sha256"] for report in reports]
    assert hashes[0] == hashes[1] != hashes[2]
    assert reports[0]["mixture"] == "a.parquet"


def test_offline_items_are_called_so(filled):
    result = run("mix", "--tacos", "all")
    assert "come from the offline endpoint" in result.stderr
    assert "offline" not in result.stdout


def test_a_mixture_can_be_imported_again(filled):
    done("mix", "--tacos", "all", "--out", "m.jsonl")
    n_rows = len(Path("m.jsonl").read_text("utf-8").splitlines())
    report = told("import", "jsonl", "--data", "m.jsonl", "--store", "other.duckdb")
    assert report["items"] == report["new"] == n_rows


def test_a_dry_run_shows_the_prompt_and_asks_nothing(folder):
    write_example("tacos", folder)
    plan = told("generate", "tacos", "--dry-run")
    assert plan["requests"] == plan["rows"] > 0
    assert "{INPUT_JSON_DATA}" not in plan["first_prompt"]
    assert plan["first_prompt"] in done("generate", "tacos", "--dry-run")
    assert not Path("aqagen.duckdb").exists()
    done("generate", "tacos", "--offline")
    # What was answered offline is no answer of the model that would be asked.
    assert told("generate", "tacos", "--dry-run")["requests"] == plan["rows"]
    assert told("generate", "tacos", "--dry-run", "--offline")["requests"] == 0


def test_limit_takes_the_first_rows(folder):
    write_example("tacos", folder)
    assert told("generate", "tacos", "--offline", "--limit", "1")["rows"] == 1


def test_data_goes_to_stdout_and_the_rest_to_stderr(folder):
    write_example("tacos", folder)
    ended = aqagen("generate", "tacos", "--offline", "--json", cwd=folder)
    assert ended.returncode == 0
    assert json.loads(ended.stdout)["accepted"] > 0
    assert ended.stderr == ""


@pytest.mark.parametrize(
    ("arguments", "code"), [(["--version"], 0), (["stats"], 1), (["mix"], 2), (["nonsense"], 2)]
)
def test_exit_codes_of_the_process(folder, arguments, code):
    ended = aqagen(*arguments, cwd=folder)
    assert ended.returncode == code
    assert (ended.stdout == "") == (code != 0)
    assert "Traceback" not in ended.stderr


def test_every_error_has_a_code_of_the_contract():
    classes = [AqagenError]
    for parent in classes:
        classes += parent.__subclasses__()
    assert len(classes) > 5
    assert {cls.exit_code for cls in classes} == {1, 2}
