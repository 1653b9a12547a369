"""Papers read from the text of a huggingface.co/papers page, as a person copies it from a browser."""
