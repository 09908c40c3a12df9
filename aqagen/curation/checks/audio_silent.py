"""The clip holds no sound: no sample of it rises above -60 dBFS.

At an ordinary level of listening that is below the noise of a quiet room, and it is a thousandth
of full scale: 33 steps of 16-bit audio. A quiet recording of a quiet place lies well above it, for
the loudest sample counts, not the mean. aqagen's own rule; the level is measured by the scan
(`curation/audio.py`).
"""

from aqagen.curation.checks.base import Check, Example, Reason

_SILENT_DBFS = -60.0

CHECK = Check(
    name="audio-silent",
    version=1,
    reasons=(Reason("audio-silent", "drop", "no question about a sound can be answered from it"),),
    summary="audio at hand: nothing in the clip is louder than -60 dBFS",
    applies="clip_id IN (SELECT clip_id FROM audio_facts WHERE status = 'ok')",
    query=f"""
        SELECT item_id, TRUE AS failed, 'audio-silent' AS reason,
            {{'peak_dbfs': round(f.peak_dbfs, 1)}} AS detail
        FROM everything JOIN audio_facts f USING (clip_id)
        WHERE f.status = 'ok' AND f.peak_dbfs < {_SILENT_DBFS}
    """,
    accepts=(
        Example(audio={"peak_dbfs": -3.0, "rms_dbfs": -20.0}),
        Example(audio={"peak_dbfs": -41.0, "rms_dbfs": -75.0}),
        Example(audio={"status": "missing"}),
    ),
    rejects=(
        Example(audio={"peak_dbfs": -200.0, "rms_dbfs": -200.0}),
        Example(audio={"peak_dbfs": -66.2, "rms_dbfs": -80.0}),
    ),
)
