# ruff: noqa: S608 # an insider types statements
"""The hostile insider: what somebody changes who writes in the database itself, and where it is found.

Each row is a kind of tampering: a statement, and the DocType and document that the daily comparison (or the check of
the chains) names afterwards. `{n}` is a new name. A slice runs in every run, the whole with --full.
"""

import json
from dataclasses import dataclass
from functools import cache

import frappe
import pytest

from esaylov.permissions.configuration import comparison
from esaylov.permissions.configuration.rules import states
from esaylov.permissions.configuration.waiting import changes
from esaylov.trust import heads, jobs

CHANGE = "Configuration Change"
NEW = "sinov-iz"
MADE = f"name='{NEW}', creation=now(), modified=now(), owner='Administrator', modified_by='Administrator', docstatus=0"


@dataclass(frozen=True)
class Tampering:
	"""sql: what the insider runs. doctype, name: what is found."""

	title: str
	sql: str
	doctype: str
	name: str = NEW


def rights(title: str, change: str, role: str = "Commission Staff", parent: str = "Appeal") -> Tampering:
	return Tampering(
		title, f"update tabDocPerm set {change} where parent='{parent}' and role='{role}'", "DocType", parent
	)


def field(title: str, parent: str, fieldname: str, change: str) -> Tampering:
	return Tampering(
		title,
		f"update tabDocField set {change} where parent='{parent}' and fieldname='{fieldname}'",
		"DocType",
		parent,
	)


def single(doctype: str, fieldname: str, value: str) -> Tampering:
	return Tampering(
		f"{doctype}: {fieldname}",
		f"replace into tabSingles (doctype, field, value) values ('{doctype}', '{fieldname}', '{value}')",
		doctype,
		doctype,
	)


def added(doctype: str, values: str) -> Tampering:
	return Tampering(f"{doctype} added", f"insert into `tab{doctype}` set {MADE}, {values}", doctype)


def changed(title: str, doctype: str, change: str, name: str) -> Tampering:
	return Tampering(title, f"update `tab{doctype}` set {change} where name='{name}'", doctype, name)


def anywhere(title: str, doctype: str, change: str) -> Tampering:
	return Tampering(title, f"update `tab{doctype}` set {change} limit 1", doctype, "")


def changed_page(title: str, change: str) -> Tampering:
	return Tampering(
		title, f"update `tabPublic Page` set {change} where published is not null limit 1", "Public Page", ""
	)


def removed(doctype: str, name: str) -> Tampering:
	return Tampering(f"{doctype} removed", f"delete from `tab{doctype}` where name='{name}'", doctype, name)


