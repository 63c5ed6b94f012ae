"""Background work: what keeps a worker honest. Knows tasks, not domain words."""
