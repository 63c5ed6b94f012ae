"""A gap session: one run of the exercise for one organisation, and its four questions."""
