"""The sample archive that ships with Dateline and the command that opens it."""
