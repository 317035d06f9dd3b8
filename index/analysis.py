"""The one analyser: which words a text has, where they stand, and which words are forms of one another."""
