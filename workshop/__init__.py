"""The project around the app: settings, URLs and the two lanes."""
