"""The dot vote of a room: which of its themes matter most, secret until it closes."""
