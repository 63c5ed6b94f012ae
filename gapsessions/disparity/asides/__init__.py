"""What a session gathers beside its answers, as the comparison shows it: pulse, predictions, dots of a vote."""
