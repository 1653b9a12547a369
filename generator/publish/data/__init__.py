"""The archive as data files, with schemas and sums."""
