"""What follows from a session: who wants to hear what came of it, and how they are told."""
