"""A row of each of our DocTypes in each scope of the permission table, made and removed by a process of its own.

Rows of somebody are written straight to the tables: their controllers let nobody write them, and the test is about
who reads them. Rows of the ground are inserted as an administrator would, so that what the table allows can be done.
"""

import json
import sys
from collections.abc import Iterator
from datetime import timedelta
from itertools import cycle
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils.nestedset import rebuild_tree

from esaylov.core.people.identity import with_check_digit
from esaylov.framework import clock
from esaylov.permissions.configuration import comparison
from esaylov.permissions.configuration.waiting import changes
from esaylov.permissions.row_rules import refresh_places
from esaylov.permissions.stock_row_rules import STOCK
from esaylov.portal.editorial.participants import Participant
from esaylov.setup.demo import ground as demo_ground
from esaylov.setup.demo.ground import CITY, COMMISSION, DISTRICT, HIGHER, PRESIDENTIAL, SIBLING
from esaylov.setup.demo.signing import authority
from esaylov.trust import heads
from esaylov.trust.chains import chain
from factories import settled

PARTY_BRANCH, RIVAL_BRANCH = f"OZLIDEP-{DISTRICT}", f"MILLIY_TIKLANISH-{DISTRICT}"
INTEGRATOR = "integrator.sinov@esaylov.example"
SECRET = "Sinov-siri"
"""Stands in everything private that is made here: who is not to see a row must not see this word."""
OPEN = "Sinov-ochiq"
"""The same word in rows of the sibling commission, whose chair is the one that looks for the other word."""
PLACES = {
	"home": COMMISSION,
	"sibling": SIBLING,
	"above": HIGHER,
	"other": COMMISSION,
}
"""Scope to commission; `other`: the demonstration commission, in another election."""
REGISTERS = (
	"Authorized Representative",
	"Campaign Meeting",
	"Candidate",
	"Candidate List",
	"Complaint Outcome",
	"Elected Deputy",
	"Media Representative",
	"Observer",
	"Party Admission",
	"Proxy",
	"Result Table",
	"Signature Sheets",
)
OVER = "Sinov, tugagan"
"""The title of a finished election, which the portal shows to everybody."""
TITLES = {"title_uz": "Sinov", "title_ru": "Проба", "title_en": "Trial", "source_mark": "[ours]"}
LOOKERS = [f"{local}@esaylov.example" for local in ("sibling.chair", "secretary", "rival", "candidate")] + [
	"Guest"
]
"""Who tries the doors of the framework; none of them makes reports, charts or clients."""
PAGES = cycle(Participant)
"""A page without a text about videos, another one each time."""
Made = dict[str, dict[str, dict[str, Any]]]
"""DocType -> scope -> the row: name, field and value to write back, values for another one like it."""


def raw(doctype: str, **values: Any) -> Document:
	"""A row written below its controller."""
	document = frappe.new_doc(doctype)
	document.update({field: value for field, value in values.items() if document.meta.has_field(field)})
	document.name = values.get("name") or frappe.generate_hash(length=10)
	document.db_insert()
	return document


