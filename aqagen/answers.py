"""Options and answers: strip letters, compare, find the right one. THE one definition.

Import, parsing, curation, rewards and evaluation all use it, so that an answer that
counts as right in training counts as right everywhere.
"""

import re
from collections.abc import Sequence
from typing import Literal

__all__ = [
    "LETTERS",
    "AnswerError",
    "Compat",
    "chosen_option",
    "extract_answer",
    "find_answer",
    "has_format",
    "is_right",
    "normalise",
    "same_answer",
    "stated_letter",
    "strip_letters",
    "tagged",
]

# The name of the code whose behaviour is to be reproduced, or None for ours.
Compat = Literal["r1-aqa"] | None

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

# "A. text", "(B) text", "c) text", "D: text", "A - text". A bare "A text" is a sentence.
_LETTERED = re.compile(r"^\s*\(?([A-Za-z])\s*(?:[.):]|\s-)\s*(.*)$", re.DOTALL)
# Anything but another tag of the pair: two answers are no answer in the right format.
_INSIDE = r"(?:(?!</?answer>).)*"
_ANSWER = re.compile(r"<answer>(.*?)</answer>", re.DOTALL)
_FORMAT = re.compile(rf"\s*<answer>{_INSIDE}</answer>\s*", re.DOTALL)
_THINK_FORMAT = re.compile(
    rf"\s*<think>(?:(?!</?think>).)*</think>\s*<answer>{_INSIDE}</answer>\s*", re.DOTALL
)
# r1-aqa, src/utils/rewards.py: extraction stops at a line's end, the format may span lines.
_R1_AQA_ANSWER = re.compile(r"<answer>(.*?)</answer>")
_R1_AQA_FORMAT = re.compile(r"<answer>.*?</answer>", re.DOTALL)
_R1_AQA_THINK_FORMAT = re.compile(r"<think>.*?</think>\s*<answer>.*?</answer>", re.DOTALL)
_LETTER = re.compile(r"^\s*\(?([A-Za-z])\s*[.):]?\s*$")


class AnswerError(ValueError):
    """An answer that does not say which option is right.

    Attributes:
        reason: stable code: `answer-missing`, `answer-not-an-option`, `answer-conflict`
            (its letter and its text point at different options), `answer-ambiguous` (it is
            the letter of one option and the whole text of another).
        by_letter, by_text: of an `answer-conflict`, the option that each points at, from 0;
            None of the others, and where the letter is beyond the options.
    """

    def __init__(
        self, reason: str, detail: str, by_letter: int | None = None, by_text: int | None = None
    ) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail
        self.by_letter = by_letter
        self.by_text = by_text


def normalise(text: str) -> str:
    """Return the form in which two answers are compared.

    White space is folded and trimmed, case is folded, trailing `,` `;` `.` are dropped
    (8 answers of DCASE 2025's development set differ from their option by a comma).
    Word order and every other character count: "a dog then a cat" is not "a cat then a dog".
    """
    return " ".join(text.split()).rstrip(",;. ").casefold()


def same_answer(left: str, right: str) -> bool:
    """Say whether two answers are the same by the one definition, `normalise`."""
    return normalise(left) == normalise(right)


def tagged(answer: str) -> str:
    """Return an answer as a model should give it: in its tags."""
    return f"<answer>{answer}</answer>"


def extract_answer(completion: str, compat: Compat = None) -> str | None:
    """Return the answer that a completion gives in `<answer> </answer>`, trimmed.

    Of several pairs the first counts, of those outside of `<think> </think>`: what a model
    only thought is not its answer.

    Args:
        completion: the text of a model, without special tokens.
        compat: `r1-aqa` looks at the whole text, does not see a pair that spans lines, and
            takes the whole text where it sees none.

    Returns:
        The text, or None where no pair of tags is: an answer that cannot be read is never
        guessed at, and counts as wrong.
    """
    if compat == "r1-aqa":
        found = _R1_AQA_ANSWER.search(completion)
        return found.group(1).strip() if found else completion.strip()
    said = completion.rpartition("</think>")[2].partition("<think>")[0]
    found = _ANSWER.search(said)
    return found.group(1).strip() if found else None


def has_format(completion: str, *, think: bool = False, compat: Compat = None) -> bool:
    """Say whether a completion is one pair of `<answer>` tags and nothing else.

    Args:
        completion: the text of a model.
        think: one pair of `<think>` tags must stand before it.
        compat: `r1-aqa` also accepts several pairs in a row, but no white space around them.
    """
    if compat == "r1-aqa":
        form = _R1_AQA_THINK_FORMAT if think else _R1_AQA_FORMAT
    else:
        form = _THINK_FORMAT if think else _FORMAT
    return form.fullmatch(completion) is not None