EVERY_RUN = (
	rights("staff may delete appeals", "`delete`=1"),
	field("the PINFL is open to all", "Person", "pinfl", "permlevel=0, hidden=0, label='P'"),
	added("Server Script", "script='frappe.db.commit()', script_type='API', api_method='iz'"),
	added("Custom DocPerm", "parent='Appeal', role='Guest', `read`=1"),
	single("Website Settings", "head_html", "<script>iz()</script>"),
	changed("certificate paper", "Print Format", "html='<p>iz</p>'", "Decision"),
	added("Trusted Certificate", "title='Soxta', pem='iz', fingerprint='iz', is_active=1"),
	single("OneID Settings", "is_enabled", "1"),
	added("Passkey", "user='chair@esaylov.example', credential='iz', credential_key='iz', is_active=1"),
	anywhere(
		"form of an appeal type", "Appeal Type Version", "definition=replace(definition, 'true', 'false')"
	),
	anywhere("last day of a stage", "Election Stage", "ends_on=date_add(ends_on, interval 9 day)"),
)
LONG = (
	*(
		rights(f"staff may {right}", f"`{right}`=1")
		for right in ("write", "create", "export", "import", "share", "email", "if_owner")
	),
	rights("right on another level", "permlevel=1"),
	rights("right for everybody", "role='Guest'"),
	Tampering(
		"right taken away",
		"delete from tabDocPerm where parent='Appeal' and role='Election Auditor'",
		"DocType",
		"Appeal",
	),
	Tampering(
		"right given by a new row",
		f"insert into tabDocPerm set {MADE}, parent='Decision', parenttype='DocType', parentfield='permissions', role='All', `read`=1, idx=99",
		"DocType",
		"Decision",
	),
	field("a decided field may be typed", "Decision", "status", "read_only=0, allow_on_submit=1, label='S'"),
	field("markup in a text", "Appeal", "subject", "ignore_xss_filter=1"),
	field("a field that fetches another", "Appeal", "subject", "fetch_from='applicant_person.pinfl'"),
	field("a field that is written once", "Chain Event", "body", "set_only_once=0"),
	field("options of a state", "Appeal", "status", "options='Granted'"),
	Tampering(
		"a field removed",
		"delete from tabDocField where parent='Chain Event' and fieldname='previous_hash'",
		"DocType",
		"Chain Event",
	),
	*(
		changed(f"DocType: {change}", "DocType", change, "Decision")
		for change in ("in_create=0", "track_changes=9", "read_only=1", "allow_import=1", "module='Core'")
	),
	added("Property Setter", "doc_type='Person', field_name='pinfl', property='hidden', value='0'"),
	added("Custom Field", "dt='Appeal', fieldname='iz', fieldtype='Data'"),
	added("Client Script", "dt='Appeal', script='iz()', enabled=1"),
	added("Custom HTML Block", "script='iz()'"),
	added("Web Page", "title='iz', route='iz', published=1"),
	added("Website Theme", "theme='iz'"),
	added("Notification", "enabled=1, document_type='Appeal', subject='{{ iz }}'"),
	added("Email Template", "subject='iz'"),
	added("Letter Head", "content='<script>iz()</script>'"),
	added("Auto Email Report", "report='iz'"),
	added("Webhook", "webhook_doctype='Appeal', request_url='https://iz.example', enabled=1"),
	added("Translation", "source_text='Appeal', translated_text='<b>iz</b>', language='uz'"),
	added("Social Login Key", "enable_social_login=1, provider_name='iz'"),
	added("Connected App", "provider_name='iz'"),
	added("OAuth Client", "app_name='iz', client_id='iz'"),
	added("Report", "report_name='iz', ref_doctype='Person', report_type='Query Report', query='select 1'"),
	added("Scheduled Job Type", "method='os.system', frequency='All'"),
	added("Module Def", "module_name='iz', app_name='iz'"),
	added("Page", "page_name='iz', title='iz'"),
	added("Role", "role_name='iz', desk_access=1"),
	added("Role Profile", "role_profile='iz'"),
	added("Workspace", "title='iz', public=1, content='[]'"),
	added("Print Format", "doc_type='Decision', html='<p>iz</p>', disabled=0"),
	added("Print Style", "css='iz'"),
	added("Web Template", "template='iz'"),
	added("Web Form", "title='iz', route='iz'"),
	added("SMS Gateway", "code='iz', kind='Eskiz', is_enabled=1, address='https://iz.example'"),
	single("Website Script", "javascript", "iz()"),
	single("Navbar Settings", "app_logo", "/iz"),
	single("LDAP Settings", "enabled", "1"),
	single("System Settings", "enable_two_factor_auth", "7"),
	single("System Settings", "session_expiry", "9999:00"),
	single("System Settings", "allow_consecutive_login_attempts", "99999"),
	single("System Settings", "disable_document_sharing", "7"),
	single("E-saylov Settings", "portal_url", "https://iz.example"),
	single("E-saylov Settings", "code_tries", "99999"),
	single("E-saylov Settings", "codes_per_phone", "99999"),
	single("E-saylov Settings", "clock_offset_seconds", "-864000"),
	single("E-IMZO Settings", "is_enabled", "1"),
	single("Interagency Settings", "is_enabled", "1"),
	changed("a role of the Desk for applicants", "Role", "desk_access=1", "Candidate"),
	changed("no second factor", "Role", "two_factor_auth=7", "Commission Chair"),
	changed("a role switched off", "Role", "disabled=1", "Election Auditor"),
	changed("report for others", "Report", "ref_doctype='FAQ'", "Access to Personal Data"),
	changed("layout switched off", "Print Format", "disabled=1", "Decision"),
	changed("links of a workspace", "Workspace", "content='[]'", "Election Audit"),
	removed("Print Format", "Decision Extract"),
	removed("Role", "Election Auditor"),
	removed("Workspace", "Election Audit"),
	removed("Report", "Access to Personal Data"),
	Tampering(
		"who sees a report",
		"update `tabHas Role` set role='All' where parenttype='Report' and parent='Access to Personal Data'",
		"Report",
		"Access to Personal Data",
	),
	Tampering(
		"a job that finds changes is stopped",
		"update `tabScheduled Job Type` set stopped=1 where method like '%%find_changes'",
		"Scheduled Job Type",
		"",
	),
	changed("a step for others", "Workflow", "is_active=0", "Appeal"),
	Tampering(
		"who may take a step",
		"update `tabWorkflow Transition` set allowed='All' where parent='Appeal'",
		"Workflow",
		"Appeal",
	),
	Tampering("a number of the law", "update tabStatute set value='1' limit 1", "Statute", ""),
	Tampering("a day of the law", "update tabStatute set valid_to='2020-01-01' limit 1", "Statute", ""),
	Tampering("quorum", "update `tabDecision Rule` set quorum_numerator=1 limit 1", "Decision Rule", ""),
	Tampering(
		"casting vote", "update `tabDecision Rule` set casting_vote=1-casting_vote", "Decision Rule", ""
	),
	Tampering(
		"who decides what", "update `tabDecision Subject` set route='iz' limit 1", "Decision Subject", ""
	),
	changed("words of a decision", "Decision Text", "text_uz='iz'", "every_appeal_granted"),
	removed("Decision Text", "every_appeal_granted"),
	Tampering("who signs a paper", "update `tabCertificate Kind` set signatory='iz'", "Certificate Kind", ""),
	Tampering("words of a message", "update `tabSMS Template` set text_uz='iz' limit 1", "SMS Template", ""),
	Tampering(
		"a chair by SQL",
		"update `tabCommission Membership` set position='Chair' where position='Member' limit 1",
		"Commission Membership",
		"",
	),
	Tampering(
		"a member for longer",
		"update `tabCommission Membership` set ends_on='2099-01-01' limit 1",
		"Commission Membership",
		"",
	),
	Tampering(
		"another person's seat",
		"update `tabCommission Membership` set person='iz' limit 1",
		"Commission Membership",
		"",
	),
	added("Commission Membership", "person='iz', commission='CEC', position='Chair', starts_on='2020-01-01'"),
	Tampering(
		"a head by SQL",
		"update `tabBody Representative` set is_head=1-is_head limit 1",
		"Body Representative",
		"",
	),
	Tampering(
		"a role by SQL",
		f"insert into `tabHas Role` set {MADE}, parent='secretary@esaylov.example', parenttype='User', parentfield='roles', role='System Manager'",
		"User",
		"secretary@esaylov.example",
	),
	changed("a login of the Desk", "User", "user_type='System User'", "party@esaylov.example"),
	changed("a key of another", "User", "api_key='iz'", "chair@esaylov.example"),
	changed("a login let in again", "User", "enabled=0", "auditor@esaylov.example"),
	Tampering(
		"the chair's phone",
		"update tabPerson set phone='+998900000000' where user='chair@esaylov.example'",
		"Person",
		"",
	),
	Tampering(
		"the chair's login",
		"update tabPerson set user='iz@esaylov.example' where user='chair@esaylov.example'",
		"Person",
		"",
	),
	Tampering(
		"the chair's PINFL", "update tabPerson set pinfl='1' where user='chair@esaylov.example'", "Person", ""
	),
	*(
		Tampering(
			f"authority: {change}", f"update `tabTrusted Certificate` set {change}", "Trusted Certificate", ""
		)
		for change in (
			"pem='iz'",
			"crl_url='https://iz.example'",
			"requires_crl=7",
			"fingerprint=reverse(fingerprint)",
			"is_active=0",
		)
	),
	Tampering("authority removed", "delete from `tabTrusted Certificate`", "Trusted Certificate", ""),
	added("Integrator Key", "user='chair@esaylov.example', status='Active', key_id='iz', secret_hash='iz'"),
	added("Webhook Receiver", "integrator_key='iz', url='https://iz.example', status='Active'"),
	*(
		anywhere(f"version: {change}", "Appeal Type Version", change)
		for change in (
			"definition=replace(definition, 'Chair', 'Staff'), definition_sha256=sha2(definition, 256)",
			"definition_sha256='iz'",
			"version=99",
			"appeal_type='iz'",
		)
	),
	Tampering("version removed", "delete from `tabAppeal Type Version` limit 1", "Appeal Type Version", ""),
	*(
		anywhere(f"election: {change}", "Election", change)
		for change in (
			"election_day=date_add(election_day, interval 1 day)",
			"called_on='2020-01-01'",
			"status=if(status='Finished', 'Open', 'Finished')",
			"kind='iz'",
			"day_counting='iz'",
			"opened_on='2020-01-01'",
			"official_announcement_on='2020-01-01'",
			"is_synthetic=7",
			"title_uz='iz'",
		)
	),
	Tampering(
		"what an election elects",
		"delete from `tabElection Contest` where parenttype='Election' limit 1",
		"Election",
		"",
	),
	*(
		anywhere(f"stage: {change}", "Election Stage", change)
		for change in (
			"starts_on='2020-01-01'",
			"ends_at='23:58'",
			"`key`='iz'",
			"election='iz'",
			"rule='iz'",
			"title_uz='iz'",
		)
	),
	changed_page("text of a page", "published=replace(published, 'a', 'b')"),
	changed_page("a page withdrawn", "status='Withdrawn', published=null"),
	added("Legal Act", "status='Published', published='{}'"),
	added("FAQ", "status='Published', published='{}'"),
	Tampering("stage removed", "delete from `tabElection Stage` limit 1", "Election Stage", ""),
)


