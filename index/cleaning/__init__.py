"""From raw blocks to an article. Pure: no I/O. Control characters die here."""
