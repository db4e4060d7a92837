"""What is looked up by number and code: an appeal, an answer to a message."""

LIMIT, SECONDS = 300, 10 * 60
"""Look-ups of one address; wrong codes for one appeal are counted where it is looked up."""
