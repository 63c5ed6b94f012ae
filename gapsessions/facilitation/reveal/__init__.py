"""The reveal: a comparison told to a room step by step, and what the room decides typed into the plan."""
