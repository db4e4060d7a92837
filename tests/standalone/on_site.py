"""What test_neighbours does on its site, run inside the framework: a census of everything, rows of before the patches, traces."""

import hashlib
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import frappe
from frappe.installer import remove_app
from frappe.utils.background_jobs import get_queues

from esaylov.framework.guarded_steps import SETTING_UP
from esaylov.setup.operating import service as operating
from esaylov.setup.uninstall import APP, DOCUMENTS, ROWS
from standalone.site import connected

UNSTABLE = {"__global_search", "tabError Log", "tabSessions", "tabActivity Log", "tabScheduled Job Log"}
"""Tables of what happens, not of what stands."""
STAMPS = ("creation", "modified", "modified_by", "owner")
LABELS = {
	"tabSingles": ("doctype", "field"),
	"tabDefaultValue": ("parent", "defkey"),
	"tabDeleted Document": ("deleted_doctype", "deleted_name"),
	"tabHas Role": ("parenttype", "parent", "role"),
	"tabBlock Module": ("parent", "module"),
	"tabPatch Log": ("patch",),
	"tabVersion": ("ref_doctype", "docname", "name"),
	"tabComment": ("reference_doctype", "reference_name", "name"),
	"tabDocShare": ("share_doctype", "share_name", "name"),
	"__Auth": ("doctype", "name", "fieldname"),
	"__UserSettings": ("user", "doctype"),
}
STAFF, CLERK = "staff@esaylov.example", "clerk@esaylov.example"


def census() -> dict[str, dict[str, str]]:
	"""Table to label to hash: its schema under `*`, each row, and under `files` those of the site, under `keys` ours."""
	tables = [table for table in frappe.db.get_tables(cached=False) if table not in UNSTABLE]
	found = {table: dict(_of_table(table)) for table in tables}
	site = Path(frappe.get_site_path())
	files = [
		path
		for part in ("public", "private")
		for path in (site / part).rglob("*")
		if "backups" not in path.parts
	]
	return found | {"files": {str(path.relative_to(site)): "" for path in files}}


def _of_table(table: str) -> Iterator[tuple[str, str]]:
	schema = frappe.db.sql(f"show create table `{table}`")[0][1]
	yield "*", re.sub(r" AUTO_INCREMENT=\d+", "", schema)
	for row in frappe.db.sql(f"select * from `{table}`", as_dict=True):  # noqa: S608 # a name of the database itself
		fields = LABELS.get(table, ("name",))
		label = "|".join(str(row.get(name)) for name in fields)
		# a row that is written anew with the same content is the same; so is one that says NULL for nothing
		unlike = {*STAMPS, *(("name",) if "name" not in fields else ())}
		row = {key: "" if value is None else value for key, value in row.items() if key not in unlike}
		yield label, hashlib.sha256(repr(sorted(row.items())).encode()).hexdigest()[:16]


def heard() -> int:
	"""How often the neighbour hears of one new ToDo; nothing is left of it."""
	frappe.flags.neighbour_heard = 0
	frappe.get_doc(doctype="ToDo", description="heard?").insert()
	frappe.db.rollback()
	return frappe.flags.neighbour_heard


def ours_left() -> list[str]:
	"""What Redis holds under our names: keys of the cache, users' settings, jobs of this site."""
	prefix = frappe.cache.make_key("").decode()
	keys = [key.decode().removeprefix(prefix) for key in frappe.cache.get_keys(APP)]
	settings = [key.decode() for key in frappe.cache.hkeys("_user_settings")]
	jobs = [
		job for queue in get_queues() for job in queue.jobs if job.id.startswith(f"{frappe.local.site}||")
	]
	methods = [str(job.kwargs.get("method")) for job in jobs]
	return sorted([*keys, *settings, *(method for method in methods if method.startswith(APP))])


# --- an upgrade ---


