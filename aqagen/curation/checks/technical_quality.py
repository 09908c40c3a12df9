"""TACOS: no question about technical quality (Table 4 of the MiAQA report, rule 6)."""

from aqagen.curation.checks.base import Example, tacos_phrase_check

CHECK = tacos_phrase_check(
    name="technical-quality",
    version=1,
    summary="TACOS: it does not ask about technical quality (the paper's rule 6)",
    phrases=(
        r"(?:audio|sound|recording|signal|technical|production|playback) quality",
        r"quality of (?:the|this) (?:audio|sound|recording|clip|signal)",
        r"sampl(?:e|ing) rate",
        r"bit ?rate",
        r"bit depth",
        r"signal to noise",
        r"noise floor",
        r"dynamic range",
        r"(?:file|audio) (?:format|type|size|codec|channels?)",
        r"(?:mono|stereo|binaural|surround) (?:recording|file|format|audio|mix|sound)",
        r"(?:mp3|wav|flac|ogg)",
        r"[0-9]+ ?k?hz",
        r"[0-9]+ ?k?bits?",
        r"[0-9]+ ?db",
        r"decibels?",
        r"compression artifacts?",
        r"post ?processing",
        r"(?:low|high|lo|hi) fi(?:delity)?",
        r"(?:well|poorly|badly|professionally|cleanly) (?:recorded|mixed|mastered|edited)",
        r"(?:audio|digital) (?:clipping|distortion|artifacts?)",
    ),
    accepts=(
        Example(),
        Example("Which sound is distorted by the wind?"),
        Example(options=("a loud distorted wind noise", "a calm sea", "a clear bell", "a cat")),
    ),
    rejects=(
        Example("How would you rate the audio quality of this clip?"),
        Example("What is the sampling rate?", ("44 kHz", "48 kHz", "8 kHz", "16 kHz")),
        Example("Is this a stereo recording or a mono file?"),
    ),
)
