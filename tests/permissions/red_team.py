"""Attacks as a red team would list them before it tries: who, by which request, to reach what. Data for `test_red_team`.

`$N` an appeal of another commission and party, `$C` a candidate there, `$D` a decision, `$P` a person, `$F` a private file, `$M` a session,
`$T` an import of a table, `$X` a change of configuration that waits for its second person, `$W` a proposal of a visitor, `$R` a report that the
auditor had prepared. None of them
repeats a line of `doors`, `test_attacks`, `test_shut_doors` or `tests/web/test_from_another_site.py`.
"""

from dataclasses import dataclass, field
from typing import Any

OWN = "/api/method/esaylov.api."
METHOD = "/api/method/"
RIVAL, SIBLING, GUEST, CANDIDATE, INTEGRATOR = "rival", "sibling.chair", "guest", "candidate", "integrator"
AUDITOR, CHAIR = "auditor", "chair"
BODY = {"body_type": "Party Branch", "body": "OZLIDEP-1726277"}


@dataclass(frozen=True)
class Attack:
	"""A request. is_refused: the answer is a refusal or leads to a login; else it may be an answer, with nothing of another in it.

	expects: the status, where it is none of those by which a refusal is told.
	"""

	title: str
	who: str
	verb: str
	path: str
	json: Any = None
	params: dict[str, str] = field(default_factory=dict)
	data: Any = None
	file: tuple[str, bytes] | None = None
	headers: dict[str, str] = field(default_factory=dict)
	is_refused: bool = True
	expects: int = 0


def post(title: str, who: str, name: str, /, is_refused: bool = True, **values: Any) -> Attack:
	"""POST of an endpoint of ours."""
	return Attack(title, who, "POST", f"{OWN}{name}", json=values, is_refused=is_refused)


def get(title: str, who: str, path: str, /, is_refused: bool = True, **values: str) -> Attack:
	return Attack(title, who, "GET", path, params=values, is_refused=is_refused)


def listed(title: str, doctype: str = "Appeal", /, **values: str) -> Attack:
	"""A list of the Desk, with something else in one of its arguments."""
	base = {"doctype": doctype, "fields": '["name"]', "start": 0, "page_length": 500}
	path = f"{METHOD}frappe.desk.reportview.get"
	return Attack(title, SIBLING, "POST", path, json={**base, **values}, is_refused=False)


