"""Sound items, and sound items with one defect planted in each (see `benchmarks/planted.py`)."""
