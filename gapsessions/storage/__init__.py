"""Where the words of a session are kept: constraints both databases hold, the SQLite backend, backups."""
