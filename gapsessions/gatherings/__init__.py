"""A gathering: one meeting of one perspective."""