def fill() -> None:
	"""Rows whose form the patches of patches.txt change."""
	for place, status in enumerate(("Active", "Ended", "Registered")):
		_put(
			"Observer", f"observer-{place}", status=status, full_name=f"Kuzatuvchi {place}", person=str(place)
		)
	for place, status in enumerate(("Queued", "Queued", "Sent")):
		_put("SMS Message", f"sms-{place}", status=status, event_key=f"key-{place}", receiver="998900000000")
	for place in range(2):
		_put("Certificate", f"certificate-{place}", register_name=f"entry-{place}", number=place)
	for place, numbers in enumerate(({"number": "7-K"}, {"act_number": "15-son"}, {})):
		_put("Decision", f"decision-{place}", commission="none", kind="Imported Act", **numbers)
	_put("Polling Station", "station-0", number="1", election="none", title_uz="Yo'lchi maktabi")
	_put("Candidate", "candidate-0", full_name="Shodiyev Choʻpon", election="none")
	_put("Person", "person-0", full_name="Şerzod Çoriyev", search_key="sherzod choriev")
	_put("Appeal", "appeal-0", subject="Kuzatuvchilar: Yoʻlchi, 3 nafar", status="Draft")
	for user, hidden in ((STAFF, True), (CLERK, False)):
		_make_staff(user, hidden)
	frappe.db.commit()


def _put(doctype: str, name: str, **values: object) -> None:
	"""A row without the checks of its DocType: most that it would name is not there."""
	document = frappe.get_doc({"doctype": doctype, **values})
	document.name = name
	document.db_insert()


def _make_staff(user: str, hidden: bool) -> None:
	document = frappe.get_doc(doctype="User", email=user, first_name="Staff")
	document.append("roles", {"role": "Commission Staff"})
	document.flags.no_welcome_mail = True
	with SETTING_UP.writing():
		document.insert()
	modules = frappe.get_all("Module Def", {"app_name": "frappe"}, pluck="name", order_by="name asc")
	frappe.db.delete("Block Module", {"parent": user})
	for module in modules if hidden else modules[:1]:
		row = frappe.get_doc(doctype="Block Module", module=module, parent=user, parenttype="User")
		row.parentfield = "block_modules"
		row.db_insert()


