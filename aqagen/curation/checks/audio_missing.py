"""The clip's file of audio is not there, though others of its dataset are.

Looks at datasets of which some audio was found; where none is at hand, nothing can be said and
nothing is. Clips get lost (videos are taken down, archives are unpacked in part), and a question
without its sound teaches a model to guess. aqagen's own rule.
"""

from aqagen.curation.checks.base import Check, Example, Reason

_AT_HAND = (
    "SELECT c.dataset FROM clips c JOIN audio_facts f USING (clip_id) WHERE f.status <> 'missing'"
)
_OTHER = Example(file_name="2.mp3", audio={"status": "ok", "duration_s": 5.0})

CHECK = Check(
    name="audio-missing",
    version=1,
    reasons=(Reason("audio-missing", "drop", "there is nothing to listen to, nor to train on"),),
    summary="audio at hand: the clip's file is not among it",
    applies=f"dataset IN ({_AT_HAND})",
    query=f"""
        SELECT item_id, TRUE AS failed, 'audio-missing' AS reason,
            {{'audio_path': f.audio_path}} AS detail
        FROM everything JOIN audio_facts f USING (clip_id)
        WHERE f.status = 'missing' AND dataset IN ({_AT_HAND})
    """,
    accepts=(
        Example(audio={"status": "ok", "duration_s": 5.0}),
        Example(audio={"status": "unreadable"}),
        Example(audio={"status": "missing"}),
        Example(audio={"status": "missing"}, beside=(Example(dataset="avqa", file_name="2.mp3",
                audio={"status": "ok"}),)),
    ),
    rejects=(Example(audio={"status": "missing"}, beside=(_OTHER,)),),
)  # fmt: skip
