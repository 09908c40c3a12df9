r"""The question does not give the answer away: its words lead to the right option alone.

Somebody who reads and never listens picks the option that repeats the question. An answer is
given away when all its words of content stand in the question, or its first two do (who, and what
it does), while no wrong option does the same. Words of manner, place, time and number do not count:
"in the distance" is said of anything. If a wrong option shares some of the question's words,
or if the question is one to say yes or no to (there an answer restates it), words alone do not
decide. People who write items mostly quote on purpose, but MMAU asks for the chord that is
"characterized by the details 'F#:maj7(*1)/5'", so imports are judged too.
"""

from aqagen.curation.checks.base import Check, Example, Reason
from aqagen.curation.words import content_words

YES_NO = "^ (?:is|are|was|were|does|do|did|can|could|has|have|had|will|would|should) "

CHOOSES = " (?:or|what|which|who|whose) "

_IN_QUESTION = "contains(question_stems, ' ' || word || ' ')"


def _said(stems: str) -> str:
    """Return SQL for what an option says: its words of content, and how many the question has.

    `first` is how many of its first two the question has.
    """
    return (
        f"list_transform([{content_words(stems)}], lambda words: {{'n': len(words), "
        f"'shared': len(list_filter(words, lambda word: {_IN_QUESTION})), "
        f"'first': len(list_filter(words[1:2], lambda word: {_IN_QUESTION}))}})[1]"
    )


def _given(option: str) -> str:
    """Return SQL: the question says all of an option, or its first two words of content."""
    return f"({option}.n > 0 AND ({option}.shared = {option}.n OR {option}.first = 2))"


_ANSWER = "said[answer_index + 1]"
_WRONG = "list_filter(said, lambda option, place: place <> answer_index + 1 AND {})"
# The answer alone first: it is false of most.
_ANSWER_GIVEN = f"list_transform([{_said('answer_stems')}], lambda option: {_given('option')})[1]"
# A letter alone ("a", "C") is shared by chance.
_SHARES_A_WORD = (
    "len(list_filter(string_split(trim(answer_stems), ' '), lambda word: length(word) > 1 "
    f"AND {_IN_QUESTION})) > 0"
)
_OPTIONS = f"list_transform(options_stems, lambda stems: {_said('stems')})"

CHECK = Check(
    name="answer-leak",
    version=1,
    reasons=(Reason("answer-leak", because="it is solved by reading: it teaches not to listen"),),
    summary="the question does not say the answer, or who does what in it, and no wrong option",
    applies="TRUE",
    may_fail=f"coalesce({_ANSWER_GIVEN}, FALSE)",
    fails=(
        f"CASE WHEN NOT coalesce({_ANSWER_GIVEN}, FALSE) OR NOT {_SHARES_A_WORD} THEN FALSE "
        f"ELSE list_transform([{_OPTIONS}], lambda said: CASE "
        f"WHEN len({_WRONG.format(_given('option'))}) > 0 THEN FALSE "
        f"WHEN len({_WRONG.format('option.shared > 0')}) > 0 "
        f"AND NOT ({_ANSWER}.shared > 1 AND {_ANSWER}.shared = {_ANSWER}.n) THEN NULL "
        f"WHEN regexp_matches(question_words, '{YES_NO}') "
        f"AND NOT regexp_matches(question_words, '{CHOOSES}') THEN NULL ELSE TRUE END)[1] END"
    ),
    detail="{'question': question, 'answer': answer}",
    accepts=(
        Example(),
        Example("What is the dog doing?", ("the dog barks", "the dog eats", "it runs", "it digs")),
        Example("Is it a dog or a cat?", ("a dog", "a cat", "a cow", "a hen")),
        Example(
            "How does it bark while a bell rings in quick bursts?",
            ("in quick bursts", "slowly", "loudly", "in the distance"),
        ),
        Example("Which of the two dogs barks?", ("two times", "once", "four times", "never")),
    ),
    rejects=(
        Example("What do you hear when a dog barks twice?"),
        Example("Which sound does the barking dog make?"),
        Example("What does the piano player play?", ("a piano", "a harp", "drums", "a flute")),
        Example(
            "Which chord, given as F7 here, is played?", ("F7", "C7", "Am", "Eb"), origin="imported"
        ),
    ),
    undecided=(
        Example("Is the dog barking?", ("the dog barks", "it is calm", "it rains", "wind blows")),
        Example("Who feeds the dog?", ("the dog", "a dog sitter", "a cat", "a man")),
    ),
)
