"""Addresses: what is fetched from them, politely and within limits. Only what the user added, and only when asked."""
