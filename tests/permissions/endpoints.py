"""The endpoint table: what object each endpoint of ours is about, and who may ask for it.

`tests/permissions/test_idor.py` calls each with an object of somebody else and with one that is not there.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

API = Path(__file__).parents[2] / "esaylov" / "api"
EVERYBODY = (
	"guest",
	"party",
	"rival",
	"candidate",
	"proxy",
	"integrator",
	"chair",
	"sibling.chair",
	"auditor",
)
NOT_AUDITORS = tuple(login for login in EVERYBODY if login != "auditor")
DRAFT, FILED = ("Appeal", "draft"), ("Appeal", "home")
STRANGERS = {
	DRAFT: (
		"guest",
		"rival",
		"candidate",
		"proxy",
		"integrator",
		"chair",
		"secretary",
		"regional.chair",
		"administrator",
	),
	FILED: ("guest", "rival", "candidate", "proxy", "integrator", "sibling.chair", "administrator"),
}
PERSONAL = STRANGERS[FILED]
"""Who is a stranger to a record of the demonstration commission about the party."""


@dataclass(frozen=True, slots=True)
class About:
	"""An endpoint about an object: the argument that names it, the others, and a login that may ask (`knows`)."""

	verb: str
	argument: str
	kinds: tuple[tuple[str, str], ...]
	knows: str = ""
	values: dict[str, Any] = field(default_factory=dict)
	strangers: tuple[str, ...] = ()

	def logins(self, kind: tuple[str, str]) -> tuple[str, ...]:
		"""Logins that have nothing to do with the object."""
		return self.strangers or STRANGERS.get(kind, PERSONAL)


def own(verb: str, **values: Any) -> About:
	"""An applicant's step on an appeal."""
	return About(verb, "appeal", (DRAFT, FILED), "party", values)


def staff(verb: str, **values: Any) -> About:
	"""A step of the commission that received an appeal."""
	return About(verb, "appeal", (FILED, DRAFT), "chair", values)


def of_decision(verb: str, argument: str = "decision", **values: Any) -> About:
	"""A step on a decision, for who reads it."""
	return About(verb, argument, (("Decision", "home"),), "chair", values)


def of_commission(verb: str, **values: Any) -> About:
	"""A step of a commission that no appeal asks for."""
	strangers = (
		"guest",
		"party",
		"candidate",
		"proxy",
		"integrator",
		"sibling.chair",
		"administrator",
		"auditor",
	)
	return About(verb, "commission", (("Commission", "home"),), "chair", values, strangers)


MATTER: dict[str, Any] = {"subject_kind": "end_accreditation", "data": {}, "election": "demo"}


def of_type(verb: str, *others: str, **values: Any) -> About:
	"""A step of the administrator (and of `others`) on an appeal type, which is nobody's secret but is nobody else's."""
	logins = tuple(login for login in EVERYBODY if login not in others)
	return About(verb, "appeal_type", (("Appeal Type", "entered"),), "administrator", values, logins)


def of_procedure(verb: str, **values: Any) -> About:
	"""The picture of a type, which whoever may read the type may read."""
	strangers = ("guest", "party", "rival", "candidate", "proxy", "integrator")
	return About(verb, "appeal_type", (("Appeal Type", "entered"),), "administrator", values, strangers)


def of_administrator(doctype: str, verb: str, *others: str, argument: str = "name") -> About:
	"""A step of the administrator (and of `others`) on a record that only these see."""
	logins = tuple(login for login in EVERYBODY if login not in others)
	return About(verb, argument, ((doctype, "entered"),), "administrator", strangers=logins)


def of_webhook(argument: str) -> About:
	"""A step of the administrator alone on a receiver of webhooks or a delivery."""
	kind = {"receiver": ("Webhook Receiver", "entered"), "delivery": ("Webhook Delivery", "any")}[argument]
	return About("POST", argument, (kind,), strangers=EVERYBODY)


def in_session(verb: str, **values: Any) -> About:
	"""A step of a commission in a session of its own."""
	return About(verb, "session", (("Commission Session", "home"),), "chair", values)


def on_item(**values: Any) -> About:
	"""A step of a commission on an item of its own agenda."""
	return About("POST", "item", (("Agenda Item", "home"),), "chair", values)


def of_count(verb: str, **values: Any) -> About:
	"""A step on a count protocol of the own commission."""
	return About(verb, "protocol", (("Count Protocol", "home"),), "chair", values)


