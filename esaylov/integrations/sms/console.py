"""A gateway for demonstration sites: it writes the message to the log and says that it was sent."""

import logging

NAME = "console"
logger = logging.getLogger("esaylov.sms")


def send(phone_masked: str, text: str) -> None:
	"""Write one message; the phone is masked, for logs are read by many."""
	logger.info("SMS to %s: %s", phone_masked, text)
