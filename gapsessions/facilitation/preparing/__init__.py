"""Before a gathering: its page, its tables, what is printed for it, and what is checked."""