def is_right(completion: str, answer: str, compat: Compat = None) -> bool:
    """Say whether a completion gives the right answer: the reward, and top-1 accuracy.

    Args:
        completion: the text of a model.
        answer: the text of the right option.
        compat: `r1-aqa` compares the extracted texts letter by letter. (Its verifier of
            mathematics, which it asks first, is in `trainer.rewards`.)
    """
    given = extract_answer(completion, compat)
    if given is None:
        return False
    return given == answer.strip() if compat == "r1-aqa" else same_answer(given, answer)


def chosen_option(completion: str, options: Sequence[str], *, letters: bool = False) -> int | None:
    """Return the 0-based index of the option that a completion chooses, or None.

    Args:
        completion: the text of a model.
        options: as shown to it, without letters. Of two that read the same the first counts.
        letters: accept "B" and "B. a dog" too, for prompts that show letters.
    """
    given = extract_answer(completion)
    if not given:
        return None
    if not letters:
        return _matching(given, options)
    try:
        return find_answer(given, options)
    except AnswerError:
        return None


def stated_letter(answer: str) -> int | None:
    """Return the place in the alphabet, from 0, of the letter that an answer begins with.

    "B", "(b)", "B. a dog" and "B: a dog" state one, "a dog" and "bird" do not.
    """
    match = _LETTER.match(answer) or _LETTERED.match(answer)
    return LETTERS.index(match.group(1).upper()) if match else None


def strip_letters(options: Sequence[str]) -> tuple[str, ...]:
    """Return the options without their letters, trimmed.

    Letters go only when **all** options carry them in sequence from A: "A. dog", "B. cat".
    One "A. Vivaldi" among plain options keeps its words.
    """
    matches = [_LETTERED.match(option) for option in options]
    letters = [match.group(1).upper() if match else "" for match in matches]
    if options and letters == list(LETTERS[: len(options)]):
        return tuple(match.group(2).strip() for match in matches if match)
    return tuple(option.strip() for option in options)


def find_answer(answer: object, options: Sequence[str]) -> int:
    """Return the 0-based index of the option that an answer names.

    Args:
        answer: a 0-based index (int), a letter, "letter. text", or an option's text.
        options: the options without letters (`strip_letters`).

    Raises:
        AnswerError: it names none, or two different ones. Nothing is guessed.
    """
    if isinstance(answer, bool) or not isinstance(answer, int | str):
        raise AnswerError("answer-missing", f"the answer is {answer!r}, expected text")
    if isinstance(answer, int):
        if 0 <= answer < len(options):
            return answer
        raise AnswerError(
            "answer-not-an-option", f"the index {answer} is outside the {len(options)} options"
        )
    if not answer.strip():
        raise AnswerError("answer-missing", "the answer is empty")
    by_text = _matching(answer, options)
    letter = _LETTER.match(answer)
    if letter:
        return _letter_or_text(letter.group(1), by_text, options)
    if by_text is not None:
        return by_text
    lettered = _LETTERED.match(answer)
    by_text = _matching(lettered.group(2), options) if lettered else None
    if lettered is None or by_text is None:
        raise AnswerError(
            "answer-not-an-option", f"the answer {answer!r} is none of {list(options)!r}"
        )
    by_letter = LETTERS.index(lettered.group(1).upper())
    # Not "is it by_text": of two options that read the same, the letter says which.
    if by_letter < len(options) and same_answer(lettered.group(2), options[by_letter]):
        return by_letter
    raise AnswerError(
        "answer-conflict",
        f"the answer {answer!r} has the letter {LETTERS[by_letter]}, but its text is "
        f"option {LETTERS[by_text]}",
        by_letter if by_letter < len(options) else None,
        by_text,
    )


def _letter_or_text(letter: str, by_text: int | None, options: Sequence[str]) -> int:
    """Resolve an answer of one letter, which may also be the whole text of an option."""
    by_letter = LETTERS.index(letter.upper())
    if by_letter >= len(options):
        if by_text is not None:
            return by_text
        raise AnswerError(
            "answer-not-an-option",
            f"the letter {LETTERS[by_letter]} is outside the {len(options)} options",
        )
    if by_text not in {None, by_letter}:
        raise AnswerError(
            "answer-ambiguous",
            f"the answer {letter!r} is the letter of one option and the text of another",
        )
    return by_letter


def _matching(text: str, options: Sequence[str]) -> int | None:
    """Return the first option that is `text`, else the first that normalises to the same.

    Options that read the same are no reason to refuse the answer here: the check
    `options-distinct` says so of the item.
    """
    for key in (str.strip, normalise):
        wanted = key(text)
        for index, option in enumerate(options):
            if key(option) == wanted:
                return index
    return None
