"""Find what makes a question bad, and say why."""
