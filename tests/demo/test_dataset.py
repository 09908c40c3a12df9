"""The demo's sounds and files: real formats, the same bytes for the same seed, true words."""

import csv
import hashlib
import json
import math
import time
import wave
from array import array
from itertools import combinations, pairwise

import pytest

from aqagen.answers import AnswerError, find_answer, strip_letters
from aqagen.demo.dataset import DemoSizes, write_demo_dataset
from aqagen.demo.scenes import WORDS, ScenePlanner, caption_of, listed
from aqagen.demo.sounds import (
    KINDS,
    PEAK,
    SAMPLE_RATE_HZ,
    Event,
    render_clip,
    render_event,
    write_wav,
)
from aqagen.generation.offline.words import content_words

SMALL = DemoSizes(6, 5, 4, 4, which_train=4, which_dev=3)


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    sizes = DemoSizes(which_train=0)  # the demo's own, and nothing to train on
    return write_demo_dataset(tmp_path_factory.mktemp("demo"), sizes=sizes)


def table(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def hashes(folder):
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


# --- sounds ---------------------------------------------------------------------------------


def sound(kind, count=1, variant=0, duration_s=0.5):
    return render_event(Event(kind, 0.0, duration_s, variant, count))


def rate_hz(samples):
    """The frequency of a tone by its upward zero crossings."""
    crossings = sum(a < 0 <= b for a, b in pairwise(samples))
    return crossings * SAMPLE_RATE_HZ / len(samples)


def power_at(samples, hz):
    """The power of one frequency by Goertzel's recurrence, as a share of the whole power."""
    coefficient = 2 * math.cos(2 * math.pi * hz / SAMPLE_RATE_HZ)
    last = before = 0.0
    for value in samples:
        last, before = value + coefficient * last - before, last
    power = last**2 + before**2 - coefficient * last * before
    return 2 * power / (len(samples) * sum(value**2 for value in samples))


def thirds(samples):
    n = len(samples) // 3
    return samples[:n], samples[n : 2 * n], samples[2 * n :]


def bursts(samples, gap_s=0.03):
    """How many sounds there are with silence between them."""
    gap, count, silent_for = round(gap_s * SAMPLE_RATE_HZ), 0, math.inf
    for value in samples:
        if abs(value) > 1500:
            count += silent_for > gap
            silent_for = 0
        else:
            silent_for += 1
    return count


@pytest.mark.parametrize("kind", KINDS)
def test_every_sound_is_heard_is_safe_and_begins_and_ends_softly(kind):
    samples = sound(kind, count=3)
    assert len(samples) == SAMPLE_RATE_HZ // 2
    assert 0.25 * 32_767 < max(map(abs, samples)) <= round(PEAK * 32_767)
    assert max(map(abs, (*samples[:1], *samples[-1:]))) < 400


def test_the_hum_is_low_and_the_whistle_high():
    assert power_at(sound("hum"), 160) > 0.8
    assert power_at(sound("whistle"), 2400) > 0.9
    assert power_at(sound("hum"), 2400) < 0.001
    assert rate_hz(sound("whistle", variant=2)) == pytest.approx(2400 * 1.06**2, rel=0.02)


def test_the_swoop_rises_and_the_slide_falls():
    low, middle, high = (rate_hz(part) for part in thirds(sound("swoop")))
    assert low * 1.5 < middle < high / 1.5
    high, middle, low = (rate_hz(part) for part in thirds(sound("slide")))
    assert low * 1.5 < middle < high / 1.5


def test_static_is_broad_and_the_buzz_has_harmonics():
    for hz in (500, 1000, 2000, 4000, 7000):
        assert power_at(sound("static"), hz) < 0.02
    assert power_at(sound("buzz"), 95) > 0.6
    assert power_at(sound("buzz"), 3 * 95) > 0.05
    assert power_at(sound("buzz"), 2 * 95) < 0.01


def test_the_siren_goes_up_and_down():
    samples = sound("siren", duration_s=1.0)
    n = SAMPLE_RATE_HZ // 12
    rates = [rate_hz(samples[start : start + n]) for start in range(0, len(samples) - n, n)]
    rising = [after > before for before, after in pairwise(rates)]
    turns = sum(a != b for a, b in pairwise(rising))
    assert turns >= 4
    assert max(rates) > 1.6 * min(rates)


def test_the_thud_is_deep_and_dies_away():
    first, _, last = thirds(sound("thud"))
    assert rate_hz(first) < 130
    assert sum(map(abs, last)) < 0.4 * sum(map(abs, first))


@pytest.mark.parametrize("kind", ["clicks", "chirps"])
@pytest.mark.parametrize("count", [2, 3, 4, 5])
@pytest.mark.parametrize("duration_s", [0.4, 0.7])
def test_strokes_can_be_counted(kind, count, duration_s):
    samples = sound(kind, count=count, duration_s=duration_s)
    assert bursts(samples, gap_s=0.008) == count


def test_sounds_stand_at_their_times_with_silence_between():
    events = [Event("buzz", 1.0, 0.4), Event("static", 0.2, 0.5)]
    clip = render_clip(events, 2.0)
    assert len(clip) == 2 * SAMPLE_RATE_HZ
    for start_s, end_s, silent in ((0, 0.2, True), (0.2, 0.7, False), (0.7, 1.0, True),
                                   (1.0, 1.4, False), (1.4, 2.0, True)):  # fmt: skip
        part = clip[round(start_s * SAMPLE_RATE_HZ) : round(end_s * SAMPLE_RATE_HZ)]
        assert any(part) != silent


@pytest.mark.parametrize(
    "events", [[Event("hum", 0.0, 0.5), Event("buzz", 0.4, 0.5)], [Event("hum", 1.8, 0.4)]]
)
def test_sounds_that_overlap_or_leave_the_clip_are_refused(events):
    with pytest.raises(ValueError, match="overlaps another sound or leaves"):
        render_clip(events, 2.0)


def test_a_wav_file_holds_the_samples(tmp_path):
    samples = array("h", [0, 1, -1, 32_767, -32_768])
    write_wav(tmp_path / "x.wav", samples)
    raw = (tmp_path / "x.wav").read_bytes()
    assert (raw[:4], raw[8:16], len(raw)) == (b"RIFF", b"WAVEfmt ", 44 + 10)
    assert raw[44:] == b"\x00\x00\x01\x00\xff\xff\xff\x7f\x00\x80"


# --- words ----------------------------------------------------------------------------------


def words_of(kind):
    # With a count of one, for "one" is no content word: two kinds may share a number.
    return [content_words(caption_of(Event(kind, 0, 0.4, count=1), way)) for way in range(3)]


def test_kinds_share_no_word_and_every_caption_says_its_kind():
    assert set(WORDS) == set(KINDS)
    for kind in KINDS:
        name = content_words(kind)
        assert name
        assert all(name & words for words in words_of(kind)), kind
    for one, other in combinations(KINDS, 2):
        shared = frozenset().union(*words_of(one)) & frozenset().union(*words_of(other))
        assert not shared, (one, other)


def test_scenes_differ_and_their_sounds_fit():
    planner = ScenePlanner(3)
    scenes = [planner.plan() for _ in range(300)]
    assert len(set(scenes)) == 300
    assert {len(scene.events) for scene in scenes} == {1, 2, 3}
    assert {kind for scene in scenes for kind in scene.kinds} == set(KINDS)
    for scene in scenes:
        assert 2.0 <= scene.duration_s <= 4.0
        assert len(set(scene.kinds)) == len(scene.events)
        assert not set(scene.kinds) & set(scene.absent)
        ends = [0.0, *(event.offset_s for event in scene.events)]
        starts = [*(event.onset_s for event in scene.events), scene.duration_s]
        assert all(end <= start for end, start in zip(ends, starts, strict=True))


def test_a_scene_is_listed_in_words():
    planner = ScenePlanner(0)
    assert " and " not in listed(planner.plan(1))
    assert listed(planner.plan(3)).count(", ") == 1


# --- files ----------------------------------------------------------------------------------


def test_the_same_seed_gives_the_same_bytes(tmp_path):
    for name, seed in (("a", 4), ("b", 4), ("c", 5)):
        write_demo_dataset(tmp_path / name, seed, SMALL)
    write_demo_dataset(tmp_path / "b", 4, SMALL)  # a second time into the same folder
    one, same, other = (hashes(tmp_path / name) for name in "abc")
    assert one == same
    assert len(one) == len(other) > 30
    assert set(one.values()) != set(other.values())


def test_the_counts_are_those_of_the_files(demo):
    strong = table(demo.tacos / "annotations_strong.csv")
    assert demo.tacos_captions == len(strong) - 2
    assert 90 <= demo.tacos_captions <= 130
    questions = {
        (split, row["file_name"], row["QuestionText"])
        for split in ("train", "val", "test")
        for row in table(demo.clotho_aqa / f"clotho_aqa_{split}.csv")
    }
    assert demo.clotho_aqa_questions == len(questions)
    assert 90 <= demo.clotho_aqa_questions <= 130
    folder = demo.dcase2025 / "dcase_2025_question_path"
    assert len(list(folder.glob("train/*.json"))) == demo.dcase_train + 1 == 41
    assert len(list(folder.glob("dev/*.json"))) == demo.dcase_dev == 20
    assert demo.bad_rows == 4


def test_every_clip_is_a_mono_16_bit_wav_of_2_to_4_s_and_used_once(demo):
    folders = [demo.tacos / "audio", demo.clotho_aqa / "audio_files"]
    folders += [demo.dcase2025 / "local_audio_path" / split for split in ("train", "dev")]
    paths = [path for folder in folders for path in sorted(folder.iterdir())]
    assert len(paths) == 60 + 40 + 41 + 20
    for path in paths:
        with wave.open(str(path), "rb") as file:
            assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 16_000)
            assert 2.0 <= file.getnframes() / SAMPLE_RATE_HZ <= 4.0
            assert path.stat().st_size == 44 + 2 * file.getnframes()
    assert len({hashlib.sha256(path.read_bytes()).digest() for path in paths}) == len(paths)


