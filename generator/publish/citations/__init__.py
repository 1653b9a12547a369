"""Citations: BibTeX, and the tags that scholarly search engines read."""