KINDS: tuple[Attack, ...] = (
	post("a list in the place of a name", RIVAL, "appeals.check", appeal=["$N"]),
	post("a filter in the place of a name", RIVAL, "appeals.check", appeal={"name": ["like", "%"]}),
	post("yes in the place of a name", RIVAL, "appeals.check", appeal=True),
	post("a number in the place of a name", RIVAL, "appeals.withdraw", appeal=0, reason="x"),
	get("a wildcard in the place of a name", RIVAL, f"{OWN}appeals.payload", appeal="%"),
	get("the name with a space that the database forgives", RIVAL, f"{OWN}appeals.payload", appeal="$N "),
	get("the name with a letter that nobody sees", RIVAL, f"{OWN}appeals.payload", appeal="$N​"),
	get("the name with a zero byte", RIVAL, f"{OWN}appeals.payload", appeal="$N\x00"),
	post(
		"a filter for a vote",
		SIBLING,
		"decisions.vote",
		session={"name": ["!=", ""]},
		votes=[],
		signature="x",
	),
	post(
		"a filter for a decision",
		SIBLING,
		"decisions.annul",
		decision={"name": ["!=", ""]},
		reason="x",
		signature="x",
	),
	post("a filter for a person", SIBLING, "people.reveal", person={"name": ["!=", ""]}, reason="x"),
	post("text that is a list for a list", RIVAL, "bodies.end", representative='["$P"]'),
)
OTHERS: tuple[Attack, ...] = (
	post(
		"a look at a person of another commission",
		SIBLING,
		"people.reveal",
		person="$P",
		reason="ish uchun kerak",
	),
	get("who looked at somebody else", CANDIDATE, f"{OWN}people.looks", is_refused=False, person="$P"),
	post(
		"a system for another body",
		RIVAL,
		"bodies.bind_key",
		**BODY,
		title="x",
		scopes=["appeals:read"],
		ends_on="2030-01-01",
	),
	get("people of another body", RIVAL, f"{OWN}bodies.people", **BODY),
	get("keys of another body", RIVAL, f"{OWN}bodies.keys", **BODY),
	post(
		"a recovery of the chair's login by a chair",
		SIBLING,
		"configuration.recover",
		user="chair@esaylov.example",
		reason="x",
	),
	post("a change confirmed by a chair", SIBLING, "configuration.confirm", change="$X", signature="x"),
	post("a finding accepted by an auditor", AUDITOR, "configuration.accept", finding="$X", reason="x"),
	post("an import by an auditor", AUDITOR, "intake.run", name="$T"),
	post("an invitation by a chair", SIBLING, "intake.invite_rest"),
	post("a campaign of messages by a chair", SIBLING, "sms.campaign", name="S01", step="start"),
	post("an election by a chair", SIBLING, "preparing.begin_practice"),
	post("a type of appeals by a party", RIVAL, "appeal_types.publish", appeal_type="A56"),
	post(
		"a number of the law by a chair", SIBLING, "procedures.change_number", key="reminder_days", value=99
	),
	post("a certificate of another printed", SIBLING, "certificates.print_many", certificates=["$C"]),
	get("a paper of another", RIVAL, f"{OWN}certificates.pdf", certificate="$C"),
	get("an appeal by its number and a wildcard", GUEST, f"{OWN}appeals.track", number="%", code="%"),
	get("an appeal by its number and nothing", GUEST, f"{OWN}appeals.track", number="$N", code=""),
	get("a chain by a path", GUEST, f"{OWN}chain.export", commission="../../site_config"),
	get("a list of heads before the first", GUEST, f"{OWN}chain.saved", number="-1"),
	get("numbers of the site without its token", GUEST, f"{OWN}metrics.metrics"),
	post("a report of delivery without a key", GUEST, "sms.callback", gateway="demo", key=""),
	get("the Desk of a commission by a key of a system", INTEGRATOR, f"{OWN}inbox.queues"),
	post("a vote by a key of a system", INTEGRATOR, "decisions.vote", session="$M", votes=[], signature="x"),
)
VERBS: tuple[Attack, ...] = tuple(
	get(f"{name} by a link", CHAIR, f"{OWN}{name}", **values)
	for name, values in (
		("appeals.withdraw", {"appeal": "$N"}),
		("appeals.assign", {"appeal": "$N", "user": "chair@esaylov.example"}),
		("appeals.return_for_correction", {"appeal": "$N", "reason": "x"}),
		("decisions.vote", {"session": "$M", "votes": "[]", "signature": "x"}),
		("decisions.sign", {"names": "$D", "signature": "x"}),
		("decisions.annul", {"decision": "$D", "reason": "x", "signature": "x"}),
		("decisions.acknowledge", {"appeal": "$N", "signature": "x"}),
		("configuration.confirm", {"change": "$X", "signature": "x"}),
		("people.reveal", {"person": "$P", "reason": "x"}),
		("intake.run", {"name": "$T"}),
	)
)
QUERIES: tuple[Attack, ...] = (
	listed("a query in a column", fields='["(select subject from `tabAppeal` limit 1) as name"]'),
	listed(
		"a query in a column, in a comment", fields='["name/**/,(select/**/subject/**/from/**/`tabAppeal`)"]'
	),
	listed("a function over a hidden column", "Person", fields='["if(pinfl like \\"3%\\",1,0) as name"]'),
	listed("a hidden column under another name", "Person", fields='["pinfl as name"]'),
	listed("a hidden column of a table of another DocType", fields='["`tabPerson`.`pinfl`"]'),
	listed("a query in the order", order_by="(select subject from `tabAppeal` limit 1)"),
	listed("two statements in the order", order_by="name; update `tabAppeal` set subject='x'"),
	listed("a union in the order", order_by="name union select subject from `tabAppeal`"),
	listed("a hidden column in the order", "Person", order_by="pinfl asc"),
	listed("a query in a group", group_by="(select subject from `tabAppeal` limit 1)"),
	listed("a sleep in a filter", filters='[["name","=","x\' or sleep(5) or \'"]]'),
	listed("an operator that is none", filters='[["name","= 1) or 1=1 --","x"]]'),
	listed("a hidden column in a filter", "Person", filters='[["pinfl","like","3%"]]'),
	listed("a hidden column in an alternative", "Person", or_filters='[["passport","like","A%"]]'),
	listed("rows of a table under another parent", "Agenda Item", parent_doctype="ToDo"),
	listed("a page that never ends", page_length="-1"),
	listed("more columns than there are", fields='["*", "`tabAppeal`.*"]'),
	listed("a number of rows that is none", start="0 procedure analyse()"),
)
WORDS: tuple[Attack, ...] = (
	get(
		"a template in a search of the portal",
		GUEST,
		"/uz/candidates",
		is_refused=False,
		q="{{ frappe.db.sql('select 1') }}",
	),
	get(
		"a query in a search of the portal",
		GUEST,
		"/uz/candidates",
		is_refused=False,
		q="' union select pinfl from tabPerson -- ",
	),
	get("a path in a language", GUEST, "/uz", is_refused=False, _lang="../../site_config"),
	get("a template in a print format", SIBLING, "/printview", doctype="Appeal", name="$N", format="../../x"),
	get(
		"a letterhead by a path",
		SIBLING,
		"/printview",
		doctype="Appeal",
		name="$N",
		letterhead="../../../etc/passwd",
	),
	get("a path in a set of open data", GUEST, "/uz/open-data/..%2f..%2fsite_config.csv"),
	get("a page by a path", GUEST, "/uz/..%2f..%2fprivate/files/sinov-siri.txt"),
	get(
		"where to go after a login: another site",
		GUEST,
		"/cabinet/login",
		is_refused=False,
		next="//evil.example/x",
	),
	get(
		"where to go after a login: a script",
		GUEST,
		"/cabinet/login",
		is_refused=False,
		next="javascript:alert(1)",
	),
	get(
		"where OneID leads back: another site",
		GUEST,
		f"{OWN}login.oneid_start",
		is_refused=False,
		after="https://evil.example",
	),
	get(
		"a code of a certificate that is a page of markup",
		GUEST,
		"/verify",
		is_refused=False,
		code="<script>alert(1)</script>",
	),
)
FILES: tuple[Attack, ...] = (
	# stored as the link that it is: nothing that anybody may call asks the address for anything
	Attack(
		"a link into the network as a file",
		SIBLING,
		"POST",
		f"{METHOD}upload_file",
		json={"is_private": 1, "file_url": "http://169.254.169.254/latest/meta-data"},
		is_refused=False,
	),
	*(
		Attack(title, SIBLING, "POST", f"{METHOD}upload_file", json={"is_private": 1, **values})
		for title, values in (
			("an upload with the address of another's file", {"file_url": "/private/files/sinov-siri.txt"}),
			("an upload from the library by another's file", {"library_file_name": "$F"}),
			("an upload from the disk", {"file_url": "file:///etc/passwd"}),
		)
	),
	*(
		Attack(
			title,
			SIBLING,
			"POST",
			f"{METHOD}upload_file",
			data={"is_private": "1", **values},
			file=(name, content),
		)
		for title, values, name, content in (
			("an upload onto another's person", {"doctype": "Person", "docname": "$P"}, "x.txt", b"x"),
			("an upload with a path for a name", {}, "../../../x.html", b"<script>alert(1)</script>"),
			("a page for an upload", {}, "x.html", b"<script>alert(1)</script>"),
			("a picture that is a page", {}, "x.svg", b"<svg onload='alert(1)'/>"),
			("a picture that is a page by its content", {}, "x.png", b"<script>alert(1)</script>"),
		)
	),
)
HEADERS: tuple[Attack, ...] = tuple(
	Attack(title, GUEST, "GET", f"{METHOD}frappe.auth.get_logged_user", headers=headers)
	for title, headers in (
		(
			"Administrator by a header of a proxy",
			{"X-Forwarded-User": "Administrator", "Remote-User": "Administrator"},
		),
		("Administrator by a cookie", {"Cookie": "sid=Administrator; user_id=Administrator"}),
		("a session by a wildcard", {"Cookie": "sid=%"}),
		("a session by a path", {"Cookie": "sid=../../Administrator"}),
		("keys that are empty", {"Authorization": "token :"}),
		("keys that are a wildcard", {"Authorization": "token %:%"}),
		(
			"Basic with the framework's first password",
			{"Authorization": "Basic QWRtaW5pc3RyYXRvcjphZG1pbg=="},
		),
		(
			"a bearer that says who it is",
			{"Authorization": "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJBZG1pbmlzdHJhdG9yIn0."},
		),
		(
			"keys of another record than a user",
			{"Authorization": "token a:b", "Frappe-Authorization-Source": "Person"},
		),
	)
)
REPORT, FURTHER = "frappe.desk.query_report.run", "frappe.desk.query_report.get_data_for_custom_field"
LINKED = {
	"fieldname": "answers",
	"doctype": "Appeal",
	"link_field": {"fieldname": "appeal", "names": ["$N"]},
	"insert_after_index": 0,
	"label": "x",
	"fieldtype": "Data",
}