def of_place(scope: str) -> Iterator[tuple[str, Document]]:
	"""A row of each DocType whose rows belong to a commission, at the commission of a scope."""
	commission = PLACES[scope]
	lft = frappe.db.get_value("Election Commission", commission, "lft")
	word = OPEN if scope == "sibling" else SECRET
	person = raw("Person", surname=word, given_name=scope, full_name=word)
	common = {
		"commission": commission,
		"commission_lft": lft,
		"election": PRESIDENTIAL if scope == "other" else demo_ground.ELECTION,
		"title": word,
		"full_name": word,
		"person": person.name,
		"text": word,
		"reason": word,
	}
	appeal = _appeal(commission, lft, common["election"], PARTY_BRANCH, word=word)
	signed = {"status": "Signed", "number": frappe.generate_hash(length=10), "decided_on": "2026-01-15"}
	decision = raw("Decision", **common, **signed, appeal=appeal.name)
	sources = {**common, "appeal": appeal.name, "decision": decision.name, "row_path": "entries[0]"}
	yield "Person", person
	yield "Appeal", appeal
	yield "Decision", decision
	for register in REGISTERS:
		yield register, raw(register, **sources, status="Registered")
	yield "Register Event", raw("Register Event", **sources, register="Observer", to_status="Registered")
	yield "Signed List", raw("Signed List", **common, documents="Decision", payload=word)
	run = {"decisions": "[]", "refusals": "{}", "status": "Done"}
	yield "Bulk Decision", raw("Bulk Decision", **{**common, **run})
	yield "Appeal Correction", raw("Appeal Correction", **sources, round=1, status="Asked")
	yield "Appeal Remark", raw("Appeal Remark", **sources, field="persons")
	yield "Expert Conclusion", raw("Expert Conclusion", **sources)
	session = raw("Commission Session", **common, number=frappe.generate_hash(length=8), status="Planned")
	item = raw("Agenda Item", **sources, session=session.name, status="Planned")
	yield "Commission Session", session
	yield "Agenda Item", item
	of_session = {**common, "session": session.name, "item": item.name, "member": person.name}
	yield "Session Attendance", raw("Session Attendance", **of_session, person_name=word)
	yield "Commission Vote", raw("Commission Vote", **of_session, member_name=word, choice="For")
	count = {"status": "Draft", "receiver": commission, "version": 1, "election_type": "DC"}
	yield "Count Protocol", raw("Count Protocol", **common, **count)
	yield "Count Entry", raw("Count Entry", protocol=frappe.generate_hash(length=10), round=1, typed=word)
	yield "Turnout Report", raw("Turnout Report", **common, hour="11:00")
	yield "Feedback", raw("Feedback", **common, status="New", participant="voters", sender_name=word)
	yield "SMS Message", raw("SMS Message", **common, status="Sent", template="S01", phone=word)
	yield (
		"Document Signature",
		raw("Document Signature", reference_doctype="Appeal", reference_name=appeal.name, purpose="filing"),
	)
	yield "Certificate", _certificate(commission, lft, decision.name, person.name, word)
	yield "Chain Event", _event(commission)


def _appeal(
	commission: str, lft: int, election: str, branch: str, status: str = "Registered", word: str = SECRET
) -> Document:
	return raw(
		"Appeal",
		subject=word,
		number=f"SINOV-{frappe.generate_hash(length=8)}",
		status=status,
		appeal_type="A56",
		type_version=1,
		election=election,
		answers=json.dumps({"party_decision_no": word}),
		payload=word,
		tracking_code="sinov",
		applicant_body_type="Party Branch",
		applicant_body=branch,
		recipient=commission,
		recipient_lft=lft,
	)


def _certificate(commission: str, lft: int, decision: str, person: str, word: str) -> Document:
	return raw(
		"Certificate",
		holder_name_as_printed=word,
		number=0,
		series_no=frappe.generate_hash(length=10),
		status="Valid",
		holder=person,
		issuer_commission=commission,
		issuer_commission_lft=lft,
		decision=decision,
	)


def _event(commission: str) -> Document:
	"""The last event of a chain: an event of our own would have to stay."""
	if not frappe.db.exists("Chain Event", {"commission": commission}):
		chain.record(commission, "appeal.registered", {"appeal": "sinov"}, clock.now())
	return frappe.get_last_doc("Chain Event", {"commission": commission})


