"""Submission packages: made of predictions, and what the checker refuses."""

import csv
import io
import json
import random
import stat
import zipfile

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from aqagen.evaluation.benchmarks import Benchmark, BenchmarkItem, load_benchmark
from aqagen.evaluation.predictions import Prediction, write_predictions
from aqagen.evaluation.submission import check_package, output_csv
from aqagen.evaluation.submission_meta import TEMPLATE
from tests.cli_helpers import run
from tests.evaluation.sets import dcase_record, write_dcase2025

LABEL = "Li_Xiaomi_task5_1"
STEM = f"task5/{LABEL}/{LABEL}"
ODD = ["A. a dog, then a cat", 'B. a "bell"', "C. it rains"]


def filled(label=LABEL, **submission):
    meta = yaml.safe_load(TEMPLATE)
    meta["submission"] = {"label": label, "name": "MiAQA", "abbreviation": "MiAQA"} | submission
    meta["authors"][0] |= {"lastname": "Li", "firstname": "Gang", "email": "li@example.org"}
    meta["authors"][0]["affiliation"]["institute"] = "MiLM Plus"
    meta["system"]["model_size"] = "7B"
    meta["results"]["development"]["accuracy"] = 78.0
    return yaml.safe_dump(meta)


@pytest.fixture
def place(tmp_path, monkeypatch):
    """The evaluation set (one id twice), predictions, and a meta file."""
    monkeypatch.chdir(tmp_path)
    names = ("q1", "q2", "q2", "q3")
    records = [dcase_record(name, f"{n}.wav", "eval") for n, name in enumerate(names)]
    records[3]["choice"] = ODD
    for record in records:
        del record["answer"]
    write_dcase2025(tmp_path / "data/dcase2025", records, "eval")
    predict(benchmark(), [0, 1, 3, 1])
    (tmp_path / "meta.yaml").write_text(filled())
    return tmp_path


def benchmark():
    from pathlib import Path  # noqa: PLC0415

    return load_benchmark("dcase2025", Path("data/dcase2025"), "eval")


def predict(questions, indices):
    from pathlib import Path  # noqa: PLC0415

    rows = [
        Prediction(item.item_id, item.question_id, item.part, "said", index, None, None)
        for item, index in zip(questions.items, indices, strict=True)
    ]
    write_predictions(Path("predictions.jsonl"), rows)


def submit(*more, out="s.zip"):
    return run("submit", "dcase2025", "predictions.jsonl", "--label", "Li_Xiaomi",
               "--meta", "meta.yaml", "--out", out, *more)  # fmt: skip


def check(*more, out="s.zip"):
    return run("check-submission", "dcase2025", out, *more)


def pack(path, files):
    with zipfile.ZipFile(path, "w") as package:
        for name, content in files.items():
            package.writestr(name, content)


def good():
    output = 'question,answer\nq1,A. a dog\nq2,B. a cat\nq2,D. rain\nq3,"B. a ""bell"""\n'
    return {f"{STEM}.output.csv": output, f"{STEM}.meta.yaml": filled()}


def test_a_package_and_its_check(place):
    done = submit()
    assert done.exit_code == 0, done.output
    assert "no technical report" in done.stderr
    with zipfile.ZipFile("s.zip") as package:
        assert package.namelist() == [f"{STEM}.meta.yaml", f"{STEM}.output.csv"]
        rows = list(csv.reader(io.StringIO(package.read(f"{STEM}.output.csv").decode())))
        assert package.read(f"{STEM}.meta.yaml") == (place / "meta.yaml").read_bytes()
    assert rows == [["question", "answer"], ["q1", "A. a dog"], ["q2", "B. a cat"],
                    ["q2", "D. rain"], ["q3", 'B. a "bell"']]  # fmt: skip
    checked = check()
    assert checked.exit_code == 0, checked.output
    assert "in order" in checked.stderr
    before = (place / "s.zip").read_bytes()
    assert submit(out="again.zip").exit_code == 0
    assert (place / "again.zip").read_bytes() == before


