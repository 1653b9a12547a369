"""The records: what was listed, what people decided about it, and the papers that follow from both."""
