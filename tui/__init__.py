"""Everything a person sees of Dateline: the command line, the app, its screens and widgets."""
