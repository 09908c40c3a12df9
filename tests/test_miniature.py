"""`benchmarks/miniature`: its scenes, questions, bad items and intervals, on made-up sounds."""

import csv
import json
import random
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from threading import Thread
from time import sleep
from xml.etree import ElementTree as ET

import numpy as np
import pytest
import soundfile

from aqagen.errors import AqagenError, SourceError, UsageError
from aqagen.generation.offline.writer import Writer
from benchmarks.miniature.compose import SCENE_S, Composer, Scene, render
from benchmarks.miniature.dataset import Sizes, Split, read_split, write_dataset
from benchmarks.miniature.figure import Bar, draw
from benchmarks.miniature.noise import NOISE, NoisyWriter, noise_of, spoil
from benchmarks.miniature.plan import ARMS, FULL, QUICK
from benchmarks.miniature.questions import KINDS, Question, ask
from benchmarks.miniature.recordings import PHRASES, RATE_HZ, Recording, active, read_index
from benchmarks.miniature.report import write_report
from benchmarks.miniature.results import read_results
from benchmarks.miniature.stages import Bench
from benchmarks.miniature.statistics import Estimate, estimate
from benchmarks.miniature.steps import Steps, whole
from trainer.examples import read_mixture

SIZES = Sizes((6, 4, 3), dict.fromkeys(KINDS, 3), {"part1": 1, "part2": 2, "part3": 1})


def recordings() -> list[Recording]:
    return [
        Recording(f"{fold}-{1000 * fold + at}-A.wav", fold, str(1000 * fold + at), category)
        for fold in range(1, 6)
        for at, category in enumerate(PHRASES)
    ]


