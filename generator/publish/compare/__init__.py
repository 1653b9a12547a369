"""Reports what readers will see change between two versions of an archive."""