def test_several_systems_and_a_report(place):
    (place / "r.pdf").write_bytes(b"%PDF-1.7")
    assert submit("--report", "r.pdf").exit_code == 0
    (place / "meta.yaml").write_text(filled("Li_Xiaomi_task5_2"))
    assert submit("--number", 2).exit_code == 2  # it is there already
    assert submit("--number", 2, "--add").exit_code == 0
    with zipfile.ZipFile("s.zip") as package:
        assert "task5/Li_Xiaomi_task5.technical_report.pdf" in package.namelist()
        assert len(package.namelist()) == 5
    assert check().exit_code == 0
    assert "already" in submit("--number", 2, "--add").stderr


def test_the_template_is_printed_and_has_to_be_filled_in(place):
    shown = run("submit", "--meta-template")
    assert shown.exit_code == 0
    assert shown.stdout == TEMPLATE
    (place / "meta.yaml").write_text(TEMPLATE)
    refused = submit()
    assert refused.exit_code == 1
    for field in ("submission.label", "authors.0.lastname", "results.development.accuracy"):
        assert field in refused.stderr
    assert not (place / "s.zip").exists()


def test_predictions_that_do_not_fit(place):
    predict(benchmark(), [0, None, 3, 1])
    refused = submit()
    assert refused.exit_code == 1
    assert "no answer could be read of 1 predictions (q2)" in refused.stderr
    filled_in = submit("--fill-unparsed")
    assert filled_in.exit_code == 0
    assert "1 answers could not be read" in filled_in.stderr
    lines = (place / "predictions.jsonl").read_text().splitlines()
    foreign = json.loads(lines[0]) | {"item_id": "another"}
    (place / "predictions.jsonl").write_text("\n".join([json.dumps(foreign), *lines[1:]]))
    refused = submit(out="t.zip")
    assert refused.exit_code == 1
    assert "1 of 4 questions" in refused.stderr
    assert "1 predictions are of others (another)" in refused.stderr


def test_wrong_labels(place):
    for label in ("Li", "Li_Xiaomi_task5_9", "../Li_X", "Li_Xia omi"):
        done = run("submit", "dcase2025", "predictions.jsonl", "--label", label,
                   "--meta", "meta.yaml", "--out", "s.zip")  # fmt: skip
        assert done.exit_code == 2, label
        assert "Lastname_Institute" in done.stderr
    other = run("submit", "mmau", "predictions.jsonl", "--label", "Li_X",
                "--meta", "meta.yaml", "--out", "s.zip")  # fmt: skip
    assert other.exit_code == 2


OUTPUT = f"{STEM}.output.csv"
META = f"{STEM}.meta.yaml"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({OUTPUT: good()[OUTPUT].partition("q3")[0]}, "1 of 4 ids are missing: q3"),
        ({OUTPUT: good()[OUTPUT] + "q9,A. a dog\n"}, "1 ids are not of dcase2025 eval: q9"),
        ({OUTPUT: good()[OUTPUT] + "q1,A. a dog\n"}, "1 ids are there too often: q1"),
        ({OUTPUT: good()[OUTPUT].replace("A. a dog", "a dog")}, "it lacks the letter"),
        ({OUTPUT: good()[OUTPUT].replace("A. a dog", "A. A dog")}, "not word for word"),
        ({OUTPUT: good()[OUTPUT].replace("A. a dog", "A. a wolf")}, "it is none of them"),
        ({OUTPUT: good()[OUTPUT].replace("A. a dog", "")}, "answers are empty: row 2"),
        ({OUTPUT: good()[OUTPUT].replace("question,answer", "id,answer")}, "the first line is"),
        ({OUTPUT: good()[OUTPUT].replace(",A. a dog", ",A. a dog,1")}, "not two fields: row 2"),
        ({OUTPUT: "\ufeff" + good()[OUTPUT]}, "byte order mark"),
        ({OUTPUT: good()[OUTPUT].encode("utf-16")}, "is not UTF-8"),
        ({OUTPUT: ""}, "expected question,answer"),
        ({OUTPUT: None}, "output.csv is missing"),
        ({META: None}, "meta.yaml is missing"),
        ({META: filled("Li_Xiaomi_task5_2")}, "submission.label is 'Li_Xiaomi_task5_2'"),
        ({META: filled(abbreviation="much too long")}, "submission.abbreviation"),
        ({META: "a: [1"}, "is not YAML"),
        ({META: "!!python/object/apply:os.system [echo]"}, "is not YAML"),
        ({"/etc/x": "x"}, "unsafe path"),
        ({"task5/../../x": "x"}, "unsafe path"),
        ({"task5\\x": "x"}, "unsafe path"),
        ({"readme.txt": "x"}, "not where it belongs"),
        ({f"task5/{LABEL}/notes.txt": "x"}, "expected Li_Xiaomi_task5_1.output.csv"),
        ({"task5/Li_Xiaomi_task5_5/Li_Xiaomi_task5_5.meta.yaml": "x"}, "is not named"),
        ({"task5/Wu_X_task5_1/Wu_X_task5_1.meta.yaml": filled("Wu_X_task5_1")}, "different names"),
        ({"task5/r.pdf": "no"}, "is no PDF"),
    ],
)  # fmt: skip
def test_what_is_refused(place, changes, message):
    files = {name: content for name, content in (good() | changes).items() if content is not None}
    pack("s.zip", files)
    refused = check()
    assert refused.exit_code == 1
    assert message in refused.stderr


