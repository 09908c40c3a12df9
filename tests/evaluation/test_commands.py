"""`aqagen evaluate`, `compare` and `select` from the outside."""

import json
import os
import shutil
import signal
import time
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from aqagen.commands.predictors import EvaluateOptions
from aqagen.evaluation.plotting import Point, svg_plot, text_plot
from aqagen.evaluation.predictions import read_predictions
from tests.cli_helpers import run, start_aqagen
from tests.evaluation.sets import OPTIONS, dcase_record, mmau_record, write_dcase2025, write_mmau
from tests.trainer.runs import write_model

N_ITEMS = 6


def told(*arguments, code: int = 0) -> dict:
    result = run(*arguments, "--json")
    assert result.exit_code == code, result.output
    return json.loads(result.stdout)


@pytest.fixture
def data(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write_mmau(tmp_path / "data" / "mmau", N_ITEMS, sounds=True)


def answers(path: Path, texts, key: str = "model_output") -> Path:
    rows = [mmau_record(n) | {key: text} for n, text in enumerate(texts)]
    path.write_text(json.dumps(rows), "utf-8")
    return path


def test_a_file_of_answers_bare(data):
    file = answers(Path("mine.json"), ["a dog", "B. a cat", "B", "no idea", "a dog", "a dog"])
    result = run("evaluate", "mmau", "--predictions", file)
    assert result.exit_code == 0, result.output
    assert "50.0" in result.stdout
    assert "question-weighted" in result.stdout
    assert "by difficulty" in result.stdout
    assert "1 of the unparsed answers begin with a letter: --compat letter" in result.stderr
    scores = json.loads(Path("evaluations/mmau-test-mini/mine/scores.json").read_text("utf-8"))
    assert (scores["correct"], scores["unparsed"], scores["compat"]) == (3, 2, None)


@pytest.mark.parametrize(
    ("compat", "correct"), [("letter", 1), ("r1-aqa", 2), ("mmau-official", 2)]
)
def test_modes_that_copy_others_are_asked_for_and_named(data, compat, correct):
    texts = ["a dog", "B. a cat", "B", "no idea", "dog a", "a dog"]
    texts[4] = {"letter": "dog", "r1-aqa": "a dog", "mmau-official": "dog a"}[compat]
    # "B. a cat": a letter to the first, no match to the second, one word too many to nobody.
    found = told("evaluate", "mmau", "--predictions", answers(Path("x.json"), texts), "--compat",
                 compat, "--out", "out")  # fmt: skip
    assert found["compat"] == compat
    assert found["correct"] == correct + (compat == "mmau-official")


def test_part_scores_of_dcase2025_and_both_averages(tmp_path):
    names = ["x.wav", "fold1.wav", "fold2.wav", "audio1.wav", "audio2.wav", "audio3.wav"]
    write_dcase2025(tmp_path / "d", [dcase_record(str(n), name) for n, name in enumerate(names)])
    rows = "".join(f"{n},{'B. a cat' if n in {0, 1, 3} else 'A. a dog'}\n" for n in range(6))
    (tmp_path / "p.csv").write_text(f"question,answer\n{rows}", "utf-8")
    found = told("evaluate", "dcase2025", "--data", tmp_path / "d", "--predictions",
                 tmp_path / "p.csv", "--out", tmp_path / "out")  # fmt: skip
    assert {name: part["accuracy"] for name, part in found["parts"].items()} == {
        "part1": 1.0, "part2": 0.5, "part3": pytest.approx(1 / 3),
    }  # fmt: skip
    assert found["question_weighted"] == 0.5
    assert found["domain_average"] == pytest.approx((1 + 0.5 + 1 / 3) / 3)


def test_a_set_without_public_answers_is_predicted_and_not_scored(tmp_path):
    records = [{k: v for k, v in dcase_record(f"{n}", f"{n}.wav", "eval").items() if k != "answer"}
               for n in range(2)]  # fmt: skip
    write_dcase2025(tmp_path / "d", records, "eval")
    (tmp_path / "p.csv").write_text("question,answer\n0,B. a cat\n1,A. a dog\n", "utf-8")
    result = run("evaluate", "dcase2025", "--split", "eval", "--data", tmp_path / "d",
                 "--predictions", tmp_path / "p.csv", "--out", tmp_path / "out")  # fmt: skip
    assert result.exit_code == 0, result.output
    assert "no public answers" in result.stderr
    assert [p.predicted_index for p in read_predictions(tmp_path / "out")] == [1, 0]
    assert not (tmp_path / "out" / "scores.json").exists()


def test_exports_for_official_scorers(data):
    file = answers(Path("mine.json"), list(OPTIONS) + ["a dog"] * 2)
    told("evaluate", "mmau", "--predictions", file, "--export-mmau", "mmau.json", "--export-mmar",
         "mmar.jsonl")  # fmt: skip
    assert [r["model_output"] for r in json.loads(Path("mmau.json").read_text("utf-8"))][:2] == [
        "a dog", "a cat",
    ]  # fmt: skip
    assert len(Path("mmar.jsonl").read_text("utf-8").splitlines()) == N_ITEMS


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["evaluate", "nothing"], 2, "not a benchmark. Known: dcase2025"),
        (["evaluate", "mmar"], 1, "data/mmar is missing"),
        (["evaluate", "mmau", "--split", "dev"], 2, "no split 'dev'"),
        (
            ["evaluate", "mmau", "--endpoint", "http://127.0.0.1:1/v1"],
            1,
            "cannot connect to",
        ),
        (["evaluate", "mmau", "--predictions", "none.json"], 1, "none.json is missing"),
        (["evaluate", "mmau", "--predictions", "x", "--silence"], 2, "goes without"),
        (["evaluate", "mmau", "--silence", "--shuffled-audio"], 2, "one by one"),
        (["evaluate", "mmau", "--model", "data"], 1, "data has no config.json"),
        (["evaluate", "mmau", "--audio", "empty", "--offline"], 1, "not one clip of mmau is there"),
        (["evaluate", "mmau", "--prompt", "none.md", "--offline"], 1, "none.md cannot be read"),
        (["compare", "a", "b"], 1, "a is missing"),
        (["select", "runs/none"], 1, "runs/none is missing"),
    ],
)
def test_what_is_wrong_is_one_clear_message(data, words, code, message):
    # Of MMAU nothing is where the folder `empty` is; its sounds are found beside the file.
    if "empty" in words:
        shutil.rmtree(data / "test-mini-audios")
    result = run(*words)
    assert (result.exit_code, message in result.stderr) == (code, True), result.output
    assert result.stderr.count("error:") == 1
    assert "Traceback" not in result.output


