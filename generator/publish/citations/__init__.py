"""Citations: BibTeX, and meta tags for scholarly search engines."""
