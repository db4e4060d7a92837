"""A gateway for demonstration sites: it writes messages to the log and says that they were taken."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from esaylov.core.people.identity import masked_phone
from esaylov.integrations.sms.port import Letter, Outcome, Refusal, Report

NAME = "console"
logger = logging.getLogger("esaylov.sms")


class Console:
	"""Everything is taken; nothing is ever reported."""

	def send(self, letters: Sequence[Letter], dispatch: int) -> Mapping[str, Refusal]:
		"""Write them; phones are masked, for logs are read by many."""
		for letter in letters:
			logger.info("SMS to %s: %s", masked_phone(f"+{letter.phone}"), letter.text)
		return {}

	def was_taken(self, dispatch: int) -> bool | None:
		"""It cannot be asked, and a line twice in a log harms nobody."""
		return None

	def outcome(self, dispatch: int) -> Outcome | None:
		"""Nothing becomes of a line in a log."""
		return None

	def report(self, given: Mapping[str, Any]) -> Report | None:
		"""It reports nothing."""
		return None
