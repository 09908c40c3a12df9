r"""No residue of how the answer was written: thoughts, fences, JSON, HTML, Markdown, links.

Models leave `<think>`, chat tokens, the fences and braces of the paper's output format (Tables 3
and 4 of the MiAQA report), and metadata brings HTML entities and URLs along (Clotho-AQA's file
names hold literal `&#39;`). An option that carries such a bit is told apart by its look. Blanks to
fill ("____"), "F# minor", "*sigh*" and "[laughs]" are no markup. Residue is, too, what says of an
option that it is right or a distractor ("(correct answer)", a check mark), and what stands where an
option should ("Distractor 2"). In human-made items an address may be what somebody says: there URLs
are left undecided.
"""

from aqagen.curation.checks.base import Check, Example, Reason

_KEYS = (
    "question|options?|answers?|choices?|text|caption|metadata|explanation|rationale|reasoning|"
    "correct|distractors?|label|id|[A-Da-d]"
)
_SAID = (
    "Question|Answer|Options|Choices|Explanation|Rationale|Reasoning|Thought|Thinking|Output|"
    "Response|Final answer|Correct answer|Correct option|Correct|Distractor|Incorrect|Assistant|"
    "User|System|Human|Caption|AI|Bot|Prompt|Instructions?|Context|Hint|Solution|Answer key|"
    "Justification|Difficulty|Category|Skill|Metadata|Keywords|Tags|Description|Question type|"
    "Wrong answer|Wrong option|Best answer|Confidence|Multiple choice"
)
NOTHING = (
    r"\n[ \t]*[(\[<]?(?:null|NaN|undefined|N/A|TB[ADC]|TODO|lorem ipsum[^\n]*|placeholder[^\n]*|"
    r"\.{2,}|…|-{2,}|–|—|(?:plausible |incorrect |wrong |possible )*(?:distractor|wrong answer|"
    r"incorrect answer|incorrect option|wrong option)(?: ?[0-9a-d])?|(?:your|insert|enter|add) "
    r"(?:an? |the )?(?:answer|option|text|choice)[^\n]*|(?:option|answer|choice) text(?: here)?|"
    r"blank|empty string)[)\]>]?[ \t]*(?:\n|$)"
)
PARTS = (
    r"</?[A-Za-z][A-Za-z0-9_-]*(?:[ \t][^<>\n]*)?/?>",  # <think>, </p>, <span class="x">
    r"<[|｜][^|｜\n]*[|｜]>|<[?!/]|/>|\]\]>",
    (
        r"(?i)\[/?(?:inst|unk|pad|cls|sep|mask|eos|bos|sys|end|think|answer|question|tool_calls?|"
        "tool_results?|available_tools|audio|sound|"
        r"correct|incorrect|wrong|distractor|blank|empty|option [a-d1-9]|[uib])\]"
    ),
    r"(?:^|[ \n])/(?:no_)?think(?:[ \n]|$)",
    r"```|~~|``|`[^`\n]+`",
    rf"[\x22\x27](?:{_KEYS})[\x22\x27][ \t]*[:=]",
    (
        r"\x22[A-Za-z_]+\x22[ \t]*:[ \t]*[\x22\[{0-9]|(?:correct|right|answer|option|question|"
        r"caption)_[a-z]+"
    ),
    r"[{}]|[\x22\x27][ \t]*\]|\[[ \t]*[\x22\x27]|\[\[|\]\]|\[ ?\]",
    # Quotes that nothing opens or closes, as strings cut out of a list have.
    (
        r"(?:^|\n)[^\x22\n]*[^\x22\n0-9]\x22[ \t]*(?:,[ \t]*)?(?:\n|$)|(?:^|\n)[ "
        r"\t]*\x22[^\x22\n]*(?:\n|$)"
    ),
    # What says which option is right, and marks of it.
    (
        r"(?i)\n[^\n]*\((?:correct|incorrect|wrong|true|false|right answer|answer|distractor)"
        r"(?: (?:answer|option|choice|one))?\)[ \t.]*(?:\n|$)"
    ),
    r"(?:^|\n)[ \t]*[✅❌✔✓☑✗✘👉➡→▶►⭐★☐■▪●○◦🔹🔸][️ \t]*[^ \t\n]|[✅❌✔✓☑✗✘]️?[ \t.]*(?:\n|$)",
    (
        r"(?i)[.!?)][ \t]+\(?(?:explanation|reasoning|rationale|justification|correct answer|"
        "answer|"
        r"final answer|distractors)[ \t]*:"
    ),
    # A quoted element of a list; emphasis of several words; one bullet for all.
    r"\x22[ \t]*,[ \t]*(?:\n|$)|(?:^|\n)[ \t]*\*[^*\n ][^*\n]* [^*\n]*\*[ \t.]*(?:\n|$)",
    r"\n[ \t]*>+ ?[^\n]+\n[ \t]*> ?[^ \n]|\n[ \t]*[-–—] ?[^\n]+\n[ \t]*[-–—] ?[^0-9 \n]",
    r"\\[nrt](?:[^a-z]|$)|\\[\x22\x27]|\\u[0-9a-fA-F]{4}|\\[()\[\]]|\\[a-z]{2,}[ {]|\\[_*&%#~/]",
    (
        "&[A-Za-z]{2,8}[0-9]?;|&(?:amp|nbsp|quot|lt|gt|apos)(?:[^A-Za-z]|$)|&#[0-9]{1,7};?|"
        "&#[xX][0-9a-fA-F]+;?"
    ),
    r"%(?:20|22|27|28|29|2C|2F|3F)|\x27\x27[^\x27\n]+\x27\x27",
    r"\*\*|__[^_ \n](?:[^_\n]*[^_ \n])?__|(?:^|[ \n])_[A-Za-z][^_\n]*[A-Za-z?!.]_(?:[ \n.,?!]|$)",
    r"\$[^$ \n0-9][^$\n]*\$|\$\$",
    r"(?:^|\n)[ \t]*(?:#{1,6} |[*•◦▪‣·+] |-+ [A-Za-z\[]|>+ ?[A-Za-z]|={3,}|-{3,}|\|)",
    r"[ \n](?:-{3,}|={3,}|\*{3,})[ \t]*(?:\n|$)|\|[^|\n]*\||[^ \n][ \t]*\|[ \t]*(?:\n|$)",
    r"\[[^\]\n]*\]\([^)\n]*\)|!\[|\[\^?[0-9]\]:|\[\^[0-9a-z]+\]",
    (
        r"(?i)\[(?:insert|your|placeholder|url|img|color|size|quote|code|cite|citation)"
        r"[^\]\n]*\]|\[/[a-z]+\]"
    ),
    rf"(?i)(?:^|\n)[ \t]*(?:{_SAID})(?: [0-9A-D])?[ \t]*:|^[ \t]*Q[0-9]*[:.)] |(?:^|[^A-Za-z])A: ",
    # Where an option should be.
    f"(?i){NOTHING}",
)
# A part that is to be read whatever its case says so of itself alone.
MARKUP = "|".join(f"(?:{part})" for part in PARTS)
URL = (
    r"(?i)[a-z][a-z0-9+-]{1,9}://|(?:^|[^a-z0-9])www\.|mailto:|doi: ?10\.|"
    r"[a-z0-9._-]+@[a-z0-9-]+\.[a-z]"
    r"|[a-z0-9]\.(?:com|org|net|edu|gov|io|info|co\.uk)(?:/|[^a-z]|$)"
)

