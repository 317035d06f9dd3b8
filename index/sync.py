"""Reading in: from sources to the library, and from the library to the index."""