def odd_ones() -> Iterator[tuple[str, str, Document]]:
	"""Rows in a scope that only their DocType knows: DocType, scope, row."""
	lft = frappe.db.get_value("Election Commission", COMMISSION, "lft")
	yield "Appeal", "draft", _appeal(COMMISSION, lft, demo_ground.ELECTION, PARTY_BRANCH, "Draft")
	yield "Appeal", "rival", _appeal(COMMISSION, lft, demo_ground.ELECTION, RIVAL_BRANCH)
	secret = {"commission": COMMISSION, "commission_lft": lft, "text": SECRET, "is_secret": 1}
	yield "SMS Message", "secret", raw("SMS Message", **secret, status="Sent", template="S01")
	order = {"requested_by": "chair@esaylov.example", "officer": "chair@esaylov.example", "status": "Done"}
	yield "Bulk Assignment", "own", raw("Bulk Assignment", **order, appeals="[]", refusals="{}")
	batch = {"requested_by": "chair@esaylov.example", "sheet": "A4", "status": "Done", "certificates": "[]"}
	yield "Certificate Batch", "own", raw("Certificate Batch", **batch)
	yield "Person", "stranger", raw("Person", surname=SECRET, given_name="Begona", full_name=SECRET)
	for doctype in (
		"Configuration Change",
		"Declared Interest",
		"Known Device",
		"One-time Code",
		"Phone Change",
		"Passkey",
		"State Register Answer",
		"Personal Data Access",
		"State Register Prefill",
	):
		if frappe.db.exists("DocType", doctype):
			yield doctype, "any", raw(doctype, phone_key=SECRET, device_key=SECRET, person_key=SECRET)
	invitation = {"invited_at": frappe.utils.now(), "times": 1}
	yield "Login Invitation", "any", raw("Login Invitation", person_name=SECRET, **invitation)
	counter = {"commission": COMMISSION, "kind": frappe.generate_hash(length=10)}
	yield "Commission Counter", "any", raw("Commission Counter", **counter)
	yield "Decision Subject", "any", frappe.get_last_doc("Decision Subject")
	yield "Appeal Type Version", "any", frappe.get_last_doc("Appeal Type Version")
	heads.publish()
	yield "Published Head", "any", frappe.get_last_doc("Published Head")
	record = {"reference_doctype": "Statute", "reference_name": frappe.generate_hash(length=10)}
	yield "Shipped Record", "any", raw("Shipped Record", **record)
	sent = {"event_type": "appeal.filed", "event": frappe.generate_hash(length=10), "status": "Stopped"}
	yield "Webhook Delivery", "any", raw("Webhook Delivery", **sent)


def free(number: int) -> int:
	"""The first number from this one on that no territory, commission or organization has."""
	while (
		frappe.db.exists("Administrative Territory", str(number))
		or frappe.db.exists("Election Commission", {"register_code": str(number)})
		or frappe.db.exists("Participant Organization", {"tin": f"8{number:08d}"})
	):
		number += 1
	return number


