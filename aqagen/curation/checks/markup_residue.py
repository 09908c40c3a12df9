r"""No residue of how the answer was written: thoughts, fences, JSON, HTML, Markdown, links.

Models leave `<think>`, chat tokens, the fences and braces of the paper's output format (Tables 3
and 4 of the MiAQA report), and metadata brings HTML entities and URLs along (Clotho-AQA's file
names hold literal `&#39;`). An option that carries such a bit is told apart by its look. Blanks to
fill ("____"), "F# minor" and "[laughs]" are no markup. In human-made items an address may be what
somebody says: there URLs are left undecided.
"""

from aqagen.curation.checks.base import Check, Example, Reason

_KEYS = "question|options?|answer|answer_index|text|caption|metadata|explanation|[A-Da-d]"
PARTS = (
    r"</?[A-Za-z][A-Za-z0-9_-]*(?:[ \t][^<>\n]*)?/?>",  # <think>, </p>, <span class="x">
    r"<\|[^|\n]*\|>|\[/?INST\]|<</?SYS>>|<!--",
    r"```|~~~|`[^`\n]+`",
    rf"[\x22\x27](?:{_KEYS})[\x22\x27][ \t]*:",
    r"[{}]|\x22[ \t]*\]|\[[ \t]*\x22",
    r"(?:^|\n)[^\x22\n]*\x22[ \t]*,[ \t]*(?:\n|$)",  # one quote alone, then the comma of a list
    r"\\[nrt](?:[^a-z]|$)|\\\x22|\\u[0-9a-fA-F]{4}",
    r"&(?:amp|lt|gt|quot|apos|nbsp|ndash|mdash|hellip|[lr][sd]quo|#[0-9]{1,7}|#[xX][0-9a-fA-F]+);",
    r"\*\*[^* \n][^*\n]*\*\*|__[^_ \n](?:[^_\n]*[^_ \n])?__",
    r"(?:^|\n)[ \t]*(?:#{2,6} |[*•] )",
    r"\[[^\]\n]*\]\([^)\n]*\)",
    r"(?:^|\n)[ \t]*(?:Question|Answer|QUESTION|ANSWER)[ \t]*:",
)
MARKUP = "|".join(PARTS)
URL = r"(?i)https?://|(?:^|[^a-z0-9])www\.|[a-z0-9]\.(?:com|org|net)(?:/|[^a-z]|$)"

CHECK = Check(
    name="markup-residue",
    version=1,
    reasons=(
        Reason("markup-residue", because="it tells one option from the others by its look alone"),
        Reason("url", because="nobody hears a link: it comes from the metadata"),
    ),
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
        Example(options=('he says "hello"', "[laughs]", "1 < 2 and 3 > 2", "*sigh*")),
    ),
    rejects=(
        Example("<think>A dog.</think> What barks?"),
        Example(options=("```a dog", "b b", "c c", "d d")),
        Example(options=('a dog", "B": "', "b b", "c c", "d d")),
        Example(options=("a dog &amp; a cat", "b b", "c c", "d d")),
        Example(options=("**a dog**", "b b", "c c", "d d")),
        Example("Question: What barks?"),
        Example("What barks (https://x.y)?", reason="url"),
        Example(options=("see www.x.y", "b b", "c c", "d d"), reason="url"),
    ),
    undecided=(Example("Which site is named?", ("x.com", "y", "z"), origin="imported"),),
)
