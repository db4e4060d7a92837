"""Numbers in the ways in which people type them, and JSON and addresses write them, that faults, changes and deleted documents of before still hold."""

from esaylov.framework import redaction


def execute() -> None:
	"""Safe to repeat and to break off."""
	redaction.redact_stored()
