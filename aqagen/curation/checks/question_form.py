"""The question is one real question of a sane length (well-formed stems: Haladyna et al. 2002).

A model that is given a statement, a placeholder or two questions at once is rewarded for an answer
that nothing asked for. "What do you hear" without a question mark still asks, and so does "Identify
the animal": a fifth of MMAU's items have none. A question mark inside quotes belongs to what
somebody says. Two questions may share one mark (", and how long is it?", "; which ends it?"); an
order ("what comes first, and what next") is one. Orders that name no subject ("Choose the best
option.") and a model's talk to whoever asked it ask nothing of the clip. People who write items may
give a sentence to complete: imports that do not ask are left undecided, and only generated ones are
held to one question.
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
# A second question without a mark of its own: ", and how long is it?", "; which sound ends it?".
_AUXILIARY = (
    "is|are|was|were|does|do|did|can|could|has|have|will|would|should|isn\\x27t|aren\\x27t|"
    "doesn\\x27t"
)
_WORD = "what|which|who|whose|whom|where|when|why|how"
_QUESTION_WORD = f"(?:at |in |on |from |to |for |of |by |with |about )?(?:{_WORD})"
_FIRST = (
    r"(?i)(?:^|[.,:;\n] *|^and |^so )(?:(?:in |at |on |from |for |to |of |by |with |about )?"
    rf"(?:what|which|who|whose|whom|why|how)|(?:where|when|{_AUXILIARY}) (?:{_AUXILIARY}|the|a|an|"
    rf"this|that|there|it|they|he|she|you|we|one|any|some))[^a-z][^?]*?"
)
# Whoever asks "who comes and what they do" asks once: without a comma the verb must come first.
_SECOND = (
    rf"(?:, ?(?:and|but|or)(?: also| then)?|;(?: and)?|,? and (?:also|if (?:so|not|yes|any),?)|"
    rf", if (?:so|not|yes|any),?|, then,?) (?:{_WORD}) [a-z]|"
    rf"(?:, (?:and|or)(?: if so,?)?|;) (?:{_AUXILIARY}) (?:the|a|an|this|that|there|it|its|they|"
    rf"their|he|she|his|her|you|any|one) |"
    rf",? and {_QUESTION_WORD}(?: many [a-z]+| much [a-z]+| often| long| loud| far| close| fast| "
    rf"old)? (?:{_AUXILIARY}) "
)
_COMMANDS = "identify|name|count|describe|explain|determine|state|list|estimate|justify"
JOINED = (
    rf"{_FIRST}(?:{_SECOND})|(?i)(?:^|[.,:;\n] *)(?:please )?(?:{_COMMANDS}) [^?.]* and "
    rf"(?:then |also )?(?:{_COMMANDS}) |^(?:what|which|who|where|when|why|how) and (?:what|"
    rf"which|who|where|when|why|how) |{MARK} *(?:please )?(?:explain|justify|describe|give (?:a |"
    rf"the |your )?reasons?|state why|say why|tell why)"
)
# An order is one thing: "What happens first, and what next?"
IN_ORDER = (
    "(?i),? and (?:then )?(?:what|which|who)(?: comes| happens| follows| is heard| one)? (?:next|"
    "second|then|after[a-z]*|later)|,? and (?:then )?(?:what|which|who) last"
)
# What is asked about is itself a question.
ABOUT_QUESTIONS = (
    "(?i)(?:describ(?:es?|ing)|description of|tells?|states?|summari[sz]es?|captures?|explains?|"
    "shows?|indicates?|reflects?|know|understand|guess|wonders?|asks?|asked)(?: [a-z]+){0,3} "
    "(?:what|which|who|whose|where|when|why|how)"
)
# Orders that name no subject, and a model that speaks to whoever asked it for a question.
NOTHING_ASKED = (
    r"(?i)^[ \t]*(?:please |now |then )?(?:choose|select|pick|mark|circle|find|give|tick|indicate|"
    "identify|provide|click|check|decide on|determine)(?: on)? (?:(?:the|one|only|single|"
    "most|best|"
    r"correct|right|appropriate|suitable|accurate|true|your|an?|answer|option|choice|alternative|"
    r"response|options|answers|choices|statement|letter|of|from|among|that|which|is|are|fits?|"
    r"matches|applies|below|above|following|listed|given|provided|here|to|for|this|these|question|"
    r"four|list|these|and|carefully|you|think|believe|seems|item)[ ,]*)+[.!: \t]*$|"
    r"^[ \t]*(?:sure|certainly|of course|absolutely|okay|ok|alright|great)[!,.:]+ (?:here|"
    "below|this|"
    r"i |let|the (?:question|following))|"
    r"^[ \t]*(?:sorry|i\x27m sorry|i am sorry|i apologi[sz]e|i cannot|i can\x27t|i am unable|"
    r"i\x27m unable|as an ai|unfortunately|there is not enough|there is no (?:audio|"
    "information))[^a-z]|"
    r"^[ \t]*here(?:\x27s| is| are) (?:a|an|the|your|my|one|four|another)(?: [a-z-]+){0,3} "
    r"(?:question|item|mcq)|"
    r"^[ \t]*(?:(?:could|can|would|will) you (?:please )?(?:provide|share|upload|send|"
    "clarify|give me|"
    r"tell me more)|how (?:can|may) i (?:help|assist)|(?:would you like|do you want) me |"
    r"(?:please )?let me know (?:if|what|whether|when)|what (?:would|do) you (?:like|want) me |"
    r"if you (?:provide|share|need|would like)|please (?:provide|share|upload) )"
)
# Cut off in the middle.
CUT_OFF = (
    r"(?i)[a-z,] (?:the|an?|and|or|while|whose|their|its|his|my|your|because|than)[ \t]*$|"
    r"[a-z],[ \t]*$"
)
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
_UNQUOTED = f"regexp_replace(question, '{QUOTED}', '', 'g')"
# Cheap, and false of nearly all.
_MAY_JOIN = (
    "(?i)(?:and|or|but|;|also|so|not|yes|any|then),? (?:also |then |if )?(?:(?:at|in|on|from|"
    "to|for|of|by|"
    f"with|about) )?(?:what|which|who|whose|whom|where|when|why|how|{_AUXILIARY}|{_COMMANDS})"
    "[^a-z]|"
    f"{MARK}[^a-z]*(?:please )?(?:explain|justify|describe|give|state|say|tell)"
)
_SEVERAL = (
    f"({GENERATED} AND (regexp_matches(question, '{TWICE}') OR "
    f"regexp_matches(question, '{_MAY_JOIN}')) AND (regexp_matches({_UNQUOTED}, '{TWICE}') OR "
    f"(regexp_matches(regexp_replace({_UNQUOTED}, '{IN_ORDER}', ''), '{JOINED}') AND NOT "
    f"regexp_matches(question, '{ABOUT_QUESTIONS}'))))"
)
_NOTHING = (
    f"({GENERATED} AND (regexp_matches(question, '{NOTHING_ASKED}') OR "
    f"(NOT ends_with(question, '?') AND regexp_matches(question, '{CUT_OFF}'))))"
)

CHECK = Check(
    name="question-form",
    version=3,
    reasons=(
        Reason("not-a-question", because="nothing says what the right answer is about"),
        Reason("question-too-short", because="a word alone is a placeholder, not a question"),
        Reason("question-too-long", because="it retells the clip; the answer follows from text"),
        Reason("several-questions", because="one option cannot answer two questions"),
    ),
    summary=f"one real question, of 2 to {MOST_WORDS} words",
    fails=(
        f"CASE WHEN {_SHORT} OR {_LONG} OR {_SEVERAL} OR {_NOTHING} THEN TRUE "
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
        Example("What is answered when he asks 'Who's there?', and then knocks?"),
        Example("Who says ‘What’s that?’, and to whom?"),
        Example("Which tool is heard, and on what?"),
        Example("Which option best describes who speaks and what is heard?"),
        Example("When the bells ring, and a horse trots past, what comes from above?"),
        Example("What tells the listener where the man is, and how far away he is?"),
        Example("What happens first, and what next, in the clip?"),
        Example("First there is a whistle; what comes next?"),
        Example("Choose the option that best describes the rain."),
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
        Example("What barks, and how often does it bark?", reason="several-questions"),
        Example("Which sound starts the clip; which sound ends it?", reason="several-questions"),
        Example("Where is it and what is heard there?", reason="several-questions"),
        Example("Is it raining, and is the rain loud?", reason="several-questions"),
        Example("Name the animal and count its calls.", reason="several-questions"),
        Example("Choose the option that is best.", reason="not-a-question"),
        Example("Could you provide the audio clip?", reason="not-a-question"),
        Example("Sure! Here is a question: what barks?", reason="not-a-question"),
        Example("What is heard while the", reason="not-a-question"),
    ),
    undecided=(Example("The second sound in the clip is", origin="imported"),),
)