ANSWERS: dict[str, Any] = {"answers": {}}
OBJECTS: dict[str, About] = {
	"appeals.update": own("POST", **ANSWERS),
	"appeals.check": own("POST"),
	"appeals.payload": own("GET"),
	"appeals.attach": own("POST", field="party_decision", file_name="x.pdf", content="JVBERi0xLjQK"),
	"appeals.detach": own("POST", field="party_decision"),
	"appeals.rows_from_table": own("POST", group="persons", text="pinfl"),
	"appeals.confirmation_code": own("POST"),
	"appeals.submit": own("POST", idempotency_key="sinov-sinov-sinov", signature="MAAA"),
	"appeals.receipt": About("GET", "appeal", (FILED,), "party"),
	"appeals.withdraw": About("POST", "appeal", (FILED, DRAFT), "party"),
	"appeals.discard": own("POST"),
	"appeals.assign": staff("POST", user="chair@esaylov.example"),
	"appeals.assign_progress": About(
		"GET", "assignment", (("Bulk Assignment", "own"),), "chair", strangers=("secretary", *PERSONAL)
	),
	"appeals.remark": staff("POST", field="persons", text="Sinov"),
	"appeals.return_for_correction": staff("POST", reason="Sinov"),
	"appeals.resume_review": staff("POST"),
	"appeals.ask_experts": staff("POST"),
	"appeals.conclude": staff("POST", text="Sinov"),
	"appeals.remarks": staff("GET"),
	"appeals.rounds": staff("GET"),
	"appeals.differences": staff("GET"),
	"appeals.contested_decision": staff("GET"),
	"intake.try_out": of_administrator("Table Import", "POST"),
	"intake.run": of_administrator("Table Import", "POST"),
	"intake.progress": of_administrator("Table Import", "GET", "auditor"),
	"intake.findings": of_administrator("Table Import", "GET", "auditor"),
	"preparing.start": replace(
		of_administrator("Election Preparation", "POST"), knows=""
	),  # it makes an election
	"preparing.progress": of_administrator("Election Preparation", "GET", "auditor"),
	"preparing.steps": of_administrator("Election Preparation", "GET", "auditor"),
	"preparing.timeline": of_administrator("Election Preparation", "GET", "auditor"),
	"preparing.assign": replace(
		of_administrator("Election Preparation", "POST"),
		values={"step": "kind", "user": "Administrator", "due_on": "2030-01-01"},
	),
	"preparing.confirm": replace(
		of_administrator("Election Preparation", "POST"), values={"step": "kind"}, knows=""
	),
	"preparing.reopen": replace(of_administrator("Election Preparation", "POST"), values={"step": "kind"}),
	"preparing.undo": replace(of_administrator("Election Preparation", "POST"), knows=""),
	"preparing.checklist": of_administrator("Election", "GET", "auditor", argument="election"),
	"preparing.end_practice": replace(of_administrator("Election", "POST", argument="election"), knows=""),
	"appeals.complaints": About("GET", "decision", (("Decision", "home"),), "chair"),
	"appeals.create": About(
		"POST",
		"body",
		(("Body", "rival"),),
		"rival",
		{"appeal_type": "A56", "election": "demo", **ANSWERS},
		("party", "candidate", "proxy", "chair", "integrator", "guest"),
	),
	"appeals.link_search": About(
		"GET",
		"body",
		(("Body", "rival"),),
		"rival",
		{"appeal_type": "A56", "field": "district_scope", "election": "demo"},
		("party", "candidate", "proxy", "chair", "integrator", "guest"),
	),
	"appeals.track": About("GET", "number", (("Number", "home"),), "", {"code": "000000"}, EVERYBODY),
	"appeal_types.publish": of_type("POST"),
	"appeal_types.unpublish": of_type("POST"),
	"appeal_types.history": of_type("GET", "auditor"),
	"appeal_types.compare": of_type("GET", "auditor", older=0, newer=0),
	"appeal_types.earlier_drafts": of_type("GET", "auditor"),
	"appeal_types.statistics": of_type("GET", "auditor"),
	"appeal_types.export": of_type("GET", "auditor"),
	"appeal_types.read": of_type("GET"),
	"appeal_types.copy": of_type("POST", code="Z99"),
	"procedures.read": of_procedure("GET"),
	"certificates.pdf": About("GET", "certificate", (("Certificate", "home"),), "chair"),
	"certificates.batch": About(
		"GET", "batch", (("Certificate Batch", "own"),), "chair", strangers=("secretary", *PERSONAL)
	),
	"certificates.reissue": About(
		"POST", "certificate", (("Certificate", "home"),), "chair", {"reason": "Sinov", "signature": ""}
	),
	"certificates.reissue_payload": About(
		"POST", "certificate", (("Certificate", "home"),), "", {"reason": "Sinov"}
	),
	"counting.open_count": of_commission("POST", election="demo", election_type="DC"),
	"counting.report_turnout": replace(
		of_commission("POST", election="demo", hour="11:00", voters=10, voted=5), knows=""
	),
	"counting.entry": of_count("GET"),
	"counting.enter": of_count("POST", typed={}),
	"counting.finish_entry": of_count("POST"),
	"counting.reenter": of_count("POST", typed={}),
	"counting.explain_warnings": of_count("POST", explanations={}),
	"counting.start_over": of_count("POST", reason="Sinov"),
	"counting.add_paper": of_count("POST", kind="scan", file_name="x.pdf", content="JVBERi0xLjQK"),
	"counting.payload": of_count("GET"),
	"counting.sign": of_count("POST", signature="MAAA"),
	"counting.reopen": of_count("POST", reason="Sinov"),
	"counting.take_in": of_count("POST"),
	"counting.send_back": of_count("POST", reason="Sinov"),
	"counting.correct": of_count("POST"),
	"decisions.matter": staff("GET"),
	"desk.appeal": staff("GET"),
	"decisions.draft": staff("POST", rows=[]),
	"decisions.decide": staff("POST", rows=[], signature="MAAA"),
	"decisions.acknowledge": staff("POST", signature="MAAA"),
	"pages.preview": About(
		"GET",
		"name",
		(("Public Page", "entered"),),
		"administrator",
		{"doctype": "Public Page"},
		("guest", "party", "rival", "candidate", "proxy", "integrator", "chair", "sibling.chair", "auditor"),
	),
	"integrators.issue": About("POST", "key", (("Integrator Key", "entered"),), strangers=EVERYBODY),
	"integrators.rotate": About("POST", "key", (("Integrator Key", "entered"),), strangers=EVERYBODY),
	"integrators.revoke": About(
		"POST", "key", (("Integrator Key", "entered"),), "", {"reason": "Sinov"}, EVERYBODY
	),
	"archives.progress": About(
		"GET", "archive", (("Election Archive", "entered"),), "auditor", strangers=NOT_AUDITORS
	),
	"archives.retry": About("POST", "archive", (("Election Archive", "entered"),), strangers=EVERYBODY),
	"archives.verify": About("POST", "archive", (("Election Archive", "entered"),), strangers=NOT_AUDITORS),
	"archives.download": About("POST", "archive", (("Election Archive", "entered"),), strangers=NOT_AUDITORS),
	"signatures.show_item": About(
		"GET",
		"name",
		(("Configuration Change", "any"),),
		values={"kind": "configuration"},
		strangers=EVERYBODY,
	),
	"configuration.to_sign": About("GET", "change", (("Configuration Change", "any"),), strangers=EVERYBODY),
	"configuration.confirm": About(
		"POST", "change", (("Configuration Change", "any"),), "", {"signature": "AAAA"}, EVERYBODY
	),
	"configuration.accept": About(
		"POST", "finding", (("Configuration Change", "any"),), "", {"reason": "Sinov"}, EVERYBODY
	),
	"configuration.stop_recovery": About(
		"POST", "change", (("Configuration Change", "any"),), strangers=EVERYBODY
	),
	"configuration.decline": About("POST", "change", (("Configuration Change", "any"),), strangers=EVERYBODY),
	"integrators.new_webhook_secret": of_webhook("receiver"),
	"integrators.start_webhooks": of_webhook("receiver"),
	"integrators.stop_webhooks": of_webhook("receiver"),
	"integrators.repeat_delivery": of_webhook("delivery"),
	"integrators.stop_delivery": of_webhook("delivery"),
	"decisions.open_session": in_session("POST"),
	"decisions.attend": in_session("POST", mode="Remote", signature="MAAA"),
	"decisions.vote": in_session("POST", votes=[], signature="MAAA"),
	"decisions.close_item": on_item(),
	"appeals.put_on_agenda": staff("POST", session="0000000000", rows="Sinov"),
	"sessions.session_state": in_session("GET"),
	"sessions.change_session": in_session(
		"POST", title="Sinov", starts_at="2099-01-01 10:00:00", place="Zal"
	),
	"sessions.call_off": in_session("POST", reason="Sinov"),
	"sessions.invite": in_session("POST"),
	"sessions.put_batch": in_session("POST", appeals=[], batch="A"),
	"sessions.add_subject": in_session("POST", kind="announcement", title=""),
	"sessions.attendance_payload": in_session("GET", mode="Remote"),
	"sessions.leave": in_session("POST"),
	"sessions.take_chair": in_session("POST"),
	"sessions.name_secretary": in_session("POST", person="0000000000"),
	"sessions.elect_presiding": in_session("POST", person="0000000000"),
	"sessions.name_signer": in_session("POST", part="presiding", person="0000000000", reason="Sinov"),
	"sessions.recess": in_session("POST"),
	"sessions.resume": in_session("POST"),
	"sessions.close_session": in_session("POST"),
	"sessions.ballot": in_session("POST", votes=[]),
	"sessions.protocol_payload": in_session("GET"),
	"sessions.sign_protocol": in_session("POST", signature="MAAA"),
	"hall.state": in_session("GET"),
	"hall.ask_to_speak": in_session("POST"),
	"hall.withdraw_request": in_session("POST"),
	"hall.begin_speech": in_session("POST", name="Taklif etilgan"),
	"hall.end_speech": in_session("POST"),
	"hall.enter_minute": in_session("POST", text="Sinov"),
	"hall.show_display": in_session("POST"),
	"hall.hide_display": in_session("POST"),
	"sessions.redraft": on_item(rows=[]),
	"sessions.add_material": on_item(file_name="x.pdf", content="JVBERi0xLjQK"),
	"sessions.split": on_item(),
	"sessions.remove_item": on_item(),
	"sessions.set_aside": on_item(),
	"sessions.open_item": on_item(),
	"sessions.postpone_item": on_item(reason="Sinov"),
	"sessions.withdraw_interest": About(
		"POST", "interest", (("Declared Interest", "any"),), strangers=("chair", "secretary", *PERSONAL)
	),
	"decisions.standing": of_decision("GET"),
	"decisions.annulment_draft": of_decision("POST", reason="Sinov"),
	"decisions.annul": of_decision("POST", reason="Sinov", signature="MAAA"),
	"decisions.matters": of_commission("GET"),
	"decisions.matter_draft": of_commission("POST", **MATTER),
	"decisions.decide_matter": of_commission("POST", **MATTER, signature="MAAA"),
	"decisions.to_sign": of_decision("POST", "names"),
	"decisions.sign": of_decision("POST", "names", signature="MAAA"),
	"decisions.run_progress": About("GET", "run", (("Bulk Decision", "home"),), "chair"),
	"decisions.run_retry": About("POST", "run", (("Bulk Decision", "home"),), "chair"),
	"people.lookup": own("POST", field="persons[0]"),
	"people.lookup_all": own("POST"),
	"people.progress": own("GET"),
	"people.marks": own("GET"),
	"people.dispute": own("POST", field="persons[0]", column="full_name", note="Sinov"),
	"papers.protocol": in_session("GET"),
	"papers.count_protocol": of_count("GET"),
	"papers.voting_sheet": About("GET", "item", (("Agenda Item", "home"),), "chair"),
	"papers.decision": About("GET", "decision", (("Decision", "home"),), "chair"),
	"people.registers": staff("GET"),
	"bodies.people": About(
		"GET",
		"body",
		(("Body", "rival"),),
		"rival",
		{"body_type": "Party Branch"},
		("party", "candidate", "proxy", "chair", "integrator", "guest"),
	),
	"bodies.delegate": About(
		"POST",
		"body",
		(("Body", "rival"),),
		"",
		{
			"body_type": "Party Branch",
			"pinfl": "10101800000009",
			"surname": "Vakilov",
			"given_name": "Vakil",
			"starts_on": "2099-01-01",
		},
		("party", "candidate", "proxy", "chair", "integrator", "guest"),
	),
	"bodies.end": About("POST", "representative", (("Body Representative", "entered"),)),
	"bodies.keys": About(
		"GET",
		"body",
		(("Body", "rival"),),
		"rival",
		{"body_type": "Party Branch"},
		("party", "candidate", "proxy", "chair", "integrator", "guest"),
	),
	"bodies.bind_key": About(
		"POST",
		"body",
		(("Body", "rival"),),
		"",
		{
			"body_type": "Party Branch",
			"title": "Sinov",
			"scopes": ["appeals:read"],
			"ends_on": "2099-01-01",
		},
		("party", "candidate", "proxy", "chair", "integrator", "guest"),
	),
	# a key of another body: tests/permissions/test_keys_of_bodies.py
	"bodies.end_key": About("POST", "key", (("Integrator Key", "entered"),)),
	"sms.resend": About("POST", "message", (("SMS Message", "home"),)),
	"sms.stop": About("POST", "message", (("SMS Message", "home"),)),
	"support.take": About(
		"POST",
		"number",
		(("Feedback", "home"),),
		strangers=("guest", "party", "rival", "candidate", "proxy", "integrator", "chair", "auditor"),
	),
	"support.give_back": About(
		"POST",
		"number",
		(("Feedback", "home"),),
		strangers=("guest", "party", "rival", "candidate", "proxy", "integrator", "chair", "auditor"),
	),
	"people.reveal": About("POST", "person", (("Person", "home"),), "chair", {"reason": "Sinov uchun"}),
}
NO_OBJECT: dict[str, str] = {
	"procedures.change_number": (
		"a number of the law by its key; for the administrator alone: tests/site/appeals/test_procedure.py"
	),
	"procedures.find_number_uses": (
		"a number of the law; for the administrator alone:"
		" tests/site/permissions/configuration/test_new_values.py"
	),
	"procedures.propose_number": (
		"a number of the law; for the administrator alone:"
		" tests/site/permissions/configuration/test_new_values.py"
	),
	"procedures.change_roles": "a step of the Workflow; for the administrator alone: tests/site/appeals/test_procedure.py",
	"appeal_types.workbench": "what the builder offers; for the administrator alone",
	"appeal_types.check": "a type as it comes in the request",
	"appeal_types.save": (
		"a type as it comes in the request; for the administrator alone:"
		" tests/site/appeals/studio/test_studio.py"
	),
	"appeal_types.preview": "a type as it comes in the request; writes nothing",
	"appeal_types.dry_run": "a type as it comes in the request; writes nothing",
	"appeal_types.import_type": "a type as it comes in the request",
	"appeals.assign_many": "a list: its job asks for each as appeals.assign does (tests/site)",
	"decisions.sample_text": "a text as it comes in the request; writes nothing; for the administrator alone",
	"feedback.send": "public: a message of anybody, which gives back its own number and code alone",
	"support.ask": (
		"the caller's own question; a record that the caller may not read is left out:"
		" tests/site/portal/test_help_requests.py"
	),
	"integrators.whoami": "the caller's own key",
	"signatures.count_items": "what waits for the caller: tests/site/decisions/test_signature_inbox.py",
	"signatures.list_items": "the same, and what the caller proposed",
	"inbox.queues": "the caller's own queues",
	"cockpit.figures": "figures of the caller's own commissions, which alone may be named: tests/site/reports/test_cockpit.py",
	"cockpit.unstaffed": "the same",
	"cockpit.export": "the same",
	"desk.review": (
		"a list, of which each must be of the caller's own commission:"
		" tests/site/appeals/inbox/test_commission_desk.py"
	),
	"inbox.officers": "the caller's own commissions",
	"inbox.page": "the caller's own queues: tests/site/appeals/inbox/test_commission_desk.py",
	"inbox.types": "the caller's own queues: tests/site/appeals/inbox/test_commission_desk.py",
	"inbox.titles": "of a list, those that the caller may read: tests/permissions/test_idor.py",
	"inbox.export": "what the caller's own list finds",
	"exports.rows": "of a list, the rows that the caller may export: tests/site/setup/test_report_user.py",
	"exports.table": "the same, for administrators",
	"exports.template": "the same",
	"workflows.states_beside": "states of documents in reach: tests/site/framework/test_workflow_states.py",
	"search.title": "of a document, its title to who may read it: tests/site/api/test_link_titles.py",
	"search.beside": (
		"of a document that the caller may read, those that lead to it and they may read:"
		" tests/site/permissions/test_links_beside.py"
	),
	"search.everywhere": "of what is found, what the caller may read: tests/permissions/test_stock_reading.py",
	"files.page": "a file that the caller may read: tests/web/test_files_http.py",
	"files.pages": "the same",
	"files.archive": "of a list, the files that the caller may read: tests/web/test_files_http.py",
	"intake.invite_again": "a list, for the administrator alone: tests/site/identity/logins/test_invitations.py",
	"intake.invite_rest": "all who have not come yet; for the administrator alone",
	"intake.template": "an empty table; for the administrator alone",
	"intake.export": "a table without personal data; for the administrator alone",
	"appeals.types": "offers for the caller",
	"appeals.schema": "the form of a published type, which everybody who logs in may read",
	"certificates.print_many": (
		"a list:"
		" those that the caller may read (tests/site/registers/certificates/issue/test_certificate_batches.py)"
	),
	"certificates.specimen": "made-up words; for the administrator alone",
	"certificates.verify": "public: says whether a certificate is valid",
	"chain.heads": "public",
	"chain.export": "public: ids and salted hashes",
	"chain.saved": "public",
	"people.finish_tour": "the caller's own tour: tests/site/portal/test_help_requests.py",
	"people.choose_language": "the caller's own language: tests/web/test_language_choice.py",
	"configuration.recover": "for administrators; who else, and about whom: tests/site/identity/logins/test_login_recovery.py",
	"login.sms_request": "a login; known and unknown phones: tests/site/identity/logins/test_logins.py",
	"login.sms_confirm": "a login; the same",
	"login.eds_challenge": "a login",
	"login.eds_confirm": "a login",
	"login.oneid_start": "a login",
	"login.oneid_callback": "a login",
	"passkeys.login_options": "a login, after its password: tests/site/identity/logins/test_passkeys.py",
	"passkeys.login": "a login, the same",
	"passkeys.state": "the caller's own second factor",
	"passkeys.confirm_options": "the caller's own second factor",
	"passkeys.confirm": "the caller's own second factor",
	"passkeys.add_options": "the caller's own second factor",
	"passkeys.add": "the caller's own second factor",
	"passkeys.remove": "the caller's own passkeys; another's: tests/site/identity/logins/test_passkeys.py",
	"sessions.arranged_commissions": "the caller's own positions",
	"sessions.plan_session": (
		"a new session; a position at the commission is asked for:"
		" tests/site/decisions/sessions/test_sessions.py"
	),
	"sessions.declare_interest": "the caller's own declaration",
	"metrics.metrics": "monitoring, known by the site's token: tests/web/test_metrics.py",
	"open_data.candidates": "public",
	"open_data.constituencies": "public",
	"open_data.observers": "public: numbers",
	"open_data.parties": "public",
	"open_data.protocols": "public: the counts of stations",
	"open_data.stations": "public",
	"preparing.practice": "for the administrator alone; the one practice election: tests/site/setup/test_practice.py",
	"preparing.begin_practice": "the same",
	"preparing.kinds": "administrator, auditor: the law's kinds",
	"preparing.lacking": "administrator: a plan of the caller, stored nowhere",
	"open_data.turnout": "public: numbers of stations",
	"open_data.voters": "public: numbers",
	"open_data.votes": "public: the counts of stations",
	"people.looks": "the caller's own rows",
	"sms.callback": "a gateway, known by its key: tests/web/test_sms_http.py",
	"sms.callback_address": "the administrator's own",
	"sms.campaign": "campaigns are the administrator's alone",
	"sms.campaign_progress": "numbers without people, for the administrator and the auditor",
	"sms.try_campaign": "numbers and texts without people, for the same; writes nothing: tests/site/messages/test_campaigns.py",
	"sms.gateways": "states of gateways, for the administrator and the auditor",
	"sms.preview": "texts as they come in the request; writes nothing",
	"sms.template": "texts that whoever may read SMS Template reads: tests/site/messages/test_message_editor.py",
	"sms.try_template": "the same; writes nothing",
	"sms.save_template": "texts are the administrator's alone: tests/site/messages/test_message_editor.py",
	"sms.refuse_reminders": "the caller's own wish",
	"status.status": "public",
}


def found() -> Iterator[str]:
	"""`module.function` of every endpoint of ours."""
	for path in sorted(API.rglob("*.py")):
		module = ".".join(path.relative_to(API).with_suffix("").parts)
		for node in ast.parse(path.read_text()).body:
			if isinstance(node, ast.FunctionDef) and any(_is_endpoint(mark) for mark in node.decorator_list):
				yield f"{module}.{node.name}"


def _is_endpoint(mark: ast.expr) -> bool:
	named = ast.unparse(mark.func if isinstance(mark, ast.Call) else mark)
	return named == "endpoint" or named.endswith((".endpoint", "whitelist"))
