"""`aqagen judge` and `aqagen probe` over real HTTP: faults, resuming, and what is kept."""

import json
import subprocess
import sys
import time
import wave
from pathlib import Path

import pytest

from aqagen.curation.calibration import agreement
from aqagen.curation.checks import select_checks
from aqagen.curation.judge import DIMENSIONS, judge_answers, opinion_of
from aqagen.curation.subjects import Answered
from aqagen.generation.offline.faults import Faults
from aqagen.generation.offline.server import running_offline
from aqagen.records import Clip, Item, SourceRow
from aqagen.store import Store
from aqagen.store.findings import set_judge_in_force
from aqagen.store.judging import judge, set_checks_in_force
from tests.cli_helpers import clean_environment, run

SOUNDS = ("a dog barks", "rain falls", "an engine hums", "glass breaks")
N_ITEMS = 8


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A store whose odd items name a wrong option as the answer; two items have no audio."""
    monkeypatch.chdir(tmp_path)
    with Store.open(Path("aqagen.duckdb")) as store:
        with store.writer() as writer:
            for n in range(N_ITEMS):
                path = tmp_path / f"{n}.wav"
                if n < N_ITEMS - 2:
                    _write_wav(path)
                clip = Clip.make("tacos", "all", path.name, audio_path=str(path), duration_s=0.1)
                caption = {"caption": SOUNDS[n % 4]}
                row = SourceRow.make(clip, caption, key=n, file="rows.csv", line=n + 2)
                writer.put(row)
                asked = f"What can be heard in clip {n}?"
                writer.put(Item.make(row, asked, SOUNDS, (n + n % 2) % 4, "imported"
                                     if n == 0 else "generated"))  # fmt: skip
        # One check only: the others find the planted answers before the judge is asked.
        checks = select_checks(("four-options",))
        set_checks_in_force(store, checks)
        judge(store, checks)
    return tmp_path


def _write_wav(path: Path) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(1600))


def fetch(sql: str) -> list[tuple]:
    with Store.open(Path("aqagen.duckdb")) as store:
        return store.fetch(sql)


def told(*arguments, code: int = 0) -> dict:
    result = run(*arguments, "--json")
    assert result.exit_code == code, result.output
    return json.loads(result.stdout)


def test_a_judge_finds_planted_wrong_answers_and_drops_them(folder):
    said = told("judge", "--offline", "--votes", 3)
    assert said["books"]["answered now"] == 3 * N_ITEMS
    # Undecided: an imported item's record would confirm itself, so nothing is known of it.
    assert said["verdicts"]["judge-wrong-answer"] == {"fail": 4, "undecided": 1}
    assert said["verdicts"]["judge-true-distractor"]["fail"] == 4
    assert fetch("SELECT count(*) FROM kept_items") == [(4,)]
    assert fetch(
        "SELECT count(*) FROM item_labels WHERE judge_correct IS NULL AND judge_answerable = 5"
    ) == [(1,)]  # fmt: skip
    assert told("judge", "--offline", "--votes", 3)["books"]["answered before"] == 3 * N_ITEMS


@pytest.mark.parametrize(
    "fault",
    [
        {"statuses": {429: 0.3}},
        {"statuses": {500: 0.3}},
        {"reset": 0.3},
        {"broken_json": 0.3},
    ],
)
def test_faults_lose_nothing(folder, fault):
    with running_offline(faults=Faults(seed=1, retry_after_s=0.01, **fault)) as server:
        said = told("judge", "--endpoint", server.base_url, "--votes", 2)
    answered = fetch("SELECT count(*), count(DISTINCT (item_id, trial)) FROM item_completions "
                     "WHERE text IS NOT NULL")  # fmt: skip
    assert answered == [(2 * N_ITEMS, 2 * N_ITEMS)]
    assert said["books"]["answered now"] == 2 * N_ITEMS
    assert (said["books"].get("unreadable", 0) > 0) == ("broken_json" in fault)


def test_a_run_that_goes_on_asks_nothing_twice(folder):
    with running_offline() as server:
        told("judge", "--endpoint", server.base_url, "--votes", 2, "--limit", 3)
        assert server.n_requests == 6
        said = told("judge", "--endpoint", server.base_url, "--votes", 3)
        assert server.n_requests == 3 * N_ITEMS
        assert said["books"]["answered before"] == 6
    votes = "SELECT DISTINCT votes FROM judgements WHERE dimension = 'language'"
    assert fetch(votes) == [(3,)]


def test_other_items_keep_their_verdicts_when_some_get_more_votes(folder):
    verdicts = (
        "SELECT item_id, reason, status FROM verdicts WHERE check_name = 'judge' ORDER BY ALL"
    )
    told("judge", "--offline", "--votes", 3)
    before = fetch(verdicts)
    assert before
    told("judge", "--offline", "--votes", 5, "--limit", 1)
    assert fetch(verdicts) == before
    told("judge", "--offline", "--votes", 1, "--limit", 1)
    assert fetch(verdicts) == before


def test_votes_that_an_older_version_counted_are_counted_anew(folder):
    told("judge", "--offline", "--votes", 3)
    kept = fetch("SELECT item_id FROM kept_items ORDER BY 1")
    assert 0 < len(kept) < N_ITEMS
    with Store.open(Path("aqagen.duckdb")) as store:
        for statement in (
            "UPDATE checks SET check_version = 1 WHERE check_name = 'judge'",
            """UPDATE verdicts SET check_version = 1, detail = json_merge_patch(
                detail, '{"check_version": 1}') WHERE check_name = 'judge'""",
            """UPDATE judgements SET detail = json_merge_patch(detail, '{"check_version": 1}')""",
        ):
            store.connection.execute(statement)
        set_judge_in_force(store)
    assert fetch("SELECT item_id FROM kept_items ORDER BY 1") == kept
    assert fetch("SELECT DISTINCT check_version FROM verdicts WHERE check_name = 'judge'") == [(2,)]


@pytest.mark.parametrize(
    ("command", "budget"),
    [(("judge", "--votes", 2), 4_000), (("probe", "text-only", "--trials", 2), 500)],
)
def test_a_budget_of_tokens_ends_a_run_that_can_go_on(folder, command, budget):
    with running_offline() as server:
        limits = ("--budget-tokens", budget, "--concurrency", 1)
        first = told(*command, "--endpoint", server.base_url, *limits)["books"]
        tokens = fetch("SELECT sum(prompt_tokens + completion_tokens) FROM item_completions")[0][0]
        assert 0 < first["answered now"] < 2 * N_ITEMS
        assert tokens <= budget
        assert first["not reached"] == 2 * N_ITEMS - first["answered now"]
        told(*command, "--endpoint", server.base_url)
        assert server.n_requests == 2 * N_ITEMS


ONCE = [("judge", "--votes", 1), ("probe", "text-only", "--trials", 1)]


@pytest.mark.parametrize(
    ("command", "tokens_a_minute"), [(ONCE[0], 60_000), (ONCE[1], 7_000)], ids=["judge", "probe"]
)
@pytest.mark.parametrize("flag", ["--rpm", "--tpm"])
def test_requests_keep_to_a_rate(folder, command, tokens_a_minute, flag):
    rate = 120 if flag == "--rpm" else tokens_a_minute
    told(*command, "--offline", flag, rate, "--limit", 5)
    times = fetch("SELECT count(*), epoch(max(created_at) - min(created_at)) FROM item_completions")
    # Of five, what a second allows comes at once, and the rest takes more than another.
    assert times[0][0] == 5
    assert times[0][1] > 0.8


@pytest.mark.parametrize("command", ONCE)
def test_a_question_has_a_deadline(folder, command):
    with running_offline(faults=Faults(seed=5, hang=0.5)) as server:
        limits = ("--deadline", 0.5, "--limit", 4)
        books = told(*command, "--endpoint", server.base_url, *limits, code=1)["books"]
    assert books["answered now"] > 0
    assert books["failed: deadline"] > 0
    assert books["answered now"] + books["failed: deadline"] == 4


@pytest.mark.parametrize("form", ["input_audio", "audio_url"])
def test_a_probe_with_audio_sends_sound_and_says_what_has_none(folder, form):
    with running_offline() as server:
        said = told("probe", "difficulty", "--endpoint", server.base_url, "--trials", 2,
                    "--audio-form", form)  # fmt: skip
        kinds = {part["type"] for request in server.requests
                 for part in request.body["messages"][0]["content"]}  # fmt: skip
    assert kinds == {form, "text"}
    assert said["books"]["not asked: audio-missing"] == 2 * 2
    assert said["items"]["items probed"] == N_ITEMS - 2


def test_another_clip_is_one_whose_file_is_there(folder):
    told("probe", "shuffled-audio", "--offline", "--trials", 4)
    rows = fetch("SELECT c.audio_path, i.clip_id = c.clip_id FROM item_completions a "
                 "JOIN items i USING (item_id) "
                 "JOIN clips c ON c.clip_id = a.detail->>'clip_id'")  # fmt: skip
    assert len(rows) == 4 * N_ITEMS
    assert all(Path(path).is_file() and not same for path, same in rows)


def test_runs_of_another_seed_stand_beside_each_other(folder):
    told("probe", "text-only", "--offline", "--trials", 2)
    told("probe", "text-only", "--offline", "--trials", 2, "--seed", 1)
    rows = fetch("SELECT config_id, count(*) FROM probes GROUP BY 1")
    assert [n for _, n in rows] == [N_ITEMS, N_ITEMS]
    assert fetch("SELECT count(*) FROM item_labels WHERE text_only IS NOT NULL") == [(N_ITEMS,)]


def test_calibration_against_people(folder):
    rows = fetch("SELECT item_id FROM items ORDER BY seq")
    lines = ["item_id,dimension,mark"]
    lines += [f"{item_id},correct,{'bad' if n % 2 else 'good'}" for n, (item_id,) in
              enumerate(rows)]  # fmt: skip
    Path("marks.csv").write_text("\n".join(lines), "utf-8")
    said = told("judge", "--offline", "--votes", 1, "--calibrate", "marks.csv")
    assert said["calibration"]["correct"] == {"n": N_ITEMS - 1, "agreement": 1.0, "kappa": 1.0}


def test_marks_that_compare_with_nothing_are_told(folder):
    rows = fetch("SELECT item_id FROM items ORDER BY seq")
    # Two people about one item; one item that is not there; one imported, whose key is not scored.
    lines = ["item_id,dimension,mark", f"{rows[2][0]},correct,good", f"{rows[2][0]},correct,bad",
             "nothing,correct,good", f"{rows[0][0]},overall,good"]  # fmt: skip
    Path("marks.csv").write_text("\n".join(lines), "utf-8")
    result = run("judge", "--offline", "--votes", 1, "--calibrate", "marks.csv", "--json")
    calibration = json.loads(result.stdout)["calibration"]
    assert calibration["correct"] == {"n": 2, "agreement": 0.5, "kappa": 0.0}
    assert calibration["overall"]["n"] == 0
    assert "4 marks, 2 compared; 1 of items that the store does not hold, 0 of " in result.stderr
    assert "1 where the judge decided nothing" in result.stderr


def test_marks_of_no_item_are_refused_before_anything_is_asked(folder):
    Path("marks.csv").write_text("item_id,dimension,mark\nnothing,correct,good", "utf-8")
    with running_offline() as server:
        result = run("judge", "--endpoint", server.base_url, "--calibrate", "marks.csv")
        assert not server.requests
    assert result.exit_code != 0
    assert "'nothing' is no item_id there" in result.stderr


def test_kappa_by_hand():
    # 20 good by both, 15 bad by both, 5 and 10 apart: p_o = 0.7, p_e = 0.5, kappa = 0.4.
    pairs = [(True, True)] * 20 + [(True, False)] * 5 + [(False, True)] * 10
    found = agreement([*pairs, *[(False, False)] * 15])
    assert (found.n, found.agreement, found.kappa) == (50, pytest.approx(0.7), pytest.approx(0.4))
    assert agreement([(True, True)]).kappa is None
    assert agreement([]).agreement is None


@pytest.mark.parametrize(
    ("scores", "n_wanted", "bad"),
    [
        ((5, 4, 3), 3, False), ((1, 2, 5), 3, True), ((1, 5), 2, None), ((), 0, None),
        ((2,), 1, True),
        # The others could not tell, could not be read, or are not there yet.
        ((1,), 3, None), ((5,), 3, None), ((1, 1), 3, True), ((4, 5), 3, False), ((1, 1), 4, None),
    ],
)  # fmt: skip
def test_two_thirds_of_all_votes_decide(scores, n_wanted, bad):
    assert opinion_of(scores, n_wanted).bad is bad


def test_votes_that_cannot_be_read_or_are_to_come_decide_nothing():
    bad = json.dumps({name: {"reason": "x", "score": 1} for name in DIMENSIONS})
    for texts, n_asked, decided in (
        ((bad,), 1, True), ((bad,), 3, None), ((bad, "no", "no"), 3, None), ((bad, bad), 3, True),
        ((bad, "no", "no"), 1, None),
    ):  # fmt: skip
        answered = Answered("i", SOUNDS, 0, [(text, {}) for text in texts])
        judgement = judge_answers(answered, n_asked)
        assert {each.bad for each in judgement.opinions.values()} == {decided}
        assert judgement.n_wanted == max(n_asked, len(texts))


def test_without_an_endpoint_it_says_what_to_do(folder):
    result = run("judge")
    assert result.exit_code != 0
    assert "--offline" in result.stderr


def test_a_killed_run_goes_on_with_what_is_stored(folder):
    with running_offline(faults=Faults(delay_ms=150)) as server:
        words = ("judge", "--endpoint", server.base_url, "--votes", "5", "--concurrency", "1")
        killed = subprocess.Popen(
            [sys.executable, "-c", "from aqagen.cli import main; main()", *words],
            cwd=folder, env=clean_environment(), stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        until = time.monotonic() + 30
        while server.n_requests < 6 and time.monotonic() < until:
            time.sleep(0.02)
        killed.kill()
        killed.wait()
        ((stored,),) = fetch("SELECT count(*) FROM item_completions")
        assert 0 < stored < 5 * N_ITEMS
        asked = server.n_requests
        server.faults = Faults()
        said = told(*words)
        assert said["books"]["answered before"] == stored
        assert server.n_requests - asked == 5 * N_ITEMS - stored
