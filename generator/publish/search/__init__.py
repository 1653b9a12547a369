"""The search index, as `search.md` describes it."""
