"""Log records without personal data, in every process and for every handler.

The framework appends the posted form to each error that it logs, and a traceback can quote values of a row. A record
factory is the one
place of `logging` that all loggers and handlers of a process share.
"""

import logging
from typing import Any

from esaylov.core.people.redaction import without_numbers, without_secrets

FORM = "\nForm Dict: "
"""Begins the posted form in a record of `frappe.utils.logger.SiteContextFilter`."""


class RedactedLogRecord(logging.LogRecord):
	"""A log record whose message and traceback contain no posted form, personal number or secret."""

	def __setattr__(self, name: str, value: Any) -> None:
		"""Redact the traceback when a formatter stores it: `logging.Formatter.format` writes `exc_text` as it is."""
		if name in ("exc_text", "stack_info") and isinstance(value, str):
			value = redact_log_text(value)
		super().__setattr__(name, value)

	def getMessage(self) -> str:
		"""The message of the record without the posted form, personal numbers and secrets."""
		return redact_log_text(super().getMessage())


def redact_log_text(text: str) -> str:
	"""A text of a log without the posted form, personal numbers and secrets."""
	return without_secrets(without_numbers(text.partition(FORM)[0]))


def redact_log_records() -> None:
	"""Redact every record that this process logs from now on. Safe to repeat."""
	logging.setLogRecordFactory(RedactedLogRecord)
