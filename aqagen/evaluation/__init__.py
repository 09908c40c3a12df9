"""Evaluation: benchmarks, what systems answered, and how good that is."""
