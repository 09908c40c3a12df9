"""TACOS: written as if by someone who only listened (Table 4 of the MiAQA report, rule 8)."""

from aqagen.curation.checks.base import Example, tacos_phrase_check

_SOURCE = r"(?:according to|based on|(?:mentioned|stated|listed|described) in)"

CHECK = tacos_phrase_check(
    name="metadata-leak",
    version=1,
    summary="TACOS: it does not speak of captions, keywords, files, uploaders (the paper's rule 8)",
    phrases=(
        r"captions?",
        r"captioned",
        r"meta ?data",
        r"keywords?",
        r"hashtags?",
        r"file ?names?",
        r"freesound",
        r"upload(?:er|ers|ed)",
        r"super ?class",
        r"sub ?class",
        r"geotag",
        r"annotat(?:or|ors|ion|ions|ed)",
        r"(?:audio|sound|clip|file|recording) (?:tags?|description|title|name)",
        r"(?:the|this|given|provided) (?:textual )?(?:description|title|tags|text)",
        rf"{_SOURCE} the (?:description|text|title|tags?|data|information|details)",
        r"https?",
        r"www",
        r"recordist",
        r"creative commons",
        r"download(?:s|ed)?",
    ),
    accepts=(
        Example(),
        Example("Which description fits the rain best?"),
        Example(options=("a dog tag jingles", "b b", "c c", "d d")),
    ),
    rejects=(
        Example("What does the caption say?"),
        Example("According to the description, what barks?"),
        Example("Which keyword fits?"),
        Example("What did the uploader hear?"),
        Example(options=("see https://x.y", "b b", "c c", "d d")),
    ),
)
