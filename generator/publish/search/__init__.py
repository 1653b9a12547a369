"""The search index, described in `search.md`."""
