"""The digest of a day, week or month, as a letter and as an e-mail."""
