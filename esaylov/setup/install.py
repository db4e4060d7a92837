"""What the app needs on a site: roles, languages, shipped data, settings, the server's key. Every step is repeatable."""

import json

import frappe
from frappe.installer import update_site_config
from frappe.permissions import add_permission
from frappe.utils.password import get_encryption_key

from esaylov.framework import place
from esaylov.framework.guarded_steps import SETTING_UP
from esaylov.framework.persistence import table_cache
from esaylov.identity.roles import APPLICANTS, DESK, Role
from esaylov.permissions import row_rules
from esaylov.permissions.configuration import comparison
from esaylov.portal.built import jobs
from esaylov.setup import creation_indexes, framework_floor, shipped, uninstall
from esaylov.trust import keys

TIME_ZONE = "Asia/Tashkent"
SETTINGS = "E-saylov Settings"
SIGNING_KEY = "esaylov_signing_key"

LANGUAGES = {
	"uz": "Oʻzbekcha",
	"uz-Cyrl": "Ўзбекча",
	"kaa": "Qaraqalpaqsha",
	"ru": "Русский",
	"en": "English",
}
"""Code and own name. `uz` comes disabled with Frappe, `uz-Cyrl` and `kaa` do not come at all."""

SYSTEM_SETTINGS = {
	"country": "Uzbekistan",
	"time_zone": TIME_ZONE,
	"date_format": "dd.mm.yyyy",
	"time_format": "HH:mm",
	"number_format": "# ###,##",
	"first_day_of_the_week": "Monday",
	# a working day; the next one begins with a login
	"session_expiry": "12:00",
	"enable_password_policy": 1,
	"minimum_password_score": "3",
	"allow_consecutive_login_attempts": 5,
	"allow_login_after_fail": 300,
	"login_with_email_link": 0,
	"logout_on_password_reset": 1,
	"allow_guests_to_upload_files": 0,
	# our own hook cuts it out of each picture; the framework would read and write all dots in a web thread
	"strip_exif_metadata_from_uploaded_images": 0,
	# authority comes from rows with dates; a share would be a way round them
	"disable_document_sharing": 1,
	"two_factor_method": "OTP App",
}
"""Set once, on a fresh site; an administrator may change them there. Times of login attempts are seconds."""

INBOX_COLUMNS = [
	{"fieldname": name, "label": title}
	for name, title in (
		("subject", "Subject"),
		("status_field", "Status"),
		("applicant_body", "Applicant"),
		("due_on", "Due on"),
		("number", "Number"),
		("appeal_type", "Appeal Type"),
		("assigned_to", "Assigned to"),
	)
]
OAUTH_SWITCHES = (
	"enable_dynamic_client_registration",
	"show_auth_server_metadata",
	"show_protected_resource_metadata",
	"show_social_login_key_as_authorization_server",
	"skip_authorization",
)
INBOX = {"total_fields": "8", "disable_automatic_recency_filters": 1, "disable_comment_count": 1}
"""Settings of the list; the framework's versions know different ones of them."""


def before_install() -> None:
	"""An unsafe framework is refused. Roles come before the DocTypes: their sync would otherwise make the missing ones, all with
	access to the Desk."""
	framework_floor.refuse_unsafe()
	uninstall.note_what_stood()
	make_roles()


def after_install() -> None:
	"""Make a fresh site usable: once."""
	complete_setup()
	set_home_page()
	get_encryption_key()  # the framework makes it at the first secret; two processes at once would make one each, and keep one
	after_migrate()


def after_migrate() -> None:
	"""Bring the site to what this version ships, keeping what was changed on it."""
	make_roles()
	make_languages()
	make_signing_key()
	creation_indexes.add_missing()
	place.adopt()
	shipped.load()
	row_rules.refresh_places()
	fill_settings()
	arrange_inbox()
	open_workflows()
	close_oauth()
	jobs.forget()
	record_configuration()
	table_cache.note_write(*table_cache.TABLES)  # the release wrote past documents


def record_configuration(app: str = "") -> None:
	"""Keep what the released code wrote into guarded configuration as entries of the log; of a new site its first state."""
	if app != "esaylov":  # where this app itself went, the log went with it
		comparison.record()


def open_workflows() -> None:
	"""Let who takes steps of a Workflow in the Desk read it: once, for a System Manager may say otherwise.

	The framework's menu of steps asks the Workflow whether a step is confirmed, as the user; without the right it stops there.
	"""
	if frappe.db.exists("Custom DocPerm", {"parent": "Workflow"}):
		return
	with SETTING_UP.writing():
		for role in sorted(DESK):
			add_permission("Workflow", role.value)


