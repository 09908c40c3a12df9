"""The clip's file is there and holds no sound that can be decoded.

By its content, never by its name: an MP3 named `.wav` is read as what it is. Cut-off downloads,
error pages saved as sound, empty files and folders are found here. aqagen's own rule.
"""

from aqagen.curation.checks.base import Check, Example, Reason

CHECK = Check(
    name="audio-unreadable",
    version=1,
    reasons=(
        Reason("audio-unreadable", "drop", "a file that cannot be decoded stops training"),
    ),
    summary="audio at hand: the clip's file cannot be decoded",
    applies="clip_id IN (SELECT clip_id FROM audio_facts WHERE status <> 'missing')",
    query="""
        SELECT item_id, TRUE AS failed, 'audio-unreadable' AS reason,
            {'audio_path': f.audio_path, 'found': f.detail} AS detail
        FROM everything JOIN audio_facts f USING (clip_id) WHERE f.status = 'unreadable'
    """,
    accepts=(
        Example(audio={"status": "ok", "format": "WAV"}),
        Example(audio={"status": "ok", "format": "MP3", "detail": "MP3 data in a file named .wav"}),
        Example(audio={"status": "missing"}),
    ),
    rejects=(Example(audio={"status": "unreadable", "detail": "0 bytes"}),),
)  # fmt: skip
