"""Sheets and their answers: what a breakout or a person hands in."""
