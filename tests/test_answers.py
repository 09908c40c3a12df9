import pytest
from hypothesis import given
from hypothesis import strategies as st

from aqagen.answers import (
    LETTERS,
    AnswerError,
    chosen_option,
    extract_answer,
    find_answer,
    has_format,
    is_right,
    normalise,
    same_answer,
    strip_letters,
    tagged,
)

WORD = st.text(st.characters(categories=["L", "N"]), min_size=2, max_size=12)
OPTIONS = st.lists(WORD, min_size=2, max_size=8, unique_by=normalise)
FORMS = ["{letter}. {text}", "({letter}) {text}", "{letter}) {text}", "{letter}: {text}"]


def lettered(options, form=FORMS[0]):
    pairs = zip(LETTERS, options, strict=False)
    return [form.format(letter=letter, text=text) for letter, text in pairs]


@given(st.text())
def test_normalise_is_idempotent(text):
    assert normalise(normalise(text)) == normalise(text)


@given(OPTIONS, st.sampled_from(FORMS))
def test_letters_go_in_any_form(options, form):
    assert strip_letters(lettered(options, form)) == tuple(options)


@given(OPTIONS)
def test_plain_options_stay(options):
    assert strip_letters(options) == tuple(options)


@given(OPTIONS, st.data(), st.sampled_from(["", ",", ".", " ;"]))
def test_every_form_of_an_answer_names_its_option(options, data, tail):
    index = data.draw(st.integers(0, len(options) - 1))
    text, letter = options[index], LETTERS[index]
    forms = [index, letter, letter.lower(), f"({letter})", f"{letter}.", text, text + tail]
    for form in [*forms, *(f.format(letter=letter, text=text + tail) for f in FORMS)]:
        assert find_answer(form, options) == index


@given(st.text(), st.lists(st.text(), max_size=9))
def test_anything_is_an_index_or_an_answer_error(answer, options):
    try:
        found = find_answer(answer, strip_letters(options))
    except AnswerError:
        return
    assert 0 <= found < len(options)


@pytest.mark.parametrize("count", range(2, 9))
def test_two_to_eight_options(count):
    options = [f"sound {number}" for number in range(count)]
    assert strip_letters(lettered(options)) == tuple(options)
    assert find_answer(f"{LETTERS[count - 1]}. sound {count - 1}", options) == count - 1


def test_trailing_comma():
    options = strip_letters(["A. A dog barks", "B. A cat"])
    assert find_answer("A. A dog barks,", options) == 0


def test_letter_and_text_in_conflict():
    with pytest.raises(AnswerError, match="letter A, but its text is option B") as caught:
        find_answer("A. a cat", ["a dog", "a cat"])
    assert caught.value.reason == "answer-conflict"


def test_one_option_that_looks_lettered_keeps_its_words():
    options = ["A. Vivaldi", "J. S. Bach", "Mozart", "Brahms"]
    assert strip_letters(options) == tuple(options)
    assert find_answer("A. Vivaldi", options) == 0
    assert find_answer("a. vivaldi.", options) == 0


def test_letters_out_of_sequence_stay():
    assert strip_letters(["B. dog", "A. cat"]) == ("B. dog", "A. cat")


def test_a_sentence_that_begins_with_a_stays():
    assert strip_letters(["A dog barks", "B flat is played"]) == ("A dog barks", "B flat is played")


def test_of_equal_options_the_letter_says_which():
    options = ["rain", "wind", "Rain", "fire"]
    assert find_answer("C. rain", options) == 2
    assert find_answer("A. rain", options) == 0
    assert find_answer("rain", options) == 0


def test_a_letter_that_is_another_option_is_ambiguous():
    with pytest.raises(AnswerError) as caught:
        find_answer("A", ["C", "A", "B"])
    assert caught.value.reason == "answer-ambiguous"


def test_word_order_counts():
    assert not same_answer("a dog then a cat", "a cat then a dog")
    assert same_answer(" A  dog,", "a dog")


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (None, "answer-missing"),
        (True, "answer-missing"),
        (1.0, "answer-missing"),
        (["a dog"], "answer-missing"),
        ("  ", "answer-missing"),
        (-1, "answer-not-an-option"),
        (2, "answer-not-an-option"),
        ("C", "answer-not-an-option"),
        ("C. a bird", "answer-not-an-option"),
        ("a bird", "answer-not-an-option"),
    ],
)
def test_reasons(answer, reason):
    with pytest.raises(AnswerError) as caught:
        find_answer(answer, ["a dog", "a cat"])
    assert caught.value.reason == reason
    assert str(caught.value) == caught.value.detail