def close_oauth() -> None:
	"""Let nobody register a client of the framework's OAuth, and tell nobody of it (v16; v15 has no such settings).

	`access` refuses its methods as well; nothing here uses them.
	"""
	if not frappe.db.exists("DocType", "OAuth Settings"):
		return
	meta = frappe.get_meta("OAuth Settings")
	for field in OAUTH_SWITCHES:
		if meta.has_field(field):
			frappe.db.set_single_value("OAuth Settings", field, 0)


def arrange_inbox() -> None:
	"""Order the columns of the list of appeals: once, for an administrator may choose others.

	The framework would show the first four columns on a small screen, and of a large table the last ninety days only.
	"""
	if frappe.db.exists("List View Settings", "Appeal"):
		return
	settings = frappe.new_doc("List View Settings", name="Appeal", fields=json.dumps(INBOX_COLUMNS))
	for field, value in INBOX.items():
		if settings.meta.has_field(field):
			settings.set(field, value)
	settings.insert(ignore_permissions=True)  # set-up: no user is at work


def make_roles() -> None:
	"""Make the missing roles, and keep applicants out of the Desk whatever was set.

	Roles of the Desk ask for a second factor with a password as soon as System Settings have two-factor login on; whoever
	is not enrolled then stays out, so the switch is the administrator's (SECURITY.md, `logins.second_factor`).
	"""
	existing = dict(
		frappe.get_all(
			"Role", filters={"name": ["in", list(Role)]}, fields=["name", "desk_access"], as_list=True
		)
	)
	for role in Role:
		desk = int(role in DESK)
		if role not in existing:
			frappe.get_doc(
				doctype="Role", role_name=role.value, desk_access=desk, two_factor_auth=desk
			).insert(
				ignore_permissions=True,  # set-up: no user is at work
			)
		elif existing[role] != desk and role in APPLICANTS | {Role.INTEGRATOR}:
			frappe.db.set_value("Role", role.value, "desk_access", desk)


def make_languages() -> None:
	"""Make the missing languages and enable the five that the system speaks."""
	existing = dict(
		frappe.get_all(
			"Language", filters={"name": ["in", list(LANGUAGES)]}, fields=["name", "enabled"], as_list=True
		)
	)
	for code, own_name in LANGUAGES.items():
		if code not in existing:
			language = frappe.get_doc(
				doctype="Language", language_code=code, language_name=own_name, enabled=1
			)
			language.insert(ignore_permissions=True)  # set-up: no user is at work
		elif not existing[code]:
			frappe.db.set_value("Language", code, "enabled", 1)


def make_signing_key() -> None:
	"""Give the site its own Ed25519 key where it has none: for receipts and certificate tokens."""
	if not frappe.conf.get(SIGNING_KEY):
		update_site_config(SIGNING_KEY, keys.new_key(), validate=False)


def complete_setup() -> None:
	"""Fill what Frappe's wizard asks for, and mark it as done, so that the first page of the Desk is no wizard."""
	settings = frappe.get_doc("System Settings")
	settings.update(SYSTEM_SETTINGS)
	settings.language = settings.language or "en"
	settings.setup_complete = 1
	settings.flags.ignore_mandatory = True
	with SETTING_UP.writing():
		settings.save(ignore_permissions=True)  # set-up: no user is at work
	# v16 keeps it there; the stand-in of standalone/ has no such DocType
	if frappe.db.exists("DocType", "Installed Application") and frappe.get_meta(
		"Installed Application"
	).has_field("is_setup_complete"):
		frappe.db.set_value("Installed Application", {"app_name": ["!=", ""]}, "is_setup_complete", 1)
	frappe.db.set_default("desktop:home_page", "workspace")


def set_home_page() -> None:
	"""Let the address `/` lead to the portal, unless the site already leads it elsewhere."""
	if frappe.db.get_single_value("Website Settings", "home_page") in (None, "", "login"):
		frappe.db.set_single_value("Website Settings", "home_page", "uz")


def fill_settings() -> None:
	"""Fill the settings that are still empty; what was entered stays."""
	settings = frappe.get_doc(SETTINGS)
	settings.default_language = settings.default_language or "uz"
	if not settings.current_election:
		last = frappe.get_all("Election", order_by="election_day desc", limit=1, pluck="name")
		settings.current_election = last[0] if last else None
	settings.portal_url = settings.portal_url or frappe.utils.get_url()[:34]
	with SETTING_UP.writing():
		settings.save(ignore_permissions=True)  # set-up: no user is at work
