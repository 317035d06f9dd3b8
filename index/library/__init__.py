"""The truth: articles, sources and marks in one SQLite database."""