def test_tacos_has_its_columns_and_its_captions_are_true(demo):
    header = (demo.tacos / "metadata.csv").read_text("utf-8").splitlines()[0]
    assert header == (
        "filename,keywords,freesound_id,sound_link,manufacturer,license,superclass,subclass,title,"
        "description,duration,original_samplerate,original_bitdepth,original_file_type,"
        "num_downloads,avg_rating,geotag,start_time_s,end_time_s,original_filename"
    )
    metadata = {row["filename"]: row for row in table(demo.tacos / "metadata.csv")}
    strong = table(demo.tacos / "annotations_strong.csv")
    assert list(strong[0]) == ["filename", "text", "onset", "offset"]
    assert list(table(demo.tacos / "annotations_weak.csv")[0]) == ["filename", "text"]
    for row in strong[: demo.tacos_captions]:
        clip = metadata[row["filename"]]
        assert row["filename"] == f"{clip['freesound_id']}.wav"
        assert 0 <= float(row["onset"]) < float(row["offset"]) <= float(clip["end_time_s"])
        assert content_words(row["text"]) & content_words(clip["keywords"])
        with wave.open(str(demo.tacos / "audio" / row["filename"]), "rb") as file:
            file.setpos(round(float(row["onset"]) * SAMPLE_RATE_HZ))
            length_s = float(row["offset"]) - float(row["onset"])
            heard = array("h", file.readframes(round(length_s * SAMPLE_RATE_HZ)))
        assert max(map(abs, heard)) > 5000
    assert not strong[-2]["text"]
    assert strong[-1]["onset"] == "1,5"
    assert any("\n" in clip["description"] for clip in metadata.values())


