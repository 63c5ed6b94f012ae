"""The board: a session's themes side by side with their notes, for one facilitator or two, by hand, tap or keys."""
