"""Reports of turnout from before the chains were told of them are told now: one that stands without an event is found by night."""

from esaylov.registers.results import service as results


def execute() -> None:
	"""Safe to repeat."""
	results.tell_unreported()