def test_tacos_splits_share_no_clip(demo):
    split = {
        name: {row["filename"] for row in table(demo.tacos / f"{name}_split.csv")}
        for name in ("development", "test")
    }
    assert not split["development"] & split["test"]
    assert len(split["development"]) + len(split["test"]) == 60
    assert len(split["test"]) == 10


def test_clotho_aqa_has_three_annotators_who_sometimes_disagree(demo):
    lines = (demo.clotho_aqa / "clotho_aqa_metadata.csv").read_text("utf-8").splitlines()
    assert lines[0] == ",file_name,keywords,sound_link,start_end_samples,manufacturer,license"
    assert lines[1].startswith("0,demo ")
    names = {}
    agreement = []
    confidences = set()
    for split in ("train", "val", "test"):
        rows = table(demo.clotho_aqa / f"clotho_aqa_{split}.csv")
        assert list(rows[0]) == ["file_name", "QuestionText", "answer", "confidence"]
        names[split] = {row["file_name"] for row in rows}
        confidences |= {row["confidence"] for row in rows}
        groups = {}
        for row in rows:
            if row["answer"]:
                key = row["file_name"], row["QuestionText"]
                groups.setdefault(key, []).append(row["answer"])
        assert {len(answers) for answers in groups.values()} == {3}
        agreement += [len(set(answers)) for answers in groups.values()]
        assert all((demo.clotho_aqa / "audio_files" / name).is_file() for name in names[split])
    assert not names["train"] & (names["val"] | names["test"])
    assert not names["val"] & names["test"]
    assert {"yes", "Yes", "maybe", "Maybe", "no", "No"} == confidences
    assert agreement.count(1) > len(agreement) / 2
    assert {1, 2, 3} == set(agreement)
    train = table(demo.clotho_aqa / "clotho_aqa_train.csv")
    assert [row["answer"] for row in train].count("") == 1


