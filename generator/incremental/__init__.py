"""Incremental builds: only outputs whose inputs changed are rebuilt. Knows nothing of papers or pages."""
