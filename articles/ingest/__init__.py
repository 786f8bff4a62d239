"""The reading pipeline: the bytes of one page in, its stories out. No Django, no database."""
