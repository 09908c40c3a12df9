"""Written as if by someone who only listened: nothing that only the metadata tells.

The report says so of TACOS (Table 4, rule 8); Clotho-AQA's prompt shows keywords and a file name
too, and nobody who listens knows those. Beyond the rule's words: users who uploaded or tagged, file
names by their endings, makes of recorders and microphones, licences, packs, sampling rates, who
recorded it and when. Names of people and places need the description beside them:
`metadata-only-fact` looks at those. What the caption, or the annotators' question, says itself is
content: undecided. So are a title, a text, a microphone or a download that somebody in the clip may
read out, drop or start; what "the text says" is a leak.
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

_WORDS = (
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
    # Whoever looked at a page, a list or the answers of others.
    (
        r"(?:sound|clip|audio|recording|file|sample|track)\x27s (?:tags?|title|name|description|"
        "labels?|"
        r"metadata|page|caption|annotations?|filename|entry)"
    ),
    r"(?:text|written|textual|audio|clip|sound|given|provided|accompanying) descriptions?",
    (
        "(?:which|what) tags? (?:did|does|do|was|were|would|could|has|best|describes?|fits?|"
        "matches|"
        "match|applies|apply|belongs?|summari[sz]es?)|tags? (?:that )?(?:was|were|is|are) "
        "(?:given|"
        r"assigned|attached|added)|tags? (?:assigned|attached|added|applied) (?:to|by)"
    ),
    r"(?:sound|sample|audio) packs?",
    (
        "licen[cs]ed? (?:was|is|applies|applied|covers|under|of (?:this|the))|under (?:which|"
        "what|the|a) "
        "(?:[a-z]+ )?licen[cs]e|(?:cc|cc0|cc by|creative commons) licen[cs]e|public domain "
        "recording"
    ),
    (
        r"(?:author|creator|recordist|contributor|poster|user)(?:\x27s|s\x27) (?:notes?|remarks?|"
        r"comments?|words|account|page|profile)"
    ),
    (
        "(?:transcript|transcription|ground truth|data ?set|json|audio ?set|sound ?cloud|"
        "archive org) "
        r"(?:says?|labels?|states?|lists?|class|tags?|entry|record|shows?|annotations?)"
    ),
    (
        "(?:according to|based on|per|as per|judging by|going by|considering|given) (?:the|"
        "this|its) "
        r"(?:[a-z]+ )?(?:transcripts?|transcriptions?|labels?|data ?set|listing|data|web ?site|"
        r"prompt|text)"
    ),
    r"(?:per|as in) the (?:text|title|description|tags?|label)",
    (
        r"(?:provided|supplied|above) (?:data|information|context|details|input|"
        r"labels?|text|notes?)"
    ),
    r"(?:source|class|sound|event|category) labels?|labell?ed data|time ?stamps?",
    r"(?:sample|sampling) (?:rate|frequency)|bit ?(?:rate|depth)|(?:44 1|48|96|192) ?khz|24 bit",
    (
        r"used (?:to|for) (?:record|capture|tape|recording|capturing|taping) (?:this|the) (?:sound|"
        r"recording|clip|audio|sample|file|track)|"
        r"used (?:to|for) mak(?:e|ing) (?:this|the) (?:recording|clip|file)"
    ),
    (
        "who (?:recorded|captured|posted|shared|submitted|edited|taped|filmed|contributed) "
        "(?:this|the) "
        r"(?:sound|recording|clip|audio|sample|file|track)"
    ),
    (
        "(?:when|in (?:which|what) (?:year|month)|on (?:which|what) (?:date|day)) was "
        "(?:this|the) "
        r"(?:sound|clip|recording|audio|file|sample|track) (?:first )?(?:recorded|made|captured|"
        r"uploaded|taken|taped|published)"
    ),
    r"name of (?:this|the) (?:audio |sound |clip )?(?:file|recording|clip|sample)",
)
_ANY = "|".join(_WORDS)
_PHRASES = tacos_phrase_check(
    name="metadata-leak",
    version=5,
    summary="it does not speak of captions, keywords, files, users, gear (the paper's rule 8)",
    # A quotation mark before it, an owner's ending behind it.
    phrases=(rf"\x27?(?:{_ANY})(?:\x27s?)?",),
    asked=(r"mics?", r"download(?:s|ed)?"),
    content=rf"{_SOURCE} the (?:information|details)(?: (?:given|provided))? {_HEARD}",
    accepts=(
        Example(),
        Example("Which description fits the rain best?"),
        Example(
            "Which tag is jingling?", ("a dog tag", "a license plate", "a label maker", "a mic'd")
        ),
        Example("What is used to make the sound, given the record player's hum?"),
        Example("What does he say of it in a short description, according to her comments?"),
        Example("Who made the sound, and with what notes?"),
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
        Example("In the uploader's words, what barks?"),
        Example("Based on the sound's tags, what barks?"),
        Example("In the file 'street_04.wav', what barks?"),
        Example("In line with the annotators' answer, what barks?"),
        Example("Which tag did the user give to this sound?"),
        Example("Under which license was this sound shared?"),
        Example("To which sound pack does the clip belong?"),
        Example("Per the text description, what barks?"),
        Example("Who recorded this clip?"),
        Example("What device was used to record this sound?"),
        Example("Which sampling rate does it have?"),
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