def ground(serial: str, number: int) -> dict[str, dict[str, Any]]:
	"""DocType to valid values of a row that an administrator may enter; another one for each serial and number."""
	person = raw("Person", surname=SECRET, given_name=serial, full_name=SECRET).name
	year = 2100 + number % 800
	code = f"Z{serial}"
	since = {"person": person, "starts_on": str(clock.today())}
	key = raw("Integrator Key", title=SECRET, user=INTEGRATOR, status="New").name
	over = {"status": "Finished", "official_announcement_on": "2000-01-01", "election_day": "2000-01-01"}
	finished = raw("Election", name=f"F{code}", code=f"F{code}", title_uz=OVER, **over).name
	return {
		"Administrative Territory": {
			"code": str(number),
			"level": "District",
			"parent_administrative_territory": CITY,
			**TITLES,
		},
		"Appeal Type": {**frappe.get_doc("Appeal Type", "A60").as_dict(), "code": code, "published": 0},
		"Certificate Kind": {
			**frappe.get_last_doc("Certificate Kind").as_dict(),
			"code": code.lower(),
			"slug": code.lower(),
		},
		"Commission Membership": {**since, "commission": COMMISSION, "position": "Staff"},
		"Body Representative": {**since, "body_type": "Party Branch", "body": PARTY_BRANCH},
		"Constituency": {
			"election": demo_ground.ELECTION,
			"election_type": "DC",
			"number": number,
			"territory": DISTRICT,
			**TITLES,
		},
		"Table Import": {"kind": "Commissions", "file": f"/private/files/{code}.csv"},
		"Decision Rule": {
			"code": code.lower(),
			"level": "PEC",
			"majority": "Simple",
			"quorum_numerator": 1,
			"quorum_denominator": 2,
			**TITLES,
		},
		"Decision Text": {
			**frappe.get_doc("Decision Text", "every_appeal_granted").as_dict(),
			"code": code,
			"enabled": 0,
		},
		"Election": {
			"code": code,
			"election_day": f"{year}-10-25",
			"status": "Planned",
			"election_types": [{"election_type": "DC"}],
			**TITLES,
		},
		"Election Archive": {"election": finished, "is_sealed": 1},
		"Election Commission": {
			"code": code,
			"register_code": str(number),
			"level": "PEC",
			"parent_election_commission": COMMISSION,
			"territory": DISTRICT,
			**TITLES,
		},
		"Election Preparation": {
			"source_election": demo_ground.ELECTION,
			"code": f"{code}-new",
			"election_day": f"{year}-10-25",
			"election_types": [{"election_type": "DC"}],
			"title_uz": SECRET,
		},
		"Election Stage": {
			"election": demo_ground.ELECTION,
			"key": code.lower(),
			"starts_on": str(clock.today()),
			"ends_on": str(clock.today()),
			**TITLES,
		},
		"Election Type": {"code": code, **TITLES},
		"FAQ": {"question_uz": code, "answer_uz": SECRET, "for_voters": 1},
		"Legal Act": {**TITLES, "act_number": code, "for_voters": 1},
		"Public Page": {"participant": next(PAGES), "section": "videos", "title_uz": code, "body_uz": SECRET},
		"Participant Organization": {
			"kind": "Mahalla",
			"tin": f"8{number:08d}",
			"territory": DISTRICT,
			**TITLES,
		},
		"Integrator Key": {
			"title": code,
			"user": INTEGRATOR,
			"expires_at": "2099-01-01 00:00:00",
			"scopes": [{"scope": "status:read"}],
			"per_minute": 60,
			"per_day": 100,
		},
		"Party Branch": {
			"code": code,
			"party": "ADOLAT",
			"level": "District",
			"territory": DISTRICT,
			"tin": f"7{number:08d}",
			**TITLES,
		},
		"Person": {"surname": SECRET, "given_name": "Sinov", "pinfl": _pinfl(number)},
		"Political Party": {"code": code, "tin": f"6{number:08d}", **TITLES},
		"Polling Station": {"number": number, "territory": DISTRICT, "kind": "Ordinary", **TITLES},
		"Refusal Ground": {"code": code, "enabled": 0, **TITLES},
		"SMS Campaign": {
			"title": code,
			"template": "S53",
			"election": demo_ground.ELECTION,
			"audience": "candidates",
			"placeholder_values": "{}",
		},
		"SMS Gateway": {"code": code, "title": code, "kind": "eskiz", "place": 99},
		"SMS Template": {
			**frappe.get_doc("SMS Template", "S01").as_dict(),
			"code": code,
			"slug": code.lower(),
		},
		"Statute": {"key": code.lower(), "value": "1", "unit": "days", "article": "1", **TITLES},
		"Voter Statistic": {
			"election": demo_ground.ELECTION,
			"key": code.lower(),
			"kind": "voters",
			"territory": CITY,
			"value": number,
			"as_of": str(clock.today()),
			"source_mark": "[ours]",
		},
		"Webhook Receiver": {
			"title": code,
			"integrator_key": key,
			"url": "https://hooks.example/saylov",
			"families": [{"family": "appeal"}],
		},
		"Trusted Certificate": {
			**frappe.get_last_doc("Trusted Certificate").as_dict(),
			"pem": _authority(serial),
			"fingerprint": "",
		},
	}


def _pinfl(number: int) -> str:
	return with_check_digit(f"10504{number % 100:02d}000{number // 100 % 1000:03d}".ljust(13, "0")[:13])


