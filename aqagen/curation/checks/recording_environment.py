"""TACOS: no question about where or how it was recorded (MiAQA report, Table 4, rule 6)."""

from aqagen.curation.checks.base import Example, tacos_phrase_check

_PLACE = r"(?:environment|location|setting|place)"

CHECK = tacos_phrase_check(
    name="recording-environment",
    version=1,
    summary="TACOS: it does not ask about the recording environment (the paper's rule 6)",
    phrases=(
        r"recording (?:environment|location|setting|session|studio|conditions?|place|site)",
        r"recording (?:equipment|device|setup)",
        r"(?:was|were|is|are|been|be|being|likely|probably) recorded",
        r"recorded (?:in|at|on|with|using|by|near|from|inside|outside|indoors|outdoors)",
        r"(?:sound|audio|clip|noise) (?:was|were|been) (?:captured|taped)",
        r"location of (?:the|this) (?:recording|audio|clip)",
        r"where (?:is|was|does|did|were) (?:the|this) (?:audio|recording|clip)",
        _PLACE + r" (?:is|was|does|did) (?:the|this) (?:audio|recording|clip)",
        r"(?:was|is|were) (?:it|this|that|the [a-z]+) (?:[a-z]+ )?(?:recorded|captured|taped)",
        r"acoustic environment",
        r"microphones?",
        r"(?:field|handheld|portable|tape|voice) recorders?",
    ),
    accepts=(
        Example(),
        Example("What is the sound of the crowd doing?"),
        Example("What moves outdoors?", ("a fly buzzes outdoors", "b b", "c c", "d d")),
    ),
    rejects=(
        Example("Where was this clip recorded?"),
        Example("In what setting was the audio most likely recorded?"),
        Example("What is the recording environment?"),
        Example("Which microphone picked this up?"),
        Example("Where was this recorded?", metadata={"caption": "A man taps on a microphone."}),
    ),
)