def test_two_systems_are_compared(data):
    for name, texts in {"one": ["a dog", "a cat"], "two": [*OPTIONS, "a dog", "a cat"]}.items():
        told("evaluate", "mmau", "--predictions", answers(Path(f"{name}.json"),
             texts + ["x"] * (N_ITEMS - len(texts))), "--out", name)  # fmt: skip
    found = told("compare", "one", "two/predictions.jsonl")
    assert (found["only_first"], found["only_second"], found["n_items"]) == (0, 4, N_ITEMS)
    assert found["p_value"] == 2 / 16
    result = run("compare", "one", "two")
    assert "+66.7" in result.stdout
    assert "not significant" in result.stderr
    assert "judged" not in result.stderr
    again = ("evaluate", "mmau", "--predictions", "two", "--compat", "letter", "--out", "three")
    told(*again)
    result = run("compare", "one", "three")
    assert "one was judged exactly, three as letter does" in " ".join(result.stderr.split())
    assert told("compare", "one", "three")["n_items"] == N_ITEMS


def test_a_local_checkpoint_is_evaluated_and_resumed(data):
    model = write_model(Path("model"))
    words = ("evaluate", "mmau", "--model", model, "--max-tokens", 4, "--out", "out")
    found = told(*words, "--permutations", 2)
    assert (found["n"], found["permutations"]) == (2 * N_ITEMS, 2)
    journal = Path("out/completions.jsonl")
    lines = journal.read_text("utf-8").splitlines()
    assert len(lines) == 2 * N_ITEMS
    # As if it had been killed after five: those are kept, the others asked again.
    journal.write_text("\n".join(lines[:5]) + "\n", "utf-8")
    before = read_predictions(Path("out"))
    result = run(*words, "--permutations", 2)
    assert f"{2 * N_ITEMS - 5} questions, 5 answered before" in result.stderr
    assert read_predictions(Path("out")) == before
    # The endpoint that is set for all commands is not meant by who names a checkpoint.
    elsewhere = {"OPENAI_BASE_URL": "http://127.0.0.1:1/v1"}
    assert "answered before" in run(*words, env=elsewhere).stderr
    Path("aqagen.toml").write_text('endpoint = "http://127.0.0.1:1/v1"\n', "utf-8")
    assert "answered before" in run(*words).stderr
    Path("aqagen.toml").unlink()
    # Other weights in the same folder are another system.
    write_model(Path("model"), seed=1)
    assert "0 answered before" in run(*words).stderr


