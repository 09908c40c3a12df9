"""What a file of audio is: measured by content, hostile files included."""

import io
import math
import os
import struct
import wave
from pathlib import Path

import numpy as np
import pytest
import soundfile

from aqagen.curation import audio
from aqagen.curation.audio import FLOOR_DBFS, look_at, measure, scan
from aqagen.curation.checks import all_checks
from aqagen.records import AudioFacts, Clip, Item, SourceRow
from aqagen.store import Store
from aqagen.store.audio import AudioScan, scan_audio
from aqagen.store.judging import judge, set_checks_in_force

RATE_HZ = 8_000


def sine(seconds: float = 0.5, level: float = 1.0) -> np.ndarray:
    return (level * np.sin(2 * np.pi * 440 * np.arange(round(seconds * RATE_HZ)) / RATE_HZ)).astype(
        np.float32
    )


def write(path: Path, samples: np.ndarray, **settings) -> Path:
    # By way of bytes, so that the name does not decide the format.
    settings = {"format": "WAV", **settings}
    data = io.BytesIO()
    soundfile.write(data, samples, RATE_HZ, **settings)
    path.write_bytes(data.getvalue())
    return path


def facts_of(path: Path) -> AudioFacts:
    return measure(look_at("clip", str(path)))


# --- one file -------------------------------------------------------------------------------


def test_a_sine_of_half_of_full_scale(tmp_path):
    path = write(tmp_path / "a.wav", np.stack([sine(level=0.5)] * 2, axis=1), subtype="FLOAT")
    facts = facts_of(path)
    assert (facts.status, facts.format, facts.detail) == ("ok", "WAV", None)
    assert (facts.sample_rate_hz, facts.n_channels, facts.duration_s) == (RATE_HZ, 2, 0.5)
    # 20 log10(0.5) = -6.02; a sine's RMS is its peak over the square root of two, -3.01 dB.
    assert facts.peak_dbfs == pytest.approx(-6.02, abs=0.01)
    assert facts.rms_dbfs == pytest.approx(-9.03, abs=0.01)
    assert facts.size_bytes == path.stat().st_size
    assert len(facts.sha256) == 64


def test_silence_has_a_floor_for_a_level(tmp_path):
    facts = facts_of(write(tmp_path / "a.wav", np.zeros(100, np.float32)))
    assert (facts.status, facts.rms_dbfs, facts.peak_dbfs) == ("ok", FLOOR_DBFS, FLOOR_DBFS)


@pytest.mark.parametrize("kind", ["MP3", "FLAC", "OGG"])
def test_the_format_is_sniffed_by_content_and_a_wrong_name_is_noted(tmp_path, kind):
    facts = facts_of(write(tmp_path / "a.wav", sine(2.0), format=kind))
    assert (facts.status, facts.format) == ("ok", kind)
    assert facts.detail == f"{kind} data in a file named .wav"
    assert facts.duration_s == pytest.approx(2.0, abs=0.2)


def test_blocks_add_up(tmp_path, monkeypatch):
    samples = np.concatenate([sine(1.0, 0.1), sine(1.0, 0.9)])
    whole = facts_of(write(tmp_path / "a.wav", samples, subtype="FLOAT"))
    monkeypatch.setattr(audio, "_BLOCK_SAMPLES", 1000)
    parts = facts_of(tmp_path / "a.wav")
    assert parts.rms_dbfs == pytest.approx(whole.rms_dbfs, abs=1e-4)
    assert (parts.peak_dbfs, parts.duration_s) == (whole.peak_dbfs, whole.duration_s)


def test_decoding_ends_at_the_limit(tmp_path, monkeypatch):
    path = write(tmp_path / "a.flac", np.zeros(100_000, np.float32), format="FLAC")
    monkeypatch.setattr(audio, "_BLOCK_SAMPLES", 1000)
    monkeypatch.setattr(audio, "MAX_SAMPLES", 10_000)
    facts = facts_of(path)
    assert (facts.status, facts.duration_s) == ("ok", 10_000 / RATE_HZ)
    assert facts.detail == "decoded no further than this"


# --- hostile files --------------------------------------------------------------------------


