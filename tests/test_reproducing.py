"""Recipes: the eight of Table 2, and one that runs."""

import json
import os
import shlex
import signal
import subprocess
import sys
import time

import pytest
import typer.main

from aqagen.cli import app
from aqagen.reproducing import all_recipes, load_recipe, plan
from tests.cli_helpers import aqagen, clean_environment, run, write_example

NAMES = [
    "qwen2-audio-7b", "audio-flamingo-2", "gemini-2.0-flash", "unsubmitted", "submission-1",
    "submission-2", "submission-3", "submission-4",
]  # fmt: skip
GROUP = typer.main.get_command(app)
SIZES = (224, 609, 1633)


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hub"))
    for name in ("OPENAI_BASE_URL", "HF_HUB_CACHE", "GEMINI_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def put(place, *names):
    for name in names:
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text('{"accuracy": 0.5}')


def test_the_eight_systems_in_the_order_of_the_table():
    assert [recipe.name for recipe in all_recipes()] == NAMES


def test_the_reports_totals_follow_from_its_parts_where_they_do():
    for recipe in all_recipes()[3:]:
        parts = (recipe.paper.part1, recipe.paper.part2, recipe.paper.part3)
        mean = sum(n * share for n, share in zip(SIZES, parts, strict=True)) / sum(SIZES)
        assert round(mean, 1) == recipe.paper.total, recipe.name


@pytest.mark.parametrize("name", NAMES)
def test_every_step_is_a_command_line_that_can_be_typed(name):
    for step in load_recipe(name).steps:
        command, *arguments = step.arguments
        parent = GROUP.make_context("aqagen", [command], resilient_parsing=True)
        GROUP.commands[command].make_context(command, list(arguments), parent=parent)
        if step.makes:  # what it writes is what it is known by
            outs = {a for a in arguments if a.startswith(("runs/", "mixtures/", "evaluations/"))}
            assert any(step.makes == out or step.makes.startswith(f"{out}/") for out in outs)


@pytest.mark.parametrize("name", NAMES)
def test_a_dry_run_says_every_step_and_what_is_missing(place, name):
    done = run("reproduce", name, "--dry-run")
    assert done.exit_code == 0, done.output
    for step in load_recipe(name).steps:
        assert f"to do    aqagen {shlex.join(step.arguments)}" in done.stdout
    missing = [line for line in done.stdout.splitlines() if line.startswith("missing")]
    assert missing
    assert all(len(line.partition(": ")[2]) > 10 for line in missing)
    assert list(place.iterdir()) == []


def test_what_is_missing_disappears_when_it_is_there(place):
    put(place, "hub/hub/models--Qwen--Qwen2.5-Omni-7B/snapshots/x/config.json",
        "data/dcase2025/x.json")  # fmt: skip
    done = run("reproduce", "submission-2", "--dry-run")
    assert "nothing is missing" in done.stdout
    shown = run("reproduce", "submission-1", "--dry-run", env={"OPENAI_BASE_URL": "http://x/v1"})
    missing = [line.split()[1] for line in shown.stdout.splitlines() if line.startswith("missing")]
    assert missing == ["data/clotho-aqa:", "data/tacos:"]


def test_what_stands_before_a_step_that_is_done_is_done(place):
    recipe = load_recipe("submission-2")
    put(place, "mixtures/submission-2.parquet")
    assert [p.state for p in plan(recipe, {})] == ["done"] * 3 + ["to do"] * 2
    put(place, "runs/submission-2/checkpoint-100/resume.json")
    training = plan(recipe, {})[3]
    assert (training.state, training.arguments[-1]) == ("goes on", "--resume")
    put(place, "runs/submission-2/checkpoint-2000/resume.json")
    assert [p.state for p in plan(recipe, {})] == ["done"] * 4 + ["to do"]
    # The mean needs both of its halves, whichever is done.
    put(place, "runs/submission-2/evaluations/dcase2025-dev/checkpoint-2000/scores.json")
    assert {p.state for p in plan(recipe, {})} == {"done"}
    states = [p.state for p in plan(load_recipe("submission-3"), {})]
    assert states == ["to do"] * 4
    shown = run("reproduce", "submission-3", "--dry-run").stdout
    assert "    done     aqagen train mixtures/submission-2.parquet" in shown
    assert "    to do    aqagen train mixtures/unsubmitted.parquet" in shown


def test_an_endpoint_in_the_configuration_file_is_there(place):
    assert "missing  an endpoint" in run("reproduce", "submission-1", "--dry-run").stdout
    (place / "aqagen.toml").write_text('[generate]\nendpoint = "http://127.0.0.1:1/v1"\n')
    assert "missing  an endpoint" not in run("reproduce", "submission-1", "--dry-run").stdout


@pytest.mark.parametrize(
    "partial",
    [
        {"limit": 50},
        {"hears": "silence"},
        {"compat": "letter"},
        {"missing": {"audio-missing": 1, "http-503": 2}},
    ],
)
def test_scores_of_a_part_are_not_taken_for_the_whole(place, partial):
    scores = "evaluations/dcase2025-dev/gemini-2.0-flash/scores.json"
    put(place, scores)
    recipe = load_recipe("gemini-2.0-flash")
    whole = {"accuracy": 0.9, "limit": None, "hears": "clip", "compat": None,
             "missing": {"audio-missing": 1}}  # fmt: skip
    for values, state in ((whole, "done"), (whole | partial, "to do")):
        (place / scores).write_text(json.dumps(values), "utf-8")
        assert [p.state for p in plan(recipe, {})] == [state]
    assert json.loads(run("table2", "--json").stdout)["rows"][2]["own"] is None


def test_several_gpus(place):
    shown = run("reproduce", "submission-2", "--dry-run", "--processes", 8).stdout
    assert "accelerate launch --multi_gpu --num_processes 8" in shown


OWN = """
title = "Small"
[[steps]]
title = "Ask"
run = "generate tacos --offline"
needs = ["data/tacos"]
[[steps]]
title = "Check"
run = "validate"
[[steps]]
title = "Mix"
run = "mix --tacos 1 --out m.parquet"
makes = "m.parquet"
"""


def test_a_recipe_of_ones_own_runs_and_is_not_run_again(place):
    (place / "own.toml").write_text(OWN)
    stopped = aqagen("reproduce", "own.toml", cwd=place)
    assert stopped.returncode == 1
    assert "this step needs\n  data/tacos: https://zenodo.org" in stopped.stderr
    write_example("tacos", place)
    done = aqagen("reproduce", "own.toml", cwd=place)
    assert done.returncode == 0, done.stderr
    assert "3. Mix\n   $ aqagen mix --tacos 1" in done.stderr
    before = (place / "m.parquet").stat().st_mtime_ns
    again = aqagen("reproduce", "own.toml", cwd=place)
    assert again.returncode == 0
    assert again.stderr.count(": done") == 3
    assert (place / "m.parquet").stat().st_mtime_ns == before


def test_a_step_that_fails_stops_the_recipe(place):
    (place / "own.toml").write_text(OWN.replace("--tacos 1 ", "--tacos 999 "))
    write_example("tacos", place)
    failed = aqagen("reproduce", "own.toml", cwd=place)
    assert failed.returncode == 1
    assert "999 items of tacos asked for" in failed.stderr
    assert "stopped at `aqagen mix" in failed.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_step_has_time_to_put_away_what_it_has(place, number):
    # A step that takes a second to end, as training does, which writes a checkpoint then.
    slow = (
        "import pathlib, signal, sys, time\n"
        "def end(*_):\n time.sleep(1)\n pathlib.Path('kept').touch()\n sys.exit(130)\n"
        "signal.signal(signal.SIGINT, end)\nsignal.signal(signal.SIGTERM, end)\n"
        "pathlib.Path('begun').touch()\nsignal.pause()\n"
    )
    (place / "slow.py").write_text(slow)
    parent = (
        "import sys\nfrom aqagen.commands import reproduce\n"
        "reproduce._command = lambda *_: [sys.executable, 'slow.py']\n"
        "from aqagen.cli import app\napp(['reproduce', 'own.toml'])\n"
    )
    (place / "own.toml").write_text('title = "x"\n[[steps]]\ntitle = "y"\nrun = "validate"\n')
    running = subprocess.Popen([sys.executable, "-c", parent], start_new_session=True,
                               env=clean_environment())  # fmt: skip
    while not (place / "begun").exists() and running.poll() is None:
        time.sleep(0.02)
    if number == signal.SIGINT:
        os.killpg(running.pid, number)  # a terminal tells all
    else:
        running.send_signal(number)  # `kill` tells one
    assert running.wait(30) == 130
    assert (place / "kept").exists()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("title = ", "is no recipe"),
        ('title = "x"\nsteps = []', "steps"),
        ('title = "x"\nodd = 1\n[[steps]]\ntitle = "y"\nrun = "validate"', "odd"),
        ('title = "x"\n[[steps]]\ntitle = "y"\nrun = ""', "steps.0.run"),
    ],
)
def test_what_is_no_recipe(place, text, message):
    (place / "own.toml").write_text(text)
    refused = run("reproduce", "own.toml")
    assert refused.exit_code == 1
    assert message in refused.stderr