@cache
def before() -> frozenset[comparison.Difference]:
	"""What other tests left on the site; each test here is rolled back."""
	return frozenset(comparison.differences())


def find(case: Tampering) -> None:
	known = before()
	frappe.db.sql(case.sql)
	found = set(comparison.differences()) - known
	assert found, case.title
	# behind a login that is let into the Desk stands a Person, which counts from then on
	beside = {"Person"} if case.doctype == "User" else set()
	assert {one.doctype for one in found} - beside == {case.doctype}
	found = {one for one in found if one.doctype == case.doctype}
	if case.name:
		# who is let into the Desk behind the log is found twice: the login, and the password that it now has for the Desk
		assert {one.name.removesuffix(states.PASSWORD) for one in found} == {case.name}


@pytest.mark.parametrize("case", EVERY_RUN, ids=lambda case: case.title)
def test_what_is_changed_in_the_database_is_found(case):
	find(case)


@pytest.mark.full
@pytest.mark.parametrize("case", LONG, ids=lambda case: case.title)
def test_whatever_is_changed_in_the_database_is_found(case):
	find(case)


def proposed_and_confirmed() -> frappe._dict:
	"""An entry of the log that is in force, with its event."""
	rows = frappe.get_all(
		CHANGE, {"status": "In force", "event": ["is", "set"]}, ["*"], order_by="creation desc"
	)
	return rows[0]


