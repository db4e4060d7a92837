"""A user asks for help with a screen; administrators take what was asked. The answer is written in the form and sent by its workflow."""

import frappe

from esaylov.api import guards
from esaylov.api.endpoint import endpoint
from esaylov.framework.requests.rate_limits import rate_limit
from esaylov.portal.feedback import asking


@endpoint(methods=["POST"])
@guards.signed_in
@rate_limit(limit=60, seconds=10 * 60)
def ask(text: str, screen: str = "", doctype: str = "", name: str = "") -> dict[str, str]:
	"""Number of the question; see portal.feedback.asking.ask."""
	return {"number": asking.ask(frappe.session.user, text, screen, doctype, name)}


@endpoint(methods=["POST"])
@guards.holds_role("Election Administrator")
def take(number: str) -> dict[str, str]:
	"""Take a question that nobody answers yet."""
	asking.take(frappe.session.user, number)
	return {"number": number}


@endpoint(methods=["POST"])
@guards.holds_role("Election Administrator")
def give_back(number: str) -> dict[str, str]:
	"""Leave a question that the caller took to the others."""
	asking.give_back(frappe.session.user, number)
	return {"number": number}
