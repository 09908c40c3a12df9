"""`aqagen evaluate --endpoint` over real HTTP: faults, kills, controls, and what is kept."""

import base64
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from aqagen.errors import EvaluationError
from aqagen.evaluation.journal import Journal
from aqagen.evaluation.predictions import read_predictions
from aqagen.generation.offline.faults import Faults
from aqagen.generation.offline.server import running_offline
from tests.cli_helpers import clean_environment, run
from tests.evaluation.sets import write_mmau

N_ITEMS = 12


@pytest.fixture
def data(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write_mmau(tmp_path / "mmau", N_ITEMS, sounds=True)


def words(data: Path, url: str, *more: object) -> list[object]:
    return ["evaluate", "mmau", "--data", data, "--endpoint", url, "--model", "heard", *more]


def scores(*arguments: object, code: int = 0) -> dict:
    result = run(*arguments, "--json")
    assert result.exit_code == code, result.output
    return json.loads(result.stdout)


@pytest.fixture
def without_faults(data) -> dict:
    with running_offline() as server:
        return scores(*words(data, server.base_url, "--out", "plain", "--permutations", 2))


def test_a_run_writes_what_the_contract_says(without_faults, data):
    made = read_predictions(Path("plain"))
    assert len(made) == without_faults["n"] == 2 * N_ITEMS
    assert without_faults["correct"] == sum(p.correct for p in made)
    assert json.loads(Path("plain/scores.json").read_text("utf-8")) == without_faults
    assert 0 < without_faults["consistency"] <= 1
    assert set(without_faults["parts"]) == {"music", "sound", "speech"}
    assert (without_faults["system"], without_faults["unparsed"]) == ("heard", 0)


@pytest.mark.parametrize(
    "fault",
    [
        {"statuses": {429: 0.3}},
        {"statuses": {500: 0.2, 503: 0.2}},
        {"reset": 0.3},
        {"empty_choices": 0.2, "not_json": 0.2},
        {"wrong_content_type": 0.3, "no_usage": 0.3, "partial_usage": 0.3},
    ],
)
def test_faults_change_no_score(without_faults, data, fault):
    with running_offline(faults=Faults(seed=3, retry_after_s=0.01, **fault)) as server:
        found = scores(*words(data, server.base_url, "--permutations", 2))
    assert found == without_faults
    assert read_predictions(Path("evaluations/mmau-test-mini/heard")) == read_predictions(
        Path("plain")
    )


def test_a_killed_run_asks_only_what_is_missing(without_faults, data):
    with running_offline(faults=Faults(delay_ms=120)) as server:
        again = words(
            data, server.base_url, "--permutations", 2, "--concurrency", 1, "--out", "out"
        )
        killed = subprocess.Popen(
            [sys.executable, "-c", "from aqagen.cli import main; main()", *map(str, again)],
            env=clean_environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        until = time.monotonic() + 30
        while server.n_requests < 6 and time.monotonic() < until:
            time.sleep(0.02)
        killed.kill()
        killed.wait()
        stored = len(Path("out/completions.jsonl").read_bytes().splitlines())
        assert 0 < stored < 2 * N_ITEMS
        with Path("out/completions.jsonl").open("ab") as torn:
            torn.write(b'{"config_id": "x", "item')
        asked = server.n_requests
        server.faults = Faults()
        assert scores(*again) == without_faults
        assert server.n_requests - asked == 2 * N_ITEMS - stored
        # And what is done costs nothing more.
        assert scores(*again) == without_faults
        assert server.n_requests - asked == 2 * N_ITEMS - stored


def test_more_orders_ask_only_those(data):
    with running_offline() as server:
        scores(*words(data, server.base_url))
        scores(*words(data, server.base_url, "--permutations", 3))
        assert server.n_requests == 3 * N_ITEMS


def test_another_model_in_the_same_folder_mixes_nothing(data):
    with running_offline() as server:
        one = scores(*words(data, server.base_url, "--out", "out"))
        other = words(data, server.base_url, "--out", "out")
        other[other.index("heard")] = "other"
        scores(*other)
        assert server.n_requests == 2 * N_ITEMS
        assert scores(*words(data, server.base_url, "--out", "out")) == one
        assert server.n_requests == 2 * N_ITEMS


@pytest.mark.parametrize("form", ["input_audio", "audio_url"])
def test_the_clip_is_sent_in_either_form(data, form):
    with running_offline() as server:
        scores(*words(data, server.base_url, "--audio-form", form))
        part = server.requests[0].body["messages"][0]["content"][0]
    assert part["type"] == form
    encoded = part[form]["data"] if form == "input_audio" else part[form]["url"].partition(",")[2]
    assert base64.b64decode(encoded)[:4] == b"RIFF"


def sent_sounds(server) -> list[bytes]:
    return [
        base64.b64decode(request.body["messages"][0]["content"][0]["input_audio"]["data"])
        for request in server.requests
    ]


def test_controls_send_silence_or_another_clip(data):
    with running_offline() as server:
        scores(*words(data, server.base_url, "--concurrency", 1))
        scores(*words(data, server.base_url, "--concurrency", 1, "--silence"))
        scores(*words(data, server.base_url, "--concurrency", 1, "--shuffled-audio"))
        sounds = sent_sounds(server)
    plain, silent, other = (sounds[k * N_ITEMS : (k + 1) * N_ITEMS] for k in range(3))
    assert all(len(a) == len(b) and not any(b[44:]) for a, b in zip(plain, silent, strict=True))
    assert all(a != b and b in plain for a, b in zip(plain, other, strict=True))
    folders = {path.name for path in Path("evaluations/mmau-test-mini").iterdir() if path.is_dir()}
    assert folders == {"heard", "heard-silence", "heard-another-clip"}


def test_clips_that_are_not_there_are_wrong_and_counted(data):
    (data / "test-mini-audios" / "q3.wav").unlink()
    (data / "test-mini-audios" / "q4.wav").write_bytes(b"no sound")
    with running_offline() as server:
        found = scores(*words(data, server.base_url))
        assert server.n_requests == N_ITEMS - 2
    assert found["missing"] == {"audio-missing": 1, "audio-unreadable": 1}
    assert found["n"] == N_ITEMS


def test_what_is_refused_is_wrong_counted_and_said(data):
    with running_offline(faults=Faults(seed=1, statuses={400: 0.3})) as server:
        result = run(*words(data, server.base_url, "--concurrency", 1))
        assert result.exit_code == 1
        assert "questions got no answer" in result.stderr
        assert "no answer (wrong): http-400" in result.stdout
        server.faults = Faults()
        found = scores(*words(data, server.base_url))
    assert found["missing"] == {}


def test_the_key_is_nowhere(data):
    with running_offline(faults=Faults(api_key="sk-secret")) as server:
        result = run(*words(data, server.base_url, "--out", "out"),
                     env={"OPENAI_API_KEY": "sk-secret"})  # fmt: skip
        assert result.exit_code == 0, result.output
    assert "sk-secret" not in result.output
    assert not any(b"sk-secret" in path.read_bytes() for path in Path("out").iterdir())


def test_a_journal_of_another_kind_is_not_overwritten(tmp_path):
    (tmp_path / "completions.jsonl").write_text('{"text": "mine"}\n', "utf-8")
    result = run("evaluate", "mmau", "--data", write_mmau(tmp_path / "m", 2, sounds=True),
                 "--offline", "--out", tmp_path)  # fmt: skip
    assert result.exit_code == 1
    assert "completions.jsonl line 1 is no answer that was kept" in result.stderr
    assert (tmp_path / "completions.jsonl").read_text("utf-8") == '{"text": "mine"}\n'


def test_a_full_journal_is_one_message(tmp_path):
    (tmp_path / "file").write_text("", "utf-8")
    with (
        pytest.raises(EvaluationError, match="Name another --out"),
        Journal(tmp_path / "file", "x"),
    ):
        pass
