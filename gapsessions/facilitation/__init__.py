"""The conductor: the only place that moves several steps of the exercise at once."""
