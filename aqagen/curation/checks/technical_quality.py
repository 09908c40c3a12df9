"""TACOS: no question about technical quality (Table 4 of the MiAQA report, rule 6).

What may be a sound too ("a car stereo sound", "a 440 Hz tone") counts where the question says it;
in an option alone it is undecided.
"""

from dataclasses import replace

from aqagen.curation.checks.base import Example, tacos_phrase_check

_PHRASES = tacos_phrase_check(
    name="technical-quality",
    version=2,
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
        r"(?:mono|stereo|binaural|surround) (?:recording|file|format)",
        r"compression artifacts?",
        r"post ?processing",
        r"(?:low|high) fidelity",
        r"(?:well|poorly|badly|professionally|cleanly) (?:recorded|mixed|mastered|edited)",
        r"(?:audio|digital) (?:clipping|distortion|artifacts?)",
    ),
    asked=(
        r"(?:mono|stereo|binaural|surround) (?:audio|mix|sound)",
        r"(?:mp3|wav|flac|ogg)",
        r"[0-9]+ ?k?hz",
        r"[0-9]+ ?k?bits?",
        r"[0-9]+ ?db",
        r"decibels?",
        r"(?:low|high|lo|hi) fi",
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
        Example("Is it heard in stereo sound or not?"),
        Example(options=("a sample rate of 44.1 kHz", "b b", "c c", "d d")),
    ),
)
CHECK = replace(
    _PHRASES,
    undecided=(
        Example(options=("a dog barks", "a car stereo sound", "a 440 Hz tone", "an mp3 player")),
    ),
)
