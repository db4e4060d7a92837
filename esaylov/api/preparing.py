"""A new election and what it lacks, over HTTP. See elections.preparation for rules and errors."""

from dataclasses import asdict
from typing import Any

from esaylov.api import guards
from esaylov.api.endpoint import endpoint
from esaylov.elections.preparation import service as preparing

ADMINISTRATOR = ("Election Administrator",)
READERS = ("Election Administrator", "Election Auditor")


@endpoint(methods=["POST"])
@guards.holds_role(*ADMINISTRATOR)
def start(name: str) -> dict[str, str]:
	"""Order the job that makes the election of a preparation."""
	preparing.start(name)
	return {"name": name}


@endpoint(methods=["GET"])
@guards.holds_role(*READERS)
def progress(name: str) -> dict[str, Any]:
	"""How far a preparation is."""
	return asdict(preparing.progress(name))


@endpoint(methods=["GET"])
@guards.holds_role(*READERS)
def checklist(election: str) -> list[dict[str, Any]]:
	"""What is missing before an election can be held."""
	return [asdict(item) for item in preparing.checklist(election)]
