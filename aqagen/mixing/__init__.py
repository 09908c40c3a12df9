"""Mixtures: so many items of each dataset, sampled and shuffled by a seed."""
