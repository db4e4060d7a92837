"""Guarded configuration over HTTP: the second person's yes or no."""

from esaylov.api import guards
from esaylov.api.endpoint import endpoint
from esaylov.permissions.configuration import service as configuration

ROLES = ("Election Administrator", "System Manager")


@endpoint(methods=["POST"])
@guards.holds_role(*ROLES)
def confirm(change: str) -> dict[str, str]:
	"""Bring a proposed change into force; not by its author."""
	return {"change": configuration.confirm(change)}


@endpoint(methods=["POST"])
@guards.holds_role(*ROLES)
def decline(change: str, note: str = "") -> dict[str, str]:
	"""End a proposed change without effect."""
	return {"change": configuration.decline(change, note)}
