"""How words become predictions: exactly, and as other code does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aqagen.answers import is_right, tagged
from aqagen.evaluation.benchmarks import BenchmarkItem
from aqagen.evaluation.judging import COMPATS, Said, judge, token_set_match

DOGS = ("a dog then a cat", "a cat then a dog", "a dog", "rain")


def item(options=("a dog", "a cat", "rain", "wind"), answer=1) -> BenchmarkItem:
    return BenchmarkItem("i", "q", "part1", "What?", options, options, answer, "c", None)


@pytest.mark.parametrize(
    ("text", "bare", "chosen"),
    [
        ("<answer>a cat</answer>", False, 1),
        ("<answer> A  Cat. </answer>", False, 1),
        ("<think>a dog</think><answer>a cat</answer>", False, 1),
        ("a cat", False, None),  # no tags: not guessed at
        ("<answer>a cat and a dog</answer>", False, None),
        ("<answer>B</answer>", False, None),
        ("<answer>B. a cat</answer>", False, None),  # the prompt shows no letters
        ("", False, None),
        ("a cat", True, 1),
        ("B. a cat", True, 1),
        ("(b) A cat,", True, 1),
        ("A. a cat", True, None),  # its letter says something else
        ("B", True, None),
        ("<answer>a cat</answer>", True, 1),
    ],
)
def test_exactly(text, bare, chosen):
    made = judge(Said(text, bare=bare), item())
    assert made.predicted_index == chosen
    assert made.correct is (chosen == 1)


@pytest.mark.parametrize(
    ("compat", "text", "correct"),
    [
        ("letter", "<answer>B</answer>", True),
        ("letter", "(B) something else", True),
        ("letter", "bird", False),  # begins with b, states no letter
        ("letter", "a cat", False),
        ("letter", "<answer>C. a cat</answer>", False),
        ("r1-aqa", "a cat", True),
        ("r1-aqa", "<answer>a cat</answer>", True),
        ("r1-aqa", "<answer>A cat</answer>", False),  # it compares letter by letter
        ("r1-aqa", "<answer>a\ncat</answer>", False),
        ("mmau-official", "It must be a cat!", True),
        ("mmau-official", "cat A", True),  # words, not their order
        ("mmau-official", "a cat or a dog", False),
        ("mmau-official", "B", False),
        ("mmau-official", "", False),
    ],
)
def test_as_others_do(compat, text, correct):
    assert judge(Said(text), item(), compat).correct is correct


def test_the_official_rule_does_not_see_the_order_of_words():
    assert token_set_match(DOGS[0], DOGS[1], DOGS)
    assert not is_right(tagged(DOGS[1]), DOGS[0])
    # "b" is no word of the answer, but of no other option either.
    assert token_set_match("a cat", "b a cat", ("a dog", "a cat"))
    assert not token_set_match("a cat", "a dog", ("a dog", "a cat"))


def test_a_letter_goes_by_the_order_that_was_shown():
    said = Said("B", permutation=1, order=(1, 2, 3, 0))
    assert judge(said, item(), "letter").predicted_index == 2
    # An order that is none is not believed.
    assert judge(Said("B", order=(5, 5)), item(), "letter").predicted_index == 1


def test_of_options_that_read_the_same_the_answer_was_meant():
    twins = item(("Dog", "cat", "dog."), answer=2)
    made = judge(Said("<answer>dog</answer>"), twins)
    assert (made.predicted_index, made.correct) == (2, True)


def test_where_options_are_letters_a_text_is_a_text():
    letters = item(("B", "C", "D", "A"), answer=0)
    assert judge(Said("B", bare=True), letters).correct is True


def test_nothing_said_is_wrong_and_says_why():
    assert judge(Said(None), item()).error == "missing"
    made = judge(Said(None, error="audio-missing"), item())
    assert (made.correct, made.predicted_index, made.error) == (False, None, "audio-missing")


def test_without_an_answer_nothing_is_right_or_wrong():
    made = judge(Said("<answer>rain</answer>"), item(answer=None))
    assert (made.predicted_index, made.correct) == (2, None)
    for compat in COMPATS:
        assert judge(Said("rain"), item(answer=None), compat).correct is None


WORDS = st.text(alphabet="ab. ,<>/answer", max_size=12)


@given(options=st.lists(WORDS.filter(str.strip), min_size=2, max_size=5), text=WORDS,
       answer=st.integers(0, 1))  # fmt: skip
def test_exact_is_the_reward_of_training(options, text, answer):
    asked = item(tuple(options), answer)
    for completion in (text, tagged(text)):
        expected = is_right(completion, options[answer])
        # Only an empty answer to an empty option could differ, and options are not empty.
        if text.strip(" .,"):
            assert judge(Said(completion), asked).correct is expected


@given(text=st.text(max_size=30), bare=st.booleans())
def test_any_words_are_judged_in_every_mode(text, bare):
    for compat in (None, *COMPATS):
        made = judge(Said(text, bare=bare), item(), compat)
        assert made.correct is (made.predicted_index == made.answer_index)
