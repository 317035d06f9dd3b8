"""The threads that search and read for the screens."""
