"""Themes: answers that say the same thing, proposed by the machine and decided by people."""
