"""Django's SQLite backend with writers in line; named by ENGINE in the settings."""
