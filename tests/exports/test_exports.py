"""Exports, read back by their consumers where they are at hand, by their rules otherwise."""

import json
import os
import subprocess
import sys

import duckdb
import pytest

from aqagen.exports import FORMATS, get_format
from aqagen.mixing.reading import read_mixture
from aqagen.records import Clip, SourceRow
from aqagen.sources import ReadOptions, all_sources
from aqagen.store import Store
from tests.cli_helpers import run

QUESTION = 'Which "sound" <audio> is it, 猫 or |dog|?'


def row(number, **changes):
    clip = Clip.make("tacos", "all", f"{number}.mp3")
    fields = {
        "item_id": f"item{number}",
        "dataset": "tacos",
        "clip_id": clip.clip_id,
        "question": QUESTION,
        "options": ["a dog", "a\u2028cat", "it's a bird"],
        "answer": "a\u2028cat",
        "answer_index": 1,
        "audio_path": f"data/tacos/audio/{number}.mp3",
        "origin": "generated",
    }
    return fields | changes


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A folder with a mixture of four rows, their sound, and a store that knows a licence."""
    monkeypatch.chdir(tmp_path)
    audio = tmp_path / "data/tacos/audio"
    audio.mkdir(parents=True)
    for number in range(4):
        (audio / f"{number}.mp3").write_bytes(bytes([number, 0, 255]) * 100)
    write_mixture(tmp_path, [row(number) for number in range(4)])
    clip = Clip.make("tacos", "all", "0.mp3", license="CC0", freesound_id="77")
    with Store.open(tmp_path / "aqagen.duckdb") as store, store.writer() as writer:
        writer.put(SourceRow.make(clip, {}, key=0, file="rows.csv", line=2))
    return tmp_path


def write_mixture(folder, rows, name="m.jsonl"):
    text = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in rows)
    (folder / name).write_text(text, encoding="utf-8")


def export(name, *more):
    done = run("export", "m.jsonl", "--format", name, "--out", f"out/{name}", *more)
    assert done.exit_code == 0, done.output
    return done


def lines(path):
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_and_its_record(place, name):
    done = export(name)
    assert done.stdout == f"out/{name}\n"
    assert "licence of 3 of 4 rows is unknown" in done.stderr
    record = json.loads((place / "out" / name / "export.json").read_text())
    assert record["rows"] == 4
    assert record["audio_licenses"] == {"unknown": 3, "CC0": 1}
    assert record["annotation_licenses"] == {"CC-BY-4.0": 4}
    assert get_format(name).name == name
    again = run("export", "m.jsonl", "--format", name, "--out", f"out/{name}")
    assert again.exit_code == 2
    assert sorted(p.name for p in (place / "out").iterdir()) == [name]


def test_ms_swift(place):
    export("ms-swift")
    first = lines(place / "out/ms-swift/train.jsonl")[0]
    content = first["messages"][0]["content"]
    assert content.startswith("<audio>Which ")
    assert content.count("<audio>") == len(first["audios"]) == 1
    assert "Output the final answer in <answer> </answer>." in content
    assert first["audios"] == [str(place / "data/tacos/audio/0.mp3")]
    assert first["solution"] == "<answer>a\u2028cat</answer>"


def test_verl(place):
    export("verl")
    path = str(place / "out/verl/train.parquet")
    sql = "SELECT prompt, audios, reward_model, extra_info, data_source FROM read_parquet(?)"
    found = duckdb.execute(sql, [path]).fetchall()
    prompt, audios, reward, extra, source = found[2]
    assert prompt[0]["role"] == "user"
    assert prompt[0]["content"].count("<audio>") == len(audios) == 1
    assert reward == {"style": "rule", "ground_truth": "a\u2028cat"}
    assert (extra["index"], extra["item_id"], extra["options"]) == (2, "item2", row(2)["options"])
    assert source == "aqagen/tacos"


@pytest.mark.parametrize(("name", "source", "file"), [
    ("r1-aqa", "avqa", "train.jsonl"), ("jsonl", "jsonl", "train.jsonl"),
])  # fmt: skip
def test_what_our_own_importers_read_back(place, name, source, file):
    export(name)
    options = ReadOptions(place / "out" / name / file, None, place / "data")
    found = list(all_sources()[source].read(options))
    assert [r.item.question for r in found] == [QUESTION] * 4
    assert [list(r.item.options) for r in found] == [row(0)["options"]] * 4
    assert {r.item.answer for r in found} == {"a\u2028cat"}
    assert [r.clip.audio_path for r in found] == [
        str(place / f"data/tacos/audio/{n}.mp3") for n in range(4)
    ]
    if name == "jsonl":
        assert [r.clip.license for r in found] == ["CC0", None, None, None]


def test_hf_is_loaded_by_datasets_without_a_network(place):
    pytest.importorskip("datasets")
    (place / "m.jsonl.manifest.json").write_text('{"seed": 0, "datasets": {"tacos": {}}}')
    export("hf")
    # In a process of its own: what it reads of the environment, it reads once.
    code = """