FORMER = {
	"observers_as_other_registers": ["alter table `tabObserver` drop column `title`"],
	"certificates_may_be_reissued": [
		"alter table `tabCertificate` drop index `unique_entry_issue`",
		"alter table `tabCertificate` drop column `issue_no`",
		"alter table `tabCertificate` add unique `unique_register_entry` (`register_doctype`, `register_name`, `kind`)",
	],
	"times_of_queued_messages": [
		"alter table `tabSMS Message` drop index `queue_index`",
		"alter table `tabSMS Message` drop column `send_after`, drop column `expires_at`",
	],
	"a_workspace_for_each_role": [
		"insert into `tabWorkspace` (name, label, title, module, public, content) "
		"values ('E-saylov', 'E-saylov', 'E-saylov', 'Esaylov', 1, '[]')"
	],
	"modules_hidden_from_staff": ["delete from `tabBlock Module` where parent like '%@esaylov.example'"],
	"register_checks_owed": [
		"alter table `tabAppeal` drop column `checks_due_at`, drop column `checks_from`"
	],
	"days_counted_by_election": ["alter table `tabElection` drop column `day_counting`"],
	"admissions_by_commission": [
		"update `tabParty Admission` set standing_key = substring_index(standing_key, '|', 3) "
		"where standing_key is not null"
	],
	"stage_of_special_stations": [
		"delete from `tabElection Stage` where `key` = 'special_stations_deadline' and election = 'earlier'"
	],
	"drafts_made_unseen": ["alter table `tabAgenda Item` drop column `undecided`, drop column `is_unseen`"],
	"scheduled_jobs_by_present_names": [
		"update `tabScheduled Job Type` set method = 'esaylov.place.renew' where method = 'esaylov.framework.place.renew'"
	],
	"files_hashed_as_text": ["alter table `tabAppeal Attachment` drop column `stored_sha256`"],
	"titles_of_decisions": ["alter table `tabDecision` drop column `title`"],
	"titles_in_uzbek_letters": [
		"update `tabPolling Station` set title_uz = replace(title_uz, 'ʻ', '\\'') where title_uz like '%ʻ%'"
	],
	"search_keys_of_both_alphabets": [
		"update `tabPerson` set search_key = 'serzod corev' where name = 'person-0'"
	],
	"search_keys_of_appeals": [
		"alter table `tabAppeal` drop index `searched_queues`, "
		"add index `queues` (`recipient`, `status`, `due_on`, `appeal_type`)",
		"alter table `tabAppeal` drop column `search_key`",
	],
	"records_by_present_names": [
		"update `tabNumber Card` set name = 'Looks Today', label = 'Looks Today' where name = 'Personal Data Access Today'",
		"update `tabWorkspace Number Card` set number_card_name = 'Looks Today', label = 'Looks Today' "
		"where number_card_name = 'Personal Data Access Today'",
	],
	"macs_of_events": ["update `tabChain Event` set mac = ''"],
	"steps_for_those_who_have_none": [],
	"phones_of_entries": [
		f"alter table `tab{register}` drop column `phone`"
		for register in (
			"Candidate",
			"Proxy",
			"Authorized Representative",
			"Media Representative",
			"Observer",
		)
	],
	"filings_of_the_same": ["alter table `tabAppeal` drop column `about_key`"],
	"second_factors_on_record": [],
	"mandates_said_once": [
		"update `tabObserver` set standing_key = null",
		"update `tabMedia Representative` set standing_key = null",
	],
	"dots_of_pictures_kept": [
		"update tabSingles set value = '1' where field = 'strip_exif_metadata_from_uploaded_images'"
	],
	"persons_entered_by_decisions": ["update `tabPerson` set identity_state = null"],
	"differences_of_lookups_left_out": [
		"insert into `tabState Register Prefill` (name, appeal, person_key, status) values ('prefill-0', 'x', 'x', 'Name Differs')"
	],
	"seat_of_the_president": ["update `tabCandidate` set seat_key = null where election_type = 'PRES'"],
	"history_sealed": ["alter table `tabRegister Event` drop column `holds`, drop column `seal`"],
	"messages_counted_from_an_index": [
		"alter table `tabSMS Message` drop index `delivery_index`, "
		"add index `status_creation_index` (`status`, `creation`)"
	],
	"lists_read_from_indexes": [
		"alter table `tabAppeal` drop index `filed_by_body`",
		"alter table `tabSMS Message` drop index `receiver_newest`",
		"alter table `tabObserver` drop index `counted_by_place`, "
		"add index `election_status_territory_index` (`election`, `status`, `territory`)",
	],
	"columns_of_the_inbox": [
		"update `tabList View Settings` set fields = '["
		'{"fieldname": "subject"}, {"fieldname": "status_field"}, {"fieldname": "number"}, {"fieldname": "due_on"}, '
		'{"fieldname": "appeal_type"}, {"fieldname": "applicant_body"}, {"fieldname": "assigned_to"}, {"fieldname": "received_at"}'
		"]' where name = 'Appeal'"
	],
	"numbers_left_out_of_logs": [
		"insert into `tabError Log` (name, method, error) values ('fault-0', 'Sinov', 'pinfl = 30101801234567')",
		"insert into `tabDeleted Document` (name, deleted_doctype, deleted_name, data) "
		"values ('deleted-0', 'Person', 'person-9', '{\"phone\": \"+998901234567\", \"n\": 7}')",
		"insert into `tabVersion` (name, ref_doctype, docname, data) "
		"values ('version-0', 'Person', 'person-0', '{\"changed\": [[\"passport\", \"\", \"AA1234567\"]]}')",
		"insert into `tabPrepared Report` (name, report_name, status, filters) "
		"values ('prepared-0', 'Appeal Statistics', 'Completed', '{\"person\":\"30101801234567\"}')",
	],
	"phones_left_out_of_logs": [
		"insert into `tabError Log` (name, method, error) values ('fault-1', 'Sinov', 'phone = (90) 123-45-67')",
	],
	"candidates_in_the_order_of_the_alphabet": [
		"alter table `tabCandidate` drop index `register_in_order`, drop index `register_by_party`, "
		"drop index `register_by_place`, drop column `name_order`"
	],
	"settings_that_can_be_saved": [
		"update tabSingles set value = '+998 71 200-00-00 (24/7)' where doctype = 'E-saylov Settings' and field = 'help_phone'"
	],
	"queues_of_all_read_from_an_index": ["alter table `tabAppeal` drop index if exists `queues_of_all`"],
	"candidates_read_from_indexes": [
		"alter table `tabCandidate` drop index if exists `register_in_order`, "
		"drop index if exists `register_by_party`, drop index if exists `register_by_place`"
	],
	"numbers_as_typed_left_out_of_logs": [
		"insert into `tabError Log` (name, method, error) values ('fault-2', 'Sinov', 'menga 00998 90 123 45 67')",
	],
	"numbers_of_practice_go_on": [],
	"parties_named_in_subjects": [],
	"turnout_on_record": [],
	"routes_of_help_requests": [
		"insert into `tabFeedback` (name, kind, screen) values ('help-0', 'Help Request', 'user/flklvvskhg')",
	],
	"workflow_actions_left_out": [
		"insert ignore into `tabWorkflow Action` (name, reference_doctype, reference_name, status) "
		"values ('of-appeal', 'Appeal', 'appeal-0', 'Open'), ('of-faq', 'FAQ', 'faq-0', 'Open')"
	],
	"terms_of_commissions": ["alter table `tabCommission Membership` drop column if exists term"],
}
"""How the schema, or a row, stood before each patch of patches.txt."""


