"""A perspective taken apart, by segment and by gathering, as far as nobody can be told from it."""
