"""The question is one real question of a sane length (well-formed stems: Haladyna et al. 2002).

A model that is given a statement, a placeholder or two questions at once is rewarded for an
answer that nothing asked for. "What do you hear" without a question mark still asks, and so
does "Identify the animal": a fifth of MMAU's items have none. A question mark inside
quotes belongs to what somebody says. People who write items may give a sentence to complete:
imports that do not ask are left undecided, and only generated ones are held to one question.
"""

from aqagen.curation.checks.base import GENERATED, Check, Example, Reason

MOST_WORDS = 60
MARK = "[?？؟]"
_ORDERS = (
    "identify|choose|select|name|determine|count|find|describe|compare|list|pick|specify|"
    "estimate|give|tell|explain|decide|indicate|recogni[sz]e|classify|match the|rank|arrange|"
    "complete|fill in|look for|check|detect|spot|assess|examine|analy[sz]e"
)
_ASKING = "what|what\\x27s|which|who|who\\x27s|whose|whom|why|how"
_VERBS = "is|are|was|were|does|do|did|can|could|has|have|will|would|should"
# A comma may be followed by a clause that asks nothing: "rain, which falls".
ASKS = (
    rf"{MARK}|(?i)(?:^|[.:;\n] *)(?:in |at |on |from |for |to |of |by |with |about )?"
    rf"(?:{_ASKING}|{_VERBS})(?:[^a-z]|$)|(?:^|[.,:;\n] *)(?:please )?(?:{_ORDERS})(?:[^a-z]|$)|"
    r", *(?:what|why|how|which of) "
)
# An apostrophe before a letter ends no quote: 'Who's there?'.
QUOTED = r'"[^"]*"|“[^”]*”|‘(?:[^’]|’[a-z])*’| \x27(?:[^\x27]|\x27[a-z])*\x27'
TWICE = rf"{MARK}[^?？؟]*[^?？؟ \n\t\r/!.,)\x22\x27][^?？؟]*{MARK}"
# Scripts that put no spaces between words.
UNSPACED = "[぀-ヿ㐀-鿿가-힣฀-๿]"

_SHORT = (
    "(NOT contains(trim(question_words), ' ') AND "
    f"NOT regexp_matches(question_words, '{UNSPACED}'))"
)
_LONG = (
    f"(length(question) > {2 * MOST_WORDS} AND length(question_words) - "
    f"length(replace(question_words, ' ', '')) - 1 > {MOST_WORDS})"
)
_SEVERAL = (
    f"({GENERATED} AND regexp_matches(question, '{TWICE}') AND "
    f"regexp_matches(regexp_replace(question, '{QUOTED}', '', 'g'), '{TWICE}'))"
)

CHECK = Check(
    name="question-form",
    version=2,
    reasons=(
        Reason("not-a-question", because="nothing says what the right answer is about"),
        Reason("question-too-short", because="a word alone is a placeholder, not a question"),
        Reason("question-too-long", because="it retells the clip; the answer follows from text"),
        Reason("several-questions", because="one option cannot answer two questions"),
    ),
    summary=f"one real question, of 2 to {MOST_WORDS} words",
    fails=(
        f"CASE WHEN {_SHORT} OR {_LONG} OR {_SEVERAL} THEN TRUE "
        f"WHEN regexp_matches(question, '{ASKS}') THEN FALSE "
        "WHEN origin = 'imported' THEN NULL ELSE TRUE END"
    ),
    reason_sql=(
        f"CASE WHEN {_SHORT} THEN 'question-too-short' WHEN {_LONG} THEN 'question-too-long' "
        f"WHEN {_SEVERAL} THEN 'several-questions' ELSE 'not-a-question' END"
    ),
    detail="{'question': question}",
    accepts=(
        Example(),
        Example("Which animal?"),
        Example("Identify the animal that calls."),
        Example("In the clip, what follows the bell"),
        Example('What does he answer when she asks "Where are you?"?'),
        Example("What is answered when he asks 'Who's there?', and who is it?"),
        Example("Who says ‘What’s that?’, and what is it?"),
        Example("Could something be frying??"),
        Example("Who is it? And what do they want?", origin="imported"),
    ),
    rejects=(
        Example("A dog barks in the rain, which falls hard.", reason="not-a-question"),
        Example("What?", reason="question-too-short"),
        Example("null", reason="question-too-short"),
        Example(
            f"Given that {'a dog barks and ' * 20} it rains, what is heard?",
            reason="question-too-long",
        ),
        Example("What barks? How often does it bark?", reason="several-questions"),
        Example("Who says 'It's me'? What is said next?", reason="several-questions"),
    ),
    undecided=(Example("The second sound in the clip is", origin="imported"),),
)
