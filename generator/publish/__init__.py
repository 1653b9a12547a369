"""The site: pages, feeds and search made from the archive's values, and written only where they changed."""