@pytest.mark.parametrize(
    ("options", "label"),
    [
        ({"model": "runs/a/checkpoint-9"}, "a-checkpoint-9"),
        ({"model": "runs/b/checkpoint-9/"}, "b-checkpoint-9"),
        ({"model": "."}, "here"),
        ({"model": "Qwen/Qwen2.5-Omni-7B"}, "Qwen2.5-Omni-7B"),
        ({"model": "odd/..", "endpoints": ("http://x/v1",)}, "model"),
        ({"model": "runs/a", "hears": "silence"}, "a-silence"),
        ({"predictions": Path("evaluations/gemini-2.0-flash")}, "gemini-2.0-flash"),
        ({"predictions": Path("evaluations/gemini-2.0-flash/predictions.jsonl"),
          "compat": "letter"}, "gemini-2.0-flash-letter"),
        ({"predictions": Path("theirs.csv")}, "theirs"),
    ],
)  # fmt: skip
def test_every_system_has_a_folder_of_its_own(tmp_path, monkeypatch, options, label):
    for name in ("runs/a/checkpoint-9", "runs/b/checkpoint-9", "evaluations/gemini-2.0-flash"):
        (tmp_path / "here" / name).mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "here")
    assert EvaluateOptions("dcase2025", **options).label == label


def test_what_is_judged_anew_is_not_written_over(data):
    told("evaluate", "mmau", "--predictions", answers(Path("x.json"), ["a dog"] * N_ITEMS))
    place = Path("evaluations/mmau-test-mini/x")
    before = (place / "predictions.jsonl").read_bytes()
    for words in ([place], [place / "predictions.jsonl"], [place, "--permutations", 3]):
        refused = run("evaluate", "mmau", "--predictions", *words)
        assert refused.exit_code == 2
        assert "would be written over" in refused.stderr
    told("evaluate", "mmau", "--predictions", place, "--compat", "letter")
    assert (place / "predictions.jsonl").read_bytes() == before
    assert (place.parent / "x-letter/scores.json").exists()


def test_ctrl_c_keeps_the_answers_and_ends_all_processes(data):
    write_model(Path("model"))
    words = ["evaluate", "mmau", "--model", "model", "--out", "out", "--batch-size", "1",
             "--max-tokens", "4"]  # fmt: skip
    # More orders than fit into a pipe at once, and than are answered before the interrupt.
    running = start_aqagen(*words, "--permutations", 500, "--processes", 2, cwd=Path())
    journal = Path("out/completions.jsonl")
    while not (journal.exists() and journal.stat().st_size) and running.poll() is None:
        time.sleep(0.05)
    os.killpg(running.pid, signal.SIGINT)  # as a terminal does: to all processes
    _, stderr = running.communicate(timeout=60)
    assert running.returncode == 130, stderr
    assert "answers are stored in out. Run the same command again" in stderr
    assert "Traceback" not in stderr
    assert len(journal.read_text("utf-8").splitlines()) < 500 * N_ITEMS


def test_select_evaluates_what_is_not_done_and_names_the_best(data):
    run_folder = Path("runs/mine")
    for step in (2, 4, 10):
        write_model(run_folder / f"checkpoint-{step}", seed=step)
    (run_folder / "checkpoint-bad").mkdir()
    words = ("select", run_folder, "--benchmark", "mmau", "--max-tokens", 4, "--svg", "plot.svg")
    result = run(*words)
    assert result.exit_code == 0, result.output
    # Random weights say nothing readable: all are at 0, and the earliest is named.
    assert "best: runs/mine/checkpoint-2, 0.0%" in result.stdout
    table = [line.split() for line in result.stdout.splitlines() if "|" not in line]
    assert [row[0] for row in table if len(row) == 8 and row[0].isdecimal()] == ["2", "4", "10"]
    assert ET.parse("plot.svg").getroot().tag.endswith("svg")  # noqa: S314 - our own
    told_again = told(*words)
    assert told_again["steps"] == {"2": 0.0, "4": 0.0, "10": 0.0}
    assert told_again["p_value_against_next"] == 1.0
    # One checkpoint more costs one evaluation.
    write_model(run_folder / "checkpoint-12", seed=12)
    stderr = run(*words).stderr
    assert stderr.count(f"{N_ITEMS} questions, 0 answered before") == 1
    assert stderr.count(f"0 questions, {N_ITEMS} answered before") == 3


def test_the_text_plot_shows_each_checkpoint_and_the_best():
    points = [Point(100, 0.5, 0.4, 0.6), Point(200, 0.7, 0.6, 0.8), Point(300, 0.7, 0.6, 0.8)]
    plot = text_plot(points)
    assert (plot.count("*"), plot.count("o")) == (1, 2)
    lines = plot.splitlines()
    assert lines[0].strip().startswith("80.0")
    assert lines[11].strip().startswith("40.0")
    assert lines[-1].split() == ["step", "100", "300"]
    # Of equals the earlier is the best.
    starred = next(line for line in lines if "*" in line)
    assert starred.index("*") < starred.index("o")
    assert text_plot([Point(1, 0.0, 0.0, 0.0)]).count("*") == 1


def test_names_in_a_picture_are_text():
    assert "<b>" not in svg_plot([Point(1, 0.5, 0.4, 0.6)], "<b>&")