def _authority(serial: str) -> str:
	start = clock.now() - timedelta(days=1)
	return authority.make_authority(f"Sinov {serial}", start, start + timedelta(days=30)).certificate_pem


def cleaned(values: dict[str, Any]) -> dict[str, Any]:
	"""Values of a new row, without what the framework writes."""
	own = ("name", "owner", "creation", "modified", "modified_by", "docstatus", "idx", "parent", "lft", "rgt")
	kept = {field: value for field, value in values.items() if field not in own and not field.startswith("_")}
	for field, value in kept.items():
		if isinstance(value, list):
			kept[field] = [cleaned(dict(row)) for row in value]
	return kept


def entry(document: Document, like: dict[str, Any] | None = None) -> dict[str, Any]:
	"""What the test needs of a row."""
	texts = ("Data", "Small Text", "Text", "Date", "Int", "Select")
	plain = [df for df in document.meta.fields if not df.permlevel and not df.is_virtual]
	texty = [df.fieldname for df in plain if df.fieldtype in texts and df.fieldname != "name"]
	field = (texty or [df.fieldname for df in plain if df.fieldtype in ("Link", "Long Text", "Code")])[0]
	return {
		"name": document.name,
		"field": field,
		"value": document.get(field),
		"created": [],
		"like": cleaned(like or document.as_dict()),
	}


def make() -> dict[str, Any]:
	"""Every row, and the keys of an integrator."""
	rows: Made = {}
	integrator_user()
	for scope in PLACES:
		for doctype, document in of_place(scope):
			rows.setdefault(doctype, {})[scope] = entry(document)
	for doctype, scope, document in odd_ones():
		rows.setdefault(doctype, {})[scope] = entry(document)
	one, two = frappe.generate_hash(length=5), frappe.generate_hash(length=5)
	number = free(30_000)
	likes = ground(two, free(number + 1))
	for doctype, values in ground(one, number).items():
		document = frappe.get_doc({"doctype": doctype, **cleaned(values)})
		# one that waits for its second person is nobody's whom its body could end
		document = settled.inserted(document) if doctype == "Body Representative" else document.insert()
		document.db_set("owner", "administrator@esaylov.example", update_modified=False)
		rows.setdefault(doctype, {})["entered"] = entry(document, likes[doctype])
	for doctype in settings():
		rows[doctype] = {"single": entry(frappe.get_single(doctype))}
	for scope in ("home", "sibling"):
		for doctype, document in of_framework(scope, rows["Appeal"][scope]["name"]):
			rows.setdefault(doctype, {})[scope] = entry(document)
	return {"rows": rows, "integrator": integrator(), "file": rows["File"]["home"]["name"]}


def of_framework(scope: str, appeal: str) -> Iterator[tuple[str, Document]]:
	"""What the framework keeps beside an appeal or for the chair of its commission, each with the secret word."""
	word = OPEN if scope == "sibling" else SECRET
	chair = "sibling.chair@esaylov.example" if scope == "sibling" else "chair@esaylov.example"
	named = ("reference_name", "docname", "document_name", "share_name", "ref_docname", "deleted_name")
	kinds = ("reference_doctype", "ref_doctype", "document_type", "share_doctype", "deleted_doctype")
	of = {**dict.fromkeys(named, appeal), **dict.fromkeys((*kinds, "reference_type"), "Appeal")}
	texts = dict.fromkeys(("subject", "content", "description", "data", "filters", "filter_name"), word)
	users = dict.fromkeys(("user", "allocated_to", "for_user"), chair)
	kind = {
		"comment_type": "Comment",
		"communication_type": "Communication",
		"type": "Alert",
		"status": "Open",
	}
	for doctype in sorted({*STOCK, "Notification Log"} - {"File", "Dashboard Settings", "User"}):
		if frappe.db.exists("DocType", doctype):
			own = {"user": "auditor@esaylov.example", "read": 1} if doctype == "DocShare" else {}
			row = raw(doctype, **{**of, **texts, **users, **kind, **own})
			row.db_set(
				"owner", chair if doctype == "Prepared Report" else "Administrator", update_modified=False
			)
			yield doctype, row
			if doctype == "Workflow Action":
				_permit(row)
	yield "Dashboard Settings", _settings_of(chair)
	yield "User", _colleague(scope)
	yield "File", _file(appeal, word)


