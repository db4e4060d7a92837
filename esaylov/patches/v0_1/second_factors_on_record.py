"""The second factors that staff had before the log knew of any stand in it: their logins are not new for a day after an upgrade."""

from esaylov.permissions.configuration import service as configuration


def execute() -> None:
	"""Safe to run twice: what is on record is not recorded again."""
	configuration.record_factors()
