"""TACOS: no question about where or how it was recorded (MiAQA report, Table 4, rule 6).

What may be heard too ("a message is being recorded", "he taps a microphone") counts where the
question says it; in an option alone it is undecided.
"""

from dataclasses import replace

from aqagen.curation.checks.base import Example, tacos_phrase_check

_PLACE = r"(?:environment|location|setting|place)"

_PHRASES = tacos_phrase_check(
    name="recording-environment",
    version=2,
    summary="TACOS: it does not ask about the recording environment (the paper's rule 6)",
    phrases=(
        r"recording (?:environment|location|setting|conditions?|place|site|equipment|setup)",
        r"(?:likely|probably) recorded",
        r"(?:it|this|audio|clip|recording|sound) (?:was|is) recorded",
        r"recorded (?:in|at|with|using|near|inside|outside|indoors|outdoors)",
        r"(?:sound|audio|clip|noise) (?:was|were|been) (?:captured|taped)",
        r"location of (?:the|this) (?:recording|audio|clip)",
        r"where (?:is|was|does|did|were) (?:the|this) (?:audio|recording|clip)",
        _PLACE + r" (?:is|was|does|did) (?:the|this) (?:audio|recording|clip)",
        r"(?:was|is|were) (?:it|this|that|the [a-z]+) (?:[a-z]+ )?(?:recorded|captured|taped)",
        r"acoustic environment",
        r"field recorders?",
    ),
    asked=(
        r"recording (?:session|studio|device)",
        r"(?:was|were|is|are|been|be|being) recorded",
        r"recorded (?:on|by|from)",
        r"microphones?",
        r"(?:handheld|portable|tape|voice) recorders?",
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
        Example(options=("recorded with a Zoom H4n", "b b", "c c", "d d")),
    ),
)
CHECK = replace(
    _PHRASES,
    undecided=(
        Example(options=("a dog barks", "a message is being recorded on a machine", "c", "d")),
        Example(options=("a dog barks", "a man taps on a microphone", "c", "d")),
    ),
)
