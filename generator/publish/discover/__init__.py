"""Discovery: what was popular, what is like it, and what is rising."""
