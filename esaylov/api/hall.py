"""The hall of a session over HTTP: what its screen shows, speakers, minutes, and the display without a login. See decisions.hall."""

from typing import Any

from esaylov.api import guards
from esaylov.api.endpoint import endpoint
from esaylov.decisions.hall import changes, shown
from esaylov.decisions.sessions.papers import display
from esaylov.decisions.sessions.records import people
from esaylov.decisions.sessions.steps import speaking

of_session = guards.commission_staff(
	of="session", doctype="Commission Session", commission="commission", positions=people.VOTING
)
arranging = guards.commission_staff(
	of="session", doctype="Commission Session", commission="commission", positions=people.ARRANGING
)


@endpoint(methods=["GET"])
@guards.reader(of="session", doctype="Commission Session")
def state(session: str, known: str = "") -> dict[str, Any]:
	"""A session as its hall shows it to the caller: agenda, votes, speakers, the draft of the protocol, and the steps that they may take.

	known: `answer` of the last answer; then only `changes` since are sent, each a path into that answer and what stands there now.
	"""
	return changes.since(session, known)


@endpoint(methods=["POST"])
@of_session
def ask_to_speak(session: str) -> dict[str, bool]:
	"""Ask to speak."""
	speaking.ask(session)
	return {"done": True}


@endpoint(methods=["POST"])
@of_session
def withdraw_request(session: str, person: str = "") -> dict[str, bool]:
	"""Take a request to speak back; that of another member for who presides or keeps the record."""
	speaking.withdraw(session, person)
	return {"done": True}


@endpoint(methods=["POST"])
@of_session
def begin_speech(session: str, person: str = "", name: str = "", item: str = "") -> dict[str, bool]:
	"""Note that a member who is present (person), or somebody else (name), speaks from now on."""
	speaking.begin(session, person, name, item)
	return {"done": True}


@endpoint(methods=["POST"])
@of_session
def end_speech(session: str) -> dict[str, bool]:
	"""Note that who speaks has ended."""
	speaking.end(session)
	return {"done": True}


@endpoint(methods=["POST"])
@of_session
def enter_minute(session: str, text: str) -> dict[str, bool]:
	"""Enter a sentence in the minutes."""
	speaking.enter(session, text)
	return {"done": True}


@endpoint(methods=["POST"])
@arranging
def show_display(session: str) -> dict[str, str]:
	"""Make the link of the display in the hall, or find it again: its path."""
	return {"address": shown.address(display.show(session))}


@endpoint(methods=["POST"])
@arranging
def hide_display(session: str) -> dict[str, bool]:
	"""End the link of the display."""
	display.hide(session)
	return {"done": True}
