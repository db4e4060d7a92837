"""The steps of a session, from its planning to its closing."""
