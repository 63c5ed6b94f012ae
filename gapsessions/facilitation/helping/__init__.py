"""Pages for somebody who helps at some tables of a room without an account: how they stand, who calls, and typing."""