def huge_claim(path: Path) -> Path:
    """A WAV file whose header claims 4 GiB of samples, of which a handful is there."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(b"\x10\x20" * 100)
    raw = bytearray(path.read_bytes())
    struct.pack_into("<I", raw, 4, 0xFFFFFFFF)
    struct.pack_into("<I", raw, 40, 0xFFFFFF00)
    path.write_bytes(raw)
    return path


def test_a_header_that_claims_more_than_there_is(tmp_path):
    facts = facts_of(huge_claim(tmp_path / "a.wav"))
    assert facts.status in {"ok", "unreadable"}
    assert facts.duration_s is None or facts.duration_s <= 1.0


@pytest.mark.parametrize("kind", ["WAV", "MP3", "FLAC", "OGG"])
@pytest.mark.parametrize("share", [0.001, 0.01, 0.3, 0.9])
def test_a_truncated_file_never_crashes(tmp_path, kind, share):
    path = write(tmp_path / "a", sine(2.0), format=kind)
    path.write_bytes(path.read_bytes()[: int(share * path.stat().st_size)])
    facts = facts_of(path)
    assert facts.status in {"ok", "unreadable"}
    assert facts.duration_s is None or facts.duration_s <= 2.3


def test_flipped_bytes_never_crash(tmp_path):
    chance = np.random.default_rng(0)
    for kind in ("WAV", "MP3", "FLAC", "OGG"):
        raw = np.frombuffer(write(tmp_path / "a", sine(0.3), format=kind).read_bytes(), np.uint8)
        for _ in range(10):
            bad = raw.copy()
            places = chance.integers(0, len(bad), 20)
            bad[places] = chance.integers(0, 256, 20)
            (tmp_path / "b").write_bytes(bad.tobytes())
            assert facts_of(tmp_path / "b").status in {"ok", "unreadable"}


def test_samples_that_are_no_numbers(tmp_path):
    samples = np.array([0.1, math.nan, 0.2], np.float32)
    facts = facts_of(write(tmp_path / "a.wav", samples, subtype="FLOAT"))
    assert (facts.status, facts.sha256) == ("unreadable", None)


def test_what_is_no_audio_is_unreadable(tmp_path):
    (tmp_path / "empty.wav").touch()
    (tmp_path / "page.wav").write_text("<html>not found</html>")
    (tmp_path / "folder.wav").mkdir()
    os.mkfifo(tmp_path / "pipe.wav")
    (tmp_path / "device.wav").symlink_to("/dev/zero")
    for name, why in {
        "empty": "0 bytes",
        "page": "Format not recognised",
        "folder": "not a regular file",
        "pipe": "not a regular file",
        "device": "not a regular file",
    }.items():
        facts = facts_of(tmp_path / f"{name}.wav")
        assert (facts.status, facts.sha256) == ("unreadable", None)
        assert why in facts.detail


@pytest.mark.parametrize("name", ["gone.wav", "a\0b", "x" * 5000, "loop"])
def test_a_place_without_a_file_is_missing(tmp_path, name):
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert look_at("clip", f"{tmp_path}/{name}").size_bytes is None


def test_many_files_come_in_their_order(tmp_path):
    paths = [write(tmp_path / f"{n}.wav", sine((n + 1) / 100)) for n in range(30)]
    files = [look_at(path.stem, str(path)) for path in paths]
    assert [facts.clip_id for facts in scan(files, 3)] == [path.stem for path in paths]
    assert list(scan([])) == []


# --- a store --------------------------------------------------------------------------------


@pytest.fixture
def clips(store, tmp_path):
    """Six items, their audio in a folder of which two files are there."""
    folder = tmp_path / "audio"
    folder.mkdir()
    with store.writer() as writer:
        for n in range(6):
            clip = Clip.make("tacos", "all", f"{n}.wav", audio_path=str(folder / f"{n}.wav"))
            row = SourceRow.make(clip, {"caption": "x"}, key=n, file="f", line=2)
            options = ("a dog barks", "a cat meows", "rain falls", "a bell rings")
            writer.put(row)
            writer.put(Item.make(row, f"What is it, in {n}?", options, 0, "generated"))
    write(folder / "0.wav", sine())
    write(folder / "1.wav", np.zeros(RATE_HZ, np.float32))
    return folder


def failures(store: Store) -> dict[str, str]:
    checks = [check for name, check in all_checks().items() if name.startswith("audio-")]
    set_checks_in_force(store, checks)
    judge(store, checks)
    return dict(
        store.fetch(
            "SELECT file_name, reason FROM dropped_items JOIN clips USING (clip_id) ORDER BY 1"
        )
    )


def test_only_new_and_changed_files_are_measured(store, clips):
    assert scan_audio(store, ["tacos"]) == AudioScan(measured=2, missing=4)
    assert scan_audio(store, ["tacos"]) == AudioScan(known=2, missing=4)
    write(clips / "1.wav", sine(0.7))
    write(clips / "2.wav", sine(0.7))
    assert scan_audio(store, ["tacos"]) == AudioScan(measured=2, known=1, missing=3)
    assert store.fetch("SELECT count(*), count(DISTINCT clip_id) FROM audio_facts") == [(6, 6)]


def test_what_changed_on_disk_is_judged_anew(store, clips):
    scan_audio(store, ["tacos"])
    gone = dict.fromkeys(["2.wav", "3.wav", "4.wav", "5.wav"], "audio-missing")
    assert failures(store) == {"1.wav": "audio-silent", **gone}
    write(clips / "1.wav", sine())
    (clips / "2.wav").touch()
    write(clips / "3.wav", sine(0.01))
    (clips / "0.wav").unlink()
    scan_audio(store, ["tacos"])
    assert failures(store) == {
        "0.wav": "audio-missing", "2.wav": "audio-unreadable", "3.wav": "audio-too-short",
        "4.wav": "audio-missing", "5.wav": "audio-missing",
    }  # fmt: skip


def test_without_any_audio_nothing_is_said(store, clips):
    for path in clips.iterdir():
        path.unlink()
    assert scan_audio(store, ["tacos"]) == AudioScan()
    clips.rmdir()
    assert scan_audio(store, ["tacos"]) == AudioScan()
    assert failures(store) == {}
    assert store.fetch("SELECT count(*) FROM audio_facts") == [(0,)]


def test_an_unmounted_disk_takes_no_knowledge_away(store, clips):
    scan_audio(store, ["tacos"])
    before = failures(store)
    for path in clips.iterdir():
        path.unlink()
    scan_audio(store, ["tacos"])
    assert failures(store) == before
