"""What the bodies of the user have: filed appeals, mandates, messages. Paged and filtered.

Every query names the bodies: a person who is also on the staff of a commission sees here what is theirs as an applicant.
"""

from datetime import date
from typing import Any

import frappe
from pypika import Order

from esaylov import clock, filings
from esaylov.core.forms.tables import key_of
from esaylov.identity import service as identity
from esaylov.logins import service as logins
from esaylov.messages import service as outbox
from esaylov.portal.cabinet import appeal as appeals_page
from esaylov.portal.cabinet import bodies, paging
from esaylov.portal.cabinet.bodies import Bodies
from esaylov.portal.titles import titles_of
from esaylov.portal.web import Page, PortalRequest, Redirect, Reply

DRAFT, RETURNED = "Draft", "Returned"
STATES = {
	"running": ("Registered", "Under Review", "Returned", "Expert Review", "On Agenda"),
	"granted": ("Granted", "Acknowledged"),
	"partly": ("Partly Granted",),
	"refused": ("Refused",),
	"withdrawn": ("Withdrawn",),
}
"""Filters of the list of appeals, in words of the reader rather than of the workflow."""
CODES = ("S01", "S02", "S59")
"""Templates of one-time codes: nobody but the phone's holder may read them."""
MATTERS = (
	*("Certificate", "Decision", "Candidate", "Proxy", "Authorized Representative", "Media Representative"),
	*("Observer", "Commission Membership", "Party Admission", "Campaign Meeting", "Complaint Outcome"),
)
"""What messages to the user in person are about, beside their bodies' appeals; what they get as staff stands in the Desk."""
APPEAL = ("name", "appeal_type", "status", "number", "subject", "received_at", "due_on", "modified")


def appeals(request: PortalRequest) -> Page:
	"""All filed appeals: by state, and by number or words of the subject."""
	found = bodies.of(request)
	rows = appeal_page(request, found)
	values = {
		"bodies": found,
		"rows": rows,
		"states": tuple(STATES),
		"state": request.args.get("state", ""),
		"words": request.args.get("q", ""),
	}
	return Page("cabinet/appeals.html", request.t("appeals.title"), values)


def appeal_page(request: PortalRequest, found: Bodies) -> paging.Rows:
	table = frappe.qb.DocType("Appeal")
	base = frappe.qb.from_(table).where(found.own_rows(table)).where(table.status != DRAFT)
	if state := STATES.get(request.args.get("state", "")):
		base = base.where(table.status.isin(state))
	for word in key_of(request.args.get("q", "")).split()[:5]:
		base = base.where(table.number.like(f"{escaped(word)}%") | table.subject.like(f"%{escaped(word)}%"))
	rows = paging.page(request, base, table, [table[name] for name in APPEAL], table.received_at)
	in_words(request, rows.rows)
	return rows


def escaped(word: str) -> str:
	"""A word for `like`: its signs mean themselves."""
	return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def in_state(request: PortalRequest, found: Bodies, states: tuple[str, ...], most: int) -> list[Any]:
	"""The newest appeals of some states, at most so many."""
	table = frappe.qb.DocType("Appeal")
	query = frappe.qb.from_(table).where(found.own_rows(table)).where(table.status.isin(states))
	rows = (
		query.select(*[table[name] for name in APPEAL])
		.orderby(table.modified, order=Order.desc)
		.limit(most)
		.run(as_dict=True)
	)
	in_words(request, rows)
	return rows


def asked(request: PortalRequest, found: Bodies, most: int) -> list[Any]:
	"""Returned appeals, with the last day to correct each."""
	rows = in_state(request, found, (RETURNED,), most)
	open_rounds = frappe.get_all(
		filings.CORRECTION,
		filters={"appeal": ["in", [row.name for row in rows]], "status": "Asked"},
		fields=["appeal", "correct_until"],
		order_by="correct_until asc",
	)
	until = {row.appeal: row.correct_until for row in open_rounds}
	for row in rows:
		row.due_on = until.get(row.name)
		row.days_left = (row.due_on - clock.today()).days if row.due_on else None
	return sorted(rows, key=lambda row: row.due_on or date.max)


def in_words(request: PortalRequest, rows: Any) -> None:
	"""Give rows their title, the sentence of their state, and the days that are left."""
	titles = titles_of("Appeal Type", {row.appeal_type for row in rows}, request)
	for row in rows:
		row.title = titles.get(row.appeal_type, row.appeal_type)
		row.sentence = appeals_page.sentence(request, row)
		is_running = row.status in STATES["running"] and row.due_on
		row.days_left = (row.due_on - clock.today()).days if is_running else None


def papers(request: PortalRequest) -> Page:
	"""Mandates and certificates that were given on appeals of the bodies."""
	found = bodies.of(request)
	values = {"bodies": found, "rows": paper_page(request, found)}
	return Page("cabinet/papers.html", request.t("papers.title"), values)


def paper_page(request: PortalRequest, found: Bodies) -> paging.Rows:
	certificate, decision, appeal = (
		frappe.qb.DocType(name) for name in ("Certificate", "Decision", "Appeal")
	)
	base = (
		frappe.qb.from_(certificate)
		.join(decision)
		.on(decision.name == certificate.decision)
		.join(appeal)
		.on(appeal.name == decision.appeal)
		.where(found.own_rows(appeal))
	)
	if words := request.args.get("q", ""):
		base = base.where(certificate.holder_name_as_printed.like(f"%{escaped(words.strip())}%"))
	columns = [
		certificate[name]
		for name in (
			"name",
			"series_no",
			"number",
			"kind",
			"status",
			"issued_on",
			"valid_until",
			"holder_name_as_printed",
			"pdf",
		)
	]
	columns.append(appeal.name.as_("appeal"))
	rows = paging.page(request, base, certificate, columns, certificate.issued_on)
	kinds = titles_of("Certificate Kind", {row.kind for row in rows.rows}, request)
	for row in rows.rows:
		row.title = kinds.get(row.kind) or row.kind
	return rows


def messages(request: PortalRequest) -> Reply:
	"""Messages about the appeals of the bodies, and those to the user in person; a wish about reminders is kept."""
	if request.method == "POST":
		outbox.refuse_reminders(request.user, request.form.get("wants") != "1")
		return Redirect("/cabinet/messages?saved=1")
	found = bodies.of(request)
	refuses = outbox.refuses_reminders(request.user)
	values = {
		"bodies": found,
		"rows": message_page(request, found),
		"refuses": refuses,
		"phone": "" if refuses is None else logins.phone_on_record(request.user),
		"is_saved": request.args.get("saved") == "1",
	}
	return Page("cabinet/messages.html", request.t("messages.title"), values)


def message_page(request: PortalRequest, found: Bodies) -> paging.Rows:
	message, appeal = frappe.qb.DocType("SMS Message"), frappe.qb.DocType("Appeal")
	me = identity.person_of(request.user) or ""
	of_own_appeal = (message.receiver_person == appeal.applicant_person) & found.own_rows(appeal)
	to_me = (message.receiver_person == me) & message.reference_doctype.isin(MATTERS)
	base = (
		frappe.qb.from_(message)
		.left_join(appeal)
		.on((message.reference_doctype == "Appeal") & (message.reference_name == appeal.name))
		.where(message.receiver_person.isin([me, *_applicants(found)]))
		.where(message.template.notin(CODES))
		.where(message.stands_for == 0)  # each of those that it stands for is here
		.where((appeal.name.isnotnull() & of_own_appeal) | to_me)
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
