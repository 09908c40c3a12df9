"""Options and answers: strip letters, compare, find the right one. THE one definition.

Import, parsing, curation, rewards and evaluation all use it, so that an answer that
counts as right in training counts as right everywhere.
"""

import re
from collections.abc import Sequence

__all__ = ["LETTERS", "AnswerError", "find_answer", "normalise", "same_answer", "strip_letters"]

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

# "A. text", "(B) text", "c) text", "D: text", "A - text". A bare "A text" is a sentence.
_LETTERED = re.compile(r"^\s*\(?([A-Za-z])\s*(?:[.):]|\s-)\s*(.*)$", re.DOTALL)
_LETTER = re.compile(r"^\s*\(?([A-Za-z])\s*[.):]?\s*$")


class AnswerError(ValueError):
    """An answer that does not say which option is right.

    Attributes:
        reason: stable code: `answer-missing`, `answer-not-an-option`, `answer-conflict`
            (its letter and its text point at different options), `answer-ambiguous` (it is
            the letter of one option and the whole text of another).
    """

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


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
