"""Gap Sessions: one exercise, three perspectives, and where they see it differently."""
