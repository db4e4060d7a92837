"""Messages about the appeals of the bodies of the user, and those to the user in person."""

import frappe
from pypika import Criterion

from esaylov.framework.errors import NotFound
from esaylov.identity import entry_logins, persons
from esaylov.identity.logins import phones
from esaylov.messages.texts.receivers import refuse_reminders, refuses_reminders
from esaylov.portal.cabinet import bodies, paging
from esaylov.portal.cabinet.bodies import Bodies
from esaylov.portal.routes import FORM, Route
from esaylov.portal.web import Page, PortalRequest, Redirect, Reply, portal_page

ROUTE = Route(r"cabinet/messages", FORM, login=True)
CODES = ("S01", "S02", "S59", "S63")
"""Templates of one-time codes: nobody but the phone's holder may read them."""
NOBODY = "-"
"""The name of no person."""
MATTERS = (
	*("Certificate", "Decision", "Candidate", "Proxy", "Authorized Representative", "Media Representative"),
	*("Observer", "Commission Membership", "Party Admission", "Campaign Meeting", "Complaint Outcome"),
)
"""What messages to the user in person are about, beside their bodies' appeals; what they get as staff stands in the Desk."""


@portal_page
def get_context(request: PortalRequest) -> Reply:
	"""Messages about the appeals of the bodies, and those to the user in person; a wish about reminders is kept."""
	if request.method == "POST":
		refuse_reminders(request.user, request.form.get("wants") != "1")
		return Redirect("/cabinet/messages?saved=1")
	found = bodies.of(request)
	refuses = refuses_reminders(request.user)
	values = {
		"bodies": found,
		"rows": message_page(request, found),
		"refuses": refuses,
		"phone": _own_phone(request.user),
		"is_saved": request.args.get("saved") == "1",
	}
	return Page("cabinet/messages.html", request.t("messages.title"), values)


def _own_phone(user: str) -> str | None:
	"""The number that the user may change here, masked; None for a user who is no Person and no entry."""
	try:
		return phones.on_record(user)
	except NotFound:
		return None


def message_page(request: PortalRequest, found: Bodies) -> paging.Rows:
	message, appeal = frappe.qb.DocType("SMS Message"), frappe.qb.DocType("Appeal")
	me = persons.person_of(request.user) or NOBODY
	entered = entry_logins.entries_of_logins([request.user])
	of_own_appeal = (message.receiver_person == appeal.applicant_person) & found.own_rows(appeal)
	to_me = (message.receiver_person == me) & message.reference_doctype.isin(MATTERS)
	of_own_entry = Criterion.any(
		(message.reference_doctype == entry.register) & (message.reference_name == entry.name)
		for entry in entered
	)
	receivers = {me, *(entry.person for entry in entered), *_applicants(found)}
	base = (
		frappe.qb.from_(message)
		.left_join(appeal)
		.on((message.reference_doctype == "Appeal") & (message.reference_name == appeal.name))
		.where(message.receiver_person.isin(sorted(receivers)))
		.where(message.template.notin(CODES))
		.where(message.stands_for == 0)  # each of those that it stands for is here
		.where(
			Criterion.any(
				[appeal.name.isnotnull() & of_own_appeal, to_me, *([of_own_entry] if entered else [])]
			)
		)
	)
	columns = [
		message.name,
		message.text,
		message.creation,
		message.status,
		appeal.name.as_("appeal"),
		appeal.number,
	]
	return paging.page(request, base, message, columns, message.creation)


def _applicants(found: Bodies) -> list[str]:
	"""Who filed the appeals of the chosen bodies: with their names the outbox is read by an index, and not as a whole."""
	appeal = frappe.qb.DocType("Appeal")
	named = appeal.applicant_person.isnotnull()
	query = frappe.qb.from_(appeal).select(appeal.applicant_person).distinct()
	return query.where(found.own_rows(appeal) & named).run(pluck=True)
