"""Search: how words are found in the archive, on SQLite and PostgreSQL alike."""
