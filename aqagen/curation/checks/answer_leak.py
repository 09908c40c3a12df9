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

# Words that tell nothing apart, and words that fit any sound.
# In stems (tests/curation/test_stems_of_checks.py has the words).
NO_CONTENT = (
    " of in on at to by for with from and or but a than then so not no y do did can could who "
    "what which how why when wher whil into onto over under up down out off near about after "
    "befor dur through between h sh they i you w hi her their 1 someon someth sound nois "
    "audio clip record hear heard audibl listen present mak keep get distanc background "
    "foreground quick burst break irregular regular interval grow intensity repeat loud soft "
    "quiet slow fast short long high low end start begin middl moment tim 2 first last second "
    "third only also mor most le$ very again several many few other another sam different "
    "throughout whol entir part kind typ "
)
YES_NO = "^ (?:is|are|was|were|does|do|did|can|could|has|have|had|will|would|should) "

CHOOSES = " (?:or|what|which|who|whose) "

_IN_QUESTION = "contains(question_stems, ' ' || word || ' ')"
_CONTENT = (
    f"list_filter(string_split(trim(stems), ' '), lambda word: NOT contains('{NO_CONTENT}', "
    "' ' || word || ' ') AND NOT regexp_matches(word, '^[0-9]+$|ly$|^$'))"
)
# Of each option: its words of content, how many of them the question has, and of its first two.
_OPTIONS = (
    f"list_transform(list_transform(options_stems, lambda stems: {_CONTENT}), lambda words: "
    f"{{'n': len(words), 'shared': len(list_filter(words, lambda word: {_IN_QUESTION})), "
    f"'first': len(list_filter(words[1:2], lambda word: {_IN_QUESTION}))}})"
)


def _given(option: str) -> str:
    """Return SQL: the question says all of an option, or its first two words of content."""
    return f"({option}.n > 0 AND ({option}.shared = {option}.n OR {option}.first = 2))"


_ANSWER = "said[answer_index + 1]"
_WRONG = "list_filter(said, lambda option, place: place <> answer_index + 1 AND {})"
# Cheap, and false of most: any word at all that both have and that is no common one.
_MAY = (
    "len(list_filter(string_split(trim(answer_stems), ' '), lambda word: length(word) > 1 AND "
    "contains(question_stems, ' ' || word || ' '))) > 0"
)

CHECK = Check(
    name="answer-leak",
    version=1,
    reasons=(Reason("answer-leak", because="it is solved by reading: it teaches not to listen"),),
    summary="the question does not say the answer, or who does what in it, and no wrong option",
    applies="TRUE",
    fails=(
        f"CASE WHEN NOT coalesce({_MAY}, FALSE) THEN FALSE "
        f"ELSE list_transform([{_OPTIONS}], lambda said: CASE "
        f"WHEN NOT {_given(_ANSWER)} THEN FALSE "
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
