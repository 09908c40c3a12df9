"""The clip is too short to hear, longer than models take, or not as long as its metadata says.

Too short: under 0.1 s a sound is a click whose source and loudness the ear cannot tell (loudness
is integrated over 0.1 to 0.2 s). Too long: Qwen2.5-Omni's feature extractor takes 300 s and cuts
off the rest. Differs: by more than a tenth and more than a second from the length that the
dataset's metadata gives, as when a download was cut off or another file has the clip's name.
"""

from aqagen.curation.checks.base import Check, Example, Reason

_SHORTEST_S = 0.1
_LONGEST_S = 300.0
_SAME_S = 1.0
_SAME_SHARE = 0.1

CHECK = Check(
    name="audio-length",
    version=1,
    reasons=(
        Reason("audio-too-short", "drop", "what lasts less than 0.1 s cannot be told from a click"),
        Reason("audio-too-long", "mark", "models hear the first 300 s, which may hold the answer"),
        Reason("audio-length-differs", "mark", "what the question is about may still be in it"),
    ),
    summary="audio at hand: 0.1 to 300 s long, and as long as the metadata says",
    applies="clip_id IN (SELECT clip_id FROM audio_facts WHERE status = 'ok')",
    query=f"""
        SELECT item_id, TRUE AS failed, CASE
            WHEN f.duration_s < {_SHORTEST_S} THEN 'audio-too-short'
            WHEN f.duration_s > {_LONGEST_S} THEN 'audio-too-long'
            ELSE 'audio-length-differs' END AS reason,
            {{'duration_s': round(f.duration_s, 3), 'metadata_s': c.duration_s}} AS detail
        FROM everything JOIN audio_facts f USING (clip_id) JOIN clips c USING (clip_id)
        WHERE f.status = 'ok' AND (f.duration_s NOT BETWEEN {_SHORTEST_S} AND {_LONGEST_S}
            OR coalesce(abs(f.duration_s - c.duration_s)
                > greatest({_SAME_S}, {_SAME_SHARE} * c.duration_s), FALSE))
    """,
    accepts=(
        Example(audio={"duration_s": 5.0}),
        Example(audio={"duration_s": 5.0}, duration_s=5.9),
        Example(audio={"duration_s": 31.0}, duration_s=28.5),
        Example(audio={"status": "missing"}, duration_s=5.0),
    ),
    rejects=(
        Example(audio={"duration_s": 0.02}),
        Example(audio={"duration_s": 301.0}, reason="audio-too-long"),
        Example(audio={"duration_s": 5.0}, duration_s=30.0, reason="audio-length-differs"),
        Example(audio={"duration_s": 30.0}, duration_s=5.0, reason="audio-length-differs"),
    ),
)
