"""Where articles come from: folders, files and the members of archive files."""
