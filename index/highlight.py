"""What of an article a query matched, in offsets of the text that is shown."""
