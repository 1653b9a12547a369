"""The site: builds pages, feeds, data files and the search index from the archive, and writes only what changed."""