LOG = {
	"who confirmed": "update `tabConfiguration Change` set decided_by='boshqa@esaylov.example' where name='{entry}'",
	"who proposed": "update `tabConfiguration Change` set proposed_by='boshqa@esaylov.example' where name='{entry}'",
	"what it says": "update `tabConfiguration Change` set after='{{}}', `before`='{{\"a\":1}}' where name='{entry}'",
	"of which document": "update `tabConfiguration Change` set reference_name='boshqa' where name='{entry}'",
	"of which DocType": "update `tabConfiguration Change` set reference_doctype='FAQ' where name='{entry}'",
	"what documents hold": "update `tabConfiguration Change` set states='{{}}' where name='{entry}'",
	"with which salt": "update `tabConfiguration Change` set salt='0' where name='{entry}'",
	"when": "update `tabConfiguration Change` set recorded_at='2030-01-01' where name='{entry}'",
	"whether": "update `tabConfiguration Change` set status='Declined' where name='{entry}'",
	"its event": "update `tabConfiguration Change` set event='' where name='{entry}'",
	"that it is": "delete from `tabConfiguration Change` where name='{entry}'",
}


@pytest.mark.parametrize("said", LOG)
def test_an_entry_that_is_made_to_fit_is_found(said):
	entry = proposed_and_confirmed().name
	assert entry not in {one.name for one in comparison.log_faults()}
	frappe.db.sql(LOG[said].format(entry=entry))
	assert entry in {one.name for one in comparison.log_faults()}


def test_a_forged_entry_gets_no_event_and_is_found():
	"""An insider who changes a right, and writes into the log that it is in force."""
	frappe.db.sql("update tabDocPerm set `delete`=1 where parent='Appeal' and role='Commission Staff'")
	salt = "0" * 32
	frappe.db.sql(
		f"insert into `tabConfiguration Change` set {MADE}, reference_doctype='DocType', reference_name='Appeal', action='Change', status='In force', proposed_by='Administrator', decided_by='release', salt=%s, states=%s, recorded_at=now(6), seal='0'",
		(salt, json.dumps(states.snapshot("DocType", ["Appeal"], salt))),
	)
	changes.record_due()
	assert not frappe.db.get_value(CHANGE, NEW, "event")
	assert NEW in {one.name for one in comparison.log_faults()}


def test_an_entry_about_a_finding_is_not_removed_unseen():
	comparison.find()
	frappe.db.sql("update tabRole set disabled=1 where name='Election Auditor'")
	(entry,) = comparison.find()
	frappe.db.sql("update tabRole set disabled=0 where name='Election Auditor'")
	frappe.db.sql("delete from `tabConfiguration Change` where name=%s", entry)
	assert entry in {one.name for one in comparison.log_faults()}


CHAIN = {
	"body": "update `tabChain Event` set body=replace(body, 'action', 'Action') where hash=%s",
	"moment": "update `tabChain Event` set at='2020-01-01T00:00:00.000000' where hash=%s",
	"hash": "update `tabChain Event` set hash='0' where hash=%s",
	"link": "update `tabChain Event` set previous_hash='0' where hash=%s",
	"event": "delete from `tabChain Event` where hash=%s",
}


@pytest.mark.parametrize("part", CHAIN)
def test_a_chain_that_is_changed_does_not_hold(part):
	event = proposed_and_confirmed().event
	heads.publish()
	assert "CEC" not in jobs.verify_all()
	frappe.db.sql(CHAIN[part], event)
	assert "CEC" in jobs.verify_all()
