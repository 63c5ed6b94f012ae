"""Reports: one neutral document, given out as PDF, Excel, CSV and JSON."""
