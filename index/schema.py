"""The fields of the search index."""
