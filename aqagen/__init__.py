"""aqagen: make, curate and mix audio question answering (AQA) training data."""

__version__ = "0.1.0"
