"""Written as if by someone who only listened: nothing that only the metadata tells.

The report says so of TACOS (Table 4, rule 8); Clotho-AQA's prompt shows keywords and a file name
too, and nobody who listens knows those. Beyond the rule's words: users who uploaded or tagged,
file names by their endings, makes of recorders and microphones. Names of people and places need
the description beside them: `metadata-only-fact` looks at those. What the caption, or
the annotators' question, says itself is content: undecided. So are a title, a text, a microphone or
a download that somebody in the clip may read out, drop or start; what "the text says" is a leak.
"""

from dataclasses import replace

from aqagen.curation.checks.base import GENERATED, Example, Reason, tacos_phrase_check

_SAYS = (
    r"(?:says?|said|states?|stated|mentions?|mentioned|suggests?|tells?|indicates?|describes?|"
    r"described|wrote|writes|uploaded|tagged|notes?|recorded|captured)"
)
_GEAR = (
    r"zoom h ?[0-9][a-z0-9]*|tascam|marantz|sennheiser|neumann|røde|rode (?:nt|m)[a-z0-9]*|"
    r"sony pcm|sony m10|pcm d ?[0-9]+|olympus ls|edirol|roland r ?[0-9]+|mixpre|sound devices|"
    r"audio technica|shure|telinga|nagra|binaural|contact mics?|field recordings?"
)
_TEXT_SAYS = (
    r"(?:says?|suggests?|describes?|mentions?|states?|tells?|indicates?|implies|imply|hints?)"
)
_HEARD = r"(?:in|of|from) (?:the|this) (?:audio|clip|recording|sounds?)"
_SOURCE = r"(?:according to|based on|(?:mentioned|stated|listed|described) in)"

_PHRASES = tacos_phrase_check(
    name="metadata-leak",
    version=4,
    summary="it does not speak of captions, keywords, files, users, gear (the paper's rule 8)",
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
        r"(?:the|this|given|provided) (?:textual )?(?:description|tags)",
        r"(?:given|provided) (?:textual )?(?:title|text)",
        rf"(?:the|this) (?:title|text) {_TEXT_SAYS}",
        r"(?:judging|going) (?:by|from) the (?:title|text)",
        rf"{_SOURCE} this (?:text|title)",
        rf"{_SOURCE} the (?:description|text|title|tags?|data|information|details)",
        r"https?",
        r"www",
        r"recordist",
        r"creative commons",
        r"downloaded from",
        rf"(?:the|this|a|its) (?:[a-z]+ )?user {_SAYS}",
        r"(?:by|from) (?:the|this|a|its) (?:user|contributor|author)",
        r"(?:the|its|these|those|listed|given|user) tags",
        r"tagged (?:so|as|by|with)",
        r"[a-z0-9]+ (?:wav|mp3|flac|ogg|aiff?)",
        r"(?:the|this|given|provided) (?:textual |audio |clip )?descriptions?",
        r"as (?:described|stated|listed|labell?ed) (?:by|in)",
        r"(?:the|this) title of the (?:clip|audio|file|recording)",
        r"(?:list|set|row|choice) of (?:tags|keywords|labels)|(?:tag|keyword) (?:list|cloud)",
        (
            r"(?:written|textual|attached|accompanying|uploaded|original) (?:description|text|note|"
            r"notes|"
            r"record|account|summary|label|comment|comments|information)"
        ),
        (
            r"(?:author|creator|owner|maker|publisher|donor) of (?:this|the) (?:recording|clip|"
            r"audio|"
            r"sound|"
            r"file|track|sample)"
        ),
        r"brought (?:home|back) from",
        (
            r"(?:shared|posted|published|submitted|released) (?:this|the|it) (?:on|to|online|clip|"
            r"recording|sound|audio|file)"
        ),
        r"(?:file|clip|audio|recording|sample) (?:is|was) (?:named|titled|called|tagged|labell?ed)",
        (
            r"(?:as|per) (?:the )?(?:metadata|annotations?|keywords|tags|upload|file) (?:says?|"
            r"puts?|notes?|states?|tells?|that)"
        ),
        _GEAR,
    ),
    asked=(r"mics?", r"download(?:s|ed)?"),
    content=rf"{_SOURCE} the (?:information|details)(?: (?:given|provided))? {_HEARD}",
    accepts=(
        Example(),
        Example("Which description fits the rain best?"),
        Example(options=("a dog tag jingles", "b b", "c c", "d d")),
        Example(options=("he reads the text aloud", "b b", "c c", "d d")),
        Example(options=("a dog barks", "a man announces the title of the song", "c c", "d d")),
        Example("Based on the information in the audio, what is heard?"),
    ),
    rejects=(
        Example("What does the caption say?"),
        Example("According to the description, what barks?"),
        Example("Which keyword fits?"),
        Example("What did the uploader hear?"),
        Example(options=("see https://x.y", "b b", "c c", "d d")),
        Example("Judging by the tags, what barks?"),
        Example("As the Freesound user says, what barks?"),
        Example("In 4711.wav, what barks?"),
        Example("Which sound did the Zoom H4n pick up?"),
        Example("What barks?", dataset="clotho-aqa", options=("as the keywords tell", "b", "c")),
        Example("What does the title suggest?"),
        Example("Based on the information in the audio and the caption, what is heard?"),
        Example("According to the details, what barks?"),
        Example("What does he say about the sound in the given text?"),
    ),
)
CHECK = replace(
    _PHRASES,
    applies=GENERATED,
    undecided=(
        Example(options=("he captures a mic drop", "a man downloads a game", "c c", "d d")),
    ),
    reasons=(Reason("metadata-leak", because="without the metadata it is not to be answered"),),
)
