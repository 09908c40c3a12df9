"""Training and predicting with audio language models: the only package that imports torch."""