def _permit(action: Document) -> None:
	"""The framework shows a step that waits to every chair, of whichever commission."""
	role = frappe.new_doc("Workflow Action Permitted Role", role="Commission Chair", parent=action.name)
	role.update({"parenttype": "Workflow Action", "parentfield": "permitted_roles"})
	role.db_insert()


def _colleague(scope: str) -> Document:
	"""A login of the staff of a commission."""
	login = f"{frappe.generate_hash(length=10)}@esaylov.example"
	user = raw(
		"User", name=login, email=login, first_name=scope, full_name=scope, user_type="System User", enabled=1
	)
	since = {"starts_on": clock.today(), "position": "Staff"}
	raw("Commission Membership", commission=PLACES[scope], user=login, **since)
	return user


def _settings_of(user: str) -> Document:
	if frappe.db.exists("Dashboard Settings", user):
		return frappe.get_doc("Dashboard Settings", user)
	return raw("Dashboard Settings", name=user, user=user)


def _file(appeal: str, word: str) -> Document:
	where = {"attached_to_doctype": "Appeal", "attached_to_name": appeal, "is_private": 1}
	file = frappe.new_doc("File")
	file.update({"file_name": f"{word.lower()}.txt", "content": f"Matn: {word}", **where})
	file.insert(ignore_permissions=True)  # a step of the tests: no user is at work
	made = {"reference_name": appeal, "comment_type": "Attachment"}
	frappe.db.delete("Comment", made)  # says that a file came
	return file


BESIDE = {
	"Comment": "reference_name",
	"Communication": "reference_name",
	"Version": "docname",
	"ToDo": "reference_name",
	"DocShare": "share_name",
	"Document Follow": "ref_docname",
	"File": "attached_to_name",
	"Tag Link": "document_name",
}
"""DocType of what stands beside a document, and its field that names the document."""


def traces(names: dict[str, str]) -> dict[str, Any]:
	"""What stands beside an appeal, or on it, that `make` did not write."""
	appeal = names["$N"]
	found = {doctype: frappe.db.count(doctype, {field: appeal}) - 1 for doctype, field in BESIDE.items()}
	for doctype in ("Prepared Report", "OAuth Client", "Dashboard Chart", "Number Card"):
		found[doctype] = frappe.db.count(doctype, {"owner": ["in", LOOKERS]})
	found["Prepared Report"] -= 1  # that of the sibling's chair, which `make` wrote
	row = frappe.db.get_value(
		"Appeal", appeal, ["subject", "_liked_by", "_assign", "_user_tags", "_comments"]
	)
	found["Appeal"] = [value for value in row if value not in (None, "", "[]", SECRET)]
	return {doctype: number for doctype, number in found.items() if number}


def hand_out(token: str) -> None:
	"""Give the chair a live OAuth token of the framework's, for a client that may do everything."""
	client = raw("OAuth Client", app_name=SECRET, scopes="all openid", client_id=token)
	raw(
		"OAuth Bearer Token",
		name=token,
		access_token=token,
		client=client.name,
		user="chair@esaylov.example",
		scopes="all openid",
		status="Active",
		expiration_time="2099-01-01 00:00:00",
	)


def take_back(token: str) -> None:
	"""Remove such a token."""
	frappe.db.delete("OAuth Bearer Token", {"name": token})
	frappe.db.delete("OAuth Client", {"client_id": token})


def forget_beside(appeal: str) -> None:
	"""Remove what stands beside an appeal."""
	for file in frappe.get_all("File", {"attached_to_name": appeal}, pluck="name"):
		frappe.delete_doc("File", file, ignore_permissions=True, force=True)  # a step of the tests
	for doctype, field in BESIDE.items():
		frappe.db.delete(doctype, {field: appeal})


