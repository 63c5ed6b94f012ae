"""Making a report: comparison, plan and whatever else several steps give to it are put together here."""
