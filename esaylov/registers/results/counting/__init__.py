"""Protocols of a count and reports of turnout: entered, compared, received and signed."""