def settings() -> list[str]:
	"""Our DocTypes of which there is one document."""
	return frappe.get_all("DocType", {"module": "Esaylov", "issingle": 1}, pluck="name")


def integrator() -> str:
	"""The API token of a system of somebody else's."""
	user = integrator_user()
	user.api_key, user.api_secret = frappe.generate_hash(length=15), frappe.generate_hash(length=15)
	token = f"{user.api_key}:{user.api_secret}"
	user.save()
	return token


def integrator_user() -> Document:
	"""The user that a system of somebody else's acts as."""
	if frappe.db.exists("User", INTEGRATOR):
		return frappe.get_doc("User", INTEGRATOR)
	values = {"email": INTEGRATOR, "first_name": "Sinov", "send_welcome_email": 0}
	user = frappe.get_doc(doctype="User", roles=[{"role": "Integrator"}], **values)
	user.flags.ignore_permissions = True  # whoever the test acts as
	return settled.inserted(user)


def remove(made: Made) -> None:
	"""Take the rows off the site again, below all controllers."""
	for scope in ("home", "sibling"):
		forget_beside(made["Appeal"][scope]["name"])
	kept = ("Chain Event", "Published Head", "Appeal Type Version", "Decision Subject", *settings())
	for doctype, scopes in made.items():
		if doctype in kept:
			continue
		for row in scopes.values():
			names = ["in", [row["name"], *row["created"]]]
			frappe.db.delete(doctype, {"name": names})
			frappe.db.delete("Configuration Change", {"reference_name": names, "status": "Proposed"})
			for table in frappe.get_meta(doctype).get_table_fields():
				frappe.db.delete(table.options, {"parent": names, "parenttype": doctype})
	colleagues = [row["name"] for row in made["User"].values()]
	frappe.db.delete("Commission Membership", {"user": ["in", colleagues]})
	frappe.db.delete("Person", {"surname": ["in", [SECRET, OPEN]]})
	frappe.db.delete("Integrator Key", {"title": SECRET})
	frappe.db.delete("Election", {"title_uz": OVER})
	_forget_orphans("Notification Log", "document_type", "document_name")
	_forget_orphans("Workflow Action", "reference_doctype", "reference_name")
	_forget_orphans("Workflow Action Permitted Role", "parenttype", "parent")
	for tree in ("Administrative Territory", "Election Commission"):
		rebuild_tree(tree)  # what was removed left gaps in the numbers
	refresh_places()
	changes.record_due()
	comparison.record()  # what was entered stays in the log, and is gone by it


def _forget_orphans(doctype: str, kind: str, name: str) -> None:
	"""Remove rows about documents that are gone; `kind` and `name` are the fields that name the document."""
	for about in frappe.get_all(doctype, pluck=kind, distinct=True, limit=0, order_by=""):
		if about and frappe.db.exists("DocType", {"name": about, "issingle": 0}):
			rows, documents = frappe.qb.DocType(doctype), frappe.qb.DocType(about)
			known = frappe.qb.from_(documents).select(documents.name)
			gone = (rows[kind] == about) & rows[name].notin(known)
			frappe.qb.from_(rows).delete().where(gone).run()


STEPS = {"token": hand_out, "untoken": take_back}


def main() -> None:
	"""`python -m factories.permission_rows SITE make` prints them; `… remove` reads the rows from stdin."""
	site, step = sys.argv[1:3]
	frappe.init(site=site, sites_path=".")
	frappe.connect()
	if step == "integrator":
		print(integrator_user().name)
	elif step == "traces":
		print(frappe.as_json(traces(frappe.parse_json(sys.stdin.read()))))
	elif step in STEPS:
		STEPS[step](frappe.parse_json(sys.stdin.read()))
	elif step == "remove":
		remove(frappe.parse_json(sys.stdin.read()))
	else:
		print(frappe.as_json(make(), indent=None))
	frappe.db.commit()
	frappe.destroy()


if __name__ == "__main__":
	main()
