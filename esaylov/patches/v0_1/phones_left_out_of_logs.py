"""Phones without 998 that faults, changes, deleted documents and prepared reports of before still hold."""

from esaylov.framework import redaction


def execute() -> None:
	"""Safe to repeat and to break off."""
	redaction.redact_stored()
