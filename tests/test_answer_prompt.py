from pathlib import Path

import pytest

from aqagen.answer_prompt import load_answer_prompt
from aqagen.errors import PromptError


def test_the_papers_prompt():
    shown = load_answer_prompt().render("What is heard?", ["a dog", "it's a cat"])
    assert shown == (
        "What is heard? Please choose the answer from the following options: "
        "['a dog', \"it's a cat\"]. Output the final answer in <answer> </answer>."
    )


def test_the_thinking_prompt():
    shown = load_answer_prompt("answer_think").render("What is heard?", ["a dog", "a cat"])
    assert shown.endswith(
        "Output the thinking process in <think> </think> and final answer in <answer> </answer>."
    )


def test_braces_in_a_question_mean_nothing():
    shown = load_answer_prompt().render("Is {OPTIONS} {QUESTION} {0}?", ["{QUESTION}", "b"])
    assert shown.startswith("Is {OPTIONS} {QUESTION} {0}? Please")
    assert "['{QUESTION}', 'b']" in shown


def test_ones_own_prompt(tmp_path: Path):
    file = tmp_path / "mine.md"
    file.write_text("{OPTIONS}: {QUESTION}\n", encoding="utf-8")
    prompt = load_answer_prompt(file=file)
    assert prompt.name == "mine"
    assert prompt.render("Why?", ["a", "b"]) == "['a', 'b']: Why?"
    assert prompt.prompt_hash != load_answer_prompt().prompt_hash


@pytest.mark.parametrize("text", ["{QUESTION}", "{OPTIONS}", "{QUESTION}{OPTIONS}{OPTIONS}"])
def test_each_place_is_there_once(tmp_path: Path, text):
    file = tmp_path / "bad.md"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(PromptError, match="expected once"):
        load_answer_prompt(file=file)


def test_a_missing_prompt(tmp_path: Path):
    with pytest.raises(PromptError, match="cannot be read"):
        load_answer_prompt(file=tmp_path / "none.md")