MAY = (
    r"[<>`{}\[\]\\*_$|@%~^\x22•◦▪‣·]|\x27(?:\x27|[ \t]*[:=\]])|://|www|\.[a-z]|&[A-Za-z#]|"
    "doi:|mailto:|---|==="
    r"|(?:^|\n)[ \t]*[#>=|+–—-]|[#=*-]{3}|/(?:no_)?think|[A-Za-z0-9 ][ \t]*:|^[ \t]*Q[0-9]*[:.)] |"
    r"A: |[✅❌✔✓☑✗✘👉➡→▶►⭐★☐■▪●○◦🔹🔸]|"
    r"&(?:amp|nbsp|quot|lt|gt|apos)|"
    rf"(?i){NOTHING}|\((?:correct|incorrect|wrong|true|false|right answer|answer|distractor)"
)

CHECK = Check(
    name="markup-residue",
    version=3,
    reasons=(
        Reason("markup-residue", because="it tells one option from the others by its look alone"),
        Reason("url", because="nobody hears a link: it comes from the metadata"),
    ),
    # Without a sign of all these nothing is markup.
    may_fail=f"regexp_matches(lines, '{MAY}')",
    summary="no <think>, fences, JSON, HTML, Markdown or URLs in the question and the options",
    fails=(
        f"CASE WHEN regexp_matches(lines, '{MARKUP}') THEN TRUE "
        f"WHEN NOT regexp_matches(lines, '{URL}') THEN FALSE "
        "WHEN origin <> 'imported' THEN TRUE END"
    ),
    reason_sql=f"CASE WHEN regexp_matches(lines, '{MARKUP}') THEN 'markup-residue' ELSE 'url' END",
    detail=(
        f"{{'found': regexp_extract(lines, '{MARKUP}'), 'url': regexp_extract(lines, '{URL}')}}"
    ),
    accepts=(
        Example(),
        Example("What does he say after ____ and ____?"),
        Example("Which key is it?", ("F# minor", "G# major", "C", "A & B"), origin="imported"),
        Example(options=('"Help!", he says', "all is true", "-5 dB", "*laughs*")),
        Example(options=('he says "hello"', "[laughs]", "1 < 2 and 3 > 2", "*sigh*")),
        Example(options=("5 $ or 10 $", 'a 12" record', "AT&T and R&B; soul", "50% off")),
        Example(
            "What answers the caller: a man?", ("it's 'no'", "it is - well - loud", "a+b", "~5 s")
        ),
    ),
    rejects=(
        Example("<think>A dog.</think> What barks?"),
        Example(options=("```a dog", "b b", "c c", "d d")),
        Example(options=('a dog", "B": "', "b b", "c c", "d d")),
        Example(options=("a dog &amp; a cat", "b b", "c c", "d d")),
        Example(options=("**a dog**", "b b", "c c", "d d")),
        Example("Question: What barks?"),
        Example("> What barks?"),
        Example(options=("a dog /no_think", "b b", "c c", "d d")),
        Example(options=('"a dog', "b b", "c c", "d d")),
        Example(options=("a caf&eacute; dog", "b b", "c c", "d d")),
        Example(options=("| a dog |", "b b", "c c", "d d")),
        Example(options=("a dog %20 barks", "b b", "c c", "d d")),
        Example(options=('"a dog",', '"a cat",', '"a cow",', '"a hen",')),
        Example(options=("*a dog barks*", "b b", "c c", "d d")),
        Example(options=("a dog (correct answer)", "b b", "c c", "d d")),
        Example(options=("a dog ✓", "b b", "c c", "d d")),
        Example(options=("Distractor 2", "b b", "c c", "d d")),
        Example(options=("a dog. Explanation: it barks", "b b", "c c", "d d")),
        Example("What barks (https://x.y)?", reason="url"),
        Example(options=("see www.x.y", "b b", "c c", "d d"), reason="url"),
    ),
    undecided=(Example("Which site is named?", ("x.com", "y", "z"), origin="imported"),),
)
