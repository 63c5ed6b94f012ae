"""Intake: answers that arrive as a spreadsheet or on paper."""
