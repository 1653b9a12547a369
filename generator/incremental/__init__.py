"""Incremental builds: what changed is made again, and nothing else. Knows no paper and no page."""
