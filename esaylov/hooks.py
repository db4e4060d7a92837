from esaylov.framework.persistence.table_cache import with_events
from esaylov.permissions import figures, row_rules, stock_row_rules
from esaylov.permissions.configuration.rules import watched
from esaylov.setup.retention import rules

# App
app_name = "esaylov"
app_title = "E-saylov"
app_publisher = "E-saylov contributors"
app_description = "The dealings of an election administration with the participants of an election"
app_email = "esaylov@esaylov.example"
app_license = "GPL-3.0-or-later"
app_logo_url = "/assets/esaylov/images/mark.svg"
require_type_annotated_api_methods = True

# Install, migrate, uninstall
before_migrate = "esaylov.permissions.configuration.comparison.compare_before_migrate"
before_install = "esaylov.setup.install.before_install"
after_install = "esaylov.setup.install.after_install"
# the framework writes jobs and sidebars of a new app after its own set-up
after_sync = "esaylov.setup.install.record_configuration"
after_migrate = "esaylov.setup.install.after_migrate"
before_uninstall = "esaylov.setup.uninstall.before_uninstall"
after_uninstall = "esaylov.setup.uninstall.after_uninstall"
after_app_install = "esaylov.setup.install.record_configuration"
after_app_uninstall = "esaylov.setup.install.record_configuration"

# Desk assets
app_include_css = ["esaylov_desk.bundle.css"]
app_include_js = ["esaylov_desk.bundle.js", "esaylov_tour.bundle.js"]
extend_bootinfo = "esaylov.permissions.desk.tell"

# Web assets and routes
page_renderer = [
	"esaylov.portal.renderer.PortalRenderer",
	"esaylov.api.openapi.OpenApiRenderer",
	"esaylov.framework.requests.disclosure.SecurityTextRenderer",
]

# Permissions: both halves of each pair ask `permissions.reach`
_scoped = (*row_rules.SCOPES, *stock_row_rules.STOCK)
# tables of these, and of the framework's own that have rules for their rows
_tables = (
	"Appeal Attachment",
	"Block Module",
	"Communication Link",
	"Dashboard Chart Field",
	"Dashboard Chart Link",
	"Decision Row",
	"DefaultValue",
	"Dynamic Link",
	"Event Notifications",
	"Event Participants",
	"Has Role",
	"Kanban Board Column",
	"Note Seen By",
	"Notification Subscribed Document",
	"Number Card Link",
	"Session Speaker",
	"Signature Sheets Region",
	"User Email",
	"User Role Profile",
	"User Session Display",
	"User Social Login",
	"Workflow Action Permitted Role",
)
permission_query_conditions = {
	**dict.fromkeys(_tables, "esaylov.permissions.reach.query_of_table"),
	**dict.fromkeys(_scoped, "esaylov.permissions.reach.query"),
	**dict.fromkeys(figures.KINDS, "esaylov.permissions.figures.query"),
}
has_permission = {
	**dict.fromkeys(_scoped, "esaylov.permissions.reach.agree"),
	**dict.fromkeys(figures.KINDS, "esaylov.permissions.figures.agree"),
	"File": "esaylov.api.file_rules.check_permission",  # which asks the same, and who makes it of what
}

# DocType events
_shown = (
	"Administrative Territory",
	"Candidate",
	"Constituency",
	"Count Protocol",
	"Decision",
	"E-saylov Settings",
	"Election",
	"Election Commission",
	"Election Stage",
	"Election Type",
	"FAQ",
	"Legal Act",
	"Observer",
	"Political Party",
	"Polling Station",
	"Proxy",
	"Public Page",
	"Published Head",
	"Result Table",
	"Turnout Report",
	"Voter Statistic",
)
_stale = "esaylov.portal.built.invalidation.note_change"
_guards = watched.events()
_seals = dict.fromkeys(
	("validate", "on_trash", "before_rename"), "esaylov.setup.retention.archive.seals.hold"
)
# what the framework keeps of faults, changes and deleted documents has no number of a person in it; its reports are read as ours are
override_doctype_class = {
	"Deleted Document": "esaylov.framework.redaction.DeletedDocument",
	"Error Log": "esaylov.framework.redaction.ErrorLog",
	"File": "esaylov.framework.files.stock_files.File",
	"Report": "esaylov.framework.desk.stock_reports.Report",
	"Scheduled Job Log": "esaylov.framework.redaction.ScheduledJobLog",
}

