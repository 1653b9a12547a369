"""What a change of content changes for readers."""
