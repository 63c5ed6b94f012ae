"""The comparison in words and marks: worded once, for the compare page, the report and the spreadsheet alike."""
