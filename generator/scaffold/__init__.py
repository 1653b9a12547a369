"""A new archive: the files that `papers init` writes."""
