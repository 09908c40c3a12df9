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

_GIVEN_WORDS = (
    "list_filter(string_split(trim({}), ' '), lambda word: NOT contains(sql_stems('"
    + NO_CONTENT
    + "'), "
    "' ' || word || ' ') AND NOT regexp_matches(word, '^[0-9]+$|ly$|^$'))"
)
_SHARED = "list_filter({}, lambda word: contains(question_stems, ' ' || word || ' '))"


def _words(stems: str) -> str:
    """Return SQL for the words of content in an option's stems."""
    return _GIVEN_WORDS.format(stems)


def _n_shared(stems: str) -> str:
    return f"len({_SHARED.format(_words(stems))})"


def _given(stems: str) -> str:
    """Return SQL: the question says all of an option, or its first two words of content."""
    words = _words(stems)
    return (
        f"(len({words}) > 0 AND ({_n_shared(stems)} = len({words}) "
        f"OR len({_SHARED.format(f'{words}[1:2]')}) = 2))"
    )


_WRONG = "list_filter(options_stems, lambda stems, place: place <> answer_index + 1)"
_N_OTHERS = f"len(list_filter({_WRONG}, lambda stems: {_given('stems')}))"
_N_TOUCHED = f"len(list_filter({_WRONG}, lambda stems: {_n_shared('stems')} > 0))"
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
        f"WHEN NOT {_given('answer_stems')} THEN FALSE WHEN {_N_OTHERS} > 0 THEN FALSE "
        f"WHEN {_N_TOUCHED} > 0 AND NOT ({_n_shared('answer_stems')} > 1 AND "
        f"{_n_shared('answer_stems')} = len({_words('answer_stems')})) THEN NULL "
        f"WHEN regexp_matches(question_words, '{YES_NO}') "
        f"AND NOT regexp_matches(question_words, '{CHOOSES}') THEN NULL ELSE TRUE END"
    ),
    detail=f"{{'found': {_SHARED.format(_words('answer_stems'))}}}",
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