doc_events = {
	# every DocType, for the framework's own hold them too: nothing is submitted or cancelled on this site, texts are cleaned, and rows
	# of a table are written with their document alone
	"*": {
		**dict.fromkeys(
			("before_submit", "before_cancel", "before_discard"),
			"esaylov.framework.persistence.no_submit.refuse",
		),
		"validate": "esaylov.framework.requests.cleaning.clean",
		**dict.fromkeys(
			("before_insert", "before_validate", "before_rename", "on_trash"),
			"esaylov.framework.persistence.child_rows.refuse",
		),
	},
	# processes hear of changes to what they keep
	**with_events(
		{
			# a login that fails is noted before anything else of ours is asked
			"Activity Log": {
				"before_insert": [
					"esaylov.framework.compat.settle_reader",
					"esaylov.identity.logins.failed_passwords.note_failure",
					"esaylov.framework.redaction.leave_out",
				]
			},
			**_guards,
			**dict.fromkeys(rules.held(), _seals),
			**{
				doctype: {
					**(_seals if doctype in rules.held() else _guards.get(doctype, {})),
					"on_update": [*_guards.get(doctype, {}).get("on_update", ()), _stale],
					"after_delete": _stale,
				}
				for doctype in _shown
			},
			"Appeal": {  # its class asks for the seal when it is saved, and only of one that has ended: a filing passes nothing more
				"before_rename": _seals["before_rename"],
				"on_trash": [_seals["on_trash"], "esaylov.appeals.state_registers.prefills.forget"],
			},
			"Person": {
				**_guards["Person"],
				"validate": [*_guards["Person"]["validate"], "esaylov.identity.person_macs.set_mac"],
			},
			"Commission Membership": {
				**_guards["Commission Membership"],
				"validate": [
					"esaylov.registers.outcome_rules.joining_members.refuse_unlawful_membership",
					*_guards["Commission Membership"]["validate"],
				],
			},
			"Data Import": {
				"before_validate": [
					"esaylov.api.caller_content.refuse_stored_remote_table",
					"esaylov.permissions.configuration.watching.refuse_import",
				]
			},
			"File": {
				"validate": ["esaylov.permissions.reach.check_attachment", "esaylov.api.file_rules.check"],
				"on_trash": "esaylov.setup.retention.archive.seals.hold_file",
			},
			"Patch Log": {"before_insert": "esaylov.framework.redaction.leave_out"},
			"Prepared Report": {"validate": "esaylov.framework.redaction.leave_out"},
			"Version": {"before_insert": "esaylov.framework.redaction.leave_out"},
			"Print Format": {
				**_guards["Print Format"],
				"onload": "esaylov.registers.certificates.papers.drawing.show_source",
			},
			"User": {
				**_guards["User"],
				"before_validate": [
					"esaylov.identity.logins.passwords.check_user",
					"esaylov.permissions.desk.hide_modules",
					*_guards["User"]["before_validate"],
				],
			},
		}
	),
}
doctype_js = {"Print Format": "public/js/print_format.js"}
ignore_links_on_delete = ["Shipped Record"]
write_file = "esaylov.api.file_rules.write"
esaylov_file_changed = ["esaylov.setup.operating.file_sweep.tell"]
delete_file_data_content = "esaylov.appeals.corrections.law.delete_file"