def stock(title: str, who: str, name: str, /, is_refused: bool = True, **values: Any) -> Attack:
	"""POST of a method of the framework."""
	return Attack(title, who, "POST", f"{METHOD}{name}", json=values, is_refused=is_refused)


REPORTS: tuple[Attack, ...] = (
	stock("a report by a list of names", SIBLING, REPORT, report_name=["Overdue Appeals"], filters={}),
	stock("a report by a filter", SIBLING, REPORT, report_name={"name": ["!=", ""]}, filters={}),
	stock("a report of the auditor's by a chair", SIBLING, REPORT, report_name="Access to Personal Data"),
	stock("a report as somebody else", SIBLING, REPORT, report_name="Access to Personal Data", user=AUDITOR),
	stock(
		"a further column with another's answers",
		SIBLING,
		REPORT,
		is_refused=False,
		report_name="Overdue Appeals",
		filters="{}",
		custom_columns=[LINKED],
	),
	stock(
		"a further column out of a table that is no DocType's",
		SIBLING,
		REPORT,
		is_refused=False,
		report_name="Overdue Appeals",
		filters="{}",
		custom_columns=[LINKED | {"doctype": "Sessions", "fieldname": "sessiondata"}],
	),
	*(
		stock(f"a further column: {title}", SIBLING, FURTHER, is_refused=False, **values)
		for title, values in {
			"another's subject": {"doctype": "Appeal", "field": "subject", "names": '["$N"]'},
			"everybody's subject": {"doctype": "Appeal", "field": "subject"},
			"a number of a person": {"doctype": "Person", "field": "pinfl", "names": '["$P"]'},
			"a number under another name": {"doctype": "Person", "field": "pinfl as name"},
			"a query": {"doctype": "Appeal", "field": "(select subject from `tabAppeal` limit 1)"},
			"of another table": {"doctype": "Appeal", "field": "`tabPerson`.`pinfl`"},
			"a password": {"doctype": "User", "field": "reset_password_key"},
		}.items()
	),
	post("rows as a file by a party", RIVAL, "exports.rows", doctype="Appeal", fields='["name"]'),
	post("a table by a chair", SIBLING, "exports.table", doctype="Appeal", with_data=1),
	post("a template by a party", RIVAL, "exports.template", doctype="Appeal", export_records="all"),
	post(
		"a template with rows by a chair",
		SIBLING,
		"exports.template",
		doctype="Person",
		export_fields='{"Person": ["pinfl"]}',
		export_records="all",
	),
	post("a template by an auditor", AUDITOR, "exports.template", doctype="Appeal", export_records="all"),
	get("a template by a link", SIBLING, f"{OWN}exports.template", doctype="Appeal"),
	get(
		"the framework's template by a link",
		SIBLING,
		f"{METHOD}frappe.core.doctype.data_import.data_import.download_template",
		doctype="Appeal",
		export_records="all",
	),
)
NEW_PASSWORD = "frappe.core.doctype.user.user.update_password"
TASK = {"doctype": "Appeal", "name": "$N", "assign_to": ["chair@esaylov.example"], "description": "x"}
PINFL = {"pinfl": ["like", "1%"]}
DESK: tuple[Attack, ...] = (
	*(
		stock(f"a person by a number: {name.rpartition('.')[2]}", SIBLING, name, **values)
		for name, values in {
			"frappe.client.get": {"doctype": "Person", "name": PINFL},
			"frappe.desk.calendar.update_event": {
				"args": '{"doctype":"Person","name":{"pinfl":["like","1%"]}}',
				"field_map": "{}",
			},
			"frappe.desk.form.load.getdoc": {"doctype": "Person", "name": PINFL},
			"frappe.desk.form.load.get_communications": {"doctype": "Person", "name": PINFL},
			"frappe.model.workflow.get_transitions": {
				"doc": '{"doctype":"Person","name":{"pinfl":["like","1%"]}}'
			},
			"frappe.printing.page.print.print.get_print_settings_to_show": {
				"doctype": "DefaultValue",
				"docname": {"defvalue": ["like", "%"]},
			},
		}.items()
	),
	stock(
		"a private event of somebody else",
		SIBLING,
		"frappe.desk.doctype.event.event.get_events",
		start="2020-01-01",
		end="2040-01-01",
		user="chair@esaylov.example",
	),
	stock(
		"documents by any tag",
		SIBLING,
		"frappe.desk.doctype.tag.tag.get_tagged_docs",
		doctype="Feedback",
		tag="%",
	),
	*(
		stock(
			f"a tag of another's document: {name}", SIBLING, f"frappe.desk.doctype.tag.tag.{name}", **values
		)
		for name, values in {
			"add_tag": {"dt": "Feedback", "dn": "$W", "tag": "x"},
			"add_tags": {"dt": "Feedback", "docs": '["$W"]', "tags": "[]"},
			"remove_tag": {"dt": "Feedback", "dn": "$W", "tag": "x"},
		}.items()
	),
	*(
		stock(
			f"a task about an appeal in one argument: {name}",
			CHAIR,
			f"frappe.desk.form.assign_to.{name}",
			doctype="ToDo",
			name="x",
			args={**TASK, "name": named},
		)
		for name, named in (("add", "$N"), ("add_multiple", '["$N"]'))
	),
	stock(
		"a task in another's name",
		CHAIR,
		"frappe.desk.form.assign_to.add",
		doctype="Feedback",
		name="$W",
		assign_to='["chair@esaylov.example"]',
		assigned_by="cec.chair@esaylov.example",
	),
	stock(
		"the place of another's appeal among one's own",
		SIBLING,
		"frappe.desk.form.utils.get_next",
		doctype="Appeal",
		value="$N",
		prev=0,
		sort_field="subject",
	),
	stock(
		"persons in the order of their numbers",
		CHAIR,
		"frappe.desk.form.utils.get_next",
		doctype="Person",
		value="$P",
		prev=0,
		sort_field="surname",
		sort_order="asc, pinfl asc",
	),
	stock(
		"who follows another's appeal",
		SIBLING,
		"frappe.desk.form.document_follow.get_follow_users",
		doctype="Appeal",
		doc_name="$N",
	),
	stock(
		"another's appeal is followed no more",
		SIBLING,
		"frappe.desk.form.document_follow.unfollow_document",
		doctype="Appeal",
		doc_name="$N",
		user="chair@esaylov.example",
	),
	stock(
		"whether there is an appeal",
		SIBLING,
		"frappe.printing.page.print.print.get_print_settings_to_show",
		doctype="Appeal",
		docname="$N",
	),
	stock(
		"the paper of an appeal that is nowhere, about another's person",
		CHAIR,
		"frappe.www.printview.get_html_and_style",
		doc='{"doctype":"Appeal","__islocal":1,"recipient":"DC-1726277","applicant_person":"$P"}',
	),
	*(
		stock(
			f"a report that another had prepared, by {title}",
			SIBLING,
			REPORT,
			report_name="Overdue Appeals",
			filters=f'{{"prepared_report_name": {named}}}',
		)
		for title, named in (("its name", '"$R"'), ("a filter", '{"status": "Completed"}'))
	),
	stock(
		"a query for a column of a calendar",
		SIBLING,
		"frappe.desk.calendar.get_events",
		doctype="Campaign Meeting",
		start="2020-01-01",
		end="2040-01-01",
		field_map='{"start":"creation","end":"creation","title":"(select subject from `tabAppeal` limit 1)"}',
	),
	stock(
		"a query for a column of a search",
		SIBLING,
		"frappe.desk.search.search_widget",
		doctype="Election",
		txt="",
		filter_fields='["name`,(select subject from `tabAppeal` limit 1) as `title"]',
	),
	stock(
		"a query for a further column",
		SIBLING,
		FURTHER,
		doctype="Election",
		field="name`,(select subject from `tabAppeal` limit 1) as `title",
	),
	*(
		stock(
			f"a field of what a row links to: {title}",
			SIBLING,
			"frappe.desk.reportview.get_list",
			doctype="Person",
			start=0,
			page_length=20,
			**values,
		)
		for title, values in {
			"a column": {"fields": '["user.last_ip as x"]'},
			"a function": {"fields": '["max(`user`.`last_ip`) as x"]'},
			"an order": {"fields": '["name"]', "order_by": "user.last_login desc"},
			"a filter": {"fields": '["name"]', "filters": '{"user.last_ip":["like","1%"]}'},
		}.items()
	),
	stock(
		"an icon hidden from another", SIBLING, "frappe.desk.doctype.desktop_icon.desktop_icon.hide", name="x"
	),
)
PASSWORDS: tuple[Attack, ...] = (
	Attack(
		"a new password by a wildcard",
		GUEST,
		"POST",
		f"{METHOD}{NEW_PASSWORD}",
		json={"new_password": "tuya-choynak-deraza", "key": "%"},
		expects=410,  # as a link that was used
	),
	*(
		stock(
			f"a new password by {title}",
			GUEST,
			NEW_PASSWORD,
			**{"new_password": "tuya-choynak-deraza"} | values,
		)
		for title, values in {
			"nothing": {"key": ""},
			"a list": {"key": ["%"]},
			"a filter": {"key": {"name": ["!=", ""]}},
			"yes": {"key": True},
			"a list of passwords": {"key": "x", "new_password": ["x"]},
			"no password": {"key": "x", "new_password": ""},
			"a password without an end": {"key": "x", "new_password": "olma" * 50_000},
		}.items()
	),
)
SESSIONS: tuple[Attack, ...] = (
	get("a session in the address", GUEST, f"{METHOD}frappe.auth.get_logged_user", sid="Administrator"),
	*(
		Attack(title, GUEST, "GET", f"{METHOD}{name}", headers=headers)
		for title, name, headers in (
			(
				"a session beside a guest's",
				"frappe.auth.get_logged_user",
				{"Cookie": "sid=Guest; sid=Administrator"},
			),
			(
				"a cookie of a session without one",
				"frappe.auth.get_logged_user",
				{"Cookie": "__Host-esaylov=x; user_id=Administrator", "X-Forwarded-Proto": "https"},
			),
		)
	),
	get(
		"a room of another's appeal",
		RIVAL,
		f"{METHOD}frappe.realtime.can_subscribe_doc",
		doctype="Appeal",
		docname="$N",
	),
	get("a room of all appeals", SIBLING, f"{METHOD}frappe.realtime.can_subscribe_doctype", doctype="Appeal"),
	get(
		"a room of all appeals, asked as 16 does",
		SIBLING,
		f"{METHOD}frappe.realtime.has_permission",
		doctype="Appeal",
	),
)
ATTACKS = (
	*KINDS,
	*OTHERS,
	*VERBS,
	*QUERIES,
	*WORDS,
	*FILES,
	*HEADERS,
	*REPORTS,
	*DESK,
	*PASSWORDS,
	*SESSIONS,
)
