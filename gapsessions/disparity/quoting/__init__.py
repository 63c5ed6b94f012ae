"""Whose words are quoted: what facilitators picked, left out, made unrecognisable, or took back for good."""
