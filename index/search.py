"""Searching: from what was typed to all matching articles in order."""
