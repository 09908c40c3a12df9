"""Policies and the list of checks, as people type them."""

import json
import tomllib
from pathlib import Path

import pytest

from aqagen.curation.checks import all_checks, docstring_of
from aqagen.curation.policy import policy_template, read_policy
from aqagen.errors import UsageError
from aqagen.store.choosing import NOT_BEST
from aqagen.store.findings import JUDGE_REASONS
from tests.cli_helpers import run, write_example

CHECKS = list(all_checks().values())


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def told(*arguments) -> dict:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_the_template_is_the_defaults():
    Path("p.toml").write_text(run("checks", "--policy-template").stdout, "utf-8")
    assert Path("p.toml").read_text("utf-8").startswith(policy_template(CHECKS))
    others = (*JUDGE_REASONS, NOT_BEST)
    reasons = [reason for check in CHECKS for reason in check.reasons] + list(others)
    defaults = {reason.code: reason.action for reason in reasons}
    assert read_policy(Path("p.toml"), CHECKS, others) == defaults


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[reasons]\n"duplicate-option" = "mark"', "Did you mean duplicate-options"),
        ('[reasons]\n"zzz" = "mark"', "`aqagen checks` lists them"),
        ('[reasons]\n"audio-silent" = "dropp"', "expected drop, mark, ignore. Did you mean drop?"),
        ('[reasons]\n"audio-silent" = 1', "audio-silent = 1, expected drop"),
        ('[reasons]\n"audio-silent" = ["drop"]', "expected drop"),
        ('"audio-silent" = "drop"', "expected one table [reasons]"),
        ("[reasons]\n[more]\n", "got more"),
        ("reasons = 3", "expected one table [reasons] and nothing else, got reasons = 3"),
        ("x", "--policy-template"),
    ],
)
def test_what_is_wrong_is_said(text, said):
    Path("p.toml").write_text(text, "utf-8")
    with pytest.raises(UsageError) as error:
        read_policy(Path("p.toml"), CHECKS)
    assert said in str(error.value)


def test_a_file_may_begin_with_a_byte_order_mark():
    Path("p.toml").write_text('[reasons]\n"audio-silent" = "mark"', "utf-8-sig")
    assert read_policy(Path("p.toml"), CHECKS) == {"audio-silent": "mark"}


def test_a_missing_file():
    with pytest.raises(UsageError, match="cannot be read"):
        read_policy(Path("gone.toml"), CHECKS)


def test_a_policy_is_remembered_until_another_comes():
    write_example("tacos", Path())
    told("generate", "tacos", "--offline")
    told("import", "jsonl", "--data", str(item_file(["a dog", "A dog.", "a cat", "a bird"])))
    assert told("validate")["jsonl"]["kept"] == 0
    Path("p.toml").write_text('[reasons]\n"duplicate-options" = "mark"', "utf-8")
    for arguments in (["--policy", "p.toml"], []):
        report = told("validate", *arguments)["jsonl"]
        assert (report["kept"], report["dropped"]) == (1, 0)
        assert report["marked_by_reason"] == {"duplicate-options": 1}
    Path("p.toml").write_text('[reasons]\n"duplicate-options" = "ignore"', "utf-8")
    report = told("validate", "--policy", "p.toml")["jsonl"]
    assert (report["kept"], report["marked_by_reason"]) == (1, {})
    Path("p.toml").write_text("[reasons]", "utf-8")
    assert told("validate", "--policy", "p.toml")["jsonl"]["kept"] == 0


def item_file(options: list[str]) -> Path:
    item = {"audio_path": "x.wav", "question": "What barks?", "options": options,
            "answer_index": 0}  # fmt: skip
    Path("items.jsonl").write_text(json.dumps(item), "utf-8")
    return Path("items.jsonl")


def test_every_check_is_listed():
    shown = told("checks")
    assert set(shown) == set(all_checks())
    for name, described in shown.items():
        check = all_checks()[name]
        assert described["description"] == docstring_of(check)
        assert len(described["rejects"]) == len(check.rejects)
        assert [r["reason"] for r in described["reasons"]] == [r.code for r in check.reasons]
    text = run("checks").stdout
    assert all(f"{check.name}: {check.summary}" in text for check in CHECKS)


def test_one_check_in_full():
    text = run("checks", "audio-missing").stdout
    assert docstring_of(all_checks()["audio-missing"]) in text
    assert "there is nothing to listen to" in text
    assert "audio: {'status': 'missing'}" in text
    assert list(told("checks", "audio-missing")) == ["audio-missing"]


def test_an_unknown_check_is_told_of_close_ones():
    result = run("checks", "audio-mising")
    assert result.exit_code == 2
    assert "Did you mean audio-missing" in result.output


def test_the_template_of_one_check_is_toml():
    text = run("checks", "audio-length", "--policy-template").stdout
    assert set(tomllib.loads(text)["reasons"]) == {
        "audio-too-short", "audio-too-long", "audio-length-differs",
    }  # fmt: skip
