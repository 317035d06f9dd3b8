"""From what a person typed to what it means."""