def test_unknown_and_circular_recipes(place):
    unknown = run("reproduce", "submission-9")
    assert unknown.exit_code == 2
    assert "submission-4" in unknown.stderr
    (place / "own.toml").write_text(
        'title = "x"\n[[steps]]\ntitle = "y"\nrun = "reproduce own.toml"\n'
    )
    assert "leads to it" in run("reproduce", "own.toml").stderr
    assert "leads to it" in run("reproduce", "own.toml", "--dry-run").stderr


def test_table2_beside_ones_own(place):
    for step, accuracy in ((100, 0.7512), (200, 0.7399)):
        path = place / f"runs/submission-1/evaluations/dcase2025-dev/checkpoint-{step}/scores.json"
        path.parent.mkdir(parents=True)
        parts = {"part1": {"n": 224, "correct": 100, "accuracy": 0.4464}}
        path.write_text(json.dumps({"accuracy": accuracy, "parts": parts, "n": 2466,
                                    "ci95": [0.7, 0.8]}))  # fmt: skip
    shown = run("table2")
    assert shown.exit_code == 0, shown.output
    row = next(line for line in shown.stdout.splitlines() if "submission-1" in line)
    assert row.split() == ["submission-1", "68.8", "44.6", "60.1", "-", "79.9", "-", "74.0",
                           "75.1", "70.0", "to", "80.0"]  # fmt: skip
    rows = json.loads(run("table2", "--json").stdout)["rows"]
    assert [r["name"] for r in rows] == NAMES
    assert rows[4]["own"]["scores"].endswith("checkpoint-100/scores.json")
    path.write_text("{}")
    assert run("table2").exit_code == 1
