"""How often one address may try to log in."""

LIMIT, SECONDS = 60, 10 * 60
"""Of each way: a wall behind Frappe's own lock, which closes after a few wrong passwords in a row."""
