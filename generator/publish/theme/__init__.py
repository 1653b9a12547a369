"""The theme: the engine runs once, and its pages become shells for all others."""
