"""The sources: each reads papers from one kind of outside material and knows nothing of pages."""
