"""From bytes to a parsed document, one module a format, registered by kind."""
