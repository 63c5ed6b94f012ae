"""Waves: a session held again, its themes matched to last time's, and what has moved since."""
