r"""The question does not give the answer away: its words lead to the right option alone.

Somebody who reads and never listens picks the option that repeats the question. An answer is given
away when all its words of content stand in the question, or its first two do (who, and what it
does), while no wrong option does the same. Other forms of a word are that word ("the frog's
croaking", "laughter"), and so is who plays or does it ("the violinist"). Words of manner, place,
time and number do not count: "in the distance" is said of anything. They do where the question
quotes the answer, whatever it is: as a sentence, between brackets, after a colon. If a wrong option
shares some of the question's words, or if the question is one to say yes or no to (there an answer
restates it), words alone do not decide. People who write items mostly quote on purpose, but MMAU
asks for the chord that is "characterized by the details 'F#:maj7(*1)/5'", so imports are judged
too.
"""

from aqagen.curation.checks.base import Check, Example, Reason
from aqagen.curation.forms import roots
from aqagen.curation.words import content_words

YES_NO = "^ (?:is|are|was|were|does|do|did|can|could|has|have|had|will|would|should) "

CHOOSES = " (?:or|what|which|who|whose) "

# Who plays it or does it, and what, in stems.
_AGENTS = (
    "pianist/piano violinist/violin guitarist/guitar drummer/drum flutist/flut flautist/flut "
    "cellist/cello saxophonist/saxophon trumpeter/trumpet harpist/harp organist/organ bassist/bas$ "
    "accordionist/accordion clarinetist/clarinet keyboardist/keyboard percussionist/percussion "
    "singer/sing dancer/danc runner/run swimmer/swim drinker/drink typist/typ whistler/whistl"
)
AGENTS = tuple(
    (f" {who} ", f" {what} ") for who, _, what in (p.partition("/") for p in _AGENTS.split())
)
# What sets a quotation off.
BREAKS = r"[ \t]*[:;().?!\"“”\[\]{}|—]+[ \t]*"
POLAR = ("yes", "no", "true", "false")


def _forms(stems: str) -> str:
    """Return SQL for a text of stems in which each word has one form."""
    forms = "text"
    for who, what in AGENTS:
        forms = f"replace({forms}, '{who}', '{what}')"
    return f"list_transform([{roots(stems)}], lambda text: {forms})[1]"


_IN_QUESTION = "contains(asked, ' ' || word || ' ')"


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
# A letter alone ("a", "C") is shared by chance.
_SHARES_A_WORD = (
    "length(trim(answer_stems)) > 1 AND "
    "len(list_filter(string_split(trim(forms[answer_index + 1]), ' '), lambda word: "
    f"length(word) > 1 AND {_IN_QUESTION})) > 0"
)
# Two words or more, one after the other.
_IN_A_ROW = (
    "contains(trim(forms[answer_index + 1]), ' ') AND contains(asked, forms[answer_index + 1])"
)
_TOLD = (
    f"list_transform([{_forms('question_stems')}], lambda asked: "
    f"list_transform([list_transform(options_stems, lambda stems: {_forms('stems')})], "
    "lambda forms: list_transform([list_transform(forms, "
    f"lambda stems: {_said('stems')})], lambda said: CASE "
    f"WHEN NOT {_given(_ANSWER)} OR NOT ({_SHARES_A_WORD}) "
    f"OR len({_WRONG.format(_given('option'))}) > 0 THEN FALSE "
    f"WHEN len({_WRONG.format('option.shared > 0')}) > 0 "
    f"AND NOT ({_ANSWER}.shared = {_ANSWER}.n AND ({_ANSWER}.shared > 1 OR {_IN_A_ROW})) THEN NULL "
    f"WHEN regexp_matches(question_words, '{YES_NO}') "
    f"AND NOT regexp_matches(question_words, '{CHOOSES}') THEN NULL ELSE TRUE END)[1])[1])[1]"
)
_KEY = "options_key[answer_index + 1]"
_QUOTES = (
    f"CASE WHEN length({_KEY}) < 2 OR {_KEY} IN {POLAR} OR NOT contains(question_key, {_KEY}) "
    f"THEN FALSE ELSE list_transform(['|' || regexp_replace(question_key, '{BREAKS}', '|', 'g') "
    "|| '|'], lambda asked: list_filter(options_key, lambda said, place: place = answer_index + 1 "
    f"OR said <> {_KEY} AND contains(asked, '|' || said || '|')) = [{_KEY}] "
    f"AND contains(asked, '|' || {_KEY} || '|'))[1] END"
)
# At first sight beginnings are enough, and the answer alone: it is false of most.
_MAY_TELL = (
    f"list_transform([{content_words('answer_stems')}], lambda words: len(words) > 0 AND "
    "len(list_filter(words[1:2], lambda word: "
    "contains(question_words, ' ' || rtrim(word[1:3], '$')))) = least(len(words), 2))[1]"
)

CHECK = Check(
    name="answer-leak",
    version=2,
    reasons=(Reason("answer-leak", because="it is solved by reading: it teaches not to listen"),),
    summary="the question does not say the answer, or who does what in it, and no wrong option",
    applies="TRUE",
    may_fail=f"coalesce({_MAY_TELL} OR {_QUOTES}, FALSE)",
    fails=f"CASE WHEN {_QUOTES} THEN TRUE ELSE {_TOLD} END",
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
        Example("Rain: loud or quiet?", ("loud", "quiet", "silent", "none")),
        Example("Is it (a dog) or (a cat)?", ("a dog", "a cat", "a cow", "a hen")),
        Example("Which chord is the tonic of D major?", ("D", "C", "G", "A")),
        Example("Is it so: yes?", ("yes", "no", "perhaps", "never")),
    ),
    rejects=(
        Example("What do you hear when a dog barks twice?"),
        Example("Which sound does the barking dog make?"),
        Example("What makes the frog's croaking?", ("a frog", "a toy", "a cat", "a hen")),
        Example(
            "Which instrument does the pianist play?", ("a piano", "a harp", "drums", "a lute")
        ),
        Example(
            "What is heard when the church bells ring?",
            ("ringing church bells", "a cow", "a hen", "a cat"),
        ),
        Example(
            "How does the wind change as it grows stronger?",
            ("It grows stronger", "It changes its direction", "It dies down", "It stays"),
        ),
        Example("The sound is heard (four times), so what is it?", ("four times", "once", "never")),
        Example("It is told: at full volume. How is it?", ("At full volume.", "faintly", "never")),
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