@pytest.mark.parametrize("answer", ["none", "na", "null", "8times", "wd-40"])
def test_words_that_look_like_nothing_are_answers(answer):
    assert find_answer(answer, ["something", answer]) == 1


# --- completions: extraction, format, and what counts as right ---


@given(st.text())
def test_what_is_tagged_is_extracted(text):
    if any(tag in text for tag in ("<answer>", "</answer>", "<think>", "</think>")):
        return
    assert extract_answer(f"well: {tagged(text)} indeed") == text.strip()
    assert has_format(tagged(text))


@pytest.mark.parametrize(
    ("completion", "extracted"),
    [
        ("<answer>a dog</answer>", "a dog"),
        ("<answer> a\ndog </answer>", "a\ndog"),
        ("<answer>a dog</answer><answer>a cat</answer>", "a dog"),
        ("a dog", None),
        ("<answer>a dog", None),
        ("<Answer>a dog</Answer>", None),
        ("<answer></answer>", ""),
        ("<think>not <answer>a cat</answer></think><answer>a dog</answer>", "a dog"),
        ("<think>perhaps <answer>a cat</answer>", None),
    ],
)
def test_extraction(completion, extracted):
    assert extract_answer(completion) == extracted


@pytest.mark.parametrize(
    ("completion", "plain", "think"),
    [
        ("<answer>a dog</answer>", True, False),
        (" <answer>a dog</answer>\n", True, False),
        ("so: <answer>a dog</answer>", False, False),
        ("<answer>a dog</answer>.", False, False),
        ("<answer>a dog</answer><answer>a cat</answer>", False, False),
        ("<answer><answer>a dog</answer></answer>", False, False),
        ("<think>it barks</think> <answer>a dog</answer>", False, True),
        ("<think></think>\n<answer>a dog</answer>", False, True),
        ("<think>a</think><think>b</think><answer>a dog</answer>", False, False),
        ("", False, False),
    ],
)
def test_format(completion, plain, think):
    assert has_format(completion) is plain
    assert has_format(completion, think=True) is think


@pytest.mark.parametrize(
    ("given_answer", "answer"),
    [
        ("At 3.5 seconds", "Before 3.5 seconds"),
        ("Speech lasting 10 seconds", "Music lasting 10 seconds"),
        ("A. 3", "B. 3"),
        ("a dog then a cat", "a cat then a dog"),
        ("B", "a dog"),
    ],
)
def test_what_is_not_the_same_text_is_wrong(given_answer, answer):
    assert not is_right(tagged(given_answer), answer)


def test_an_answer_is_right_by_its_text():
    assert is_right("<answer> A dog. </answer>", "a dog")
    assert not is_right("a dog", "a dog")
    assert chosen_option("<answer>a cat,</answer>", ["a dog", "A cat"]) == 1


def test_letters_are_read_only_where_they_were_shown():
    options = ["a dog", "a cat"]
    for text in ("B", "(b)", "B. a cat"):
        assert chosen_option(tagged(text), options) is None
        assert chosen_option(tagged(text), options, letters=True) == 1
    assert chosen_option(tagged("A. a cat"), options, letters=True) is None
    assert chosen_option(tagged(""), ["", "a"], letters=True) is None


@given(OPTIONS, st.data())
def test_every_option_chooses_itself_and_is_right(options, data):
    index = data.draw(st.integers(0, len(options) - 1))
    completion = tagged(options[index])
    assert chosen_option(completion, options) == index
    assert is_right(completion, options[index])


def test_the_predecessors_ways_have_a_name():
    assert extract_answer("a dog", "r1-aqa") == "a dog"
    assert extract_answer("<answer>a\ndog</answer>", "r1-aqa") == "<answer>a\ndog</answer>"
    assert is_right("a dog", "a dog", "r1-aqa")
    assert not is_right("A dog", "a dog", "r1-aqa")
    assert has_format("<answer>a</answer><answer>b</answer>", compat="r1-aqa")
    assert not has_format(" <answer>a</answer>", compat="r1-aqa")
