"""An endpoint without a model: for demos, for trying things out, and for the tests.

`server` speaks the protocol, `chat` its messages, `writer` makes an item from metadata with
wrong options from its `pool`, `faults` and `replies` misbehave on demand.
"""

__all__ = ["FINGERPRINT", "MODEL"]

# By this `system_fingerprint` a client knows that no model wrote the answer, whoever started it.
FINGERPRINT = "aqagen-offline"
# The model's name in the store for what no model wrote.
MODEL = "aqagen-offline"
