"""`aqagen report`: everything in one page, nothing in it that a browser would run."""

import json
import xml.etree.ElementTree as ET

import duckdb

from aqagen.reporting import html_report
from tests.cli_helpers import run, write_example

EVIL = '<script>alert("1")</script>&'

FACTS = {
    "source_rows": 4,
    "items": 3,
    "dropped_by_reason": {EVIL: 1},
    "biases": {
        "items": 3,
        "against_chance": {
            "pick the longest": {
                "share": 0.5, "ci95": [0.4, 0.6], "chance": 0.25, "biased": True, "items": 3,
            }
        },
        "option_count": {"4": 3},
        "question_types": {"what": 3},
    },
}  # fmt: skip
SCORES = {
    "benchmark": EVIL, "split": "dev", "hears": "silence", "unparsed": 2, "n": 4,
    "accuracy": 0.75, "ci95": [0.3, 0.95], "chance": 0.25,
    "parts": {EVIL: {"n": 4, "accuracy": 0.75, "ci95": [0.3, 0.95]}},
}  # fmt: skip
MANIFEST = {"rows": 5, "seed": 7, "datasets": {EVIL: {"given": 5}}}
PROBE = {
    "dataset": EVIL, "probe": "difficulty", "model": EVIL, "trials": 8,
    "histogram": [1, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0],
}  # fmt: skip


def parsed(page):
    """The page is well-formed XML too, but for the doctype and a void element."""
    body = page.partition("\n")[2].replace('charset="utf-8">', 'charset="utf-8"/>')
    return ET.fromstring(  # noqa: S314 - our own page
        body.replace('width=device-width">', 'width=device-width"/>')
    )


def texts(page):
    return [" ".join(row.itertext()).split() for row in parsed(page).iter("tr")]


def test_names_from_outside_are_text():
    page = html_report(EVIL, EVIL, {EVIL: FACTS}, [PROBE], {EVIL: MANIFEST}, {EVIL: SCORES})
    assert "<script" not in page
    root = parsed(page)
    assert root.find("body/h1").text == EVIL
    assert sum(EVIL in "".join(cell.itertext()) for cell in root.iter("td")) == 3


def test_numbers_and_plots_agree():
    page = html_report("t", "m", {"d": FACTS}, [PROBE], {"x": MANIFEST}, {"e": SCORES})
    rows = [" ".join(row) for row in texts(page)]
    assert "pick the longest 50.0% (25.0% by chance)" in rows
    assert "50% right 2" in rows
    assert "all 75.0% of 4" in rows
    bars = [float(r.get("width")) for r in parsed(page).iter("rect") if r.get("class") == "fill"]
    assert bars[:2] == [100.0, 75.0]  # 4 rows, 3 items
    marked = [line for line in parsed(page).iter("line") if line.get("class") == "off"]
    assert [(line.get("x1"), line.get("x2")) for line in marked] == [("40.00", "60.00")]


def test_the_page_holds_what_the_commands_made(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_example("tacos", tmp_path)
    for command in (("generate", "tacos", "--offline"), ("validate",), ("mix", "--tacos", "all")):
        assert run(*command).exit_code == 0
    with duckdb.connect("aqagen.duckdb") as store:
        store.execute(
            "INSERT INTO probes (item_id, probe, model, trials, correct, detail) "
            "SELECT item_id, 'difficulty', 'm', 8, 6, '{}' FROM items"
        )
    for name, scores in (("good", SCORES), ("other", {"accuracy": 1.0})):
        (tmp_path / "evaluations" / name).mkdir(parents=True)
        (tmp_path / "evaluations" / name / "scores.json").write_text(json.dumps(scores))
    made = run("report", "--out", "pages/report.html")
    assert made.exit_code == 0, made.output
    assert made.stdout == "pages/report.html\n"
    assert "other/scores.json is left out: it lacks benchmark" in made.stderr
    page = (tmp_path / "pages/report.html").read_text(encoding="utf-8")
    stats = json.loads(run("stats", "--json").stdout)["tacos"]
    rows = [" ".join(row) for row in texts(page)]
    assert f"items {stats['items']}" in rows
    assert f"80% right {stats['items']}" in rows
    headings = [title.text for title in parsed(page).iter("h3")]
    assert "good" in headings
    assert any(title.startswith("tacos-all.parquet: ") for title in headings)


def test_no_store_no_page(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    made = run("report")
    assert made.exit_code == 1
    assert "there is no store" in made.stderr
    assert not (tmp_path / "report.html").exists()


def test_a_place_that_cannot_be_written_is_named(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_example("tacos", tmp_path)
    assert run("generate", "tacos", "--offline").exit_code == 0
    (tmp_path / "file").write_text("")
    made = run("report", "--out", "file/report.html")
    assert made.exit_code == 1
    assert "file/report.html cannot be written" in made.stderr