def sounds_of(made_up: list[Recording]) -> dict[str, np.ndarray]:
    times_s = np.arange(RATE_HZ // 2) / RATE_HZ
    return {
        recording.file_name: np.sin(2 * np.pi * (200 + 50 * at) * times_s).astype(np.float32)
        for at, recording in enumerate(made_up)
    }


def composer(seed: str = "x") -> Composer:
    return Composer(recordings(), sounds_of(recordings()), seed)


@pytest.fixture(scope="module")
def esc10(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("esc10")
    (folder / "audio").mkdir()
    made_up = recordings()
    for name, sound in sounds_of(made_up).items():
        padded = np.concatenate([0.5 * sound, np.zeros(RATE_HZ, dtype=np.float32)])
        soundfile.write(folder / "audio" / name, padded, RATE_HZ)
    with (folder / "esc10.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("filename", "fold", "freesound_id", "category"))
        writer.writerows((r.file_name, r.fold, r.freesound_id, r.category) for r in made_up)
    return folder


@pytest.fixture(scope="module")
def written(esc10: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "data"
    write_dataset(esc10, folder, SIZES, Split((1, 2, 3, 4), 5))
    return folder


@pytest.fixture(scope="module")
def prepared(esc10: Path, tmp_path_factory: pytest.TempPathFactory) -> Bench:
    folder = tmp_path_factory.mktemp("prepared")
    bench = Bench(esc10, folder / "out", replace(FULL, sizes=SIZES), Split((1, 2, 3, 4), 5))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)  # no aqagen.toml of the project
        bench.prepare()
        bench.mix_single(0)
    return bench


def test_the_encoder_learns_from_kept_items_about_one_sound(prepared: Bench):
    hears = read_mixture(prepared.mixture("hears", 0))
    single = {scene["scene"] for scene in made_of(prepared.data) if len(scene["events"]) == 1}
    names = {Path(row.audio_path).name for row in hears}
    assert names
    assert names <= single
    before = (prepared.out / "steps.jsonl").read_text()
    prepared.prepare()  # nothing is done twice
    assert (prepared.out / "steps.jsonl").read_text() == before


def test_the_page_is_written_from_what_is_there(prepared: Bench, tmp_path: Path):
    names = [record["id"] for record in asked(prepared.data, "dev")]
    evaluated(prepared.out, "warm", 0, dict.fromkeys(names, False))
    evaluated(prepared.out, "noisy", 0, dict.fromkeys(names, True))
    write_report(prepared.out, tmp_path / "new" / "docs")
    page = (tmp_path / "new" / "docs" / "miniature.md").read_text()
    assert "${" not in page
    assert "Of fold 5, an evaluation set of that form:\n10 which sound, 20 temporal" in page
    assert "| **warm**: warm start only | 1 | 0.0 [0.0, 0.0] |" in page
    assert "warm (1 of 5 seeds), noisy (1 of 5 seeds)" in page
    assert "| as used | 40 | 10 | none |" in page
    assert "(same bytes)" in page
    ET.parse(tmp_path / "new" / "docs" / "miniature.svg")  # noqa: S314 - our own


def test_there_is_no_page_before_an_evaluation(tmp_path: Path):
    with pytest.raises(AqagenError, match="holds no evaluation yet"):
        write_report(tmp_path / "out", tmp_path / "docs")
    assert not (tmp_path / "docs").exists()


def made_of(folder: Path) -> list[dict]:
    return [json.loads(line) for line in (folder / "scenes.jsonl").read_text().splitlines()]


def asked(folder: Path, split: str, noisy: str = "") -> list[dict]:
    place = folder / f"dcase2025{noisy}" / "dcase_2025_question_path" / split
    return [json.loads(path.read_text()) for path in sorted(place.glob("*.json"))]


# --- scenes ---


def test_the_same_seed_composes_the_same_scenes():
    def scenes(seed: str) -> list[Scene]:
        one = composer(seed)
        return [one.plan(str(n), 1 + n % 3)[0] for n in range(12)]

    assert scenes("a") == scenes("a")
    assert scenes("a") != scenes("b")


@pytest.mark.parametrize("n_events", [1, 2, 3])
def test_sounds_come_one_after_the_other_and_are_of_different_classes(n_events: int):
    one = composer()
    for number in range(40):
        scene, dealt = one.plan(str(number), n_events)
        assert len(scene.events) == len(set(scene.phrases)) == n_events
        assert 0 <= dealt < n_events
        assert scene.events[0].onset_s >= 0
        assert scene.events[-1].offset_s <= SCENE_S
        for before, after in pairwise(scene.events):
            assert before.offset_s <= after.onset_s


def test_there_is_sound_between_onset_and_offset_and_nowhere_else():
    made_up = recordings()
    one, sounds = composer(), sounds_of(made_up)
    for number in range(12):
        scene, _ = one.plan(str(number), 1 + number % 3)
        mixed = render(scene, sounds)
        assert len(mixed) == round(SCENE_S * RATE_HZ)
        outside = np.ones(len(mixed), dtype=bool)
        for event in scene.events:
            at, end = round(event.onset_s * RATE_HZ), round(event.offset_s * RATE_HZ)
            outside[at:end] = False
            level = 20 * np.log10(np.sqrt(np.mean(mixed[at:end] ** 2)) / 0.05)
            assert level == pytest.approx(event.gain_db, abs=0.5)
            loudest_hz = np.argmax(np.abs(np.fft.rfft(mixed[at:end]))) / (end - at) * RATE_HZ
            place = made_up.index(event.recording)
            assert loudest_hz == pytest.approx(200 + 50 * place, abs=5)
        assert not mixed[outside].any()


def test_every_recording_is_dealt_as_often_as_any_other():
    one = composer()
    plans = (one.plan(str(number), 2) for number in range(100))
    dealt = Counter(scene.events[at].recording.file_name for scene, at in plans)
    assert set(dealt.values()) == {2}


def test_silent_edges_are_cut_and_pauses_are_not():
    sound = np.array([0, 0, 0.5, 0, 0, -0.5, 0.001, 0], dtype=np.float32)
    assert active(sound).tolist() == [0.5, 0, 0, -0.5]
    assert active(np.zeros(3, dtype=np.float32)).tolist() == [0, 0, 0]


# --- questions ---


def scene_of(*categories: str) -> Scene:
    by_category = {r.category: r for r in recordings()}
    one = composer()
    scene, _ = one.plan("s", len(categories))
    events = [
        type(event)(by_category[c], event.onset_s, event.offset_s, 0.0, 0.0)
        for event, c in zip(scene.events, categories, strict=True)
    ]
    return Scene("s", tuple(events))


@pytest.mark.parametrize(
    ("kind", "right"),
    [
        ("which", "Rain falls"),
        ("first", "A dog barks"),
        ("last", "A clock ticks"),
        ("before", "A dog barks"),
        ("after", "A clock ticks"),
        ("how-many", "Three sounds"),
    ],
)
def test_answers_are_those_of_the_scene(kind: str, right: str):
    scene = scene_of("dog", "rain", "clock_tick")
    assert ask(kind, scene, 1, random.Random(0)).right == right


def test_of_two_sounds_the_one_beside_the_named_is_right():
    scene = scene_of("dog", "rain")
    for seed in range(20):
        question = ask("beside", scene, 0, random.Random(seed))
        named = "A dog barks" if "A dog barks" in question.text else "Rain falls"
        assert {named, question.right} == {"A dog barks", "Rain falls"}
        assert named in question.wrong


@pytest.mark.parametrize("kind", list(KINDS))
def test_no_wrong_option_is_right(kind: str):
    one = composer(kind)
    for number in range(60):
        n_events = KINDS[kind].n_events[number % len(KINDS[kind].n_events)]
        scene, dealt = one.plan(str(number), n_events)
        question = ask(kind, scene, dealt, random.Random(number))
        assert len({question.right, *question.wrong}) == 4
        heard = set(scene.phrases)
        if kind == "which":
            assert question.right in heard
            assert not heard & set(question.wrong)
        if kind == "missing":
            assert question.right not in heard
            assert heard == set(question.wrong)


def test_a_deaf_guesser_does_no_better_than_it_says():
    for kind, told in KINDS.items():
        one, answers = composer(kind), Counter()
        for number in range(60):
            scene, dealt = one.plan(str(number), told.n_events[number % len(told.n_events)])
            answers[ask(kind, scene, dealt, random.Random(number)).right] += 1
        always = max(answers.values()) / 60
        assert always == 1 / 3 if kind == "how-many" else always <= 0.4


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "how-many"])
def test_a_deaf_guesser_leaves_out_what_the_question_names(kind: str):
    one, n_events = composer(kind), KINDS[kind].n_events[0]
    for number in range(20):
        scene, dealt = one.plan(str(number), n_events)
        question = ask(kind, scene, dealt, random.Random(number))
        left = [each for each in (question.right, *question.wrong) if each not in question.text]
        assert KINDS[kind].deaf_guesser == 1 / len(left)


# --- what is written ---


def test_nothing_of_the_test_fold_is_trained_on(written: Path):
    folds: dict[str, set[int]] = {}
    for scene in made_of(written):
        folds.setdefault(scene["split"], set()).update(e["fold"] for e in scene["events"])
    assert folds == {"development": {1, 2, 3, 4}, "train": {1, 2, 3, 4}, "dev": {5}}


def test_captions_have_the_times_of_the_events(written: Path):
    with (written / "tacos" / "annotations_strong.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    scenes = {s["scene"]: s["events"] for s in made_of(written) if s["dataset"] == "tacos"}
    assert len(rows) == 6 + 2 * 4 + 3 * 3 == sum(map(len, scenes.values()))
    for row in rows:
        times = [
            (e["onset_s"], e["offset_s"])
            for e in scenes[row["filename"]]
            if PHRASES[e["category"]] + "." == row["text"]
        ]
        assert times == [(float(row["onset"]), float(row["offset"]))]


def test_the_test_part_asks_equally_often_about_each_recording(written: Path):
    records = asked(written, "dev")
    assert len(records) == 10 * (1 + 2 + 1)
    assert set(Counter(record["dealt"] for record in records).values()) == {4}


def test_the_same_dataset_is_written_again(esc10: Path, written: Path, tmp_path: Path):
    write_dataset(esc10, tmp_path / "data", SIZES, Split((1, 2, 3, 4), 5))
    for path in sorted(written.rglob("*.*")):
        if path.is_file():
            assert (tmp_path / "data" / path.relative_to(written)).read_bytes() == path.read_bytes()


def test_another_dataset_is_refused(tmp_path: Path):
    with pytest.raises(SourceError, match=r"esc50\.csv is missing, and so is .*esc10\.csv"):
        read_index(tmp_path)
    (tmp_path / "esc10.csv").write_text("filename,fold\na.ogg,1\n")
    with pytest.raises(SourceError, match="expected the columns"):
        read_index(tmp_path)
    (tmp_path / "esc10.csv").write_text(
        "filename,fold,freesound_id,category\na.ogg,1,7,cow\n", encoding="utf-8"
    )
    with pytest.raises(SourceError, match="got cow"):
        read_index(tmp_path)


def test_folds_without_one_of_the_classes_are_refused(esc10: Path, tmp_path: Path):
    lines = (esc10 / "esc10.csv").read_text().splitlines()
    (tmp_path / "esc10.csv").write_text("\n".join(lines[:-1]) + "\n")
    with pytest.raises(SourceError, match="in fold 5, got none of sneezing"):
        write_dataset(tmp_path, tmp_path / "data", SIZES, Split((1, 2, 3, 4), 5))
    (tmp_path / "esc10.csv").write_text("\n".join([*lines, "a.wav,x,7,dog"]))
    with pytest.raises(SourceError, match="expected a number as the fold"):
        read_index(tmp_path)


def test_a_dataset_that_was_left_half_written_is_not_taken_for_done(esc10: Path, tmp_path: Path):
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "ledger").write_text("in the way of a folder")
    with pytest.raises(FileExistsError):
        write_dataset(esc10, folder, SIZES, Split((1, 2, 3, 4), 5))
    assert not (folder / "scenes.jsonl").exists()
    (folder / "ledger").unlink()
    write_dataset(esc10, folder, SIZES, Split((1, 2, 3, 4), 5))
    assert read_split(folder) == Split((1, 2, 3, 4), 5)


def test_a_folder_of_another_split_and_an_arm_without_its_model_are_refused(
    esc10: Path, written: Path
):
    tuning = Bench(esc10, written.parent, FULL, Split((1, 2, 3), 4))
    with pytest.raises(UsageError, match="tested on fold 5, expected fold 4"):
        tuning.prepare()
    with pytest.raises(UsageError, match="run the arm curated before"):
        tuning.train_arm(ARMS["filtered"], 0)


def test_a_step_that_failed_is_done_again_and_one_of_two_processes_does_it(tmp_path: Path):
    made, done = tmp_path / "made.txt", []

    def fail() -> None:
        with whole(made) as path:
            path.write_text("half")
            raise OSError("the disk is full")

    def work() -> None:
        sleep(0.05)  # long enough for the other one to come
        done.append(1)
        with whole(made) as path:
            path.write_text("whole")

    with pytest.raises(OSError, match="full"):
        Steps(tmp_path).do("a stage", made, "words", fail)
    both = [
        Thread(target=Steps(tmp_path).do, args=("a stage", made, "words", work)) for _ in range(2)
    ]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert (done, made.read_text()) == ([1], "whole")


def test_a_copy_of_esc50_will_do(tmp_path: Path):
    (tmp_path / "meta").mkdir()
    (tmp_path / "meta" / "esc50.csv").write_text(
        "filename,fold,target,category,esc10,src_file,take\n"
        "1-100032-A-0.wav,1,0,dog,True,100032,A\n"
        "1-100038-A-14.wav,1,14,chirping_birds,False,100038,A\n"
    )
    assert read_index(tmp_path) == [Recording("1-100032-A-0.wav", 1, "100032", "dog")]


# --- bad items ---

GOOD = Question("Which sound is heard?", "A dog barks", ("Rain falls", "A fire crackles", "x"))


def test_each_kind_of_bad_item_has_its_share():
    found = Counter(noise_of(str(number)) for number in range(8000))
    for kind, share in NOISE.items():
        assert found[kind] / 8000 == pytest.approx(share, abs=0.02)


def test_a_bad_item_has_one_thing_wrong():
    heard = ("A dog barks", "A clock ticks")
    assert spoil(GOOD, None, heard) == GOOD
    wrong = spoil(GOOD, "wrong-answer", heard)
    assert wrong.right == "Rain falls"
    assert {wrong.right, *wrong.wrong} == {GOOD.right, *GOOD.wrong}
    true = spoil(GOOD, "true-distractor", heard)
    assert (true.right, true.wrong[0]) == ("A dog barks", "A clock ticks")
    assert spoil(GOOD, "true-distractor", ("A dog barks",)).wrong[0] == "A dog is barking"
    assert "A dog barks" in spoil(GOOD, "text-only", heard).text


def test_the_careless_writer_differs_from_the_good_one_in_its_share(written: Path):
    rows = [
        {"caption": f"{phrase}.", "keywords": [phrase], "description": f"Scene {n}."}
        for n, phrase in enumerate([*PHRASES.values()] * 40)
    ]
    good, careless = Writer().prime(rows), NoisyWriter().prime(rows)
    n_bad = 0
    for row in rows:
        one, other = good.write(row), careless.write(row)
        n_bad += (one.question, one.options[one.answer_index], set(one.options)) != (
            other.question, other.options[other.answer_index], set(other.options)
        )  # fmt: skip
    assert n_bad / len(rows) == pytest.approx(sum(NOISE.values()), abs=0.08)


# --- numbers ---


def test_the_mean_is_over_all_answers_and_the_interval_holds_it():
    values = np.array([[1, 0, 1, 1], [1, 0, 0, 1]], dtype=float)
    found = estimate(values, np.array([0, 0, 1, 1]))
    assert found.mean == 5 / 8
    assert 0 <= found.low <= found.mean <= found.high <= 1


def test_what_all_seeds_and_recordings_agree_on_has_no_width():
    found = estimate(np.ones((3, 6)), np.array([0, 0, 1, 1, 2, 2]))
    assert (found.mean, found.low, found.high) == (1, 1, 1)


def test_items_about_one_recording_count_as_one():
    """One seed, two recordings that are all right and all wrong: of the four equally likely

    draws one has the right one twice, two have it once, one never: 1, 1/2, 1/2, 0.
    """
    values = np.array([[1, 1, 1, 0, 0, 0]], dtype=float)
    found = estimate(values, np.array([0, 0, 0, 1, 1, 1]))
    assert (found.mean, found.low, found.high) == (0.5, 0, 1)
    apart = estimate(np.tile(values, 20), np.arange(120))
    assert apart.high - apart.low == pytest.approx(2 * 1.96 * 0.5 / 120**0.5, rel=0.1)


def test_seeds_are_drawn_too():
    values = np.array([[1.0] * 50, [0.0] * 50])
    found = estimate(values, np.arange(50))
    assert (found.mean, found.low, found.high) == (0.5, 0, 1)


def test_paired_seeds_that_agree_on_a_difference_are_narrow():
    """Two arms that differ by as much at every seed, however far the seeds lie apart."""
    one = np.array([[1.0] * 40, [0.0] * 40])
    assert estimate(one - one, np.arange(40)) == estimate(np.zeros((2, 40)), np.arange(40))


def evaluated(out: Path, arm: str, seed: int, right: dict[str, bool]) -> None:
    place = out / "evaluations" / f"{arm}-{seed}"
    place.mkdir(parents=True)
    lines = [json.dumps({"question_id": name, "correct": value}) for name, value in right.items()]
    (place / "predictions.jsonl").write_text("\n".join(lines) + "\n")
    (place / "scores.json").write_text("{}")


def test_what_was_answered_is_read_back_by_arm_part_and_seed(tmp_path: Path):
    questions = tmp_path / "data" / "dcase2025" / "dcase_2025_question_path" / "dev"
    questions.mkdir(parents=True)
    told = (("q1", "which", "7", 1), ("q2", "which", "8", 2), ("q3", "first", "8", 2))
    for name, kind, dealt, n_events in told:
        record = {"id": name, "kind": kind, "dealt": dealt, "n_events": n_events}
        (questions / f"{name}.json").write_text(json.dumps(record))
    evaluated(tmp_path, "warm", 0, {"q1": False, "q2": True, "q3": False})
    evaluated(tmp_path, "warm", 1, {"q1": False, "q2": False, "q3": False})
    evaluated(tmp_path, "captions-heavy", 1, {"q1": True, "q2": True, "q3": False})
    unfinished = tmp_path / "evaluations" / "captions-heavy-0"
    unfinished.mkdir()
    (unfinished / "predictions.jsonl").write_text('{"question_id": "q1", "correct": true}\n')
    results = read_results(tmp_path)
    assert results.accuracy("warm", "part1").mean == 1 / 4
    assert results.accuracy("warm", None).mean == 1 / 6
    assert results.clusters(results.chosen(None)).tolist() == [0, 1, 1]
    assert results.present_guess("part2") == 1 / 2
    assert results.deaf_guess(None) == 1 / 4
    found = results.difference("captions-heavy", "warm", "part1")
    assert found is not None
    assert (found[0].mean, found[1]) == (1.0, [1])
    assert results.difference("captions-heavy", "nobody", "part1") is None


def test_the_figure_is_xml_and_says_its_numbers():
    bars = [Bar("A & B", "arm", Estimate(0.5, 0.4, 0.61)), Bar("C", "start", Estimate(0.25, 0, 1))]
    picture = ET.fromstring(draw("Title <1>", [("part", bars)], 0.25))  # noqa: S314 - our own
    texts = [text for element in picture.iter() if (text := element.text)]
    assert "A & B: 50.0% [40.0%, 61.0%]" in texts
    assert "Title <1>" in texts


def test_the_plan_names_arms_that_there_are():
    assert set(FULL.arms) == set(ARMS)
    assert set(QUICK.arms) <= set(ARMS)
    assert len(FULL.seeds) >= 5
