"""YAML and JSON with the line of each value, broken YAML explained, entries edited in place."""
