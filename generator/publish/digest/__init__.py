"""Digests: the papers of a day, week or month as text, as HTML and as an e-mail."""
