"""Breakouts of 6-8 people at one table, and the seats at it."""