def test_links_bombs_and_what_is_no_zip_file(place, monkeypatch):
    pack("s.zip", good())
    assert check().exit_code == 0
    with zipfile.ZipFile("s.zip", "a") as package:
        link = zipfile.ZipInfo(f"task5/{LABEL}/link")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        package.writestr(link, "/etc/passwd")
    assert "is a link" in check().stderr
    monkeypatch.setattr("aqagen.evaluation.submission._MAX_FILE_BYTES", 100)
    assert "bytes long" in check().stderr
    (place / "s.zip").write_bytes(b"PK\x03\x04 no")
    assert "no zip file" in check().stderr
    assert "is missing" in check(out="none.zip").stderr


def test_without_the_questions_the_form_alone(place):
    pack("s.zip", good() | {"__MACOSX/x": "x"})
    (place / "data").rename(place / "elsewhere")
    assert check().exit_code == 1
    alone = check("--form-only")
    assert alone.exit_code == 0, alone.output
    assert "leave it out" in alone.stderr
    assert "ids and options are not looked at" in alone.stderr


TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12).filter(
    str.strip
)


@given(st.lists(st.tuples(TEXT, st.lists(TEXT, min_size=2, max_size=5, unique=True)),
                min_size=1, max_size=6, unique_by=lambda pair: pair[0]))  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_any_words_survive_the_way_into_a_package(tmp_path_factory, drawn):
    items = tuple(
        BenchmarkItem(f"i{n}", key, "", "?", tuple(options), tuple(options), None, "c", None)
        for n, (key, options) in enumerate(drawn)
    )
    questions = Benchmark("dcase2026", "eval", items)
    said = [Prediction(i.item_id, i.question_id, "", "x", len(i.options) - 1, None, None)
            for i in items]  # fmt: skip
    output, n_filled = output_csv(questions, said)
    assert n_filled == 0
    path = tmp_path_factory.mktemp("package") / "s.zip"
    pack(path, {OUTPUT: output, META: filled()})
    problems, _, files = check_package(path, questions)
    assert problems == []
    assert files[OUTPUT] == output


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA])
def test_a_damaged_package_is_a_reason_whatever_is_damaged(place, method):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as package:
        for name, text in good().items():
            package.writestr(name, text)
    whole, chance = content.getvalue(), random.Random(0)
    for _ in range(400):
        damaged = bytearray(whole)
        for _ in range(chance.randrange(1, 4)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        (place / "s.zip").write_bytes(damaged)
        problems, _, _ = check_package(place / "s.zip", None)
        assert all(isinstance(problem, str) for problem in problems)


def test_a_package_that_would_fill_the_memory_is_not_read(place):
    pack("s.zip", {**good(), **{f"task5/{n}.pdf": "%PDF-" for n in range(200)}})
    assert "it holds 202 files" in check("--form-only").stderr
    with zipfile.ZipFile("s.zip", "w", zipfile.ZIP_DEFLATED) as package:
        for n in range(3):
            package.writestr(f"task5/{n}.pdf", b"%PDF-" + bytes(49_000_000))
    assert "it holds 3 files of 147,000,015 bytes" in check("--form-only").stderr