import json, sys
from datasets import Audio, load_dataset
items = load_dataset(sys.argv[1], split="train")
assert isinstance(items.features["audio"], Audio), items.features
plain = items.cast_column("audio", Audio(decode=False))
print(json.dumps([{**r, "audio": [r["audio"]["bytes"].hex(), r["audio"]["path"]]} for r in plain]))
"""
    env = os.environ | {"HF_HUB_OFFLINE": "1", "HF_HOME": str(place / "cache")}
    shown = subprocess.run([sys.executable, "-c", code, str(place / "out/hf")], env=env,
                           capture_output=True, text=True, timeout=110, check=False)  # fmt: skip
    assert shown.returncode == 0, shown.stderr
    found = json.loads(shown.stdout.splitlines()[-1])
    assert len(found) == 4
    for number, each in enumerate(found):
        sound = (place / f"data/tacos/audio/{number}.mp3").read_bytes()
        assert each["audio"] == [sound.hex(), f"{number}.mp3"]
        expected = row(number)
        del expected["audio_path"]
        assert expected.items() <= each.items()
    assert [each["audio_license"] for each in found] == ["CC0", "unknown", "unknown", "unknown"]
    assert found[0]["freesound_id"] == "77"
    card = (place / "out/hf/README.md").read_text("utf-8")
    for words in ("license: other", "**For 3 of 4 rows", "| `CC0` | 1 |", "| `tacos` | 4 |"):
        assert words in card


def test_hf_in_shards_and_the_same_bytes(place, monkeypatch):
    monkeypatch.setattr("aqagen.exports.hf._SHARD_BYTES", 700)
    export("hf")
    shards = sorted((place / "out/hf/data").iterdir())
    assert [p.name for p in shards] == [f"train-0000{n}-of-00002.parquet" for n in range(2)]
    before = [p.read_bytes() for p in shards]
    run("export", "m.jsonl", "--format", "hf", "--out", "again")
    assert [p.read_bytes() for p in sorted((place / "again/data").iterdir())] == before
    sql = "SELECT item_id FROM read_parquet(?)"
    ids = duckdb.execute(sql, [str(place / "again/data/*.parquet")]).fetchall()
    assert [i for (i,) in ids] == [f"item{n}" for n in range(4)]


@pytest.mark.parametrize(
    "path", ["../secret", "/etc/passwd", "data/../secret", "data/x/../../secret", "secret",
             "data2/secret", "data/\0secret"],
)  # fmt: skip
@pytest.mark.parametrize("name", ["hf", "ms-swift"])
def test_nothing_outside_of_the_audio_root_is_named_or_opened(place, path, name):
    (place / "secret").write_text("secret")
    write_mixture(place, [row(0), row(1, audio_path=path)])
    done = run("export", "m.jsonl", "--format", name, "--out", "out")
    secret = str(place / "secret")
    if done.exit_code:
        assert "outside of data" in done.stderr or "data/" in done.stderr
        assert not (place / "out").exists()
    else:  # as relative to the root, where it names nothing
        named = [each["audios"][0] for each in lines(place / "out/train.jsonl")]
        assert all(each.startswith(f"{place}/data/") for each in named)
    assert name == "ms-swift" or done.exit_code == 1
    assert secret not in done.stdout


@pytest.mark.parametrize("path", ["../secret", "/etc/passwd", "data/\0secret"])
def test_what_leads_out_is_said(place, path):
    write_mixture(place, [row(0), row(1, audio_path=path)])
    done = run("export", "m.jsonl", "--format", "r1-aqa", "--out", "out")
    assert done.exit_code == 1
    assert "1 sound files lie outside of data" in done.stderr
    assert "item1" in done.stderr


def test_a_link_that_the_user_has_put_there_is_followed(place):
    (place / "data/tacos/audio").rename(place / "elsewhere")
    (place / "data/tacos/audio").symlink_to(place / "elsewhere")
    export("hf")


def test_missing_sound(place):
    (place / "data/tacos/audio/1.mp3").unlink()
    write_mixture(place, [row(0), row(1), row(2, audio_path=None)])
    done = run("export", "m.jsonl", "--format", "hf", "--out", "out")
    assert done.exit_code == 1
    assert "2 of 3 rows have no sound file" in done.stderr
    assert "--skip-missing" in done.stderr
    export("hf", "--skip-missing")
    assert json.loads((place / "out/hf/export.json").read_text())["rows_without_audio"] == 2


def test_wrong_mixtures(place):
    for text, words in (
        ("", "has no rows"),
        ("{", "is not JSON"),
        ('{"item_id": "x"}', "Field required"),
    ):
        (place / "m.jsonl").write_text(text)
        done = run("export", "m.jsonl", "--format", "jsonl", "--out", "out")
        assert done.exit_code == 1
        assert words in done.stderr
    done = run("export", "none.parquet", "--format", "jsonl", "--out", "out")
    assert done.exit_code == 1
    assert "`aqagen mix` makes one" in done.stderr


def test_a_mixture_as_parquet_is_read(place):
    from aqagen.store.parquet import write_parquet  # noqa: PLC0415

    write_parquet([row(n) for n in range(4)], place / "m.parquet")
    assert [r.model_dump() for r in read_mixture(place / "m.parquet")] == [row(n) for n in range(4)]
