"""Feeds: Atom, RSS, JSON Feed and OPML."""