def patches() -> list[str]:
	lines = (Path(frappe.get_app_path(APP)) / "patches.txt").read_text().splitlines()
	return [line.rpartition(".")[2] for line in lines if line.startswith(f"{APP}.")]


def go_back() -> None:
	"""The schema of before the patches, as a site of an earlier version has it; a patch without an entry fails here."""
	for patch in patches():
		for statement in FORMER[patch]:
			frappe.db.sql_ddl(statement)
	frappe.db.sql("update `tabDocType` set migration_hash = null where module = 'Esaylov'")
	frappe.db.delete("Patch Log", {"patch": ["like", f"{APP}.%"]})
	frappe.db.commit()


def patched() -> dict[str, object]:
	"""What the patches are there for, read from the site."""
	indexes = {row.Key_name for row in frappe.db.sql("show index from `tabCertificate`", as_dict=True)}
	messages = frappe.get_all(
		"SMS Message", fields=["status", "send_after", "expires_at"], order_by="name asc"
	)
	hidden = frappe.get_all("Block Module", {"parent": ["in", [STAFF, CLERK]]}, pluck="parent")
	return {
		"observers": frappe.get_all(
			"Observer", fields=["status", "title"], order_by="name asc", as_list=True
		),
		"certificates": sorted(indexes & {"unique_register_entry", "unique_entry_issue"}),
		"messages": [
			(row.status, bool(row.send_after), str(row.expires_at - row.send_after) if row.send_after else "")
			for row in messages
		],
		"decisions": frappe.get_all("Decision", order_by="name asc", pluck="title"),
		"stations": frappe.get_all("Polling Station", {"name": "station-0"}, pluck="title_uz"),
		"persons": frappe.get_all("Person", {"name": "person-0"}, pluck="search_key"),
		"appeals": frappe.get_all("Appeal", {"name": "appeal-0"}, pluck="search_key"),
		"queues": sorted(
			{row.Key_name for row in frappe.db.sql("show index from `tabAppeal`", as_dict=True)}
			& {"queues", "searched_queues"}
		),
		"candidates": frappe.get_all("Candidate", {"name": "candidate-0"}, pluck="name_order"),
		"cards": [
			frappe.db.exists("Number Card", name) for name in ("Looks Today", "Personal Data Access Today")
		],
		"actions": frappe.get_all("Workflow Action", {"name": ["in", ["of-appeal", "of-faq"]]}, pluck="name"),
		"columns": [
			column["fieldname"]
			for column in json.loads(frappe.db.get_value("List View Settings", "Appeal", "fields"))
		],
		"numbers": [
			frappe.db.get_value(doctype, name, column)
			for doctype, name, column in (
				("Error Log", "fault-0", "error"),
				("Error Log", "fault-1", "error"),
				("Error Log", "fault-2", "error"),
				("Deleted Document", "deleted-0", "data"),
				("Version", "version-0", "data"),
				("Prepared Report", "prepared-0", "filters"),
			)
		],
		"routes": frappe.get_all("Feedback", {"name": "help-0"}, pluck="screen"),
		"workspace": frappe.db.exists("Workspace", "E-saylov"),
		"hidden": {user: hidden.count(user) for user in (STAFF, CLERK)},
		"log": frappe.get_all(
			"Patch Log", {"patch": ["like", f"{APP}.%"]}, pluck="patch", order_by="creation asc"
		),
	}