def test_dcase_items_have_lettered_options_in_all_parts_and_their_audio(demo):
    folder = demo.dcase2025 / "dcase_2025_question_path"
    bad, counts = [], set()
    for split in ("train", "dev"):
        parts = set()
        for path in sorted((folder / split).glob("*.json")):
            record = json.loads(path.read_text("utf-8"))
            keys = ["id", "audio_url", "question", "choice", "answer", "question_type"]
            assert list(record) == keys
            audio = (path.parent / record["audio_url"]).resolve()
            assert audio.parent == (demo.dcase2025 / "local_audio_path" / split).resolve()
            assert audio.is_file()
            parts.add(audio.name.split("_")[0][:4])
            letters = [option[:3] for option in record["choice"]]
            assert letters == ["A. ", "B. ", "C. ", "D. "][: len(letters)]
            options = strip_letters(record["choice"])
            assert len(set(options)) == len(options)
            counts.add(len(options))
            try:
                find_answer(record["answer"], options)
            except AnswerError as error:
                bad.append((split, error.reason))
        assert parts == {"bio", "fold", "audi"}
    assert bad == [("train", "answer-conflict")]
    assert counts == {2, 3, 4}


def test_it_is_written_in_a_moment(tmp_path):
    began = time.perf_counter()
    write_demo_dataset(tmp_path / "deep" / "folder")
    # Measured at 0.6 s; the limit leaves room for a busy machine.
    assert time.perf_counter() - began < 10


def test_which_sound_is_asked_of_short_clips_with_one_sound_and_no_clip_is_in_both(tmp_path):
    made = write_demo_dataset(tmp_path, 3, DemoSizes(2, 2, 2, 2, which_train=8, which_dev=6))
    heard = {}
    for split, n in (("train", 8), ("dev", 6)):
        paths = sorted((made.which_sound / "dcase_2025_question_path" / split).glob("*.json"))
        assert len(paths) == n
        for path in paths:
            record = json.loads(path.read_text(encoding="utf-8"))
            assert len(set(record["choice"])) == 4
            assert record["answer"] in record["choice"]
            clip = (path.parent / record["audio_url"]).resolve()
            with wave.open(str(clip)) as sound:
                assert sound.getnframes() == SAMPLE_RATE_HZ
            heard.setdefault(hashlib.sha256(clip.read_bytes()).hexdigest(), []).append(split)
    assert len(heard) == 14
