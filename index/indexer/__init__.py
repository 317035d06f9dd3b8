"""The derived Whoosh index: its generations on disk, its writer, its vocabulary."""