# Scheduler. The last two words of a method are its own: Frappe 15 keeps one job of each such name
scheduler_events = {
	"all": [
		"esaylov.appeals.inbox.bulk.resume",
		"esaylov.setup.imports.running.resume",
		"esaylov.elections.preparation.copying.resume",
		"esaylov.registers.certificates.issue.batches.resume",
		"esaylov.decisions.sessions.steps.jobs.resume_drafts",
		"esaylov.decisions.signatures.bulk_completion.resume",
		"esaylov.decisions.signatures.notifications.resume",
		"esaylov.portal.built.jobs.resume_building",
		"esaylov.setup.retention.archive.orders.resume",
	],
	"cron": {
		"* * * * *": [
			"esaylov.messages.delivery.jobs.send_queued",
			"esaylov.integrations.inbound.deliveries.run",
			"esaylov.appeals.state_registers.jobs.wake",
			"esaylov.identity.logins.ways.sms.deliver_owed",
			"esaylov.appeals.review.scan_jobs.run",
			"esaylov.setup.operating.waiting_errors.store_waiting_errors",
		],
		"*/5 * * * *": ["esaylov.integrations.inbound.authentication.write_uses"],
		"*/10 * * * *": [
			"esaylov.setup.operating.comparisons.chain_alarm.publish_heads",
			"esaylov.registers.certificates.issue.jobs.order_undrawn",
			"esaylov.permissions.configuration.waiting.changes.record_due",
		],
		"1 0 * * *": ["esaylov.portal.built.jobs.new_day"],
	},
	"daily": [
		"esaylov.registers.certificates.issue.ending.expire",
		"esaylov.integrations.inbound.deliveries.purge",
		"esaylov.framework.files.stored_files.sweep",
		"esaylov.setup.framework_floor.warn",
	],
	"daily_long": [
		"esaylov.setup.operating.comparisons.chain_alarm.verify_chains",
		"esaylov.appeals.review.filed_files.verify_all",
		"esaylov.setup.operating.file_sweep.compare",
		"esaylov.setup.operating.comparisons.chain_rows.find_missing",
		"esaylov.setup.operating.number_rows.find_faults",
		"esaylov.permissions.configuration.comparison.find",
		"esaylov.setup.operating.comparisons.signed_rows.find_changes",
		"esaylov.setup.operating.comparisons.state_rows.find_changes",
		"esaylov.setup.retention.erasing.run",
	],
	"hourly": [
		"esaylov.framework.requests.login_sessions.end_over",
		"esaylov.framework.files.file_results.delete_old_results",
		"esaylov.framework.place.renew",
		"esaylov.identity.roles.sync_all",
		"esaylov.identity.codes.purge",
		"esaylov.identity.logins.invitations.settle",
		"esaylov.messages.announcing.calendar.run",
		"esaylov.messages.announcing.campaigns.prepare_unfinished",
		"esaylov.messages.delivery.unreported.settle",
		"esaylov.trust.revocation.fetch_all",
		"esaylov.appeals.review.deadlines.run",
		"esaylov.setup.operating.log_scan.scan_logs",
		"esaylov.setup.operating.tls_end.note_tls_end",
		"esaylov.appeals.state_registers.jobs.ask_again",
	],
}
before_job = ["esaylov.framework.place.refuse_job"]

# REST and request hooks: on v15 the first counts every row of a table, whoever asks
# the framework's archive has other bytes than are stored, where they happen to read as letters;
# and its exports read as the site's user, which may read what no file is to hold;
# its count of states beside a Workflow tells each value of any column, past the rules about rows;
# its search in everything asks of no row who reads it, it tells everybody what a document is called,
# and beside a document it counts rows of whatever is named, out of reach too
override_whitelisted_methods = {
	"frappe.client.get_count": "frappe.desk.reportview.get_count",
	"frappe.core.api.file.zip_files": "esaylov.api.files.archive",
	"frappe.core.doctype.data_export.exporter.export_data": "esaylov.api.exports.table",
	"frappe.core.doctype.data_import.data_import.download_template": "esaylov.api.exports.template",
	"frappe.desk.notifications.get_open_count": "esaylov.api.search.beside",
	"frappe.desk.reportview.export_query": "esaylov.api.exports.rows",
	"frappe.desk.search.get_link_title": "esaylov.api.search.title",
	"frappe.utils.global_search.search": "esaylov.api.search.everywhere",
	"frappe.workflow.doctype.workflow.workflow.get_workflow_state_count": "esaylov.api.workflows.states_beside",
}
before_request = "esaylov.request_filter.passage.begin"
auth_hooks = "esaylov.request_filter.passage.admit"
after_request = "esaylov.request_filter.passage.end"

# Sessions and auth
before_login = [
	"esaylov.framework.place.refuse_login",
	"esaylov.request_filter.login_answers.require_login_texts",
	"esaylov.framework.requests.address.settle",
	"esaylov.request_filter.login_answers.admit_password",
]
on_login = [
	"esaylov.framework.place.refuse_login",
	"esaylov.framework.compat.settle_reader",
	"esaylov.api.other_sites.refuse_login",
	"esaylov.identity.logins.devices.count_anew",
	"esaylov.identity.logins.session.refuse_the_dismissed",
	"esaylov.identity.roles.take",
]
on_logout = [
	"esaylov.identity.logins.ways.oneid.log_out",
	"esaylov.framework.requests.login_sessions.tell_logout",
]
on_session_creation = [
	"esaylov.identity.logins.own_sessions.note",
	"esaylov.identity.logins.language.take",
	"esaylov.identity.logins.step_up.note",
	"esaylov.identity.logins.devices.note",
	"esaylov.permissions.configuration.waiting.persons.note",
]

# Website
update_website_context = ["esaylov.api.endpoint.hide_error"]
get_website_user_home_page = "esaylov.permissions.desk.home_page"
