"""How long a session is kept, who is warned before it goes, and the few counts that stay."""
