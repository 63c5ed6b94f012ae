"""What lets others trust the themes: the log of moves after closing, and notes sorted once more by somebody else."""