# --- a removal ---


def leave_traces() -> None:
	"""Something of everything that a site at work gathers about us, and the like about the neighbour."""
	for doctype, names in (DOCUMENTS | ROWS).items():
		table = doctype if doctype.startswith("__") else f"tab{doctype}"
		if table in frappe.db.get_tables():
			for field in names:
				_trace(table, field, "Appeal")
	# what others use of ours: a role in a rule of the administrator, a language of a user
	_put("Custom DocPerm", "rule-of-the-site", parent="ToDo", role="Election Auditor", read=1)
	frappe.db.set_value("User", CLERK, "language", "kaa")
	frappe.cache.set_value("esaylov_trace", 1)
	frappe.cache.hset("_user_settings", f"Appeal::{STAFF}", "{}")
	frappe.enqueue("esaylov.trust.service.publish_heads", enqueue_after_commit=False)
	frappe.enqueue("frappe.utils.background_jobs.test_job", enqueue_after_commit=False)
	pages = Path(frappe.get_site_path("public", "portal"))
	pages.mkdir(parents=True, exist_ok=True)
	(pages / "uz.html").write_text("sahifa")
	frappe.get_doc(doctype="File", file_name="ariza.txt", content="ariza", is_private=1).insert()
	frappe.db.set_value("File", {"file_name": "ariza.txt"}, {"attached_to_doctype": "Appeal"})
	frappe.db.commit()


def _trace(table: str, field: str, about: str) -> None:
	"""A row of the table that names a DocType of ours; columns that must hold something hold nothing of meaning."""
	values: dict[str, object] = {field: about}
	columns = frappe.db.sql(f"show columns from `{table}`", as_dict=True)
	for column in columns:
		if column.Field == "name" and field != "name":
			values.setdefault("name", f"trace-{field}")
		elif column.Null == "NO" and column.Default is None and not column.Extra:
			values.setdefault(column.Field, 0 if "int" in column.Type else "trace")
	names = ", ".join(f"`{name}`" for name in values)
	marks = ", ".join(["%s"] * len(values))
	statement = f"replace into `{table}` ({names}) values ({marks})"  # noqa: S608 # names of the database itself
	frappe.db.sql(statement, list(values.values()))


# --- what the test asks for ---


def beside() -> dict[str, object]:
	"""Install E-saylov beside the neighbour, fill it, and go back to an earlier schema."""
	from frappe.installer import install_app

	found: dict[str, object] = {"alone": census(), "heard alone": heard()}
	install_app(APP)
	frappe.db.commit()
	found |= {"beside": census(), "heard beside": heard()}
	fill()
	found |= {"filled": operating.census()}
	go_back()
	return found


def migrated(folder: Path) -> dict[str, object]:
	"""After `migrate`: the census, the patches a second time, a rehearsal of the removal, and traces."""
	before = json.loads((folder / "beside.json").read_text())["filled"]
	found: dict[str, object] = {
		"migrated": census(),
		"deviations": operating.deviations(before, with_log(before)),
		"patched": patched(),
		"patches": patches(),
	}
	for patch in patches():
		frappe.get_attr(f"{APP}.patches.v0_1.{patch}.execute")()
	found["patched twice"] = patched()
	frappe.db.commit()
	leave_traces()
	found |= {"traces": ours_left(), "traced": census()}
	remove_app(APP, dry_run=True)
	frappe.db.commit()
	return found | {"rehearsed": census(), "traces rehearsed": ours_left(), "heard migrated": heard()}


def with_log(before: dict[str, Any]) -> dict[str, Any]:
	"""A census in which nothing but the log of the configuration grew: a migration writes into it what it brings."""
	now = operating.census()["rows"]
	grown = {name: max(now[name], before["rows"][name]) for name in ("Chain Event", "Configuration Change")}
	return {**before, "rows": {**before["rows"], **grown}}


def left() -> dict[str, object]:
	"""After `uninstall-app`."""
	return {"left": census(), "traces left": ours_left(), "heard left": heard()}


if __name__ == "__main__":
	site, part, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
	with connected(site):
		answer = {"beside": beside, "migrated": lambda: migrated(folder), "left": left}[part]()
	(folder / f"{part}.json").write_text(json.dumps(answer, default=str))
